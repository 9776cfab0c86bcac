#pragma once
// Result<T>: a value or the error that stood in its way; what try_dumps and try_loads return.

#include <cassert>
#include <memory>
#include <utility>
#include <variant>

#include <brine/base/errors.hpp>

namespace brine {

/// A T, or the PickleError that kept it from being made. As std::expected, of C++23.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

    /// Keeps a copy of the error with its own type (PicklingError, ...).
    template <class Error>
    requires std::derived_from<Error, PickleError> Result(const Error& error)
        : state_(std::in_place_index<1>, std::make_shared<const Error>(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value. It is a mistake to ask a failed result for it.
    [[nodiscard]] T& operator*() & { return get(); }
    [[nodiscard]] const T& operator*() const& { return const_cast<Result&>(*this).get(); }
    [[nodiscard]] T&& operator*() && { return std::move(get()); }
    [[nodiscard]] T* operator->() { return &get(); }
    [[nodiscard]] const T* operator->() const { return &**this; }

    /// The value, or `fallback` where there is none.
    template <class U>
    [[nodiscard]] T value_or(U&& fallback) && {
        return has_value() ? std::move(get()) : static_cast<T>(std::forward<U>(fallback));
    }

    /// The error. It is a mistake to ask a good result for it.
    [[nodiscard]] const PickleError& error() const {
        assert(!has_value());
        return **std::get_if<1>(&state_);
    }

private:
    T& get() {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }

    std::variant<T, std::shared_ptr<const PickleError>> state_;
};

}  // namespace brine
