#pragma once
// Steps of the path to an object, added while an error unwinds.

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>

namespace brine::detail {

/// An item of a list. What stands for a set's elements, below protocol 4, has no index.
template <class Item>
inline constexpr bool has_index = true;

template <class Item>
void prepend_index_of(PicklingError& error, std::size_t index) {
    if constexpr (has_index<Item>) {
        error.prepend_index(index);
    }
}

/// Runs `action` and adds [index], as it is then, to the path of an error that comes out of it.
template <class Item, class Action>
void at_item(const std::size_t& index, Action&& action) {
    try {
        action();
    } catch (PicklingError& error) {
        prepend_index_of<Item>(error, index);
        throw;
    }
}
template <class Action>
void at_index(const std::size_t& index, Action&& action) {
    at_item<void>(index, action);
}

/// The same with any step.
template <class Item>
void at_step(std::string_view step, Item&& item) {
    try {
        item();
    } catch (PicklingError& error) {
        error.prepend_step(step);
        throw;
    }
}

/// The same with the name of a field of T.
template <class T, class Item>
void at_field(std::string_view name, Item&& item) {
    try {
        item();
    } catch (PicklingError& error) {
        codec<T>::form == Form::dict ? error.prepend_key(name) : error.prepend_attribute(name);
        throw;
    }
}

/// Text as Python's repr() has it where it is ASCII; any other byte is \xNN, so that a path is one
/// line.
inline std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text.substr(0, 100)) {
        result += c == '\'' || c == '\\' ? "\\" : "";
        append_shown(result, c);
    }
    return result + (text.size() > 100 ? "...'" : "'");
}

/// A text or an int as Python prints it; of anything else the type.
template <class T>
std::string value_text(const T& value) {
    if constexpr (text_like<T>) {
        return quoted(codec<T>::view(value));
    } else if constexpr (std::is_integral_v<T>) {
        return std::to_string(value);
    } else {
        return "of " + std::string(type_name<T>());
    }
}

template <class Key>
std::string key_text(const Key& key) {
    constexpr bool plain = text_like<Key> || std::is_integral_v<Key>;
    return (plain ? "[" : "[key ") + value_text(key) + ']';
}

/// The same with an element of a set, as in " (element 'a')".
template <class Element, class Item>
void at_element(const Element& element, Item&& item) {
    try {
        item();
    } catch (PicklingError& error) {
        error.prepend_step(" (element " + value_text(element) + ')');
        throw;
    }
}

template <class Key, class Item>
void at_key(const Key& key, Item&& item) {
    try {
        item();
    } catch (PicklingError& error) {
        error.prepend_step(key_text(key));
        throw;
    }
}

}  // namespace brine::detail
