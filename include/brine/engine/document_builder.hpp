#pragma once
// DocumentBuilder: what an Unpickler makes becomes nodes of a Document. Nothing is ever called.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/engine/load_options.hpp>
#include <brine/model/arena.hpp>
#include <brine/model/document.hpp>
#include <brine/model/eight_bit.hpp>
#include <brine/model/failure.hpp>
#include <brine/model/global.hpp>
#include <brine/model/store.hpp>

namespace brine {

class DocumentBuilder {
public:
    using item = detail::Node;
    using result = Document;

    explicit DocumentBuilder(const LoadOptions& options)
        : options_(options), buffers_(options.buffers) {}
    DocumentBuilder(const DocumentBuilder&) = delete;
    DocumentBuilder& operator=(const DocumentBuilder&) = delete;

    // One pickle.

    /// Makes the next objects in this document, in place of what it held. Its memory is reused, but
    /// not where a memo that lives on has objects in that of earlier documents.
    void reuse(Document& document) {
        document.clear();
        if (store_ == nullptr || !options_.keep_memo) {
            store_ = document.store();
        }
        std::unique_ptr<detail::Arena>& left = document.store()->scratch();
        if (scratch_.arena == nullptr && left != nullptr) {  // else stack and memo are in it
            scratch_.arena = std::move(left);
            scratch_.arena->clear();
        }
    }
    /// Leaves the working memory with the document, for the reuse() of another builder. Nothing can
    /// be loaded then.
    void leave_memory(Document& document) noexcept {
        document.store()->scratch() = std::move(scratch_.arena);
    }

    void begin(Document& document, detail::Budget::Bound bound, const void* context) {
        if (store_ == nullptr) {
            store_ = document.store();
        }
        document = Document(store_);
        document_ = &document;
        fresh_ = nullptr;
        pending_ = {};
        store_->collect_dropped(&document.dropped_nodes());
        budget().start(bound, context);
    }
    /// So many bytes are there to be read. Most pickles take up to four times their size.
    void expect(std::size_t input) noexcept {
        store_->arena().expect(4 * std::min(input, detail::MemoryChunk::huge_page << 8U));
    }
    void finish(const item& root, std::span<const item> left_over, int protocol);
    void end() noexcept {
        store_->collect_dropped(nullptr);
        store_->arena().expect(0);
        budget().stop();
        key_work().stop();
        if (!options_.keep_memo) {
            store_ = nullptr;
        }
    }

    /// How many of the out-of-band buffers the pickles so far have taken.
    [[nodiscard]] std::size_t buffers_taken() const noexcept { return next_buffer_; }
    /// The next pickle begins with the first of these.
    void set_buffers(std::span<const brine::buffer> buffers) noexcept {
        buffers_ = buffers;
        next_buffer_ = 0;
    }

    [[nodiscard]] detail::Budget& budget() noexcept { return store_->arena().budget(); }
    [[nodiscard]] detail::StepBudget& key_work() noexcept { return store_->key_work(); }
    [[nodiscard]] std::pmr::memory_resource& memory() noexcept { return scratch_; }

    // Leaves.

    [[nodiscard]] item none() const noexcept { return {}; }
    [[nodiscard]] item boolean(bool value) const noexcept { return item::of_bool(value); }
    [[nodiscard]] item integer(std::int64_t value) const noexcept { return item::of_int(value); }
    [[nodiscard]] item big_integer(std::string_view bytes) { return store_->make_int(bytes); }
    [[nodiscard]] item real(double value) { return store_->make_float(value); }
    [[nodiscard]] item text(std::string_view utf8, bool stays) {
        return store_->make_text(Kind::str, utf8, stays && options_.borrow);
    }
    /// Of 1 to Arena::short_text bytes of ASCII; as many can be read that end with them.
    [[nodiscard]] item short_text(std::string_view ascii) {
        return store_->make_short_text(ascii, options_.borrow);
    }
    /// Of a module, class or function, where the pickle has no str for it.
    [[nodiscard]] item name(std::string_view utf8, bool stays) {
        item node = text(utf8, stays);
        node.by_value = 1;
        return node;
    }
    [[nodiscard]] item bytes(std::string_view data, bool stays) {
        return store_->make_text(Kind::bytes, data, stays && options_.borrow);
    }
    [[nodiscard]] item bytearray(std::string_view data) { return store_->make_bytearray(data); }

    // Containers.

