#include <brine/engine/save_shared.hpp>

#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

namespace {

struct Head {
    int number = 1;
};
struct Whole {
    Head head;
};

// A list that may hold itself.
struct Items {
    std::vector<std::shared_ptr<Items>> list;
};

// A dict that may hold itself: {'me': d}.
struct Entries {
    std::map<std::string, std::shared_ptr<Entries>> dict;
};

struct Child;
struct Parent {
    std::vector<std::shared_ptr<Child>> children;
};
struct Child {
    std::weak_ptr<Parent> parent;
};

}  // namespace

template <>
struct brine::codec<Head> : brine::record<&Head::number> {};
template <>
struct brine::codec<Whole> : brine::record<&Whole::head> {};
template <>
struct brine::codec<Items> {
    static void save(auto& pickler, const Items& object) { pickler.save_list(object.list); }
};
template <>
struct brine::codec<Entries> {
    static void save(auto& pickler, const Entries& object) { pickler.save_dict(object.dict); }
};
template <>
struct brine::codec<Parent> : brine::dataclass<"m", "Parent", &Parent::children> {};
template <>
struct brine::codec<Child> : brine::dataclass<"m", "Child", &Child::parent> {};

// a = 'ab'; pickle.dumps([a, a], 2)
TEST_CASE("save_shared: an object is written once, and then referred to") {
    const auto text = std::make_shared<std::string>("ab");
    CHECK(as_python(std::vector{text, text}, 2) ==
          "80 02 5d 71 00 28 58 02 00 00 00 61 62 71 01 68 01 65 2e");
    CHECK(as_standard(std::vector{text, text}, 2) ==
          "80 02 5d 28 58 02 00 00 00 61 62 71 00 68 00 65 2e");
    const auto other = std::make_shared<std::string>("ab");
    CHECK(as_python(std::vector{text, other}, 2) ==
          "80 02 5d 71 00 28 58 02 00 00 00 61 62 71 01 58 02 00 00 00 61 62 71 02 65 2e");
}

TEST_CASE("save_shared: null is None, and a pointer to const is the same object") {
    CHECK(as_standard(std::shared_ptr<int>(), 2) == "80 02 4e 2e");
    CHECK(as_standard(std::weak_ptr<std::string>(), 2) == "80 02 4e 2e");
    const auto text = std::make_shared<std::string>("ab");
    const std::shared_ptr<const std::string> view = text;
    CHECK(as_standard(std::tuple(text, view), 2) == "80 02 58 02 00 00 00 61 62 71 00 68 00 86 2e");
}

// l = []; l.append(l); pickle.dumps(l, 2)
TEST_CASE("save_shared: a list in itself") {
    const auto items = std::make_shared<Items>();
    items->list.push_back(items);
    CHECK(as_python(items, 2) == "80 02 5d 71 00 68 00 61 2e");
    CHECK(as_python(items, 4) == "80 04 95 06 00 00 00 00 00 00 00 5d 94 68 00 61 2e");
    CHECK(as_standard(items, 2) == "80 02 5d 71 00 68 00 61 2e");
    items->list.clear();
}

// d = {}; d['me'] = d; pickle.dumps(d, 2)
TEST_CASE("save_shared: a dict in itself") {
    const auto entries = std::make_shared<Entries>();
    entries->dict["me"] = entries;
    CHECK(as_python(entries, 2) == "80 02 7d 71 00 58 02 00 00 00 6d 65 71 01 68 00 73 2e");
    entries->dict.clear();
}

namespace {
// ([t],) and (1, 2, 3, [t])
struct Knot {
    std::shared_ptr<std::vector<std::weak_ptr<Knot>>> list =
        std::make_shared<std::vector<std::weak_ptr<Knot>>>();
    bool four = false;
};
}  // namespace

template <>
struct brine::codec<Knot> {
    static void save(auto& pickler, const Knot& knot) {
        knot.four ? pickler.save_tuple(1, 2, 3, knot.list) : pickler.save_tuple(knot.list);
    }
};

// t = ([],); t[0].append(t); pickle.dumps(t, 2)
TEST_CASE(
    "save_shared: a tuple that is met in its own items is fetched, and the items are dropped") {
    const auto knot = std::make_shared<Knot>();
    knot->list->push_back(knot);
    CHECK(as_python(knot, 2) == "80 02 5d 71 00 68 00 85 71 01 61 30 68 01 2e");
    knot->four = true;
    CHECK(as_python(knot, 2) ==
          "80 02 28 4b 01 4b 02 4b 03 5d 71 00 28 4b 01 4b 02 4b 03 68 00 74 71 01 61 31 68 01 2e");
}

namespace {
struct Frozen;
// f() with its frozenset as state.
struct Link {
    std::weak_ptr<Frozen> back;
};
struct Frozen {
    std::vector<std::shared_ptr<Link>> links;
};
}  // namespace

