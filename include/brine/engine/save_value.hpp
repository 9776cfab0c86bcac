#pragma once
// Values back into pickles: a loop with a stack of its own, so that depth costs no recursion and
// has no limit. The bytes are those of Modules/_pickle.c for the same graph, at every protocol.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <brine/engine/core.hpp>
#include <brine/engine/graph_uses.hpp>
#include <brine/engine/saver.hpp>
#include <brine/mapping/buffer.hpp>
#include <brine/mapping/value_codec.hpp>
#include <brine/model/document.hpp>
#include <brine/model/value.hpp>

namespace brine::detail {

template <class Pickler>
class ValueWriter {
public:
    explicit ValueWriter(Pickler& pickler, Store* store)
        : pickler_(pickler), core_(pickler.core()), out_(core_.writer()), store_(store) {}

    void save_root(const Node& root) {
        if (!core_.exact()) {
            uses_.add(root);
        }
        run(root, Ask::reducers);
    }
    void save_document(const Node& root, const std::vector<Node>& dropped);

private:
    /// Hooks may make something else of any object.
    static constexpr bool reduces =
        Pickler::template asks_reducer_override<Value> || Pickler::template asks_dispatch<Value>;

    /// What is left to do, the last first.
    enum class Do : std::uint8_t {
        save,        // node
        op,          // write an opcode
        items,       // of a list, dict, set, or step
        parts,       // of a tuple or frozenset: its items, then itself
        args,        // of an inert object
        kwargs,      // of one, where hooks are asked
        each,        // of its arguments, one by one, in a tuple or behind a MARK of their own
        close,       // that tuple
        legacy_set,  // below protocol 4: what follows the list of items
        made,        // the opcode of an inert object, then its steps, or of a persistent id
        steps,
        partial,  // a NEWOBJ_EX below protocol 4, in several stages
    };
    enum class Batch : std::uint8_t { none, single, many };

    struct Task {
        Do what;
        Opcode code = Opcode::none;
        bool exact = false;  // batches as for an exact list, dict or set
        bool fresh = false;  // a tuple of arguments: written even where it has been meanwhile; what
                             // is made: not for the memo
        bool opens = false;  // the tuple that is yet to begin
        Batch batch = Batch::none;
        std::uint32_t stage = 0;
        Node node{};
        std::size_t next = 0;
        std::size_t batch_end = 0;
    };

    /// Whom to show the object to.
    enum class Ask : bool { reducers, all };

    /// Writes an object with all that is in it.
    void run(const Node& node, Ask ask) {
        try {
            ask == Ask::all ? save(node) : save_unnamed(node);
            work();
        } catch (PicklingError& error) {
            add_path(error);
            throw;
        }
        keep_store();
    }

    void work() {
        while (!tasks_.empty()) {
            const std::size_t index = tasks_.size() - 1;
            switch (tasks_[index].what) {
                case Do::save: {
                    const Node node = tasks_[index].node;
                    tasks_.pop_back();
                    save(node);
                    break;
                }
                case Do::op:
                    out_.op(tasks_[index].code);
                    tasks_.pop_back();
                    break;
                case Do::items:
                    save_items(index);
                    break;
                case Do::args: {
                    const Node node = tasks_[index].node;
                    tasks_.pop_back();
                    begin_args(node);
                    break;
                }
                case Do::kwargs: {
                    const Node node = tasks_[index].node;
                    tasks_.pop_back();
                    begin_kwargs(node);
                    break;
                }
                case Do::close:
                    finish_args(index);
                    break;
                case Do::each:
                case Do::parts:
                    save_parts(index);
                    break;
                case Do::legacy_set:
                    finish_legacy_set(index);
                    break;
                case Do::made:
                    finish_made(index);
                    break;
                case Do::steps:
                    save_steps(index);
                    break;
                case Do::partial:
                    save_partial(index);
                    break;
            }
        }
    }

    void later(const Node& node) { tasks_.push_back({.what = Do::save, .node = node}); }
    void later(Opcode code) { tasks_.push_back({.what = Do::op, .code = code}); }

