#pragma once
// Bodies of ValueWriter.

#include <algorithm>

#include <brine/engine/save_value.hpp>
#include <brine/model/equality.hpp>

namespace brine::detail {

/// True where an inert object can be reached that `known` has not seen. From what `seen` has, none
/// can; what is looked at is added to it.
[[nodiscard]] inline bool holds_new_object(const Node& root, const GraphUses& known,
                                           GraphUses& seen) {
    std::vector<Node> pending{root};
    while (!pending.empty()) {
        const Node node = pending.back();
        pending.pop_back();
        if (!has_parts(node) || known.reached(node) || seen.reached(node)) {
            continue;
        }
        if (node.kind == Kind::object) {
            return true;
        }
        seen.add(Node::of_text(Kind::str, static_cast<const char*>(node.record), 0));
        for_each_part(node, [&](const Node& part) { pending.push_back(part); });
    }
    return false;
}

/// What was made and dropped is made again after the root, which has it all in the memo then.
template <class Pickler>
void ValueWriter<Pickler>::save_document(const Node& root, const std::vector<Node>& dropped) {
    std::vector<Node> again;
    if (!core_.exact() || !dropped.empty()) {
        uses_.add(root);
    }
    GraphUses seen;
    for (const Node& node : dropped) {
        if (holds_new_object(node, uses_, seen)) {
            uses_.add(node);
            again.push_back(node);
        }
    }
    run(root, Ask::all);
    for (const Node& node : again) {
        run(node, Ask::all);
        out_.op(Opcode::pop);
    }
}

template <class Pickler>
void ValueWriter<Pickler>::save(const Node& node) {
    if constexpr (Pickler::template asks_persistent_id<Value>) {
        if (pickler_.ask_persistent_id(Value(node, store_))) {
            return;
        }
    }
    save_unnamed(node);
}

/// What hooks give no persistent id.
template <class Pickler>
void ValueWriter<Pickler>::save_unnamed(const Node& node) {
    if constexpr (reduces) {
        if (saved_before(node)) {
            return;
        }
        const Shared who = shared(node);
        Identified<Pickler> saver(pickler_, who);
        const Value value(node, store_);
        if constexpr (Pickler::template asks_reducer_override<Value>) {
            if (pickler_.ask_reducer_override(saver, value)) {
                return;
            }
        }
        if constexpr (Pickler::template asks_dispatch<Value>) {
            if (pickler_.ask_dispatch(saver, value)) {
                return;
            }
        }
    }
    begin_unasked(node);
}

template <class Pickler>
void ValueWriter<Pickler>::begin_unasked(const Node& node) {
    if (!begin_leaf(node) && !saved_before(node)) {
        begin_container(node);
    }
}

/// Writes what has no parts; false for what has.
template <class Pickler>
bool ValueWriter<Pickler>::begin_leaf(const Node& node) {
    switch (node.kind) {
        case Kind::none:
            core_.save_none();
            return true;
        case Kind::bool_:
            core_.save_bool(node.integer != 0);
            return true;
        case Kind::int_:
            if (node.is_boxed()) {
                core_.save_big_int(bytes_of(node));
            } else {
                core_.save_int(node.integer);
            }
            return true;
        case Kind::float_:
            core_.save_float(node.real);
            return true;
        case Kind::str:
            save_text(node);
            return true;
        case Kind::bytes:
            if (!saved_before(node)) {
                keeps(node) ? core_.save_bytes(bytes_of(node), shared(node))
                            : core_.save_bytes(bytes_of(node));
            }
            return true;
        case Kind::bytearray:
            if (!saved_before(node)) {
                keeps(node) ? core_.save_bytearray(bytes_of(node), shared(node))
                            : core_.save_bytearray(bytes_of(node));
            }
            return true;
        case Kind::buffer:
            if (!saved_before(node)) {
                save_buffer(node);
            }
            return true;
        case Kind::extension:
            core_.save_extension(static_cast<std::int32_t>(node.integer));
            return true;
        case Kind::global:
            save_global(node);
            return true;
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
        case Kind::object:
        case Kind::persistent_id:
            break;
    }
    return false;
}

template <class Pickler>
void ValueWriter<Pickler>::save_text(const Node& node) {
    const std::string_view text = text_of(node);
    const bool by_value = PicklerCore::is_singleton(text) || core_.options().memo == memo::strings;
    if (by_value && valid_utf8(text)) {
        return core_.save_str(text);
    }
    if (saved_before(node)) {
        return;
    }
    out_.boundary();
    core_.write_text(text);
    memoize(node);
}

/// CPython does not remember what it leaves out of band, and asks for it again.
template <class Pickler>
void ValueWriter<Pickler>::save_buffer(const Node& node) {
    const buffer view(bytes_of(node), node.box->readonly);
    if (!keeps(node)) {
        return core_.save_buffer(view);
    }
    core_.save_buffer(view, shared(node));
    if (!core_.exact() && core_.find(identity_of(node)) == no_slot) {
        memoize(node);
    }
}

/// Keys recur: short ones are shared by value, with names of globals as well. One that is found
/// elsewhere, too, is the same object there.
template <class Pickler>
void ValueWriter<Pickler>::save_key(const Node& node, std::size_t dict_size) {
    constexpr std::size_t few_keys = 64;
    const bool small = dict_size <= few_keys;
    if (core_.options().memo != memo::standard || node.kind != Kind::str ||
        !valid_utf8(text_of(node))) {
        return save_text(node);
    }
    const std::string_view key = text_of(node);
    if (!uses_.shared(node)) {
        return core_.save_key(key, small);
    }
    if (!core_.shares_key(key, small) || !core_.worth_sharing(key.size()) ||
        PicklerCore::is_singleton(key)) {
        return save_text(node);
    }
    if (saved_before(node)) {
        return;
    }
    core_.save_key(key, small);
    core_.remember(identity_of(node), core_.find_name(key));
}

/// Where there are reducers, the memo may hold what they made of the very str that is a name.
template <class Pickler>
void ValueWriter<Pickler>::save_global(const Node& node) {
    const Node& module = node.global->module;
    const Node& name = node.global->name;
    if (reduces || !core_.exact() || core_.protocol() < 4 || core_.options().registry != nullptr) {
        core_.save_global(text_of(module), text_of(name));
        return;
    }
    const Global named = global(text_of(module), text_of(name));
    if (const Slot known = core_.find_global(named); known != no_slot) {
        return core_.save_get(known);
    }
    out_.boundary();
    save_name(module);
    save_name(name);
    out_.op(Opcode::stack_global);
    core_.remember(named, core_.put_slot());
}

/// A str of a global: the very object that was read, or any equal one where none was. Equal as
/// well is what data wrote that is made by a call: its global's str are not among what was read.
template <class Pickler>
void ValueWriter<Pickler>::save_name(const Node& node) {
    const std::string_view text = text_of(node);
    if (PicklerCore::is_singleton(text)) {
        return core_.save_str(text);
    }
    Slot slot = core_.find(identity_of(node));
    if (slot == no_slot) {
        slot = node.by_value != 0 ? core_.find_name(text) : core_.find_own_name(text);
    }
    if (slot != no_slot) {
        return core_.save_get(slot);
    }
    out_.boundary();
    out_.text(text);
    slot = core_.put_slot();
    core_.remember(identity_of(node), slot);
    core_.remember_name(text, slot);
}

template <class Pickler>
void ValueWriter<Pickler>::begin_container(const Node& node) {
    out_.boundary();
    switch (node.kind) {
        case Kind::list:
            out_.empty_list();
            memoize(node);
            return later_items(node, Opcode::appends, true);
        case Kind::dict:
            out_.empty_dict();
            memoize(node);
            return later_items(node, Opcode::setitems, true);
        case Kind::tuple:
            return begin_tuple(node);
        case Kind::set:
        case Kind::frozenset:
            return begin_set(node);
        case Kind::persistent_id:
            return begin_persistent_id(node);
        default:
            return begin_object(node);
    }
}

template <class Pickler>
void ValueWriter<Pickler>::begin_tuple(const Node& node, bool fresh) {
    const std::size_t size = size_of(node);
    if (size == 0) {
        return out_.close_tuple(0);
    }
    out_.open_tuple(size);
    tasks_.push_back({.what = Do::parts, .fresh = fresh, .node = node});
}

/// CPython writes a persistent id each time, and does not remember what it stands for.
template <class Pickler>
void ValueWriter<Pickler>::begin_persistent_id(const Node& node) {
    const Node& id = *node.inner;
    if (out_.textual()) {
        core_.write_id_line(id.kind == Kind::str ? text_of(id) : PicklerCore::no_line);
        return core_.exact() ? void() : memoize(node);
    }
    tasks_.push_back(
        {.what = Do::made, .code = Opcode::binpersid, .fresh = core_.exact(), .node = node});
    later(id);
}

/// In CPython most __reduce__ make a tuple of their own: an object in its own arguments has another
/// one each time. Exceptions have theirs for good, and so has what __getnewargs_ex__ gives. Hooks
/// are not asked about it, as it has to stay a tuple; what they made of it elsewhere is another.
template <class Pickler>
void ValueWriter<Pickler>::begin_args(const Node& node) {
    if constexpr (Pickler::template names<Value>) {
        out_.boundary();
        tasks_.push_back({.what = Do::close, .next = size_of(node)});
        tasks_.push_back({.what = Do::each, .opens = size_of(node) != 0, .node = node});
        return;
    }
    if (!core_.exact() && uses_.shared(node)) {
        return save(node);
    }
    if (saved_before(node)) {
        return;
    }
    out_.boundary();
    begin_tuple(node, true);
}

/// A dict that has to stay one, as the arguments a tuple.
template <class Pickler>
void ValueWriter<Pickler>::later_kwargs(const Node& node) {
    if constexpr (Pickler::template names<Value>) {
        tasks_.push_back({.what = Do::kwargs, .node = node});
    } else {
        later(node);
    }
}

template <class Pickler>
void ValueWriter<Pickler>::begin_kwargs(const Node& node) {
    out_.boundary();
    out_.empty_dict();
    memoize();
    later_items(node, Opcode::setitems, true);
}

template <class Pickler>
void ValueWriter<Pickler>::begin_set(const Node& node) {
    if (core_.protocol() < 4) {
        if (node.kind == Kind::set && cycles_.from(node)) {
            throw_pickling(Errc::unpicklable,
                           "a set that is a part of itself needs protocol 4 or later");
        }
        core_.save_global("builtins", node.kind == Kind::set ? "set" : "frozenset");
        out_.open_tuple(1);
        out_.boundary();
        out_.empty_list();
        memoize();
        tasks_.push_back({.what = Do::legacy_set, .node = node});
        return later_items(node, Opcode::appends, true);
    }
    if (node.kind == Kind::set) {
        out_.op(Opcode::empty_set);
        memoize(node);
        return later_items(node, Opcode::additems, true);
    }
    out_.op(Opcode::mark);
    tasks_.push_back({.what = Do::parts, .node = node});
}

/// Items of a tuple or frozenset, then the opcode, unless it was written among its own items; of
/// arguments one by one the items alone.
template <class Pickler>
void ValueWriter<Pickler>::save_parts(std::size_t index) {
    const Node node = tasks_[index].node;
    const std::size_t size = size_of(node);
    if (tasks_[index].opens) {
        tasks_[index].opens = false;
        out_.open_tuple(size);
    }
    while (tasks_[index].next < size) {
        save(begin_of(node)[tasks_[index].next++]);
        if (tasks_.size() != index + 1) {
            return;
        }
    }
    const bool only_items = tasks_[index].what == Do::each;
    const bool fresh = tasks_[index].fresh;
    tasks_.pop_back();
    if (only_items) {
        return;
    }
    const bool is_tuple = node.kind == Kind::tuple;
    const Slot slot = keeps(node) ? core_.find(identity_of(node)) : no_slot;
    if (slot != no_slot && !fresh) {
        is_tuple ? out_.drop_tuple(size) : out_.op(Opcode::pop_mark);
        return out_.get(slot);
    }
    is_tuple ? out_.close_tuple(size) : out_.op(Opcode::frozenset);
    slot != no_slot ? memoize() : memoize(node);
}

template <class Pickler>
void ValueWriter<Pickler>::finish_legacy_set(std::size_t index) {
    const Node node = tasks_[index].node;
    tasks_.pop_back();
    out_.close_tuple(1);
    memoize();
    out_.op(Opcode::reduce);
    if (const Slot slot = keeps(node) ? core_.find(identity_of(node)) : no_slot; slot != no_slot) {
        out_.op(Opcode::pop);
        return out_.get(slot);
    }
    memoize(node);
}

/// What CPython's batch_list and batch_dict do, and their _exact siblings. Protocol 0 has no
/// batches.
template <class Pickler>
void ValueWriter<Pickler>::open_batch(Task& task, std::size_t count) {
    const std::size_t stride = task.code == Opcode::setitems ? 2 : 1;
    const bool one_by_one = out_.textual() && task.code != Opcode::additems;
    const std::size_t size = std::min(one_by_one ? stride : batch_size * stride, count - task.next);
    const bool lone = one_by_one || (size == stride && (!task.exact || count == stride) &&
                                     task.code != Opcode::additems);
    task.batch = lone ? Batch::single : Batch::many;
    task.batch_end = task.next + size;
    if (!lone) {
        out_.op(Opcode::mark);
    }
}

template <class Pickler>
void ValueWriter<Pickler>::close_batch(Task& task) {
    const bool lone = task.batch == Batch::single;
    task.batch = Batch::none;
    if (!lone) {
        return out_.op(task.code);
    }
    out_.op(task.code == Opcode::setitems ? Opcode::setitem : Opcode::append);
}

template <class Pickler>
void ValueWriter<Pickler>::save_items(std::size_t index) {
    const Node node = tasks_[index].node;
    const Opcode code = tasks_[index].code;
    const Node* const items = begin_of(node);
    const std::size_t count = size_of(node) * stride_of(node.kind);
    while (true) {
        Task& task = tasks_[index];
        if (task.batch != Batch::none && task.next == task.batch_end) {
            close_batch(task);
        }
        if (task.next == count) {
            break;
        }
        if (task.batch == Batch::none) {
            open_batch(task, count);
        }
        const std::size_t at = task.next++;
        if (code == Opcode::setitems && at % 2 == 0 && items[at].kind == Kind::str &&
            !Pickler::template names<Value>) {
            save_key(items[at], count / 2);
        } else {
            save(items[at]);
        }
        if (tasks_.size() != index + 1) {
            return;
        }
    }
    // CPython's dicts and sets end with an empty batch where the last one was full.
    const std::size_t entries = size_of(node);
    if (tasks_[index].exact && code != Opcode::appends && entries != 0 &&
        entries % batch_size == 0 && !out_.textual()) {
        out_.op(Opcode::mark);
        out_.op(code);
    }
    tasks_.pop_back();
}

}  // namespace brine::detail
