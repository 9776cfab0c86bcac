#pragma once
// ForwardFields: a described type out of the bytes, in the form in which picklers write it.

#include <array>
#include <string_view>

#include <brine/engine/forward_loader.hpp>
#include <brine/mapping/describe.hpp>

namespace brine::detail {

template <class T>
class ForwardFields {
    using C = codec<T>;
    using D = typename C::description;
    using Shape = ForwardReader::Shape;

public:
    ForwardFields(ForwardLoader& loader, T& out) noexcept
        : loader_(loader), reader_(loader.reader()), out_(out) {}

    void load() {
        if constexpr (C::form == Form::dict) {
            loader_.at_start([&](Opcode, const char* first) { load_dict(first); });
        } else if (reader_.is_get() && reader_.recalls(Shape::instance)) {
            reader_.replay(reader_.recall(), [&] { load_instance(); });
        } else {
            load_instance();
        }
        finish();
    }

private:
    void load_instance() {
        static_cast<void>(reader_.peek());
        const char* const first = reader_.position();
        check_class();
        if constexpr (C::form == Form::call || C::form == Form::namedtuple) {
            load_args();
        } else {
            reader_.expect(Opcode::empty_tuple);
        }
        if (!reader_.take(Opcode::newobj)) {
            reader_.expect(Opcode::reduce);
        }
        const auto put = reader_.put();
        if constexpr (C::form == Form::dataclass || C::form == Form::slots) {
            load_state();
        }
        reader_.remember(put, first, Shape::instance);
    }

    void check_class() {
        const NamePair named = loader_.class_name();
        if (named.module != C::module || named.name != C::class_name) [[unlikely]] {
            reader_.give_up();
        }
    }

    void load_args() {
        const char* const first = reader_.position();
        if constexpr (D::size > 3) {
            reader_.expect(Opcode::mark);
        }
        D::for_each([&]<class, std::size_t Index>() { load_field<Index>(); });
        static constexpr std::array ops{Opcode::empty_tuple, Opcode::tuple1, Opcode::tuple2,
                                        Opcode::tuple3, Opcode::tuple};
        reader_.expect(ops[D::size > 3 ? 4 : D::size]);
        reader_.remember(reader_.put(), first, Shape::tuple);
    }

    /// A dict, or (None, dict); there may be none of it.
    void load_state() {
        const Opcode op = reader_.peek();
        const char* const first = reader_.position();
        if (op == Opcode::empty_dict) {
            load_dict(first);
        } else if (op == Opcode::none) {
            reader_.skip();
            static_cast<void>(reader_.peek());
            load_dict(reader_.position());
            reader_.expect(Opcode::tuple2);
            reader_.remember(reader_.put(), first, Shape::tuple);
        } else {
            return;
        }
        reader_.expect(Opcode::build);
    }

    void load_dict(const char* first) {
        reader_.expect(Opcode::empty_dict);
        const auto put = reader_.put();
        if (reader_.take(Opcode::mark)) {
            std::size_t at = 0;
            D::for_each([&]<class Field, std::size_t Index>() {
                // Python writes fields in the order of their declaration.
                if (at == Index && take_name<Field>()) [[likely]] {
                    load_field<Index>();
                    ++at;
                }
            });
            while (reader_.peek() != Opcode::setitems) {
                load_named(reader_.text().utf8);
            }
            reader_.skip();
        } else if (starts_text(reader_.peek()) && reader_.feeds_one(Opcode::setitem)) {
            load_named(reader_.text().utf8);
            reader_.expect(Opcode::setitem);
        }
        reader_.remember(put, first, Shape::value);
    }

    /// False, and nothing is taken, where another name is next.
    template <class Field>
    [[nodiscard]] bool take_name() {
        constexpr std::size_t size = Field::name.size();
        if constexpr (size < 256) {
            return reader_.template take_key<size>(Field::name.data());
        } else {
            return false;
        }
    }

    void load_named(std::string_view name) {
        using LoadField = void (*)(ForwardFields&);
        static constexpr auto loaders = []<std::size_t... Index>(std::index_sequence<Index...>) {
            return std::array<LoadField, sizeof...(Index)>{
                [](ForwardFields& self) { self.load_field<Index>(); }...};
        }
        (std::make_index_sequence<D::size>{});
        for (std::size_t index = 0; index < D::size; ++index) {
            if (D::names[index] == name) {
                return loaders[index](*this);
            }
        }
        reader_.give_up();
    }

    template <std::size_t Index>
    void load_field() {
        using Field = typename D::template at<Index>;
        if (seen_[Index]) [[unlikely]] {
            reader_.give_up();
        }
        if constexpr (std::is_const_v<std::remove_reference_t<decltype(Field::of(out_))>>) {
            reader_.give_up();
        } else {
            loader_.charge_item();
            loader_.load(loader_.next(), Field::of(out_));
            seen_[Index] = true;
        }
    }

    void finish() {
        D::for_each([&]<class Field, std::size_t Index>() {
            if (!seen_[Index]) [[unlikely]] {
                if constexpr (may_be_absent<typename Field::type>) {
                    Field::of(out_).reset();
                } else {
                    reader_.give_up();
                }
            }
        });
    }

    ForwardLoader& loader_;
    ForwardReader& reader_;
    T& out_;
    std::array<bool, D::size> seen_{};
};

template <class T>
void load_forward_described(ForwardLoader& loader, T& out) {
    if constexpr (codec<T>::form != Form::dict && !is_plain_class<T>) {
        loader.give_up();
    } else {
        ForwardFields<T>(loader, out).load();
    }
}

}  // namespace brine::detail
