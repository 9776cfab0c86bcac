// What a C++ object holds after a loads_into() that failed: something valid, that can be written,
// assigned to, read into again and destroyed; and loads<T>() leaves it as it was.
#include "engine/allocations.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace {

struct Part {
    std::string name;
    std::vector<int> numbers;
};

struct Whole {
    std::string text;
    std::vector<std::string> texts;
    std::map<std::string, std::vector<int>> map;
    std::set<std::string> set;
    std::optional<std::string> optional;
    std::variant<int, std::string, std::vector<Part>> variant;
    std::array<std::string, 2> array;
    std::list<std::pair<int, std::string>> list;
    std::deque<Part> deque;
    std::shared_ptr<Part> shared;
    std::shared_ptr<Part> again;
};

std::string name(char c) { return std::string(40, c) + " takes memory of its own"; }

/// Everything filled, with texts of that letter.
Whole filled(char c, std::size_t size) {
    const Part part{name(c), {1, 2, 3}};
    Whole whole{name(c),
                std::vector<std::string>(size, name(c)),
                {{name(c), {1, 2}}, {name('m'), {}}},
                {name(c), name('n')},
                name(c),
                std::vector<Part>(size, part),
                {name(c), name(c)},
                {{1, name(c)}, {2, ""}},
                std::deque<Part>(size, part),
                std::make_shared<Part>(part),
                nullptr};
    whole.again = whole.shared;
    return whole;
}

}  // namespace

template <>
struct brine::codec<Part> : brine::dataclass<"m", "Part", &Part::name, &Part::numbers> {};
template <>
struct brine::codec<Whole>
    : brine::record<&Whole::text, &Whole::texts, &Whole::map, &Whole::set, &Whole::optional,
                    &Whole::variant, &Whole::array, &Whole::list, &Whole::deque, &Whole::shared,
                    &Whole::again> {};

namespace {

/// Whether loads_into() came through. The object that it had is used in every way and destroyed.
bool read_into(Whole object, std::string_view pickle, std::size_t fails_at,
               const brine::LoadOptions& options, const std::string& good) {
    bool failed = false;
    allocations::fail_at(fails_at);
    try {
        brine::loads_into(pickle, object, options);
    } catch (const std::bad_alloc&) {
        failed = true;
    } catch (const brine::PickleError&) {
        failed = true;
    }
    allocations::fail_at(0);

    const Whole copy = object;
    const std::string written = brine::dumps(object);
    CHECK(brine::dumps(copy) == written);
    CHECK(brine::dumps(brine::loads<Whole>(written)) == written);
    CHECK((failed || written == good));
    Whole assigned = object;
    assigned = copy;
    brine::loads_into(good, assigned, options);
    CHECK(brine::dumps(assigned) == good);
    brine::loads_into(good, object, options);
    CHECK(brine::dumps(object) == good);
    return !failed;
}

/// Each item by itself replaced by something that does not fit.
std::vector<std::string> damaged(const std::string& good) {
    std::vector<std::string> all;
    for (std::size_t size = 0; size < good.size(); size += 3) {
        all.push_back(good.substr(0, size));
    }
    for (std::size_t at = 12; at + 1 < good.size(); ++at) {
        if (good[at] == 'K' || good[at] == ']') {
            all.push_back(good.substr(0, at) + (good[at] == 'K' ? "\x8c\1x" : "}") +
                          good.substr(at + (good[at] == 'K' ? 2 : 1)));
        }
    }
    return all;
}

TEST_CASE("hostile: an object that loads_into() left half read is valid, whatever the failure") {
    const std::string good = brine::dumps(filled('g', 3));
    brine::LoadOptions by_document;
    --by_document.limits.stack_items;
    for (const brine::LoadOptions& options : {brine::LoadOptions(), by_document}) {
        CHECK(read_into(filled('o', 1), good, 0, options, good));  // what is made once for all
        const std::size_t before = allocations::live();
        for (const std::size_t size : {std::size_t{0}, std::size_t{5}}) {
            std::size_t n = 1;
            while (!read_into(filled('o', size), good, n, options, good)) {
                REQUIRE(++n < 2000);
            }
            CHECK(n > 20);
        }
        CHECK(allocations::live() == before);
        // Without frames, so that a cut or an item of another kind is met where it stands.
        const std::string unframed = brine::dumps(filled('g', 3), {.protocol = 3});
        std::size_t failures = 0;
        for (const std::string& pickle : damaged(unframed)) {
            failures += read_into(filled('o', 2), pickle, 0, options, good) ? 0U : 1U;
        }
        CHECK(failures > 100);
    }
}

TEST_CASE("hostile: an object that is assigned what loads gives is as it was when that fails") {
    const std::string good = brine::dumps(filled('g', 3));
    Whole object = filled('o', 2);
    const std::string old = brine::dumps(object);
    brine::Document document = brine::loads("](K\1K\2e.");
    bool failed = true;
    for (std::size_t n = 1; failed; ++n) {
        REQUIRE(n < 2000);
        failed = false;
        allocations::fail_at(n);
        try {
            document = brine::loads(good);
            object = brine::loads<Whole>(good);
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations::fail_at(0);
        if (failed) {
            CHECK(brine::dumps(object) == old);
            CHECK((document.root().is_list() || document.root().is_dict()));
        }
    }
    CHECK(brine::dumps(object) == good);
    CHECK_THROWS_AS(object = brine::loads<Whole>(old.substr(0, old.size() - 1)),
                    brine::UnpicklingError);
    CHECK(brine::dumps(object) == good);
}

}  // namespace
