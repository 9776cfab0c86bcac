#pragma once
// Document: owns Python objects, read from a pickle or made by hand. Value refers into it.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/model/copy.hpp>
#include <brine/model/parts_of.hpp>
#include <brine/model/store.hpp>
#include <brine/model/value.hpp>

namespace brine {

/// One graph of Python objects, with a root. To destroy it takes no time in its depth and no stack.
/// Values stay good when the document is moved; what it was moved from is as a new one.
class Document {
public:
    /// None.
    Document() : store_(std::make_shared<detail::Store>()) {}
    Document(Document&& other) noexcept
        : store_(std::move(other.store_)),
          root_(std::exchange(other.root_, {})),
          dropped_(std::move(other.dropped_)),
          protocol_(std::exchange(other.protocol_, 0)) {}
    Document& operator=(Document&& other) noexcept {
        Document taken(std::move(other));
        store_.swap(taken.store_);
        std::swap(root_, taken.root_);
        dropped_.swap(taken.dropped_);
        std::swap(protocol_, taken.protocol_);
        return *this;
    }
    Document(const Document&) = delete;  // brine: clone() says that it copies
    Document& operator=(const Document&) = delete;
    ~Document() = default;

    /// The object that was unpickled.
    [[nodiscard]] Value root() const& noexcept { return {root_, store_.get()}; }
    Value root() const&& = delete;  // the Value would outlive its document: keep the document
    operator Value() const& noexcept { return root(); }  // NOLINT: a document stands for its root
    operator Value() const&& = delete;

    template <class Key>
    [[nodiscard]] Value operator[](const Key& key) const& {
        return root()[key];
    }
    template <class Key>
    Value operator[](const Key& key) const&& = delete;

    /// The root as a C++ value; see Value::as().
    template <class T>
    [[nodiscard]] T as() const& {
        return root().as<T>();
    }
    template <class T>
    requires(!detail::has_part<detail::Sought::views, T>()) [[nodiscard]] T as() const&& {
        return Value(root_, store_.get()).as<T>();
    }

    template <class T>
    T as() const&& = delete;  // a view or a Value would outlive the document

    void set_root(const Value& value) { root_ = adopt(value).node(); }

    /// The protocol that the pickle named; where it named none, as at 0 and 1, the highest among
    /// its opcodes.
    [[nodiscard]] int protocol() const noexcept { return protocol_; }

    /// Objects that the pickle made and dropped; a dump makes and drops them again.
    [[nodiscard]] std::size_t dropped() const noexcept { return dropped_.size(); }

    /// A document of its own with the same objects.
    [[nodiscard]] Document clone() const {
        Document copy;
        detail::Copier copier(*copy.store_);
        copy.root_ = copier(root_, store_.get());
        for (const detail::Node& node : dropped_) {
            copy.dropped_.push_back(copier(node, store_.get()));
        }
        copy.protocol_ = protocol_;
        return copy;
    }

    /// Forgets all objects and keeps the memory. All Values into it end.
    void clear() {
        if (store_.use_count() == 1) {
            store_->clear();
        } else {
            store_ = std::make_shared<detail::Store>();
        }
        root_ = {};
        dropped_.clear();
        protocol_ = 0;
    }

    // Making objects by hand. All belong to this document.

    [[nodiscard]] Value none() const& { return make({}); }
    /// bool, int of any size, float, str from bool, numbers and UTF-8.
    /// @throws ConversionError if a text is not UTF-8; lone surrogates may be in it.
    template <detail::scalar T>
    [[nodiscard]] Value make(const T& value) & {
        if constexpr (detail::text_like_key<T>) {
            return make(detail::make_scalar(made_in(), std::string_view(value)));
        } else {
            return make(detail::make_scalar(made_in(), value));
        }
    }
    [[nodiscard]] Value bytes(std::span<const std::byte> data) & {
        return make(made_in().make_text(Kind::bytes, chars(data), false));
    }
    [[nodiscard]] Value bytes(std::string_view data) & {
        return make(made_in().make_text(Kind::bytes, data, false));
    }
    [[nodiscard]] Value bytearray(std::span<const std::byte> data) & {
        return make(made_in().make_bytearray(chars(data)));
    }
    [[nodiscard]] Value bytearray(std::string_view data) & {
        return make(made_in().make_bytearray(data));
    }
    /// Refers to memory that must outlive the document; travels out of band where that is asked
    /// for.
    [[nodiscard]] Value buffer(std::span<const std::byte> data, bool readonly = true) & {
        return make(made_in().make_buffer(chars(data), readonly));
    }

