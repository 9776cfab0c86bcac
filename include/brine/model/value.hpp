#pragma once
// Value: a Python object in a Document, as a handle to be passed by value. Reads like Python.

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/base/narrow.hpp>
#include <brine/model/equality.hpp>
#include <brine/model/int.hpp>
#include <brine/model/key_node.hpp>
#include <brine/model/kind.hpp>
#include <brine/model/node.hpp>
#include <brine/model/store.hpp>

namespace brine {

class Document;
class Value;
struct DictEntry;

namespace detail {

template <class Item>
class NodeRange;
template <class T>
[[nodiscard]] T convert(const Value& value);

}  // namespace detail

/// One step in an inert object's life after it was made; see StepKind.
struct ObjectStep;

/// Refers to an object of a document, which must outlive it. Copies refer to the same object.
///
/// What does not fit the object's kind throws ConversionError. Reading one document from several
/// threads is safe while nobody changes it.
class Value {
public:
    /// None.
    Value() noexcept = default;

    [[nodiscard]] Kind kind() const noexcept { return node_.kind; }
    [[nodiscard]] bool is_none() const noexcept { return kind() == Kind::none; }
    [[nodiscard]] bool is_bool() const noexcept { return kind() == Kind::bool_; }
    [[nodiscard]] bool is_int() const noexcept { return kind() == Kind::int_; }
    [[nodiscard]] bool is_float() const noexcept { return kind() == Kind::float_; }
    [[nodiscard]] bool is_str() const noexcept { return kind() == Kind::str; }
    [[nodiscard]] bool is_bytes() const noexcept { return kind() == Kind::bytes; }
    [[nodiscard]] bool is_bytearray() const noexcept { return kind() == Kind::bytearray; }
    [[nodiscard]] bool is_list() const noexcept { return kind() == Kind::list; }
    [[nodiscard]] bool is_tuple() const noexcept { return kind() == Kind::tuple; }
    [[nodiscard]] bool is_dict() const noexcept { return kind() == Kind::dict; }
    [[nodiscard]] bool is_set() const noexcept { return kind() == Kind::set; }
    [[nodiscard]] bool is_frozenset() const noexcept { return kind() == Kind::frozenset; }
    [[nodiscard]] bool is_global() const noexcept { return kind() == Kind::global; }
    [[nodiscard]] bool is_object() const noexcept { return kind() == Kind::object; }
    [[nodiscard]] bool is_persistent_id() const noexcept { return kind() == Kind::persistent_id; }
    [[nodiscard]] bool is_buffer() const noexcept { return kind() == Kind::buffer; }
    [[nodiscard]] bool is_extension() const noexcept { return kind() == Kind::extension; }

    /// The same object: `is` in Python.
    [[nodiscard]] bool is(const Value& other) const noexcept {
        return identical(node_, other.node_) && (store_ == other.store_ || !is_float());
    }

    /// As a C++ value: bool, any integer (checked to fit), Int, float, double (from ints too),
    /// std::string and string_view (of a str), a span or vector of bytes (of bytes, bytearray and
    /// buffer), Global. Views live as long as the document.
    template <class T>
    [[nodiscard]] T as() const {
        return detail::convert<T>(*this);
    }
    /// The same, or nothing where it does not fit.
    template <class T>
    [[nodiscard]] std::optional<T> try_as() const {
        try {
            return as<T>();
        } catch (const ConversionError&) {
            return std::nullopt;
        }
    }

    // Containers.

    /// Python's len(): items, entries, code points of a str, bytes.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }

    /// An item of a list or tuple (from the end where negative), or a dict's value for an int key.
    template <detail::plain_integer Index>
    [[nodiscard]] Value operator[](Index index) const {
        if (kind() != Kind::list && kind() != Kind::tuple) {
            return required(detail::KeyNode(index).node());
        }
        return make(detail::begin_of(node_)[place_of(index)]);
    }
    /// A dict's value.
    template <class Key>
    requires detail::scalar<Key> &&(!detail::plain_integer<Key>) [[nodiscard]] Value operator[](
        const Key& key) const {
        return required(detail::KeyNode(key).node());
    }
    [[nodiscard]] Value operator[](const char* key) const {
        return required(detail::KeyNode(std::string_view(key)).node());
    }
    [[nodiscard]] Value operator[](const Value& key) const {
        return required(key.node_, key.store_ == store_);
    }

    /// A dict's value for the key, if it is there.
    template <class Key>
    [[nodiscard]] std::optional<Value> get(const Key& key) const {
        const Value* found = nullptr;
        Value value;
        with_key(key, [&](const detail::Node& node, bool same) {
            if (const auto at = find(node, same); at != detail::no_entry) {
                value = make(node_.table->items[2 * at + 1]);
                found = &value;
            }
        });
        return found == nullptr ? std::nullopt : std::optional(value);
    }
    /// A dict's value as a T, or the default where the key is not there.
    template <class Key, class T>
    [[nodiscard]] auto get(const Key& key, T fallback) const {
        using Result = std::conditional_t<std::convertible_to<T, std::string_view>, std::string, T>;
        const std::optional<Value> found = get(key);
        return found ? found->template as<Result>() : Result(std::move(fallback));
    }
    /// Python's `x in self`: a key, an element, an item, a part of a str.
    template <class T>
    [[nodiscard]] bool contains(const T& x) const {
        bool found = false;
        with_key(x, [&](const detail::Node& node, bool same) { found = holds(node, same); });
        return found;
    }

