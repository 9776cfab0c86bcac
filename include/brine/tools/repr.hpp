#pragma once
// repr(): a Value as Python prints it. What is no built-in data of Python is shown by what made it.
//
//     collections.OrderedDict                                   a class or a function
//     decimal.Decimal('1.5')                                    REDUCE, OBJ, INST
//     geometry.Point.__new__(1, y=2)                            NEWOBJ, NEWOBJ_EX
//     <m.C(), extend=[1], update={'a': 2}, add={3}, state=4, call=m.set(<...>, 5)>
//     persistent_id('x')   extension(5)   buffer(b'abc')
//
// An object inside itself is [...], {...}, (...), set(...) or <...>.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <brine/model/document.hpp>
#include <brine/model/value.hpp>
#include <brine/model/value_as.hpp>
#include <brine/tools/literals.hpp>

namespace brine {

/// How much repr() shows before it ends in "...": objects, each time that they are shown, and bytes
/// of text.
struct ReprLimits {
    std::size_t nodes = 1'000'000;
    std::size_t bytes = std::size_t{16} << 20U;

    [[nodiscard]] static ReprLimits strict() noexcept { return {10'000, std::size_t{64} << 10U}; }
};

namespace detail {

/// Works down a stack of what is still to be shown, the last first.
class ReprWriter {
public:
    ReprWriter(std::string& out, const ReprLimits& limits)
        : limits_(limits), out_(out), start_(out.size()) {}

    /// False where the limits cut it.
    bool operator()(const Node& root);

private:
    struct Todo {
        enum class What : std::uint8_t { text, node, rest, entries, leave };
        What what;
        std::string_view text{};  // static
        Node node{};
        std::size_t next = 0;  // of rest: items; of entries: keys and values in turn
    };
    using What = Todo::What;

    /// Bytes that may yet be added.
    [[nodiscard]] std::size_t left() const noexcept {
        return limits_.bytes - std::min(limits_.bytes, out_.size() - start_);
    }
    bool show_all();
    void cut();

    void show(const Node& node);
    void show_leaf(const Node& node);
    void show_container(const Node& node);
    void show_items(const Todo& todo);
    void show_entries(const Todo& todo);
    void show_object(const Node& node);
    void show_steps(const Inert& object);
    void later(std::string_view text) { todo_.push_back({.what = What::text, .text = text}); }
    void later(const Node& node) { todo_.push_back({.what = What::node, .node = node}); }
    void later_items(const Node& node, std::size_t first = 0) {
        todo_.push_back({.what = What::rest, .node = node, .next = first});
    }
    void later_entries(const Node& node) { todo_.push_back({.what = What::entries, .node = node}); }

    const ReprLimits& limits_;
    std::string& out_;
    std::size_t start_;
    std::vector<Todo> todo_;
    std::unordered_set<const void*> open_;
    std::size_t shown_ = 0;
};

inline bool ReprWriter::operator()(const Node& root) {
    try {
        later(root);
        return show_all();
    } catch (...) {
        out_.resize(start_);
        throw;
    }
}

inline bool ReprWriter::show_all() {
    while (!todo_.empty()) {
        const Todo todo = std::move(todo_.back());
        todo_.pop_back();
        switch (todo.what) {
            case What::text:
                out_ += todo.text;
                break;
            case What::node:
                if (++shown_ > limits_.nodes) {
                    cut();
                    return false;
                }
                show(todo.node);
                break;
            case What::rest:
                show_items(todo);
                break;
            case What::entries:
                show_entries(todo);
                break;
            case What::leave:
                open_.erase(todo.node.record);
                break;
        }
        if (out_.size() - start_ > limits_.bytes) {
            cut();
            return false;
        }
    }
    return true;
}

/// Between two characters.
inline void ReprWriter::cut() {
    std::size_t size = std::min(out_.size(), start_ + limits_.bytes);
    while (size < out_.size() && size > start_ &&
           (static_cast<unsigned char>(out_[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    out_.resize(size);
    out_ += "...";
}

inline void ReprWriter::show_leaf(const Node& node) {
    const auto call = [&](std::string_view name, const auto& append) {
        out_ += name;
        out_ += '(';
        append();
        out_ += ')';
    };
    switch (node.kind) {
        case Kind::none:
            out_ += "None";
            return;
        case Kind::bool_:
            out_ += node.integer != 0 ? "True" : "False";
            return;
        case Kind::int_:
            return node.is_boxed() ? append_int_repr(out_, int_of(Value(node, nullptr)))
                                   : append_int_repr(out_, Int(node.integer));
        case Kind::float_:
            return append_float_repr(out_, node.real);
        case Kind::str:
            return append_text_repr(out_, text_of(node), left());
        case Kind::bytes:
            return append_bytes_repr(out_, text_of(node), left());
        case Kind::bytearray:
            return append_bytearray_repr(out_, text_of(node), left());
        case Kind::buffer:
            return call("buffer", [&] { append_bytes_repr(out_, text_of(node), left()); });
        case Kind::extension:
            return call("extension", [&] { out_ += std::to_string(node.integer); });
        case Kind::global:
            append_text_escaped(out_, text_of(node.global->module), left());
            out_ += '.';
            return append_text_escaped(out_, text_of(node.global->name), left());
        case Kind::tuple:
            out_ += "()";
            return;
        default:
            return;
    }
}

inline void ReprWriter::show(const Node& node) {
    if (!has_parts(node) || node.kind == Kind::global) {
        return show_leaf(node);
    }
    if (!open_.insert(node.record).second) {
        const bool braces = node.kind == Kind::dict;
        out_ += node.kind == Kind::list        ? "[...]"
                : node.kind == Kind::tuple     ? "(...)"
                : braces                       ? "{...}"
                : node.kind == Kind::set       ? "set(...)"
                : node.kind == Kind::frozenset ? "frozenset(...)"
                                               : "<...>";
        return;
    }
    todo_.push_back({.what = What::leave, .node = node});
    show_container(node);
}

inline void ReprWriter::show_container(const Node& node) {
    const auto enclosed = [&](std::string_view open, std::string_view close) {
        out_ += open;
        later(close);
        later_items(node);
    };
    switch (node.kind) {
        case Kind::list:
            return enclosed("[", "]");
        case Kind::tuple:
            return enclosed("(", size_of(node) == 1 ? ",)" : ")");
        case Kind::dict:
            out_ += '{';
            later("}");
            return later_entries(node);
        case Kind::set:
            return size_of(node) == 0 ? void(out_ += "set()") : enclosed("{", "}");
        case Kind::frozenset:
            return size_of(node) == 0 ? void(out_ += "frozenset()") : enclosed("frozenset({", "})");
        case Kind::persistent_id:
            out_ += "persistent_id(";
            later(")");
            return later(*node.inner);
        default:
            return show_object(node);
    }
}

inline void ReprWriter::show_items(const Todo& todo) {
    if (todo.next == size_of(todo.node)) {
        return;
    }
    if (todo.next != 0) {
        out_ += ", ";
    }
    const Node item = begin_of(todo.node)[todo.next];
    later_items(todo.node, todo.next + 1);
    later(item);
}

/// Keys and values in turn, of a dict or of a list of such.
inline void ReprWriter::show_entries(const Todo& todo) {
    const std::size_t count =
        size_of(todo.node) * (todo.node.kind == Kind::dict ? std::size_t{2} : std::size_t{1});
    if (todo.next + 1 >= count) {
        return;
    }
    if (todo.next != 0) {
        out_ += ", ";
    }
    const Node* const entry = begin_of(todo.node) + todo.next;
    todo_.push_back({.what = What::entries, .node = todo.node, .next = todo.next + 2});
    later(entry[1]);
    later(": ");
    later(entry[0]);
}

inline void ReprWriter::show_object(const Node& node) {
    const Inert& object = *node.object;
    if (object.step_count != 0) {
        out_ += '<';
        later(">");
        show_steps(object);
    }
    later(")");
    if (object.kwargs.kind == Kind::dict && size_of(object.kwargs) != 0) {
        later(object.kwargs);
        later(size_of(object.args) == 0 ? "**" : ", **");
    }
    later_items(object.args);
    const bool bare = object.made == Made::newobj || object.made == Made::newobj_ex;
    later(bare ? ".__new__(" : "(");
    later(object.callable);
}

inline void ReprWriter::show_steps(const Inert& object) {
    for (std::size_t i = object.step_count; i > 0; --i) {
        const Step& step = object.steps[i - 1];
        switch (step.kind) {
            case StepKind::list_items:
                later("]");
                later_items(step.value);
                later(", extend=[");
                break;
            case StepKind::dict_items:
                later("}");
                later_entries(step.value);
                later(", update={");
                break;
            case StepKind::set_items:
                later("}");
                later_items(step.value);
                later(", add={");
                break;
            case StepKind::state:
                later(step.value);
                later(", state=");
                break;
            case StepKind::call:
                later(step.value);
                later(", call=");
                break;
        }
    }
}

}  // namespace detail

/// Appends what Python's repr() gives, of any depth; false where the limits cut it, which ends in
/// "..." then. What is printable is what Python 3.11 prints: its Unicode is 14.
/// @throws std::bad_alloc, and `out` is as it was.
[[nodiscard]] inline bool repr_into(std::string& out, const Value& value,
                                    const ReprLimits& limits = {}) {
    return detail::ReprWriter(out, limits)(value.node());
}

/// The same as a string of its own. Whether it was cut, repr_into() says.
[[nodiscard]] inline std::string repr(const Value& value, const ReprLimits& limits = {}) {
    std::string out;
    static_cast<void>(repr_into(out, value, limits));
    return out;
}
/// Of the root.
[[nodiscard]] inline std::string repr(const Document& document, const ReprLimits& limits = {}) {
    return repr(document.root(), limits);
}

}  // namespace brine
