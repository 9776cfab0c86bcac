// What is loaded is written with hooks that answer for some objects, at the protocol, memo policy
// and choice of objects that the first three bytes say, and loads again, with hooks and without.

#include "fixpoint.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace {

using brine::Value;

struct Chooser {
    std::uint8_t seed;
    /// Of the objects of a kind and size all or none.
    [[nodiscard]] bool wants(const Value& value, unsigned what) const {
        const auto kind = static_cast<unsigned>(value.kind());
        const bool sized = value.is_list() || value.is_tuple() || value.is_dict();
        const unsigned size = sized ? static_cast<unsigned>(value.size()) : 0U;
        return (seed * 31U + kind * 7U + size * 5U + what * 11U) % 13U < 3U;
    }
};

std::optional<Value> first_part(const Value& value) {
    if ((value.is_list() || value.is_tuple()) && value.size() != 0) {
        return value[0];
    }
    return std::nullopt;
}

struct Names : Chooser {
    using Answer = std::variant<std::string, Value>;
    std::optional<Answer> persistent_id(const Value& value) const {
        if (!wants(value, 0)) {
            return std::nullopt;
        }
        const std::optional<Value> part = first_part(value);
        return part ? Answer(*part) : Answer("an id");
    }
};

auto with_state(const Value& value, const Value& part) {
    return brine::reduce(brine::global("m", "f"), part).state(value);
}
auto with_setter(const Value& value, const Value& part) {
    return brine::newobj(brine::global("m", "C"), 1, "two")
        .state(part)
        .state_setter(value.is_tuple() ? brine::global("m", "s") : brine::global("m", "t"));
}
auto with_items(const Value& value, const Value& part) {
    return brine::newobj_ex(brine::global("m", "D"), std::tuple(part), brine::keyword("word", part))
        .list_items(std::vector<Value>{part, value})
        .dict_items(std::vector<std::pair<int, Value>>{{1, part}});
}

struct Reduces : Chooser {
    using Answer = std::variant<decltype(with_state(Value(), Value())),
                                decltype(with_setter(Value(), Value())),
                                decltype(with_items(Value(), Value())), brine::Global>;
    std::optional<Answer> reducer_override(const Value& value) const {
        const std::optional<Value> part = first_part(value);
        if (wants(value, 1)) {
            return part ? Answer(with_state(value, *part)) : Answer(brine::global("m", "g"));
        }
        if (part && wants(value, 2)) {
            return with_setter(value, *part);
        }
        if (part && wants(value, 3)) {
            return with_items(value, *part);
        }
        return std::nullopt;
    }
};

/// Answers for some names and ids, with objects of another document as well.
struct Loads : Chooser {
    const brine::Document& other;
    brine::not_handled_t none{};
    std::optional<Value> find_class(std::string_view module, std::string_view name) const {
        return (module.size() + name.size() + seed) % 3 == 0 ? std::optional(other["cls"])
                                                             : std::nullopt;
    }
    std::optional<Value> persistent_load(const Value& id) const {
        if (seed % 4 == 0) {
            return other.root();
        }
        return seed % 4 == 1 ? std::optional(id) : std::nullopt;
    }
    std::optional<brine::Global> extension(std::int32_t code) const {
        return code % 2 == 0 ? std::optional(brine::global("m", "E")) : std::nullopt;
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    const int protocol = 2 + fuzz::take_byte(input) % 4;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(input));
    const Chooser chooser{fuzz::take_byte(input)};
    static const brine::Document other = brine::loads("}(Vcls\ncm\nC\nVlist\n](K\1cm\nC\n)Reu.");
    Loads loading{{chooser}, other};
    const auto first = brine::try_loads(input, {}, loading);
    if (!first) {
        return 0;
    }
    const brine::DumpOptions options{.protocol = protocol,
                                     .memo = memo,
                                     .text = brine::text::surrogatepass,
                                     .fix_imports = false,
                                     .max_depth = 100};
    std::string written;
    try {
        written = brine::dumps(*first, options, Names{chooser}, Reduces{chooser});
    } catch (const brine::PicklingError&) {
        return 0;  // nested too deep, a name that the protocol can't hold
    }
    try {
        const brine::Document plain = brine::loads(written, {.fix_imports = false});
        static_cast<void>(brine::repr(plain, fuzz::short_repr));
        fuzz::check_fixpoint(plain, protocol, memo);
    } catch (const brine::UnpicklingError& error) {
        fuzz::require(false, error.what(), [&] { return fuzz::disassembled(written); });
    }
    return 0;
}
