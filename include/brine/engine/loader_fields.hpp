#pragma once
// Described types are loaded by the Loader itself: fields by name from a dict or a state, by
// position from arguments, in whichever of these forms Python writes an instance.

#include <array>
#include <cstring>
#include <type_traits>

#include <brine/base/type_name.hpp>
#include <brine/engine/loader.hpp>
#include <brine/engine/loader_codec.hpp>
#include <brine/mapping/describe.hpp>

namespace brine::detail {

template <class T>
inline constexpr bool may_be_absent = false;
template <class T>
inline constexpr bool may_be_absent<std::optional<T>> = true;

template <class T>
class FieldsLoader {
    using C = codec<T>;
    using D = typename C::description;

public:
    FieldsLoader(Loader& loader, T& out) noexcept : loader_(loader), out_(out) {}

    void load_dict(const Value& in) {
        const Node* const nodes = begin_of(in.node());
        const std::size_t count = size_of(in.node());
        loader_.charge(count);
        std::size_t done = 0;
        at_names(done, [&] {
            // Python writes fields in the order of their declaration.
            D::for_each([&]<class Field, std::size_t Index>() {
                if (done == Index && Index < count && is_name(nodes[2 * Index], Field::name)) {
                    load_field<Index>(Value(nodes[2 * Index + 1], in.store()));
                    ++done;
                }
            });
        });
        for (; done < count; ++done) {
            load_named(Value(nodes[2 * done], in.store()), Value(nodes[2 * done + 1], in.store()));
        }
    }

    /// A list of the values of all fields, as dataclasses with slots that are frozen have it.
    void load_list(const Value& in) {
        if (loader_.size_hint(in) != D::size) {
            loader_.mismatch(in, "a list of " + std::to_string(D::size) + " fields");
        }
        std::size_t index = 0;
        loader_.for_each_item(in, [&](const Value& item) { load_at(index++, item); });
    }

    void load_args(const ObjectParts& parts) {
        if (parts.arg_count() > D::size && !ignores_unknown()) {
            Loader::fail(Errc::unknown_field,
                         "a " + parts.name_text() + " of " + std::to_string(parts.arg_count()) +
                             " arguments for " + std::to_string(D::size) + " fields");
        }
        const std::size_t count = std::min(parts.arg_count(), D::size);
        loader_.charge(count);
        std::size_t index = 0;
        at_names(index, [&] {
            D::for_each([&]<class, std::size_t Index>() {
                if (Index < count) {
                    load_field<Index>(parts.arg(Index));
                    ++index;
                }
            });
        });
    }

    void load_state(const ObjectParts& parts, const Value& state) {
        if (state.is_dict()) {
            load_dict(state);
        } else if (state.is_list()) {
            load_list(state);
        } else if (is_dict_and_slots(state)) {
            for (const Value part : state) {
                if (part.is_dict()) {
                    load_dict(part);
                }
            }
        } else if (!state.is_none()) {
            Loader::fail(Errc::type_mismatch, "expected a dict of attributes as the state of a " +
                                                  parts.name_text() + ", found " +
                                                  loader_.found(state));
        }
    }

    void load_object(const ObjectParts& parts) {
        load_args(parts);
        if (parts.kwargs().is_dict()) {
            load_dict(parts.kwargs());
        }
        if (parts.has_steps()) {
            for (const ObjectStep& step : parts.steps()) {
                if (step.kind == StepKind::state) {
                    load_state(parts, step.value);
                } else if (!ignores_unknown()) {
                    Loader::fail(Errc::unknown_field,
                                 "a " + parts.name_text() +
                                     " that holds items, or whose state is set by a function");
                }
            }
        }
    }

    void finish() {
        D::for_each([&]<class Field, std::size_t Index>() {
            if (!seen_[Index]) [[unlikely]] {
                miss<Field, Index>();
            }
        });
    }

private:
    using LoadField = void (*)(FieldsLoader&, const Value&);

