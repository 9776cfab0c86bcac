#pragma once
// Options by name, for command lines and files of settings: from_name<brine::memo>("python"), and
// back by name_of().

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include <brine/base/text.hpp>
#include <brine/engine/load_options.hpp>
#include <brine/engine/options.hpp>

namespace brine {

namespace detail {

template <class Option>
struct NamedOption {
    std::string_view name;
    Option value;
};

/// The first name of a value is the one that name_of() gives.
template <class Option>
struct option_names;

template <>
struct option_names<encoding> {
    static constexpr bool loose = true;
    static constexpr auto list =
        std::to_array<NamedOption<encoding>>({{"ascii", encoding::ascii},
                                              {"latin-1", encoding::latin1},
                                              {"utf-8", encoding::utf8},
                                              {"bytes", encoding::bytes},
                                              {"us-ascii", encoding::ascii},
                                              {"iso-8859-1", encoding::latin1}});
};

template <>
struct option_names<decode_errors> {
    static constexpr bool loose = false;
    static constexpr auto list = std::to_array<NamedOption<decode_errors>>(
        {{"strict", decode_errors::strict},
         {"ignore", decode_errors::ignore},
         {"replace", decode_errors::replace},
         {"surrogateescape", decode_errors::surrogateescape},
         {"surrogatepass", decode_errors::surrogatepass}});
};

template <>
struct option_names<text> {
    static constexpr bool loose = false;
    static constexpr auto list =
        std::to_array<NamedOption<text>>({{"strict", text::strict},
                                          {"surrogateescape", text::surrogateescape},
                                          {"surrogatepass", text::surrogatepass}});
};

template <>
struct option_names<memo> {
    static constexpr bool loose = false;
    static constexpr auto list = std::to_array<NamedOption<memo>>({{"standard", memo::standard},
                                                                   {"python", memo::python},
                                                                   {"strings", memo::strings},
                                                                   {"default", memo::standard}});
};

/// The next character that counts, in lower case; 0 at the end.
constexpr char next_of_name(std::string_view& name) noexcept {
    while (name.starts_with('-') || name.starts_with('_')) {
        name.remove_prefix(1);
    }
    if (name.empty()) {
        return '\0';
    }
    const char c = name[0];
    name.remove_prefix(1);
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "UTF_8" is "utf-8", as it is to Python.
constexpr bool loosely_equal(std::string_view a, std::string_view b) noexcept {
    while (true) {
        const char c = next_of_name(a);
        if (c != next_of_name(b)) {
            return false;
        }
        if (c == '\0') {
            return a.empty() && b.empty();
        }
    }
}

}  // namespace detail

/// An encoding, decode_errors, text or memo that has a name.
template <class T>
concept named_option = requires {
    detail::option_names<T>::list;
};

/// Python's names; those of encodings with any case, and with "_" or nothing for "-". Nothing where
/// there is no such option.
template <named_option Option>
[[nodiscard]] constexpr std::optional<Option> from_name(std::string_view name) noexcept {
    using Names = detail::option_names<Option>;
    for (const auto& known : Names::list) {
        if (known.name == name || (Names::loose && detail::loosely_equal(known.name, name))) {
            return known.value;
        }
    }
    return std::nullopt;
}

/// "latin-1" of encoding::latin1.
template <named_option Option>
[[nodiscard]] constexpr std::string_view name_of(Option option) noexcept {
    for (const auto& known : detail::option_names<Option>::list) {
        if (known.value == option) {
            return known.name;
        }
    }
    return {};
}

}  // namespace brine
