#pragma once
// Bodies of Value.

#include <iterator>
#include <string>

#include <brine/base/utf8.hpp>
#include <brine/model/copy.hpp>
#include <brine/model/value.hpp>
#include <brine/model/value_as.hpp>

namespace brine {

namespace detail {

/// Nodes in a row, seen as Values, as entries or as steps.
template <class Item>
class NodeRange {
    using Stored = std::conditional_t<std::same_as<Item, ObjectStep>, Step, Node>;

public:
    class iterator {
    public:
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;
        using iterator_category = std::input_iterator_tag;

        iterator() noexcept = default;
        iterator(const Stored* at, std::size_t stride, Store* store) noexcept
            : at_(at), stride_(stride), store_(store) {}

        [[nodiscard]] Item operator*() const {
            if constexpr (std::same_as<Item, Value>) {
                return Value(*at_, store_);
            } else if constexpr (std::same_as<Item, DictEntry>) {
                return {Value(at_[0], store_), Value(at_[1], store_)};
            } else {
                return {at_->kind, Value(at_->value, store_)};
            }
        }
        iterator& operator++() noexcept {
            at_ += stride_;
            return *this;
        }
        iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.at_ == b.at_;
        }

    private:
        const Stored* at_ = nullptr;
        std::size_t stride_ = 1;
        Store* store_ = nullptr;
    };

    NodeRange(const Stored* first, std::size_t size, std::size_t stride, std::size_t skip,
              Store* store) noexcept
        : first_(first == nullptr ? nullptr : first + skip),
          size_(first == nullptr ? 0 : size),
          stride_(stride),
          store_(store) {}