    [[nodiscard]] item list(std::span<const item> items) { return store_->make_list(items); }
    [[nodiscard]] item tuple(std::span<const item> items) { return store_->make_tuple(items); }
    [[nodiscard]] item dict(std::span<const item> items) {
        return filled(store_->make_dict(), items);
    }
    [[nodiscard]] item set(std::span<const item> items) {
        return filled(store_->make_set(), items);
    }
    [[nodiscard]] item frozenset(std::span<const item> items) {
        return filled(store_->make_frozenset(), items);
    }
    void append(const item& target, std::span<const item> items) {
        if (target.kind == Kind::list) [[likely]] {
            return store_->append(target, items);
        }
        add_to_object(target, StepKind::list_items, items, "a list");
    }
    void set_items(const item& target, std::span<const item> items) {
        if (target.kind == Kind::dict) [[likely]] {
            return store_->insert(target, items);
        }
        add_to_object(target, StepKind::dict_items, items, "a dict");
    }
    void add_items(const item& target, std::span<const item> items) {
        if (target.kind == Kind::set) [[likely]] {
            return store_->insert(target, items);
        }
        add_to_object(target, StepKind::set_items, items, "a set");
    }

    // What stands for itself.

    [[nodiscard]] item global(const item& module, const item& name) {
        return store_->make_global(module, name);
    }
    [[nodiscard]] static bool is_text(const item& node) noexcept { return node.kind == Kind::str; }
    [[nodiscard]] static std::string_view text_of(const item& node) noexcept {
        return detail::text_of(node);
    }
    [[nodiscard]] item extension(std::int32_t code) const noexcept {
        return detail::Store::make_extension(code);
    }
    [[nodiscard]] item persistent_id(const item& id) { return store_->make_persistent_id(id); }
    [[nodiscard]] item buffer(std::size_t size);
    [[nodiscard]] item readonly(const item& node);

    /// Plain data where the global makes only that, or an inert object.
    [[nodiscard]] item make(Made made, const item& callable, const item& args, const item& kwargs);
    void build(const item& object, const item& state);

    void drop(const item& node);
    void memoized() noexcept { fresh_ = nullptr; }
    void recalled(const item& node) {
        if (pending_.kind != Kind::none) [[unlikely]] {
            settle(&node);
        }
    }

    // Hooks.

    [[nodiscard]] Value view(const item& node) const noexcept { return {node, store_.get()}; }
    template <class Answer>
    [[nodiscard]] item accept(const Answer& answer) {
        if constexpr (std::same_as<Answer, Global>) {
            return global(name(answer.module, false), name(answer.name, false));
        } else if constexpr (std::same_as<Answer, item>) {
            return answer;
        } else {
            static_assert(std::same_as<Answer, Value>,
                          "brine: find_class and persistent_load answer with a brine::Global, a "
                          "brine::Value, an optional of them, or brine::not_handled");
            return answer.store() == store_.get() ? answer.node()
                                                  : detail::copy_node(answer.node(), *store_);
        }
    }

private:
    /// Takes memory from an arena that is kept from load to load, and gives none of it back.
    struct Scratch : std::pmr::memory_resource {
        std::unique_ptr<detail::Arena> arena;

    private:
        void* do_allocate(std::size_t size, std::size_t) override {
            if (arena == nullptr) {
                arena = std::make_unique<detail::Arena>();
            }
            return arena->allocate<char>(size);
        }
        void do_deallocate(void*, std::size_t, std::size_t) noexcept override {}
        [[nodiscard]] bool do_is_equal(
            const std::pmr::memory_resource& other) const noexcept override {
            return this == &other;
        }
    };

    [[nodiscard]] item filled(const item& table, std::span<const item> items) {
        store_->insert(table, items);
        return table;
    }
    void add_to_object(const item& target, StepKind kind, std::span<const item> items,
                       const char* wanted);
    [[nodiscard]] std::optional<item> make_data(const item& callable, const item& args);
    [[nodiscard]] std::optional<item> make_set(std::string_view name, const item& args);
    [[nodiscard]] std::optional<item> make_bytes(const item& args);
    [[nodiscard]] std::optional<item> make_bytearray(const item& args);
    void settle(const item* recalled = nullptr);
    [[nodiscard]] static bool made_alike(const item& a, const item& b);
    void check_depth(const item& root);

    const LoadOptions& options_;
    std::span<const brine::buffer> buffers_;
    std::shared_ptr<detail::Store> store_;
    Document* document_ = nullptr;
    Scratch scratch_;
    detail::Inert* fresh_ = nullptr;  // what was made last, while the memo does not hold it
    item pending_;                    // what was made and dropped at once
    std::size_t next_buffer_ = 0;
};

}  // namespace brine

#include <brine/engine/document_builder_impl.hpp>
