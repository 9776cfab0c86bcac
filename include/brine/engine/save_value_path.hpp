#pragma once
// Where in a document writing failed, read off the ValueWriter's stack: it costs nothing before.

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <brine/engine/error_path.hpp>
#include <brine/engine/save_value.hpp>

namespace brine::detail {

/// The way from the root: both ends of it, as many steps as an error has room for.
template <class Pickler>
void ValueWriter<Pickler>::add_path(PicklingError& error) const {
    constexpr std::size_t enough = 200;
    std::size_t size = 0;
    auto inner = tasks_.end();
    for (; inner != tasks_.begin() && size < enough; --inner) {
        if (const std::string step = step_of(*std::prev(inner)); !step.empty()) {
            size += step.size();
            error.prepend_step(step);
        }
    }
    std::vector<std::string> outer;
    size = 0;
    auto task = tasks_.begin();
    for (; task != inner && size < enough; ++task) {
        outer.push_back(step_of(*task));
        size += outer.back().size();
    }
    if (task != inner) {
        error.prepend_gap();
    }
    for (auto step = outer.rbegin(); step != outer.rend(); ++step) {
        error.prepend_step(*step);
    }
}

/// From what a task is about to what is above it on the stack.
template <class Pickler>
std::string ValueWriter<Pickler>::step_of(const Task& task) {
    const std::size_t at = task.next == 0 ? 0 : task.next - 1;  // those before it are written
    switch (task.what) {
        case Do::items:
            if (task.node.kind == Kind::dict) {
                return at % 2 == 0 ? " (key)" : key_step(begin_of(task.node)[at - 1]);
            }
            return '[' + std::to_string(at) + ']';
        case Do::parts:
            return (task.fresh ? " (args)[" : "[") + std::to_string(at) + ']';
        case Do::args:
            return " (callable)";
        case Do::each:
            return task.next == 0 ? " (callable)" : " (args)[" + std::to_string(at) + ']';
        case Do::op:
            return task.code == Opcode::build ? " (state)"
                   : task.code == Opcode::pop ? " (call)"
                                              : "";
        case Do::made:
            return task.code == Opcode::binpersid ? " (id)" : "";
        case Do::save:
        case Do::kwargs:
        case Do::close:
        case Do::legacy_set:
        case Do::steps:
        case Do::partial:
            break;
    }
    return {};
}

template <class Pickler>
std::string ValueWriter<Pickler>::key_step(const Node& key) {
    switch (key.kind) {
        case Kind::str:
            return '[' + quoted(text_of(key)) + ']';
        case Kind::int_:
            if (!key.is_boxed()) {
                return '[' + std::to_string(key.integer) + ']';
            }
            break;
        default:
            break;
    }
    return "[key of " + std::string(kind_name(key.kind)) + ']';
}

}  // namespace brine::detail
