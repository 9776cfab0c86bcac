#pragma once
// What a hook or a reducer may answer, and how it is written.

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

#include <brine/engine/dynamic_reduction.hpp>
#include <brine/engine/hooks.hpp>
#include <brine/engine/is_none.hpp>
#include <brine/engine/saver.hpp>

namespace brine::detail {

/// fn(what a hook's answer holds).
template <class Variant, class Fn>
bool visit_answer(const Variant& answer, Fn fn) {
    if (answer.valueless_by_exception()) {
        throw_pickling(Errc::invalid_hook, "a hook answers with a variant that holds no value");
    }
    return std::visit(fn, answer);
}

/// Writes a reducer's answer in place of the object; false where it declines.
template <class Self, class Answer>
bool write_answer(Self& self, const Answer& answer) {
    if constexpr (std::same_as<Answer, not_handled_t> || std::same_as<Answer, std::nullopt_t>) {
        return false;
    } else if constexpr (is_optional<Answer>) {
        return answer.has_value() && write_answer(self, *answer);
    } else if constexpr (is_variant<Answer>) {
        return visit_answer(answer, [&](const auto& chosen) { return write_answer(self, chosen); });
    } else if constexpr (std::same_as<Answer, Global>) {
        self.save_global(answer.module, answer.name);
        return true;
    } else if constexpr (std::same_as<Answer, DynamicReduction>) {
        return write_answer(self, answer.parts());
    } else if constexpr (reduction<Answer>) {
        self.core().need_protocol_2("what a reducer answers");
        self.core().enter();  // a part may be what this reducer is asked for again
        self.save_reduce(answer);
        self.core().leave();
        return true;
    } else {
        static_assert(
            always_false<Answer>,
            "brine: a reducer answers with brine::reduce(...), newobj(...), newobj_ex(...), "
            "a DynamicReduction, a Global, an optional or variant of them, or not_handled");
        return false;
    }
}

/// What stands for it in a line of its own.
template <class Id>
std::string_view line_of_id(const Id& id) {
    if constexpr (text_like<Id>) {
        return codec<Id>::view(id);
    } else if constexpr (requires { id.is_str(); }) {
        return id.is_str() ? id.template as<std::string_view>() : PicklerCore::no_line;
    } else {
        return PicklerCore::no_line;
    }
}

template <class P, class Id>
void write_id(P& pickler, const Id& id) {
    PicklerCore& core = pickler.core();
    core.writer().boundary();
    if (core.writer().old()) [[unlikely]] {
        if constexpr (!text_like<Id> && !any_protocol<Id>) {
            core.need_protocol_2("a persistent id that is neither text nor a Value");
        } else if (core.writer().textual()) {
            return core.write_id_line(line_of_id(id));
        }
    }
    save_unasked<Place::value>(pickler, id);  // an id has no id itself; its items may have
    core.writer().op(Opcode::binpersid);
}

/// Writes the persistent id that a hook answers; false where it declines.
template <class P, class Answer>
bool write_persistent_id(P& pickler, const Answer& answer) {
    if constexpr (std::same_as<Answer, not_handled_t> || std::same_as<Answer, std::nullopt_t>) {
        return false;
    } else if constexpr (is_optional<Answer>) {
        return answer.has_value() && write_persistent_id(pickler, *answer);
    } else if constexpr (is_variant<Answer>) {
        return visit_answer(answer,
                            [&](const auto& id) { return write_persistent_id(pickler, id); });
    } else if (is_none(answer)) {
        return false;  // as in Python
    } else {
        write_id(pickler, answer);
        return true;
    }
}

}  // namespace brine::detail
