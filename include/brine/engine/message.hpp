#pragma once
// Messages: described types whose fields are all numbers, short text or None. One of them alone is
// written without a Pickler, as nothing in it can recur: no memo, one frame, a few stores a field.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/engine/options.hpp>
#include <brine/engine/put_value.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/wire/encode.hpp>
#include <brine/wire/protocol.hpp>
#include <brine/wire/sinks.hpp>

namespace brine {

namespace detail {

template <class T>
consteval bool is_message_field() {
    if constexpr (flat<T> || text_like<T>) {
        return true;
    } else if constexpr (nullable<T> && !std::is_polymorphic_v<T>) {
        using Inner = std::remove_cvref_t<decltype(*std::declval<const T&>())>;
        return flat<Inner> || text_like<Inner>;
    } else {
        return false;
    }
}

template <class T>
consteval bool is_message() {
    if constexpr (plainly_described<T>) {
        using C = codec<T>;
        bool all = C::description::size > 0 && C::form != Form::slots;
        C::description::for_each([&]<class Field, std::size_t>() {
            all = all && is_message_field<typename Field::type>() && Field::name.size() <= 0xff;
        });
        if constexpr (C::form != Form::dict) {
            all = all && C::module.size() <= 0xff && C::class_name.size() <= 0xff;
        }
        return all;
    } else {
        return false;
    }
}

/// A short str as bytes.
template <std::size_t Size>
consteval auto short_text(std::string_view text) {
    std::array<char, Size + 2> bytes{static_cast<char>(Opcode::short_binunicode),
                                     static_cast<char>(Size)};
    std::copy(text.begin(), text.end(), bytes.begin() + 2);
    return bytes;
}

template <class Field>
inline constexpr auto key_bytes = short_text<Field::name.size()>(Field::name);
template <class C>
inline constexpr auto module_bytes = short_text<C::module.size()>(C::module);
template <class C>
inline constexpr auto class_bytes = short_text<C::class_name.size()>(C::class_name);

template <std::size_t Size>
[[gnu::always_inline]] inline char* put_bytes(char* p, const std::array<char, Size>& bytes) {
    std::memcpy(p, bytes.data(), Size);
    return p + Size;
}

}  // namespace detail

/// A type that put_message() writes.
template <class T>
concept message = detail::is_message<T>();

namespace detail {

/// Most bytes of a value; its text is counted in.
template <class T>
std::size_t message_bound(const T& value) {
    if constexpr (flat<T>) {
        return codec<T>::max_size;
    } else if constexpr (text_like<T>) {
        return 2 + codec<T>::view(value).size();
    } else {
        return value ? message_bound(*value) : 1;
    }
}

/// Null where text is not plain: too long, not ASCII, or one that CPython would share.
template <class T>
[[gnu::always_inline]] inline char* put_message_value(char* p, const T& value) {
    if constexpr (flat<T>) {
        return codec<T>::put(p, value);
    } else if constexpr (text_like<T>) {
        const std::string_view text = codec<T>::view(value);
        if (text.size() - 2 > 0xff - 2) [[unlikely]] {
            return nullptr;
        }
        p = encode::op_uint1(p, Opcode::short_binunicode, static_cast<std::uint8_t>(text.size()));
        return encode::copy_if_ascii(p, text.data(), text.size()) ? p + text.size() : nullptr;
    } else {
        return value ? put_message_value(p, *value) : encode::op(p, Opcode::none);
    }
}

template <bool Named, class T, std::size_t... Index>
[[gnu::always_inline]] inline char* put_message_fields(char* p, const T& object,
                                                       std::index_sequence<Index...>) {
    using D = typename codec<T>::description;
    const auto put = [&]<class Field>() {
        if constexpr (Named) {
            p = put_bytes(p, key_bytes<Field>);
        }
        p = put_message_value(p, Field::of(object));
        return p != nullptr;
    };
    return (put.template operator()<typename D::template at<Index>>() && ...) ? p : nullptr;
}

template <bool Named, class T>
[[gnu::always_inline]] inline char* put_message_fields(char* p, const T& object) {
    using D = typename codec<T>::description;
    return put_message_fields<Named>(p, object, std::make_index_sequence<D::size>{});
}

template <class T>
[[gnu::always_inline]] inline char* put_message_dict(char* p, const T& object) {
    constexpr bool many = codec<T>::description::size > 1;
    p = encode::op(p, Opcode::empty_dict);
    if constexpr (many) {
        p = encode::op(p, Opcode::mark);
    }
    p = put_message_fields<true>(p, object);
    return p == nullptr ? p : encode::op(p, many ? Opcode::setitems : Opcode::setitem);
}

template <class T>
[[gnu::always_inline]] inline char* put_message_call(char* p, const T& object) {
    constexpr std::size_t size = codec<T>::description::size;
    constexpr auto small = static_cast<Opcode>(static_cast<std::size_t>(Opcode::tuple1) + size - 1);
    if constexpr (size > 3) {
        p = encode::op(p, Opcode::mark);
    }
    p = put_message_fields<false>(p, object);
    if (p == nullptr) {
        return p;
    }
    p = encode::op(p, size > 3 ? Opcode::tuple : small);
    return encode::op(p, codec<T>::form == Form::call ? Opcode::reduce : Opcode::newobj);
}

template <class T>
[[gnu::always_inline]] inline char* put_message_body(char* p, const T& object) {
    using C = codec<T>;
    if constexpr (C::form == Form::dict) {
        return put_message_dict(p, object);
    } else {
        p = put_bytes(p, module_bytes<C>);
        p = put_bytes(p, class_bytes<C>);
        p = encode::op(p, Opcode::stack_global);
        if constexpr (C::form != Form::dataclass) {
            return put_message_call(p, object);
        } else {
            p = encode::op(encode::op(p, Opcode::empty_tuple), Opcode::newobj);
            p = put_message_dict(p, object);
            return p == nullptr ? p : encode::op(p, Opcode::build);
        }
    }
}

/// What is the same in every message of a type: PROTO, FRAME, class, names, opcodes.
template <class T>
constexpr std::size_t message_overhead() {
    using C = codec<T>;
    std::size_t sum = 32;
    if constexpr (C::form != Form::dict) {
        sum += C::module.size() + C::class_name.size() + 4;
    }
    C::description::for_each([&]<class Field, std::size_t>() { sum += Field::name.size() + 2; });
    return sum;
}

}  // namespace detail

/// Writes one message as a whole pickle in place of what the container held. False, with the
/// container's contents lost, where it takes a Pickler: other options, longer or non-ASCII text.
template <byte_container Container, message T>
bool put_message(Container& container, const T& object, const DumpOptions& options) {
    // A registry may have an extension code in place of the class.
    if (options.memo != memo::standard || options.protocol < 4 ||
        options.protocol > highest_protocol || options.registry != nullptr) {
        return false;
    }
    std::size_t bound = detail::message_overhead<T>() + encode::slack;
    codec<T>::description::for_each(
        [&]<class Field, std::size_t>() { bound += detail::message_bound(Field::of(object)); });
    if (bound > frame_size_target) {
        return false;
    }
    if (container.size() < bound) {
        container.resize(bound);
    }
    char* const first = reinterpret_cast<char*>(container.data());
    char* const frame =
        encode::op_uint1(first, Opcode::proto, static_cast<std::uint8_t>(options.protocol));
    char* p = detail::put_message_body(frame + frame_header_size, object);
    if (p == nullptr) {
        return false;
    }
    p = encode::op(p, Opcode::stop);
    encode::op_uint8(frame, Opcode::frame, static_cast<std::size_t>(p - frame) - frame_header_size);
    container.resize(static_cast<std::size_t>(p - first));
    return true;
}

}  // namespace brine