template <>
struct brine::codec<Link> {
    static constexpr bool hashable = true;
    static auto reduce(const Link& link) {
        return brine::reduce(brine::global("m", "f")).state(link.back);
    }
};
template <>
struct brine::codec<Frozen> {
    static void save(auto& pickler, const Frozen& object) { pickler.save_frozenset(object.links); }
};

// an object with state s, the frozenset that it is in; pickle.dumps(s, 4) and 2
TEST_CASE("save_shared: a frozenset that is met in its own elements is fetched") {
    const auto frozen = std::make_shared<Frozen>();
    frozen->links.push_back(std::make_shared<Link>(Link{frozen}));
    CHECK(as_python(frozen, 4) ==
          "80 04 95 18 00 00 00 00 00 00 00 28 8c 01 6d 94 8c 01 66 94 93 94 29 52 94 28 68 03 91 "
          "94 62 31 68 04 2e");
    CHECK(as_python(frozen, 2) ==
          "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 66 72 6f 7a 65 6e 73 65 74 0a 71 00 5d 71 "
          "01 63 6d 0a 66 0a 71 02 29 52 71 03 68 00 5d 71 04 68 03 61 85 71 05 52 71 06 62 61 85 "
          "71 07 52 30 68 06 2e");
}

TEST_CASE("save_shared: a weak_ptr to a parent refers back to it") {
    const auto parent = std::make_shared<Parent>();
    parent->children.push_back(std::make_shared<Child>());
    parent->children[0]->parent = parent;
    // Parent, its dict; Child, its dict: {'parent': <the first object>}
    CHECK(
        as_standard(parent, 2) ==
        "80 02 63 6d 0a 50 61 72 65 6e 74 0a 71 00 29 81 71 01 7d 58 08 00 00 00 63 68 69 6c 64 72 "
        "65 6e 71 02 5d 63 6d 0a 43 68 69 6c 64 0a 71 03 29 81 71 04 7d 58 06 00 00 00 70 61 72 65 "
        "6e 74 71 05 68 01 73 62 61 73 62 2e");
}

TEST_CASE("save_shared: an object and its first member share an address but are two objects") {
    const auto whole = std::make_shared<Whole>();
    const std::shared_ptr<Head> head(whole, &whole->head);
    // {'head': {'number': 1}}, {'number': 1}, and each again
    CHECK(
        as_standard(std::tuple(whole, head, whole, head), 2) ==
        "80 02 28 7d 71 00 58 04 00 00 00 68 65 61 64 71 01 7d 58 06 00 00 00 6e 75 6d 62 65 72 71 "
        "02 4b 01 73 73 7d 71 03 68 02 4b 01 73 68 00 68 03 74 2e");
}

TEST_CASE("save_shared: temporaries are never taken for each other, though their addresses recur") {
    const std::vector<std::string> names{"aa", "bb", "cc", "dd"};
    const auto texts = names | std::views::transform([](const std::string& name) {
                           return std::make_shared<std::string>(name);
                       });
    const auto globals = names | std::views::transform([](const std::string& name) {
                             return std::make_shared<brine::Global>(brine::global("m", name));
                         });
    for (const std::string& bytes : {brine::dumps(texts), brine::dumps(globals)}) {
        for (const std::string& name : names) {
            INFO(name);
            CHECK(bytes.find(name) != std::string::npos);
        }
    }
}

TEST_CASE("save_shared: temporaries of different dumps are never taken for each other") {
    std::string bytes;
    brine::Pickler pickler(bytes);
    for (const char* name : {"aa", "bb", "cc"}) {
        pickler.dump(std::make_shared<std::string>(name));
        pickler.dump(std::make_shared<brine::Global>(brine::global("m", name)));
        pickler.dump(std::make_shared<std::vector<std::string>>(3, name));
    }
    for (const char* name : {"aa", "bb", "cc"}) {
        std::size_t count = 0;
        for (auto at = bytes.find(name); at != std::string::npos; at = bytes.find(name, at + 1)) {
            ++count;
        }
        CHECK(count == 5);
    }
}

// s = 'ab'; pickle.dumps({s: s}, 2)
TEST_CASE("save_shared: what has one form is one object as key and as value") {
    const auto text = std::make_shared<std::string>("ab");
    const std::map<std::shared_ptr<std::string>, std::shared_ptr<std::string>> dict{{text, text}};
    CHECK(as_python(dict, 2) == "80 02 7d 71 00 58 02 00 00 00 61 62 71 01 68 01 73 2e");
}

TEST_CASE("save_shared: what is a tuple as a key is a list as a value, and so two objects") {
    const auto list = std::make_shared<std::vector<int>>(std::vector{7});
    const std::map<std::shared_ptr<std::vector<int>>, std::shared_ptr<std::vector<int>>> dict{
        {list, list}};
    CHECK(as_standard(dict, 2) == "80 02 7d 4b 07 85 71 00 5d 71 01 4b 07 61 73 2e");
}