    [[nodiscard]] bool ignores_unknown() const noexcept {
        if constexpr (requires { C::unknown_fields; }) {
            return C::unknown_fields == unknown_fields::ignore;
        } else {
            return loader_.options().unknown_fields == unknown_fields::ignore;
        }
    }
    [[nodiscard]] bool keeps_missing() const noexcept {
        if constexpr (requires { C::missing_fields; }) {
            return C::missing_fields == missing_fields::keep;
        } else {
            return loader_.options().missing_fields == missing_fields::keep;
        }
    }

    [[nodiscard]] static bool is_name(const Node& key, std::string_view name) noexcept {
        return key.kind == Kind::str && text_of(key) == name;
    }
    [[nodiscard]] static bool is_dict_and_slots(const Value& state) noexcept {
        if (!state.is_tuple() || size_of(state.node()) != 2) {
            return false;
        }
        const Node* const parts = begin_of(state.node());
        const auto good = [](const Node& part) {
            return part.kind == Kind::none || part.kind == Kind::dict;
        };
        return good(parts[0]) && good(parts[1]);
    }

    template <class Action>
    static void at_names(const std::size_t& index, Action action) {
        try {
            action();
        } catch (ConversionError& error) {
            prepend_name(error, index);
            throw;
        }
    }
    static void prepend_name(ConversionError& error, std::size_t index) {
        if constexpr (D::size > 0) {
            C::form == Form::dict ? error.prepend_key(D::names[index])
                                  : error.prepend_attribute(D::names[index]);
        }
    }

    template <std::size_t Index>
    void load_field(const Value& in) {
        using Field = typename D::template at<Index>;
        static_assert(!std::is_const_v<std::remove_reference_t<decltype(Field::of(out_))>>,
                      "brine: a const member can't be loaded; give the codec a `static T "
                      "load(const brine::Value&)`");
        loader_.load(in, Field::of(out_));
        seen_[Index] = true;
    }

    void load_at(std::size_t index, const Value& in) {
        static constexpr auto loaders = []<std::size_t... Index>(std::index_sequence<Index...>) {
            return std::array<LoadField, sizeof...(Index)>{
                [](FieldsLoader& self, const Value& item) { self.load_field<Index>(item); }...};
        }
        (std::make_index_sequence<D::size>{});
        if constexpr (D::size > 0) {
            at_names(index, [&] { loaders[index](*this, in); });
        }
    }

    [[gnu::noinline]] void load_named(const Value& key, const Value& in) {
        for (std::size_t index = 0; index < D::size; ++index) {
            if (is_name(key.node(), D::names[index])) {
                return load_at(index, in);
            }
        }
        if (!ignores_unknown()) {
            const std::string name =
                key.is_str() ? "'" + shown(text_of(key.node())) + "'" : loader_.found(key);
            Loader::fail(Errc::unknown_field,
                         name + " is no field of " + std::string(type_name<T>()));
        }
    }

    template <class Field, std::size_t Index>
    void miss() {
        if constexpr (may_be_absent<typename Field::type>) {
            Field::of(out_).reset();
        } else if (!keeps_missing()) {
            Loader::fail(Errc::missing_field, "no '" + std::string(Field::name) +
                                                  "', which is a field of " +
                                                  std::string(type_name<T>()));
        } else if constexpr (std::default_initializable<T> &&
                             std::is_move_assignable_v<typename Field::type>) {
            T defaults{};
            Field::of(out_) = std::move(Field::of(defaults));
        }
    }

    Loader& loader_;
    T& out_;
    std::array<bool, D::size> seen_{};
};

template <class T>
void load_described(Loader& loader, const Value& in, T& out) {
    using C = codec<T>;
    FieldsLoader<T> fields(loader, out);
    if constexpr (C::form == Form::dict) {
        if (!in.is_dict()) {
            loader.mismatch(in, "a dict");
        }
        fields.load_dict(in);
    } else {
        fields.load_object(loader.parts_of(in, C::module, C::class_name));
    }
    fields.finish();
}

template <class T>
Fit fit_described(const Loader& loader, const Value& in) {
    using C = codec<T>;
    if constexpr (C::form == Form::dict) {
        return exact_if(in.is_dict());
    } else {
        return exact_if(loader.is_instance(in, C::module, C::class_name));
    }
}

}  // namespace brine::detail
