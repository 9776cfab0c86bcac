// The bytes are a program that makes and changes the objects of two documents. What it ends with is
// equal to itself and to its copy, prints like it, and comes back from its pickle: as a document,
// and as Values in a C++ container.

#include "edit_program.hpp"
#include "fixpoint.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using brine::Kind;
using brine::detail::Node;

/// The objects of two graphs that stand in the same places.
class Counterparts {
public:
    explicit Counterparts(std::string_view shown) : shown_(shown) {}

    void check(const Node& one, const Node& other) {
        pending_.emplace_back(one, other);
        while (!pending_.empty()) {
            const auto [a, b] = pending_.back();
            pending_.pop_back();
            fuzz::require(a.kind == b.kind || a.kind == Kind::buffer, "an object of another kind",
                          shown_);
            const bool parts = has_parts(a) && a.kind != Kind::global;
            if (parts || a.kind == Kind::bytearray) {
                check_object(a, b);
            }
        }
    }

private:
    void check_object(const Node& a, const Node& b) {
        const bool empty_tuple = a.kind == Kind::tuple && size_of(a) == 0;
        const auto [one, fresh] = others_.try_emplace(a.record, b.record);
        const auto [other, fresh_too] = ones_.try_emplace(b.record, a.record);
        const bool same = one->second == b.record && other->second == a.record;
        fuzz::require(empty_tuple || same, "what was one object is two, or the reverse", shown_);
        if (!fresh && !fresh_too) {
            return;
        }
        const std::vector<Node> of_a = parts(a);
        const std::vector<Node> of_b = parts(b);
        fuzz::require(of_a.size() == of_b.size(), "another number of parts", shown_);
        for (std::size_t i = 0; i < of_a.size(); ++i) {
            pending_.emplace_back(of_a[i], of_b[i]);
        }
    }
    /// A tuple of arguments may be another each time.
    static std::vector<Node> parts(const Node& node) {
        std::vector<Node> out;
        if (has_parts(node)) {
            for_each_part(node, [&](const Node& part) {
                if (node.kind != Kind::object || part.record != node.object->args.record) {
                    out.push_back(part);
                }
            });
        }
        if (node.kind == Kind::object) {
            const Node& args = node.object->args;
            std::for_each_n(begin_of(args), size_of(args),
                            [&](const Node& part) { out.push_back(part); });
        }
        return out;
    }

    std::string_view shown_;
    std::vector<std::pair<Node, Node>> pending_;
    std::unordered_map<const void*, const void*> others_;
    std::unordered_map<const void*, const void*> ones_;
};

void check_values(const brine::Document& document, int protocol, brine::memo memo) {
    const std::string shown = brine::repr(document, fuzz::short_repr);
    if (protocol < 4 || memo == brine::memo::python) {
        return;
    }
    std::vector<brine::Value> values;
    for (const brine::Value& value : document.root()) {
        values.push_back(value);
    }
    brine::Document again;
    try {
        again = brine::loads(brine::dumps(
            values, {.protocol = protocol, .memo = memo, .text = brine::text::surrogatepass}));
    } catch (const brine::PicklingError&) {
        return;  // as in check_fixpoint()
    }
    Counterparts(shown).check(document.root().node(), again.root().node());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes = fuzz::text_of(data, size);
    const int protocol = fuzz::take_byte(bytes) % 6;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(bytes));
    fuzz::EditProgram program(bytes);
    const brine::Document& document = program.run();
    fuzz::check_copy(document);
    fuzz::check_fixpoint(document, protocol, memo);
    check_values(document, protocol, memo);
    return 0;
}
