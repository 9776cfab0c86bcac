#pragma once
// Bodies of ValueWriter, for inert objects.

#include <brine/engine/save_value.hpp>

namespace brine::detail {

template <class Pickler>
void ValueWriter<Pickler>::begin_object(const Node& node) {
    const Inert& object = *node.object;
    if (object.made == Made::newobj_ex && core_.protocol() < 4) {
        tasks_.push_back({.what = Do::partial, .node = node});
        return;
    }
    const auto made = [&](Opcode code) {
        tasks_.push_back({.what = Do::made, .code = code, .node = node});
    };
    switch (object.made) {
        case Made::reduce:
            made(Opcode::reduce);
            break;
        case Made::newobj:
            made(Opcode::newobj);
            break;
        case Made::newobj_ex:
            made(Opcode::newobj_ex);
            later(object.kwargs);  // written behind the arguments
            break;
        case Made::obj:
        case Made::inst: {
            made(Opcode::obj);
            out_.op(Opcode::mark);
            const std::size_t size = size_of(object.args);
            for (std::size_t i = size; i-- > 0;) {
                later(begin_of(object.args)[i]);
            }
            return later(object.callable);
        }
    }
    tasks_.push_back({.what = Do::args, .node = object.args});
    later(object.callable);
}

template <class Pickler>
void ValueWriter<Pickler>::finish_made(std::size_t index) {
    const Task task = tasks_[index];
    tasks_.pop_back();
    out_.op(task.code);
    if (const Slot slot = keeps(task.node) ? core_.find(identity_of(task.node)) : no_slot;
        slot != no_slot) {
        out_.op(Opcode::pop);
        return out_.get(slot);
    }
    memoize(task.node);
    if (task.node.object->step_count != 0) {
        tasks_.push_back({.what = Do::steps, .node = task.node});
    }
}

template <class Pickler>
void ValueWriter<Pickler>::save_steps(std::size_t index) {
    const Inert& object = *tasks_[index].node.object;
    const std::size_t at = tasks_[index].next++;
    if (at == object.step_count) {
        tasks_.pop_back();
        return;
    }
    const Step& step = object.steps[at];
    switch (step.kind) {
        case StepKind::list_items:
            return later_items(step.value, Opcode::appends, false);
        case StepKind::dict_items:
            return later_items(step.value, Opcode::setitems, false);
        case StepKind::set_items:
            return later_items(step.value, Opcode::additems, false);
        case StepKind::state:
            later(Opcode::build);
            return later(step.value);
        case StepKind::call:
            return save_call(step.value);
    }
}

/// A call whose result is dropped. CPython does not memoize the arguments of a state setter.
template <class Pickler>
void ValueWriter<Pickler>::save_call(const Node& node) {
    later(Opcode::pop);
    const Node& args = node.object->args;
    const std::size_t size = size_of(args);
    if (node.object->made != Made::reduce || size == 0 || size > 3) {
        return later(node);
    }
    later(Opcode::reduce);
    later(static_cast<Opcode>(static_cast<std::size_t>(Opcode::tuple1) + size - 1));
    for (std::size_t i = size; i-- > 0;) {
        later(begin_of(args)[i]);
    }
    later(node.object->callable);
}

/// functools.partial(cls.__new__, cls, *args, **kwargs)(), the partial as functools pickles it.
template <class Pickler>
void ValueWriter<Pickler>::save_partial(std::size_t index) {
    const Node node = tasks_[index].node;
    const Inert& object = *node.object;
    const std::size_t arg_count = size_of(object.args);
    switch (tasks_[index].stage++) {
        case 0:
            core_.save_global("functools", "partial");
            core_.save_global("builtins", "getattr");
            return later(object.callable);
        case 1: {
            core_.save_str("__new__");
            out_.small_tuple(2);
            memoize();
            out_.op(Opcode::reduce);
            const Slot function = core_.put_slot();
            out_.small_tuple(1);
            memoize();
            out_.op(Opcode::reduce);
            memoize();
            out_.boundary();
            out_.op(Opcode::mark);
            core_.save_get(function);
            out_.boundary();
            if (arg_count + 1 > 3) {
                out_.op(Opcode::mark);
            }
            for (std::size_t i = arg_count; i-- > 0;) {
                later(begin_of(object.args)[i]);
            }
            return later(object.callable);
        }
        case 2:
            if (arg_count + 1 > 3) {
                out_.op(Opcode::tuple);
            } else {
                out_.small_tuple(arg_count + 1);
            }
            memoize();
            return later(object.kwargs);
        default:
            core_.save_none();
            out_.op(Opcode::tuple);
            memoize();
            out_.op(Opcode::build);
            out_.boundary();
            out_.op(Opcode::empty_tuple);
            tasks_[index].what = Do::made;
            tasks_[index].code = Opcode::reduce;
    }
}

}  // namespace brine::detail
