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
#include <brine/base/type_info.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_error.hpp>
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
    return ((downcast<Classes>(&error) != nullptr) || ...);
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

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(detail::is_error_for<T>(loader, in));
    }
    /// From an exception of Python whose class is the one that a T is written as; a runtime_error
    /// from any.
    static T load(auto& loader, const auto& in) requires detail::made_of_message<T> {
        if (!detail::is_error_for<T>(loader, in)) {
            loader.mismatch(in, "an exception that is a " + std::string(type_name<T>()));
        }
        return detail::make_error<T>(detail::error_message(loader, in));
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
            pickler.save_wrapped(error);
        } catch (...) {
            throw_pickling(Errc::unpicklable,
                           "an exception that is not derived from std::exception");
        }
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(loader.is_none(in) || detail::is_error(loader, in));
    }
    static std::exception_ptr load(auto& loader, const auto& in) {
        return loader.is_none(in) ? nullptr : detail::load_error(loader, in);
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

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(loader.is_none(in) || detail::is_os_error(loader, in));
    }
    /// From None or an OSError with an errno.
    static void load(auto& loader, const auto& in, std::error_code& out) {
        out = {};
        if (loader.is_none(in)) {
            return;
        }
        if (!detail::is_os_error(loader, in) || loader.parts(in).arg_count() < 2) {
            loader.mismatch(in, "None or an OSError with an errno");
        }
        out = {loader.template get_integer<int>(loader.parts(in).arg(0)), std::generic_category()};
    }
};

}  // namespace brine
