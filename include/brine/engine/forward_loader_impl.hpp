#pragma once
// Bodies of ForwardLoader.

#include <algorithm>
#include <array>
#include <concepts>

#include <brine/base/utf_convert.hpp>
#include <brine/engine/forward_loader.hpp>

namespace brine::detail {

template <class T>
concept forward_into_place = has_codec<T> &&
    requires(ForwardLoader& loader, const Ahead& in, T& out) {
    codec<T>::load(loader, in, out);
};
template <class T>
concept forward_whole = has_codec<T> && requires(ForwardLoader& loader, const Ahead& in) {
    { codec<T>::load(loader, in) } -> std::convertible_to<T>;
};

template <class T>
void load_forward_described(ForwardLoader& loader, T& out);

// ---- any object ------------------------------------------------------------------------------

template <class T>
void ForwardLoader::load(const Ahead& in, T& out) {
    if constexpr (is_leaf<T> && forward_into_place<T>) {
        codec<T>::load(*this, in, out);
    } else {
        const Deeper deeper(*this);
        if constexpr (forward_into_place<T>) {
            codec<T>::load(*this, in, out);
            take_none();
        } else if constexpr (forward_whole<T>) {
            out = codec<T>::load(*this, in);
            take_none();
        } else if constexpr (described<T> && made_first<T>) {
            check(in);
            load_forward_described(*this, out);
        } else {
            give_up();
        }
    }
}

template <class T>
T ForwardLoader::load(const Ahead& in) {
    if constexpr (forward_whole<T> && !forward_into_place<T>) {
        const Deeper deeper(*this);
        T made = codec<T>::load(*this, in);
        take_none();
        return made;
    } else if constexpr (std::default_initializable<T>) {
        T out{};
        load(in, out);
        return out;
    } else {
        give_up();
    }
}

/// A pointer's object is what was remembered under that index.
template <class T>
void ForwardLoader::load_shared(const Ahead& in, std::shared_ptr<T>& out) {
    using Object = std::remove_cv_t<T>;
    check(in);
    if (reader_.take(Opcode::none)) {
        return out.reset();
    }
    if constexpr (described<Object> && made_first<Object> && makeable<Object>) {
        // What is remembered may also be the class, or the text of its module.
        const bool is_known = reader_.is_get() && (is_record<Object> ||
                                                   reader_.recalls(ForwardReader::Shape::instance));
        if (options_.registry != nullptr || reader_.in_replay() || is_known) {
            give_up();
        }
        auto made = std::make_shared<Object>();
        load(next(), *made);
        out = std::move(made);
    } else {
        give_up();
    }
}

template <class T>
void ForwardLoader::load_unique(const Ahead& in, std::unique_ptr<T>& out) {
    using Object = std::remove_cv_t<T>;
    check(in);
    if (reader_.take(Opcode::none)) {
        return out.reset();
    }
    if constexpr (made_first<Object> && makeable<Object> && !std::is_const_v<T> &&
                  !std::is_polymorphic_v<Object>) {
        if (out == nullptr) {
            out = std::make_unique<Object>();
        }
        load(next(), *out);
    } else {
        give_up();
    }
}

/// Of what the opcode alone makes; nothing where that is not known.
constexpr std::optional<Kind> kind_made_by(Opcode op) noexcept {
    switch (op) {
        case Opcode::none:
            return Kind::none;
        case Opcode::newtrue:
        case Opcode::newfalse:
            return Kind::bool_;
        case Opcode::binint1:
        case Opcode::binint2:
        case Opcode::binint:
        case Opcode::long1:
        case Opcode::long4:
            return Kind::int_;
        case Opcode::binfloat:
            return Kind::float_;
        case Opcode::short_binunicode:
        case Opcode::binunicode:
        case Opcode::binunicode8:
            return Kind::str;
        case Opcode::short_binbytes:
        case Opcode::binbytes:
        case Opcode::binbytes8:
            return Kind::bytes;
        case Opcode::bytearray8:
            return Kind::bytearray;
        case Opcode::empty_list:
            return Kind::list;
        case Opcode::empty_dict:
            return Kind::dict;
        case Opcode::empty_set:
            return Kind::set;
        case Opcode::empty_tuple:
            return Kind::tuple;
        default:
            return std::nullopt;
    }
}

inline Kind ForwardLoader::kind(const Ahead& in) const {
    check(in);
    Opcode op = reader_.peek();
    if (reader_.is_get()) {
        const auto known = reader_.recalled();
        if (known.shape == ForwardReader::Shape::tuple) {
            return Kind::tuple;
        }
        if (known.shape != ForwardReader::Shape::value) {
            give_up();
        }
        op = static_cast<Opcode>(*known.first);
    }
    const std::optional<Kind> kind = kind_made_by(op);
    if (!kind) {
        give_up();
    }
    return *kind;
}

// ---- leaves ----------------------------------------------------------------------------------

template <builtin_integer T>
T ForwardLoader::get_wide_integer() const {
    const auto fitting = Int::from_twos_complement(big_int()).get_if_fits<T>();
    if (!fitting) {
        give_up();
    }
    return *fitting;
}

template <class String>
void ForwardLoader::load_text(const Ahead& in, String& out) const {
    check(in);
    const auto [text, is_ascii] = reader_.text();
    charge_bytes(text.size());
    if (!is_ascii && options_.text != text::surrogatepass && !valid_utf8(text)) [[unlikely]] {
        give_up();
    }
    if constexpr (requires { out.assign(text.data(), text.size()); }) {
        out.assign(text.data(), text.size());
    } else {
        out.assign(text.begin(), text.end());
    }
}

inline std::string_view ForwardLoader::get_lasting_text(const Ahead& in) const {
    check(in);
    if (!borrow_) {
        give_up();
    }
    const auto [text, is_ascii] = reader_.text();
    charge_bytes(text.size());
    if (!is_ascii && !valid_utf8(text)) [[unlikely]] {
        give_up();
    }
    return text;
}

// ---- containers ------------------------------------------------------------------------------

template <class Body>
void ForwardLoader::at_start(Body body) {
    if (reader_.is_get()) {
        reader_.replay(reader_.recall(), [&] { body(reader_.peek(), reader_.position()); });
    } else {
        body(reader_.peek(), reader_.position());
    }
}

template <class Use>
void ForwardLoader::use_item(const Use& fn) {
    charge_item();
    const char* const at = reader_.position();
    fn(Ahead{at});
    if (reader_.position() == at) [[unlikely]] {
        give_up();
    }
}

template <class Use>
std::size_t ForwardLoader::use_until(Opcode end, Use fn) {
    std::size_t count = 0;
    while (reader_.peek() != end) {
        fn();
        ++count;
    }
    reader_.skip();
    return count;
}

inline std::size_t ForwardLoader::likely_size(const Ahead& in, std::size_t so_far) const noexcept {
    const char* const here = reader_.position();
    if (reader_.in_replay() || in.at >= here) {
        return so_far;
    }
    const auto read = static_cast<double>(here - in.at);
    const auto left = static_cast<double>(reader_.left());
    constexpr double margin = 1.02;
    const auto most = static_cast<double>(4 * so_far);
    return static_cast<std::size_t>(
        std::min(most, margin * static_cast<double>(so_far) * (1 + left / read)));
}

/// What goes into a list, a set or a dict that has been begun: `many` of it behind a MARK, in
/// batches of 1000, of which the last may be a single one before `one`.
template <class First, class Use>
void ForwardLoader::fill(Opcode one, Opcode many, Use fn) {
    constexpr std::size_t full_batch = 1000;
    while (true) {
        const Opcode op = reader_.peek();
        if (op == Opcode::mark) {
            reader_.skip();
            if (use_until(many, fn) == full_batch) {
                continue;
            }
        } else if (may_start<First>(op) && one != many &&
                   (one == Opcode::setitem ? may_start_key(op) : true) &&
                   (plain_leaf<First> && one == Opcode::append ? reader_.feeds_one_leaf(one)
                                                               : reader_.feeds_one(one))) {
            fn();
            reader_.expect(one);
        }
        return;
    }
}

template <class Item, class Use>
void ForwardLoader::for_each_item(const Ahead& in, Use fn) {
    check(in);
    at_start([&](Opcode op, const char* first) {
        const auto use = [&] { use_item(fn); };
        reader_.skip();
        switch (op) {
            case Opcode::empty_list: {
                const auto put = reader_.put();
                fill<Item>(Opcode::append, Opcode::appends, use);
                return reader_.remember(put, first, ForwardReader::Shape::value);
            }
            case Opcode::mark:
                use_until(Opcode::tuple, use);
                return reader_.remember(reader_.put(), first, ForwardReader::Shape::tuple);
            case Opcode::empty_tuple:
                return reader_.remember(reader_.put(), first, ForwardReader::Shape::tuple);
            default:
                give_up();
        }
    });
}

template <class Item, class Use>
void ForwardLoader::for_each_element(const Ahead& in, Use fn) {
    if constexpr (!plain_key<Item>) {
        give_up();
    } else {
        check(in);
        const auto use = [&] { use_item(fn); };
        if (reader_.is_get() && reader_.recalls(ForwardReader::Shape::name)) {
            return use_called_set<Item>(use);
        }
        at_start([&](Opcode op, const char* first) {
            if (op == Opcode::global) {
                return use_called_set<Item>(use);
            }
            reader_.skip();
            if (op == Opcode::empty_set) {
                const auto put = reader_.put();
                fill<Item>(Opcode::additems, Opcode::additems, use);
                reader_.remember(put, first, ForwardReader::Shape::value);
            } else if (op == Opcode::mark) {
                use_until(Opcode::frozenset, use);
                reader_.remember(reader_.put(), first, ForwardReader::Shape::value);
            } else {
                give_up();
            }
        });
    }
}

/// set([...]), or a frozenset, as protocols 2 and 3 have it.
template <class Item, class Use>
void ForwardLoader::use_called_set(const Use& use) {
    const char* const first = reader_.position();
    const NamePair callable = class_name();
    if (callable.module != "builtins" || (callable.name != "set" && callable.name != "frozenset")) {
        give_up();
    }
    const char* const items = (static_cast<void>(reader_.peek()), reader_.position());
    reader_.expect(Opcode::empty_list);
    const auto put = reader_.put();
    fill<Item>(Opcode::append, Opcode::appends, use);
    reader_.remember(put, items, ForwardReader::Shape::value);
    reader_.expect(Opcode::tuple1);
    reader_.remember(reader_.put(), items, ForwardReader::Shape::tuple);
    reader_.expect(Opcode::reduce);
    reader_.remember(reader_.put(), first, ForwardReader::Shape::instance);
}

/// A GLOBAL, a STACK_GLOBAL with its names, or one of those from the memo; as it is in Python 3.
inline NamePair ForwardLoader::class_name() {
    NamePair named;
    if (reader_.is_get() && reader_.recalls(ForwardReader::Shape::name)) {
        reader_.replay(reader_.recall(), [&] { named = class_name(); });
        return named;
    }
    const char* const first = reader_.position();
    reader_.name(named.module, named.name);
    reader_.remember(reader_.put(), first, ForwardReader::Shape::name);
    return reader_.protocol() < 3 && fix_imports_ ? to_python3(named.module, named.name) : named;
}

template <class Key, class Mapped, class Use>
void ForwardLoader::for_each_entry(const Ahead& in, Use fn) {
    if constexpr (!plain_key<Key>) {
        give_up();
    } else {
        check(in);
        at_start([&](Opcode op, const char* first) {
            if (op != Opcode::empty_dict) {
                give_up();
            }
            reader_.skip();
            const auto put = reader_.put();
            fill<Key>(Opcode::setitem, Opcode::setitems, [&] {
                use_item([&](const Ahead& key) { fn(key, Ahead{key.at, true}); });
            });
            reader_.remember(put, first, ForwardReader::Shape::value);
        });
    }
}

/// Up to three, which TUPLE1 to TUPLE3 take off the stack.
template <class... T>
void ForwardLoader::load_few(T&... out) {
    static constexpr std::array ops{Opcode::empty_tuple, Opcode::tuple1, Opcode::tuple2,
                                    Opcode::tuple3};
    const char* const first = reader_.position();
    (load(next(), out), ...);
    reader_.expect(ops[sizeof...(T)]);
    reader_.remember(reader_.put(), first, ForwardReader::Shape::tuple);
}

template <class... T>
void ForwardLoader::load_items(const Ahead& in, T&... out) {
    check(in);
    static_cast<void>(next());
    if constexpr (sizeof...(T) > 3) {
        at_start([&](Opcode op, const char* first) {
            if (op != Opcode::mark) {
                give_up();
            }
            reader_.skip();
            (load(next(), out), ...);
            reader_.expect(Opcode::tuple);
            reader_.remember(reader_.put(), first, ForwardReader::Shape::tuple);
        });
    } else if constexpr (sizeof...(T) == 0) {
        load_few();
    } else {
        if (reader_.is_get() && reader_.recalls(ForwardReader::Shape::tuple)) {
            // The tuple, as long as no tuple can be its first item.
            using First = std::tuple_element_t<0, std::tuple<T...>>;
            if constexpr (plain_leaf<First>) {
                reader_.replay(reader_.recall(), [&] { load_few(out...); });
            } else {
                give_up();
            }
        } else {
            load_few(out...);
        }
    }
}

}  // namespace brine::detail

#include <brine/engine/forward_fields.hpp>
