#include <brine/tools/globals.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"

using brine::GlobalUse;
using brine::Opcode;
using namespace std::string_literals;

namespace {

using Calls = std::vector<GlobalUse::Call>;

GlobalUse only(std::string_view pickle) {
    const std::vector<GlobalUse> uses = brine::globals(pickle);
    REQUIRE(uses.size() == 1);
    return uses.front();
}

}  // namespace

TEST_CASE("globals: GLOBAL, and what calls it") {
    const GlobalUse use = only("cos\nsystem\n(Vls\ntR.");
    CHECK(use.global == brine::Global{"os", "system"});
    CHECK(use.opcode == Opcode::global);
    CHECK(use.offset == 0);
    CHECK(use.calls == Calls{{Opcode::reduce, 17}});
    CHECK_FALSE(only("cos\nsystem\n.").called());
    CHECK(only("ca\nb\n0N.").global == brine::Global{"a", "b"});
}

TEST_CASE("globals: NEWOBJ, NEWOBJ_EX, OBJ, INST and BUILD") {
    CHECK(only("ca\nb\n)\x81}b."s).calls == Calls{{Opcode::newobj, 6}, {Opcode::build, 8}});
    CHECK(only("ca\nb\n)}\x92."s).calls == Calls{{Opcode::newobj_ex, 7}});
    CHECK(only("(ca\nb\nK\1o."s).calls == Calls{{Opcode::obj, 8}});
    const GlobalUse inst = only("(K\1ia\nb\n."s);
    CHECK(inst.opcode == Opcode::inst);
    CHECK(inst.calls == Calls{{Opcode::inst, 3}});
}

TEST_CASE("globals: STACK_GLOBAL finds its names through stack and memo") {
    CHECK(only("\x8c\2os\x94\x8c\6system\x94\x93)R."s).global == brine::Global{"os", "system"});
    CHECK(only("\x8c\6system\x94\x30\x8c\2os\x94h\0\x93."s).global ==
          brine::Global{"os", "system"});
    CHECK(only("U\1a2\x93."s).global == brine::Global{"a", "a"});
    CHECK(only("Va\\u0062\nq\5S'c'\n\x93."s).global == brine::Global{"ab", "c"});
    CHECK(only("X\1\0\0\0aq\1Nq\1\x30X\1\0\0\0b\x93."s).global == brine::Global{"a", "b"});
    const GlobalUse unknown = only("Pid\n\x8c\1a\x93)R."s);
    CHECK_FALSE(unknown.known());
    CHECK(unknown.called());
}

TEST_CASE("globals: extension codes are told by their number") {
    const GlobalUse use = only("\x83\1\2)R."s);
    CHECK(use.extension == 513);
    CHECK(use.opcode == Opcode::ext2);
    CHECK_FALSE(use.known());
    CHECK(use.called());
}

TEST_CASE("globals: calls of what a call gave belong to the same global") {
    const auto uses = brine::globals("cbuiltins\ngetattr\n(cos\nsystem\nVx\ntR(Vls\ntR."s);
    REQUIRE(uses.size() == 2);
    CHECK(uses[0].calls.size() == 2);
    CHECK_FALSE(uses[1].called());
}

TEST_CASE("globals: a global that went through the memo, a container or DUP stays itself") {
    CHECK(only("ca\nb\nq\0\x30h\0)R."s).called());
    CHECK(only("ca\nb\n2)R."s).called());
    CHECK_FALSE(only("]ca\nb\na)R."s).called());
    CHECK(only("ca\nb\n)\x81(K\1e)R."s).calls.size() == 2);
}

TEST_CASE("globals: what came before a mistake is told") {
    std::vector<GlobalUse> uses;
    const std::string pickle = "cos\nsystem\n(Vls\ntR\xff";
    brine::MemoryInput input{std::string_view(pickle)};
    CHECK_THROWS_AS(brine::globals_into(uses, input), brine::UnpicklingError);
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].called());
}

TEST_CASE("globals: stack and memo are checked") {
    for (const std::string& pickle :
         {"."s, "(."s, "t."s, "h\1."s, "(R."s, "N(R."s, "(o."s, "\x93."s, "q\1."s, "N(0R."s,
          "\x81."s, "a."s, "2."s, "\x94."s, "ia\nb\n."s}) {
        INFO(pickle);
        CHECK_THROWS_AS(brine::globals(pickle), brine::UnpicklingError);
    }
}

TEST_CASE("globals: from a stream, whose texts do not stay") {
    std::istringstream stream("\x8c\2os\x94\x8c\6system\x94\x93)R."s);
    brine::StreamInput<std::istream> input(stream);
    std::vector<GlobalUse> uses;
    brine::globals_into(uses, input);
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].global == brine::Global{"os", "system"});
}
