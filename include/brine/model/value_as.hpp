#pragma once
// Value::as<T>() for the types that stand for Python's scalars.

#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/model/global.hpp>
#include <brine/model/int.hpp>
#include <brine/model/value.hpp>

namespace brine::detail {

[[nodiscard]] inline Int int_of(const Value& value) {
    const Node& node = value.node();
    if (node.kind != Kind::int_ && node.kind != Kind::bool_) {
        value.throw_not_a("int");
    }
    return node.is_boxed() ? Int::from_twos_complement(node.box->view()) : Int(node.integer);
}

/// For messages: no more digits than can be read.
[[nodiscard]] inline std::string number_text(const Int& number) {
    constexpr std::size_t most_bits = 128;
    const std::size_t bits = number.bit_length();
    return bits > most_bits ? "an int of " + std::to_string(bits) + " bits" : number.to_string();
}

template <builtin_integer T>
[[noreturn, gnu::cold, gnu::noinline]] void throw_not_in_range(const Int& number) {
    using Unsigned = unsigned_integer<T>;
    constexpr auto all = static_cast<Unsigned>(~Unsigned{});
    constexpr auto highest = static_cast<T>(all >> (is_signed_integer<T> ? 1 : 0));
    constexpr T lowest = is_signed_integer<T> ? static_cast<T>(-highest - 1) : T{};
    throw ConversionError(Errc::out_of_range, "expected an int from " + Int(lowest).to_string() +
                                                  " to " + Int(highest).to_string() + ", found " +
                                                  number_text(number));
}

template <plain_integer T>
[[nodiscard]] T integer_of(const Value& value) {
    const Node& node = value.node();
    if (node.kind == Kind::int_ && !node.is_boxed() && fits<T>(node.integer)) {
        return static_cast<T>(node.integer);
    }
    const Int number = int_of(value);
    const std::optional<T> fitting = number.get_if_fits<T>();
    if (!fitting) {
        throw_not_in_range<T>(number);
    }
    return *fitting;
}

[[nodiscard]] inline double double_of(const Value& value) {
    if (value.is_float()) {
        return value.node().real;
    }
    if (!value.is_int() && !value.is_bool()) {
        value.throw_not_a("float");
    }
    try {
        return int_of(value).to_double();
    } catch (const std::overflow_error&) {
        throw ConversionError(Errc::out_of_range, "the int is too large for a float");
    }
}

[[nodiscard]] inline std::string_view str_of(const Value& value) {
    if (!value.is_str()) {
        value.throw_not_a("str");
    }
    return text_of(value.node());
}

[[nodiscard]] inline std::span<const std::byte> bytes_of(const Value& value) {
    if (!is_bytes_like(value.node())) {
        value.throw_not_a("bytes");
    }
    return std::as_bytes(std::span(text_of(value.node())));
}

template <class T>
inline constexpr bool is_not_scalar = false;

/// Conversion to a type that is none of Python's scalars: specialized where codecs are known.
template <class T>
struct Converter {
    static T from(const Value&) {
        static_assert(is_not_scalar<T>,
                      "brine: Value::as<T>() takes bool, integers, Int, floats, strings, spans and "
                      "vectors of std::byte, Global and Value; for other types specialize "
                      "brine::codec<T> and include <brine/loads_typed.hpp>");
        return from_nothing();
    }
    static T from_nothing();
};

template <class T>
T convert(const Value& value) {
    if constexpr (std::same_as<T, Value>) {
        return value;
    } else if constexpr (std::same_as<T, bool>) {
        if (!value.is_bool()) {
            value.throw_not_a("bool");
        }
        return value.node().integer != 0;
    } else if constexpr (std::same_as<T, Int>) {
        return int_of(value);
    } else if constexpr (plain_integer<T>) {
        return integer_of<T>(value);
    } else if constexpr (std::floating_point<T>) {
        return static_cast<T>(double_of(value));
    } else if constexpr (std::same_as<T, std::string_view> || std::same_as<T, std::string>) {
        return T(str_of(value));
    } else if constexpr (std::same_as<T, std::span<const std::byte>>) {
        return bytes_of(value);
    } else if constexpr (std::same_as<T, std::vector<std::byte>>) {
        const auto bytes = bytes_of(value);
        return T(bytes.begin(), bytes.end());
    } else if constexpr (std::same_as<T, Global>) {
        return global(value.module(), value.name());
    } else {
        return Converter<T>::from(value);
    }
}

}  // namespace brine::detail