TEST_CASE("save_shared: an object in an optional, variant or unique_ptr keeps its identity") {
    using Variant = std::variant<int, std::vector<int>>;
    const auto variant = std::make_shared<Variant>(std::vector{7});
    CHECK(as_standard(std::tuple(variant, variant), 2) == "80 02 5d 71 00 4b 07 61 68 00 86 2e");
    const auto optional = std::make_shared<std::optional<std::string>>("ab");
    CHECK(as_standard(std::tuple(optional, optional), 2) ==
          "80 02 58 02 00 00 00 61 62 71 00 68 00 86 2e");
    const auto unique =
        std::make_shared<std::unique_ptr<std::string>>(std::make_unique<std::string>("ab"));
    CHECK(as_standard(std::tuple(unique, unique), 2) ==
          "80 02 58 02 00 00 00 61 62 71 00 68 00 86 2e");
}

TEST_CASE("save_shared: an object in a Boxed, reference_wrapper or exception_ptr keeps its own") {
    const auto boxed = std::make_shared<brine::Boxed>(std::vector{7});
    CHECK(as_standard(std::tuple(boxed, boxed), 2) == "80 02 5d 71 00 4b 07 61 68 00 86 2e");
    const std::map<std::shared_ptr<brine::Boxed>, int> keys{
        {std::make_shared<brine::Boxed>(std::vector{7}), 1}};
    CHECK(as_standard(std::tuple(keys.begin()->first, keys), 2) ==
          "80 02 5d 71 00 4b 07 61 7d 4b 07 85 71 01 4b 01 73 86 2e");
    std::vector<int> list{7};
    const auto reference = std::make_shared<std::reference_wrapper<std::vector<int>>>(list);
    CHECK(as_standard(std::tuple(reference, reference), 2) ==
          "80 02 5d 71 00 4b 07 61 68 00 86 2e");
    const auto error =
        std::make_shared<std::exception_ptr>(std::make_exception_ptr(std::runtime_error("ab")));
    const std::string pickle = brine::dumps(std::tuple(error, error));
    const brine::Document document = brine::loads(pickle);
    CHECK(document.root()[0].node().record == document.root()[1].node().record);
}

namespace {
int squared(int x) { return x * x; }
}  // namespace

TEST_CASE("save_shared: a reference to a function is its name") {
    brine::Registry registry;
    registry.add_function(&squared, "numpy", "square");
    const brine::DumpOptions options{.registry = &registry};
    CHECK(brine::dumps(std::ref(squared), options) == brine::dumps(&squared, options));
}

namespace {
struct Choice;
using ChoicePtr = std::shared_ptr<Choice>;
struct Choice {
    std::variant<int, std::vector<std::weak_ptr<Choice>>> held;
};
}  // namespace

template <>
struct brine::codec<Choice> {
    static void save(auto& pickler, const Choice& value) { pickler.save_wrapped(value.held); }
};

TEST_CASE("save_shared: a cycle through a variant") {
    const auto value = std::make_shared<Choice>();
    value->held = std::vector<std::weak_ptr<Choice>>{value};
    CHECK(as_python(value, 2) == "80 02 5d 71 00 68 00 61 2e");
}

TEST_CASE("save_shared: bytes, bytearrays, sets and frozensets keep their identity") {
    const auto bytes = std::make_shared<std::vector<std::byte>>(2, std::byte{'a'});
    CHECK(as_standard(std::tuple(bytes, bytes), 3) == "80 03 43 02 61 61 71 00 68 00 86 2e");
    const auto set = std::make_shared<std::set<int>>(std::set{1});
    CHECK(as_standard(std::tuple(set, set), 4).ends_with("8f 94 28 4b 01 90 68 00 86 2e"));
    // s = {1}; pickle.dumps((s, s), 2)
    CHECK(
        as_python(std::tuple(set, set), 2) ==
        "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 73 65 74 0a 71 00 5d 71 01 4b 01 61 85 71 02 "
        "52 71 03 68 03 86 71 04 2e");
    const std::string memory = "abc";
    const auto view = std::make_shared<brine::buffer>(std::span(memory));
    // b = pickle.PickleBuffer(b'abc'); pickle.dumps([b, b], 5)
    CHECK(as_python(std::vector{view, view}, 5) ==
          "80 05 95 0d 00 00 00 00 00 00 00 5d 94 28 43 03 61 62 63 94 68 01 65 2e");
}

TEST_CASE("save_shared: ints and floats have no identity, as in Python") {
    const auto number = std::make_shared<int>(7);
    CHECK(as_python(std::tuple(number, number), 2) == "80 02 4b 07 4b 07 86 71 00 2e");
}

TEST_CASE("save_shared: a chain deeper than the limit is an error, not a crash") {
    auto head = std::make_shared<Items>();
    auto last = head;
    for (int i = 0; i < 100000; ++i) {
        last->list.push_back(std::make_shared<Items>());
        last = last->list[0];
    }
    CHECK(error_of(head).code() == brine::Errc::too_deep);
    while (head != nullptr && !head->list.empty()) {
        head = std::shared_ptr<Items>(head->list[0]);
    }
}