    [[nodiscard]] Value list() & { return make(made_in().make_list()); }
    [[nodiscard]] Value list(std::initializer_list<Value> items) & {
        return make(made_in().make_list(adopt_all(items)));
    }
    template <std::ranges::input_range Range>
    [[nodiscard]] Value list(Range&& items) & {
        return make(made_in().make_list(adopt_all(items)));
    }
    [[nodiscard]] Value tuple(std::initializer_list<Value> items) & {
        return make(made_in().make_tuple(adopt_all(items)));
    }
    template <std::ranges::input_range Range>
    [[nodiscard]] Value tuple(Range&& items) & {
        return make(made_in().make_tuple(adopt_all(items)));
    }
    [[nodiscard]] Value dict() & { return make(made_in().make_dict()); }
    [[nodiscard]] Value dict(std::initializer_list<std::pair<Value, Value>> entries) & {
        const Value made = dict();
        detail::Copier copier(made_in());
        for (const auto& [key, value] : entries) {
            made.set(adopt(key, copier), adopt(value, copier));
        }
        return made;
    }
    [[nodiscard]] Value set(std::initializer_list<Value> items = {}) & {
        return filled(made_in().make_set(), items);
    }
    [[nodiscard]] Value frozenset(std::initializer_list<Value> items) & {
        return filled(made_in().make_frozenset(), items);
    }
    template <std::ranges::input_range Range>
    [[nodiscard]] Value frozenset(Range&& items) & {
        return filled(made_in().make_frozenset(), items);
    }

    /// A class or function by name.
    [[nodiscard]] Value global(std::string_view module, std::string_view name) & {
        detail::Node names[] = {made_in().make_text(Kind::str, module, false),
                                made_in().make_text(Kind::str, name, false)};
        names[0].by_value = names[1].by_value = 1;
        return make(made_in().make_global(names[0], names[1]));
    }
    /// What callable(*args) would give, or callable(*args, **kwargs) where it is made by NEWOBJ_EX.
    /// @throws ConversionError if `args` is no tuple, `kwargs` no dict or, for others, not None, or
    ///     `callable` nothing that a pickle may call.
    [[nodiscard]] Value object(Made made, const Value& callable, const Value& args,
                               const Value& kwargs = {}) & {
        if (!args.is_tuple()) {
            args.throw_not_a("tuple");
        }
        if (!detail::may_be_called(callable.kind())) {
            callable.throw_not_a("what can be called");
        }
        if (made == Made::newobj_ex ? !kwargs.is_dict() : !kwargs.is_none()) {
            kwargs.throw_not_a(made == Made::newobj_ex ? "dict" : "no keyword arguments");
        }
        detail::Copier copier(made_in());
        return make(made_in().make_inert(made, adopt(callable, copier).node(),
                                         adopt(args, copier).node(), adopt(kwargs, copier).node()));
    }
    [[nodiscard]] Value persistent_id(const Value& id) & {
        return make(made_in().make_persistent_id(adopt(id).node()));
    }
    /// A code of copyreg.add_extension.
    /// @throws ConversionError if it is not positive.
    [[nodiscard]] Value extension(std::int32_t code) & {
        if (code <= 0) {
            detail::throw_conversion(Errc::out_of_range, "extension codes are positive");
        }
        return make(detail::Store::make_extension(code));
    }

    /// The value itself where it is of this document or needs none, or a copy.
    [[nodiscard]] Value adopt(const Value& value) & {
        detail::Copier copier(made_in());
        return adopt(value, copier);
    }

    // For the levels above.

    explicit Document(std::shared_ptr<detail::Store> store) : store_(std::move(store)) {}
    [[nodiscard]] const std::shared_ptr<detail::Store>& store() const noexcept { return store_; }
    void finish(const detail::Node& root, int protocol) noexcept {
        root_ = root;
        protocol_ = protocol;
    }
    [[nodiscard]] std::vector<detail::Node>& dropped_nodes() noexcept { return dropped_; }
    [[nodiscard]] const std::vector<detail::Node>& dropped_nodes() const noexcept {
        return dropped_;
    }

private:
    /// One that was moved from has none until something is made in it.
    [[nodiscard]] detail::Store& made_in() {
        if (store_ == nullptr) {
            store_ = std::make_shared<detail::Store>();
        }
        return *store_;
    }
    [[nodiscard]] Value make(const detail::Node& node) const noexcept {
        return {node, store_.get()};
    }
    [[nodiscard]] static std::string_view chars(std::span<const std::byte> data) noexcept {
        return {reinterpret_cast<const char*>(data.data()), data.size()};
    }
    /// What is copied by one copier, and shared there, is shared here.
    [[nodiscard]] Value adopt(const Value& value, detail::Copier& copier) {
        return value.store() == store_.get() ? value : make(copier(value.node(), value.store()));
    }
    /// Where a range is walked but once, each item may end when the next is asked for.
    template <class Range>
    [[nodiscard]] std::vector<detail::Node> adopt_all(Range&& items) {
        std::vector<detail::Node> nodes;
        detail::Copier copier(made_in());
        for (auto&& item : items) {
            if constexpr (std::convertible_to<decltype(item), const Value&>) {
                nodes.push_back(std::ranges::forward_range<Range> ? adopt(item, copier).node()
                                                                  : adopt(item).node());
            } else {
                nodes.push_back(make(item).node());
            }
        }
        return nodes;
    }
    template <class Range>
    [[nodiscard]] Value filled(const detail::Node& set, Range&& items) {
        const std::vector<detail::Node> nodes = adopt_all(items);
        detail::with_conversion_errors([&] { made_in().insert(set, nodes); });
        return make(set);
    }

    std::shared_ptr<detail::Store> store_;
    detail::Node root_;
    std::vector<detail::Node> dropped_;
    int protocol_ = 0;
};

inline bool operator==(const Document& a, const Document& b) { return a.root() == b.root(); }

}  // namespace brine
