#pragma once
// C++ values as nodes: for a while, to look something up or compare it, and for good, in a
// document.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/errors.hpp>
#include <brine/base/utf8.hpp>
#include <brine/model/int.hpp>
#include <brine/model/node.hpp>
#include <brine/model/store.hpp>

namespace brine::detail {

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept plain_integer = builtin_integer<T> && !character<T>;

template <class T>
concept text_like_key =
    std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>;

/// What stands for a Python scalar by itself.
template <class T>
concept scalar = std::same_as<T, bool> || plain_integer<T> || std::floating_point<T> ||
    std::same_as<T, Int> || text_like_key<T> || std::same_as<T, std::nullptr_t>;

/// A node for as long as it and what it was made of live.
class KeyNode {
public:
    template <scalar T>
    explicit KeyNode(const T& value) {
        if constexpr (std::same_as<T, std::nullptr_t>) {
            node_ = Node::of_none();
        } else if constexpr (std::same_as<T, bool>) {
            node_ = Node::of_bool(value);
        } else if constexpr (std::floating_point<T>) {
            node_ = Node::of_float(static_cast<double>(value));
        } else if constexpr (text_like_key<T>) {
            text(value);
        } else if constexpr (std::same_as<T, Int>) {
            number(value);
        } else {
            number(Int(value));
        }
    }
    KeyNode(const KeyNode&) = delete;
    KeyNode& operator=(const KeyNode&) = delete;

    [[nodiscard]] const Node& node() const noexcept { return node_; }

private:
    void box(Kind kind, std::string_view data) noexcept {
        ::new (&box_) Box{data.data(), data.size(), 0, &box_, false};
        node_ = Node::of_record(kind, &box_, Node::boxed);
    }
    void text(std::string_view value) noexcept {
        if (value.size() > longest_plain) {
            return box(Kind::str, value);
        }
        node_ = Node::of_text(Kind::str, value.data(), value.size());
    }
    void number(const Int& value) {
        if (value.is_small()) {
            node_ = Node::of_int(value.value());
        } else {
            bytes_ = value.to_twos_complement();
            box(Kind::int_, bytes_);
        }
    }

    Node node_;
    Box box_;
    std::string bytes_;
};

/// @throws ConversionError if the text is no valid_wtf8().
[[nodiscard]] inline Node make_str(Store& store, std::string_view text) {
    if (const std::size_t bad = first_invalid_wtf8(text); bad != std::string_view::npos) {
        throw ConversionError(Errc::invalid_text, "text is not valid UTF-8 at byte " +
                                                      std::to_string(bad) +
                                                      ": Document::bytes() takes any bytes");
    }
    return store.make_text(Kind::str, text, false);
}

/// A scalar in a document of its own.
template <scalar T>
[[nodiscard]] Node make_scalar(Store& store, const T& value) {
    if constexpr (std::same_as<T, std::nullptr_t>) {
        return Node::of_none();
    } else if constexpr (std::same_as<T, bool>) {
        return Node::of_bool(value);
    } else if constexpr (std::floating_point<T>) {
        return store.make_float(static_cast<double>(value));
    } else if constexpr (text_like_key<T>) {
        return make_str(store, value);
    } else if constexpr (std::same_as<T, Int>) {
        return store.make_int(value);
    } else if constexpr (sizeof(T) <= 4) {
        return Node::of_int(static_cast<std::int64_t>(value));
    } else {
        return store.make_int(Int(value));
    }
}

}  // namespace brine::detail
