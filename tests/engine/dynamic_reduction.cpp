#include <brine/engine/dynamic_reduction.hpp>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::Boxed;
using brine::Construct;
using brine::DynamicReduction;

namespace {

struct Dynamic {
    DynamicReduction reduction;
};

const brine::Global f = brine::global("m", "f");

template <class T>
struct Static {
    T reduction;
};
template <class T>
Static(T) -> Static<T>;

}  // namespace

template <>
struct brine::codec<Dynamic> {
    static void save(auto& pickler, const Dynamic& object) {
        pickler.save_reduce(object.reduction.parts());
    }
};

template <class T>
struct brine::codec<Static<T>> {
    static auto reduce(const Static<T>& object) { return object.reduction; }
};

TEST_CASE("dynamic_reduction: it writes what the static one of the same parts writes") {
    const std::map<std::string, int> state{{"aa", 1}};
    const std::map<int, int> dict{{8, 9}};
    using Pairs = std::vector<std::pair<int, int>>;
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const auto policy : {brine::memo::standard, brine::memo::python}) {
            const auto same = [&](DynamicReduction dynamic, auto fixed) {
                const brine::DumpOptions options{.protocol = protocol, .memo = policy};
                CHECK(hex(brine::dumps(Dynamic{std::move(dynamic)}, options)) ==
                      hex(brine::dumps(Static{std::move(fixed)}, options)));
            };
            same(DynamicReduction(f), brine::reduce(f));
            same(DynamicReduction(f).arg(1).arg("xy"), brine::reduce(f, 1, "xy"));
            same(DynamicReduction(f, Construct::newobj).arg(1).arg(2).arg(3).arg(4),
                 brine::newobj(f, 1, 2, 3, 4));
            same(DynamicReduction(f, Construct::newobj_ex).arg(1).keyword("key", 2),
                 brine::newobj_ex(f, std::tuple(1), brine::keyword("key", 2)));
            same(DynamicReduction(f, Construct::newobj_ex).keyword("key", 2).keyword("other", 3),
                 brine::newobj_ex(f, std::tuple(), brine::keyword("key", 2),
                                  brine::keyword("other", 3)));
            same(DynamicReduction(f).state(state), brine::reduce(f).state(state));
            same(DynamicReduction(f).state(state).state_setter(brine::global("m", "setter")),
                 brine::reduce(f).state(state).state_setter(brine::global("m", "setter")));
            same(DynamicReduction(f).list_item(7), brine::reduce(f).list_items(std::vector{7}));
            same(DynamicReduction(f).list_item(7).dict_item(8, 9),
                 brine::reduce(f).list_items(std::vector{7}).dict_items(Pairs{{8, 9}}));
        }
    }
}

TEST_CASE("dynamic_reduction: a state setter without a state is an error") {
    const auto error =
        error_of(Dynamic{DynamicReduction(f).state_setter(brine::global("m", "setter"))});
    CHECK(error.code() == brine::Errc::invalid_hook);
}

TEST_CASE("dynamic_reduction: keywords that nothing would take are an error, not lost") {
    for (const auto construct : {Construct::reduce, Construct::newobj}) {
        const auto error = error_of(Dynamic{DynamicReduction(f, construct).keyword("key", 2)});
        CHECK(error.code() == brine::Errc::invalid_hook);
    }
}

TEST_CASE("dynamic_reduction: a key takes its hashable form, and one that has none is an error") {
    CHECK(as_standard(Dynamic{DynamicReduction(f).dict_item(std::vector{1}, 2)}, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 4b 01 85 4b 02 73 2e");
    const auto error = error_of(Dynamic{DynamicReduction(f).dict_item(std::map<int, int>(), 2)});
    CHECK(error.code() == brine::Errc::unhashable);
}

TEST_CASE("dynamic_reduction: Boxed is None, or any value, and keeps identities") {
    CHECK(as_standard(Boxed(), 2) == "80 02 4e 2e");
    CHECK(as_standard(Boxed(1), 2) == "80 02 4b 01 2e");
    CHECK(as_standard(Boxed("ab"), 2) == "80 02 58 02 00 00 00 61 62 2e");
    CHECK(as_standard(Boxed(Boxed(Boxed(1))), 2) == "80 02 4b 01 2e");
    const auto text = std::make_shared<std::string>("ab");
    CHECK(as_standard(std::vector<Boxed>{text, 1, text}, 2) ==
          "80 02 5d 28 58 02 00 00 00 61 62 71 00 4b 01 68 00 65 2e");
    CHECK(as_standard(std::vector<Boxed>(3, Boxed(std::vector<Boxed>{1, "a"})), 2).size() > 30);
}