    void save(const Node& node);
    void save_unnamed(const Node& node);
    void begin_unasked(const Node& node);
    bool begin_leaf(const Node& node);
    void begin_container(const Node& node);
    void begin_object(const Node& node, bool dropped = false);
    void begin_old_newobj(const Node& node);
    void begin_tuple(const Node& node, bool fresh = false);
    void begin_args(const Node& node);
    void later_kwargs(const Node& node);
    void begin_kwargs(const Node& node);
    void begin_set(const Node& node);
    void begin_persistent_id(const Node& node);
    void save_text(const Node& node);
    void save_buffer(const Node& node);
    void save_key(const Node& node, std::size_t dict_size);
    void save_global(const Node& node);
    void save_name(const Node& node);
    void save_items(std::size_t index);
    void open_batch(Task& task, std::size_t count);
    void close_batch(Task& task);
    void save_parts(std::size_t index);
    void finish_legacy_set(std::size_t index);
    void finish_made(std::size_t index);
    void finish_args(std::size_t index);
    void save_steps(std::size_t index);
    void save_call(const Node& node);
    void save_partial(std::size_t index);
    void add_path(PicklingError& error) const;
    [[nodiscard]] static std::string step_of(const Task& task);
    [[nodiscard]] static std::string key_step(const Node& key);
    void later_items(const Node& node, Opcode many, bool exact) {
        tasks_.push_back({.what = Do::items, .code = many, .exact = exact, .node = node});
    }

    [[nodiscard]] static Identity identity_of(const Node& node) noexcept {
        return {address_of(node), type_tag<Value>};
    }
    [[nodiscard]] static GraphUses& uses_of(PicklerCore& core) {
        if (core.graph_uses() == nullptr) {
            core.graph_uses() = std::make_shared<GraphUses>();
        }
        return *core.graph_uses();
    }
    /// An object that may be met again: in this graph, in that of another Value, or in what a
    /// reducer answers.
    [[nodiscard]] bool keeps(const Node& node) const noexcept {
        if ((reduces || !core_.one_graph()) && may_change_or_lead_on(node)) {
            return true;
        }
        return core_.exact() || uses_.shared(node);
    }
    /// Two of them are not the same as one in two places.
    [[nodiscard]] static bool may_change_or_lead_on(const Node& node) noexcept {
        return has_parts(node) || node.kind == Kind::bytearray || node.kind == Kind::buffer;
    }
    /// Writes a GET where the memo holds the object.
    [[nodiscard]] bool saved_before(const Node& node) {
        if (!keeps(node)) {
            return false;
        }
        const Slot slot = core_.find(identity_of(node));
        if (slot == no_slot) {
            return false;
        }
        core_.save_get(slot);
        return true;
    }
    void memoize(const Node& node) {
        if (keeps(node)) {
            core_.remember(identity_of(node), core_.put_slot());
        }
    }
    /// The memo knows objects by their addresses, which must not be given to others.
    void keep_store() {
        if (store_ != nullptr && core_.next_slot() != first_slot_) {
            core_.keep({store_, type_tag<Store>}, store_->weak_from_this().lock());
        }
    }
    /// A temporary, which nothing refers to.
    void memoize() { core_.memoize(Anonymous{}); }
    [[nodiscard]] Shared shared(const Node& node) const noexcept { return {identity_of(node)}; }
    [[nodiscard]] static std::span<const std::byte> bytes_of(const Node& node) noexcept {
        return std::as_bytes(std::span(text_of(node)));
    }

    Pickler& pickler_;
    PicklerCore& core_;
    OpWriter& out_;
    Store* store_;
    GraphUses& uses_ = uses_of(core_);
    EarlyCycles cycles_;
    std::vector<Task> tasks_;
    Slot first_slot_ = core_.next_slot();
};

}  // namespace brine::detail

namespace brine {

/// For codec<Value>: hooks have been asked whether it has a persistent id.
void save_value(auto& pickler, const Value& value) {
    auto& plain = pickler.plain();
    detail::ValueWriter<std::remove_reference_t<decltype(plain)>> writer(plain, value.store());
    writer.save_root(value.node());
}

void save_value(auto& pickler, const Document& document) {
    auto& plain = pickler.plain();
    detail::ValueWriter<std::remove_reference_t<decltype(plain)>> writer(plain,
                                                                         document.store().get());
    writer.save_document(document.root().node(), document.dropped_nodes());
}

}  // namespace brine

#include <brine/engine/save_value_impl.hpp>
#include <brine/engine/save_value_object.hpp>
#include <brine/engine/save_value_path.hpp>