    [[nodiscard]] iterator begin() const noexcept { return {first_, stride_, store_}; }
    [[nodiscard]] iterator end() const noexcept {
        return {first_ == nullptr ? nullptr : first_ + size_ * stride_, stride_, store_};
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

private:
    const Stored* first_;
    std::size_t size_;
    std::size_t stride_;
    Store* store_;
};

[[noreturn]] inline void throw_conversion(Errc code, std::string reason) {
    throw ConversionError(code, std::move(reason));
}

/// Runs what may meet a key that can't be hashed.
template <class Action>
auto with_conversion_errors(Action action) {
    try {
        return action();
    } catch (Failure& failure) {
        throw_conversion(failure.code, std::move(failure.reason));
    }
}

}  // namespace detail

inline auto Value::begin() const { return keys().begin(); }
inline auto Value::end() const { return keys().end(); }

inline void Value::throw_not_a(std::string_view wanted) const {
    detail::throw_conversion(Errc::type_mismatch, "expected " + std::string(wanted) + ", found " +
                                                      std::string(kind_name(kind())));
}

inline std::size_t Value::size() const {
    switch (kind()) {
        case Kind::str:
            return count_code_points(detail::text_of(node_));
        case Kind::bytes:
        case Kind::bytearray:
        case Kind::buffer:
            return detail::text_of(node_).size();
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return detail::size_of(node_);
        default:
            throw_not_a("a value that has a length");
    }
}

inline std::size_t Value::find(const detail::Node& key, bool same_document) const {
    return detail::with_conversion_errors([&] {
        const auto mode = same_document ? detail::Compare::keys : detail::Compare::values;
        detail::Equality equal(mode, same_document);
        static_cast<void>(detail::hash_of(key, detail::hash_seed()));
        const std::size_t at = equal.find(node_, key);
        const std::size_t stride = detail::stride_of(kind());
        return at != detail::no_entry && equal(node_.table->items[at * stride], key)
                   ? at
                   : detail::no_entry;
    });
}

inline bool Value::holds(const detail::Node& x, bool same_document) const {
    switch (kind()) {
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return find(x, same_document) != detail::no_entry;
        case Kind::list:
        case Kind::tuple:
            for (const Value item : keys()) {
                if (detail::nodes_equal(item.node_, x, same_document)) {
                    return true;
                }
            }
            return false;
        case Kind::str:
            return x.kind == Kind::str &&
                   detail::text_of(node_).find(detail::text_of(x)) != std::string_view::npos;
        default:
            throw_not_a("a container");
    }
}

inline Value Value::required(const detail::Node& key, bool same_document) const {
    need(Kind::dict);
    const std::size_t at = find(key, same_document);
    if (at == detail::no_entry) {
        const std::string_view text = key.kind == Kind::str ? detail::text_of(key) : "";
        detail::throw_conversion(
            Errc::missing_field,
            "no such key" + (text.empty() ? std::string() : ": " + std::string(text)));
    }
    return make(node_.table->items[2 * at + 1]);
}

template <detail::plain_integer Index>
std::size_t Value::place_of(Index index) const {
    const auto count = static_cast<std::int64_t>(detail::size_of(node_));
    if (fits<std::int64_t>(index)) {
        const auto signed_index = static_cast<std::int64_t>(index);
        const std::int64_t at = signed_index < 0 ? signed_index + count : signed_index;
        if (at >= 0 && at < count) {
            return static_cast<std::size_t>(at);
        }
    }
    detail::throw_conversion(
        Errc::missing_field,
        "index " + Int(index).to_string() + " out of range, size is " + std::to_string(count));
}

inline detail::NodeRange<Value> Value::keys() const {
    if (kind() < Kind::list || kind() > Kind::frozenset) {
        throw_not_a("a container");
    }
    return {detail::begin_of(node_), detail::size_of(node_), detail::stride_of(kind()), 0, store_};
}

inline detail::NodeRange<Value> Value::values() const {
    need(Kind::dict);
    return {detail::begin_of(node_), detail::size_of(node_), 2, 1, store_};
}

inline detail::NodeRange<DictEntry> Value::items() const {
    need(Kind::dict);
    return {detail::begin_of(node_), detail::size_of(node_), 2, 0, store_};
}

inline std::string_view Value::module() const {
    need(Kind::global);
    return detail::text_of(node_.global->module);
}

inline std::string_view Value::name() const {
    need(Kind::global);
    return detail::text_of(node_.global->name);
}

inline bool Value::is_global(std::string_view module, std::string_view name) const noexcept {
    return kind() == Kind::global && detail::text_of(node_.global->module) == module &&
           detail::text_of(node_.global->name) == name;
}

inline detail::NodeRange<ObjectStep> Value::steps() const {
    const detail::Inert& object = inert();
    return {object.steps, object.step_count, 1, 0, store_};
}

inline std::optional<Value> Value::state() const {
    std::optional<Value> state;
    for (const ObjectStep& step : steps()) {
        if (step.kind == StepKind::state) {
            state = step.value;
        }
    }
    return state;
}

inline Value Value::persistent_id() const {
    need(Kind::persistent_id);
    return make(*node_.inner);
}

inline std::int32_t Value::extension_code() const {
    need(Kind::extension);
    return static_cast<std::int32_t>(node_.integer);
}

template <class T>
detail::Node Value::own(const T& value) const {
    if constexpr (std::same_as<T, Value>) {
        return value.store_ == store_ ? value.node_ : detail::copy_node(value.node_, editable());
    } else if constexpr (detail::text_like_key<T>) {
        return detail::make_scalar(editable(), std::string_view(value));
    } else {
        return detail::make_scalar(editable(), value);
    }
}

template <class T>
void Value::append(const T& item) const {
    const bool recorded = records_or_is(Kind::list);
    const detail::Node node = own(item);
    if (recorded) {
        return editable().add_items(inert(), StepKind::list_items, {&node, 1});
    }
    editable().append(node_, {&node, 1});
}

template <class Key, class T>
void Value::set(const Key& key, const T& value) const {
    const bool recorded = records_or_is(Kind::dict);
    const detail::Node entry[] = {own(key), own(value)};
    if (recorded) {
        return editable().add_items(inert(), StepKind::dict_items, entry);
    }
    detail::with_conversion_errors([&] { editable().insert(node_, entry); });
}

template <detail::plain_integer Index, class T>
void Value::set_item(Index index, const T& item) const {
    need(Kind::list);
    const std::size_t at = place_of(index);
    node_.list->items[at] = own(item);
}

template <class T>
void Value::add(const T& item) const {
    const bool recorded = records_or_is(Kind::set);
    const detail::Node node = own(item);
    if (recorded) {
        return editable().add_items(inert(), StepKind::set_items, {&node, 1});
    }
    detail::with_conversion_errors([&] { editable().insert(node_, {&node, 1}); });
}

template <class Key>
bool Value::erase(const Key& key) const {
    if (kind() != Kind::set) {
        need(Kind::dict);
    }
    std::size_t at = detail::no_entry;
    with_key(key, [&](const detail::Node& node, bool same) { at = find(node, same); });
    if (at == detail::no_entry) {
        return false;
    }
    editable().erase_entry(node_, at);
    return true;
}

template <class T>
void Value::set_state(const T& state) const {
    detail::Inert& object = inert();
    editable().add_step(object, StepKind::state, own(state));
}

inline void Value::add_call(const Value& call) const {
    if (call.inert().made != Made::reduce) {
        detail::throw_conversion(Errc::type_mismatch,
                                 "expected a call made by REDUCE, found another object");
    }
    detail::Inert& object = inert();
    editable().add_step(object, StepKind::call, own(call));
}

}  // namespace brine