    /// Items of a list, tuple or set, keys of a dict.
    [[nodiscard]] auto begin() const;
    [[nodiscard]] auto end() const;
    /// A dict's entries, as pairs `key` and `value`.
    [[nodiscard]] detail::NodeRange<DictEntry> items() const;
    [[nodiscard]] detail::NodeRange<Value> keys() const;
    [[nodiscard]] detail::NodeRange<Value> values() const;

    // What stands for a class, a function, or an instance of a class.

    /// Of a global.
    [[nodiscard]] std::string_view module() const;
    [[nodiscard]] std::string_view name() const;
    /// True for a global of exactly these names.
    [[nodiscard]] bool is_global(std::string_view module, std::string_view name) const noexcept;
    /// Of an inert object: what would be called, with what.
    [[nodiscard]] Made made() const { return inert().made; }
    [[nodiscard]] Value callable() const { return make(inert().callable); }
    [[nodiscard]] Value args() const { return make(inert().args); }
    [[nodiscard]] Value kwargs() const { return make(inert().kwargs); }
    /// What happened to it then, in order.
    [[nodiscard]] detail::NodeRange<ObjectStep> steps() const;
    /// The last state that it was given, by BUILD.
    [[nodiscard]] std::optional<Value> state() const;
    /// Of a persistent id: the id.
    [[nodiscard]] Value persistent_id() const;
    /// Of an extension: the code.
    [[nodiscard]] std::int32_t extension_code() const;
    [[nodiscard]] bool is_readonly() const noexcept {
        return is_bytes() || (is_buffer() && node_.box->readonly);
    }

    // Changes. Objects of another document are copied, with what they share.

    /// list.append, or an item for an inert object.
    template <class T>
    void append(const T& item) const;
    /// dict[key] = value, or the same for an inert object.
    template <class Key, class T>
    void set(const Key& key, const T& value) const;
    /// list[index] = item, from the end where the index is negative.
    template <detail::plain_integer Index, class T>
    void set_item(Index index, const T& item) const;
    /// set.add
    template <class T>
    void add(const T& item) const;
    /// A dict's entry, an element of a set; false where it is not there.
    template <class Key>
    bool erase(const Key& key) const;
    /// Gives an inert object its state, as BUILD does.
    template <class T>
    void set_state(const T& state) const;
    /// Calls `setter` on an inert object: `call` is an object made by REDUCE.
    /// @throws ConversionError if it is not.
    void add_call(const Value& call) const;

    /// Python's ==, and inert objects by their parts. Any depth, and cycles.
    friend bool operator==(const Value& a, const Value& b) {
        return detail::nodes_equal(a.node_, b.node_, a.store_ == b.store_);
    }
    template <detail::scalar T>
    friend bool operator==(const Value& a, const T& b) {
        return detail::nodes_equal(a.node_, detail::KeyNode(b).node(), false);
    }

    // For the levels above.
    Value(const detail::Node& node, detail::Store* store) noexcept : node_(node), store_(store) {}
    [[nodiscard]] const detail::Node& node() const noexcept { return node_; }
    [[nodiscard]] detail::Store* store() const noexcept { return store_; }

    [[noreturn]] void throw_not_a(std::string_view wanted) const;

private:
    [[nodiscard]] Value make(const detail::Node& node) const noexcept { return {node, store_}; }
    template <class Key, class Use>
    void with_key(const Key& key, Use use) const {
        if constexpr (std::same_as<Key, Value>) {
            use(key.node_, key.store_ == store_);
        } else if constexpr (detail::text_like_key<Key>) {
            use(detail::KeyNode(std::string_view(key)).node(), true);
        } else {
            use(detail::KeyNode(key).node(), true);
        }
    }
    template <class T>
    [[nodiscard]] detail::Node own(const T& value) const;
    [[nodiscard]] detail::Store& editable() const {
        assert(store_ != nullptr);
        return *store_;
    }

    [[nodiscard]] std::size_t find(const detail::Node& key, bool same_document = true) const;
    [[nodiscard]] bool holds(const detail::Node& x, bool same_document) const;
    /// Where the item of a list or tuple is that has this index.
    template <detail::plain_integer Index>
    [[nodiscard]] std::size_t place_of(Index index) const;
    [[nodiscard]] Value required(const detail::Node& key, bool same_document = true) const;
    [[nodiscard]] detail::Inert& inert() const {
        if (!is_object()) {
            throw_not_a("object");
        }
        return *node_.object;
    }
    void need(Kind kind) const {
        if (node_.kind != kind) {
            throw_not_a(kind_name(kind));
        }
    }
    /// True for an inert object, which records what is done to it; else it must be of this kind.
    [[nodiscard]] bool records_or_is(Kind kind) const {
        if (!is_object()) {
            need(kind);
        }
        return is_object();
    }

    detail::Node node_;
    detail::Store* store_ = nullptr;
};

/// An entry of a dict.
struct DictEntry {
    Value key;
    Value value;
};

struct ObjectStep {
    StepKind kind;
    Value
        value;  ///< items as a list; dict items alternate; a call as the object it would have given
};

}  // namespace brine

#include <brine/model/value_impl.hpp>
