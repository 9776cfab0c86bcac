#pragma once
// How Python's exceptions are loaded. Their __reduce__ is Class(*args).

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include <brine/base/utf_convert.hpp>
#include <brine/model/kind.hpp>

namespace brine::detail {

/// OSError and what is derived from it in builtins.
inline constexpr std::array os_errors = std::to_array<std::string_view>(
    {"OSError", "BlockingIOError", "BrokenPipeError", "ChildProcessError", "ConnectionAbortedError",
     "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "FileExistsError",
     "FileNotFoundError", "InterruptedError", "IsADirectoryError", "NotADirectoryError",
     "PermissionError", "ProcessLookupError", "TimeoutError"});

bool is_builtin_error(const auto& loader, const auto& in, std::string_view name) {
    return loader.is_instance(in, "builtins", name);
}

bool is_os_error(const auto& loader, const auto& in) {
    return std::ranges::any_of(
        os_errors, [&](std::string_view name) { return is_builtin_error(loader, in, name); });
}

/// An exception of builtins, by its name; all of those end so but four, which end programs or
/// loops.
bool is_error(const auto& loader, const auto& in) {
    if (loader.kind(in) != Kind::object) {
        return false;
    }
    const auto named = loader.parts(in).plain_name();
    return named.module == "builtins" &&
           (named.name.ends_with("Error") || named.name.ends_with("Exception") ||
            named.name.ends_with("Warning"));
}

/// A T comes from its message, or has none.
template <class T>
concept made_of_message =
    std::constructible_from<T, const std::string&> || std::same_as<T, std::bad_alloc>;

template <made_of_message T>
T make_error(const std::string& message) {
    if constexpr (std::constructible_from<T, const std::string&>) {
        return T(message);
    } else {
        return T();
    }
}

template <class T>
bool is_error_for(const auto& loader, const auto& in) {
    if constexpr (std::derived_from<T, std::bad_alloc>) {
        return is_builtin_error(loader, in, "MemoryError");
    } else if constexpr (std::derived_from<T, std::out_of_range>) {
        return is_builtin_error(loader, in, "IndexError");
    } else if constexpr (std::derived_from<T, std::overflow_error>) {
        return is_builtin_error(loader, in, "OverflowError");
    } else if constexpr (std::derived_from<T, std::domain_error> ||
                         std::derived_from<T, std::invalid_argument> ||
                         std::derived_from<T, std::length_error> ||
                         std::derived_from<T, std::range_error>) {
        return is_builtin_error(loader, in, "ValueError");
    } else if constexpr (std::same_as<T, std::runtime_error>) {
        return is_error(loader, in);
    } else {
        return is_builtin_error(loader, in, "RuntimeError");
    }
}

/// str(exception) where it has one text as its argument; else the texts and ints among them.
std::string error_message(auto& loader, const auto& in) {
    const auto parts = loader.parts(in);
    std::string message;
    for (std::size_t i = 0; i < parts.arg_count(); ++i) {
        const auto arg = parts.arg(i);
        const bool is_text = loader.kind(arg) == Kind::str;
        const std::string text =
            is_text ? unescape_surrogates(loader.get_text(arg)) : loader.found(arg);
        const std::string_view before = i == 0 ? "" : ", ";
        loader.charge(1);
        loader.charge_bytes(before.size() + (is_text ? 0 : text.size()));
        message.append(before).append(text);
    }
    return message;
}

/// The exception that dumps writes as this one; a runtime_error, with the class before its message,
/// where there is none.
std::exception_ptr load_error(auto& loader, const auto& in) {
    if (!is_error(loader, in)) {
        loader.mismatch(in, "None or an exception");
    }
    const std::string message = error_message(loader, in);
    const std::string_view name = loader.parts(in).plain_name().name;
    if (name == "MemoryError") {
        return std::make_exception_ptr(std::bad_alloc());
    }
    if (name == "IndexError") {
        return std::make_exception_ptr(std::out_of_range(message));
    }
    if (name == "OverflowError") {
        return std::make_exception_ptr(std::overflow_error(message));
    }
    if (name == "ValueError") {
        return std::make_exception_ptr(std::invalid_argument(message));
    }
    if (name == "RuntimeError") {
        return std::make_exception_ptr(std::runtime_error(message));
    }
    loader.charge_bytes(name.size());
    return std::make_exception_ptr(std::runtime_error(std::string(name) + ": " + message));
}

}  // namespace brine::detail
