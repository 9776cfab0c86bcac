#pragma once
// std::exception and what is derived from it, error_code and exception_ptr: Python's exceptions.

#include <concepts>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <brine/base/errors.hpp>
#include <brine/base/text.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>

namespace brine {

namespace detail {

/// Text for people, of no certain encoding.
struct Message {
    std::string_view text;
};

template <class... Classes>
bool is_any_of(const std::exception& error) {
    return ((dynamic_cast<const Classes*>(&error) != nullptr) || ...);
}

template <fixed_string Class>
void save_python_error(auto& pickler, std::string_view message) {
    pickler.save_reduce(brine::reduce(CType<"builtins", Class>{}, Message{message}));
}

}  // namespace detail

template <>
struct codec<detail::Message> {
    static void save(auto& pickler, const detail::Message& message) {
        pickler.save_str_as(text::surrogateescape, message.text);
    }
};

/// Class(what()), with the class that pybind11 chooses: MemoryError, ValueError, IndexError,
/// OverflowError, or else RuntimeError. Serves every class derived from std::exception, by the
/// object's dynamic type; a codec for the very class, or a registry entry for it, goes before.
template <std::derived_from<std::exception> T>
struct codec<T> {
    static constexpr bool hashable = true;
    static constexpr bool takes_derived = true;

    static void save(auto& pickler, const T& error) {
        using namespace detail;
        const char* const what = error.what();
        if (is_any_of<std::bad_alloc>(error)) {
            save_python_error<"MemoryError">(pickler, what);
        } else if (is_any_of<std::out_of_range>(error)) {
            save_python_error<"IndexError">(pickler, what);
        } else if (is_any_of<std::overflow_error>(error)) {
            save_python_error<"OverflowError">(pickler, what);
        } else if (is_any_of<std::domain_error, std::invalid_argument, std::length_error,
                             std::range_error>(error)) {
            save_python_error<"ValueError">(pickler, what);
        } else {
            save_python_error<"RuntimeError">(pickler, what);
        }
    }
};

/// The exception that it holds, or None.
template <>
struct codec<std::exception_ptr> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const std::exception_ptr& pointer) {
        if (pointer == nullptr) {
            return pickler.save_none();
        }
        try {
            std::rethrow_exception(pointer);
        } catch (const std::exception& error) {
            pickler.save(error);
        } catch (...) {
            throw_pickling(Errc::unpicklable,
                           "an exception that is not derived from std::exception");
        }
    }
};

/// None where there is no error; OSError(errno, message), which Python turns into FileNotFoundError
/// and the like, where the code has an errno; else RuntimeError(message).
template <>
struct codec<std::error_code> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const std::error_code& code) {
        if (!code) {
            return pickler.save_none();
        }
        const std::string message = code.message();
        const std::error_condition condition = code.default_error_condition();
        if (condition.category() == std::generic_category()) {
            pickler.save_reduce(brine::reduce(detail::CType<"builtins", "OSError">{},
                                              condition.value(), detail::Message{message}));
        } else {
            detail::save_python_error<"RuntimeError">(pickler, message);
        }
    }
};

}  // namespace brine
