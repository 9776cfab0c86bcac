#pragma once
// Bodies of ValueWriter, for inert objects.

#include <brine/engine/save_value.hpp>

namespace brine::detail {

/// One that GLOBAL and INST can name.
[[nodiscard]] inline bool is_plain_global(const Node& node) noexcept {
    return node.kind == Kind::global &&
           text_of(node.global->name).find('.') == std::string_view::npos;
}

template <class Pickler>
void ValueWriter<Pickler>::begin_object(const Node& node, bool dropped) {
    const Inert& object = *node.object;
    if (object.made == Made::newobj_ex && core_.protocol() < 4) {
        tasks_.push_back({.what = Do::partial, .node = node});
        return;
    }
    if (object.made == Made::newobj && out_.old()) {
        return begin_old_newobj(node);
    }
    const auto made = [&](Opcode code) {
        tasks_.push_back({.what = Do::made, .code = code, .fresh = dropped, .node = node});
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
            later_kwargs(object.kwargs);  // written behind the arguments
            break;
        case Made::obj:
        case Made::inst:
            out_.op(Opcode::mark);
            if (out_.textual() && is_plain_global(object.callable)) {
                made(Opcode::inst);
                tasks_.push_back({.what = Do::each, .node = object.args});
                return;
            }
            made(Opcode::obj);
            tasks_.push_back({.what = Do::each, .node = object.args});
            return later(object.callable);
    }
    tasks_.push_back({.what = Do::args, .node = object.args});
    later(object.callable);
}

/// copyreg.__newobj__(cls, *args), as CPython's save_reduce writes it below protocol 2.
template <class Pickler>
void ValueWriter<Pickler>::begin_old_newobj(const Node& node) {
    const Inert& object = *node.object;
    const std::size_t size = size_of(object.args) + 1;
    core_.save_global("copyreg", "__newobj__");
    out_.open_tuple(size);
    tasks_.push_back({.what = Do::made, .code = Opcode::reduce, .node = node});
    tasks_.push_back({.what = Do::close, .next = size});
    tasks_.push_back({.what = Do::each, .node = object.args});
    later(object.callable);
}

template <class Pickler>
void ValueWriter<Pickler>::finish_args(std::size_t index) {
    const Task task = tasks_[index];
    tasks_.pop_back();
    out_.close_tuple(task.next);
    if (!task.fresh) {
        memoize();
    }
}

template <class Pickler>
void ValueWriter<Pickler>::finish_made(std::size_t index) {
    const Task task = tasks_[index];
    tasks_.pop_back();
    if (task.code == Opcode::inst) {
        const GlobalName& cls = *task.node.object->callable.global;
        core_.write_instance(text_of(cls.module), text_of(cls.name));
    } else {
        out_.op(task.code);
    }
    if (task.fresh) {
        return;
    }
    if (const Slot slot = keeps(task.node) ? core_.find(identity_of(task.node)) : no_slot;
        slot != no_slot) {
        out_.op(Opcode::pop);
        return out_.get(slot);
    }
    memoize(task.node);
    if (task.node.kind == Kind::object && task.node.object->step_count != 0) {
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

/// A call whose result is dropped, which the memo does not hold: so a reader knows it for a step.
/// CPython does not memoize the arguments of a state setter; what else refers to them keeps them
/// one object.
template <class Pickler>
void ValueWriter<Pickler>::save_call(const Node& node) {
    later(Opcode::pop);
    const Node& args = node.object->args;
    const std::size_t size = size_of(args);
    const bool shared = !core_.exact() && uses_.shared(args);
    if (node.object->made != Made::reduce || size == 0 || size > 3 || shared) {
        return begin_object(node, true);
    }
    later(Opcode::reduce);
    const bool by_cpython = core_.exact() && size == 2;  // TUPLE2 even below protocol 2
    if (by_cpython) {
        later(Opcode::tuple2);
    } else {
        tasks_.push_back({.what = Do::close, .fresh = true, .next = size});
    }
    tasks_.push_back({.what = Do::each, .opens = !by_cpython, .node = args});
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
            out_.open_tuple(1);
            core_.save_global("builtins", "getattr");
            out_.open_tuple(2);
            return later(object.callable);
        case 1: {
            core_.save_str("__new__");
            out_.close_tuple(2);
            memoize();
            out_.op(Opcode::reduce);
            const Slot function = core_.put_slot();
            out_.close_tuple(1);
            memoize();
            out_.op(Opcode::reduce);
            memoize();
            out_.boundary();
            out_.op(Opcode::mark);
            core_.save_get(function);
            out_.boundary();
            out_.open_tuple(arg_count + 1);
            tasks_.push_back({.what = Do::each, .node = object.args});
            return later(object.callable);
        }
        case 2:
            out_.close_tuple(arg_count + 1);
            memoize();
            return later_kwargs(object.kwargs);
        default:
            core_.save_none();
            out_.op(Opcode::tuple);
            memoize();
            out_.op(Opcode::build);
            out_.boundary();
            out_.close_tuple(0);
            tasks_[index].what = Do::made;
            tasks_[index].code = Opcode::reduce;
    }
}

}  // namespace brine::detail
