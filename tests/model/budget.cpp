#include <brine/model/budget.hpp>

#include <cstdint>

#include <brine/base/errors.hpp>
#include <brine/model/failure.hpp>

#include "catch.hpp"

namespace {

using brine::detail::Budget;
using brine::detail::Failure;
using brine::detail::StepBudget;

std::uint64_t told(const void* bound) { return *static_cast<const std::uint64_t*>(bound); }

TEST_CASE("budget: so much passes, alone or in parts, and not one more") {
    const std::uint64_t bound = 1000;
    for (const std::uint64_t part : {1U, 3U, 999U, 1000U}) {
        Budget budget;
        budget.start(told, &bound);
        while (budget.left() >= part) {
            CHECK(budget.allows(part));
            budget.charge(part);
        }
        const std::uint64_t left = budget.left();
        CHECK(left == 1000 % part);
        CHECK(budget.allows(left));
        CHECK_FALSE(budget.allows(left + 1));
        CHECK_THROWS_AS(budget.charge(left + 1), Failure);
        CHECK_FALSE(budget.allows(~std::uint64_t{0}));
        CHECK_NOTHROW(budget.charge(left));
        CHECK(budget.left() == 0);
    }
}

TEST_CASE("budget: its bound may grow, and without one all passes") {
    std::uint64_t bound = 10;
    Budget budget;
    budget.start(told, &bound);
    budget.charge(10);
    CHECK_FALSE(budget.allows(1));
    bound = 15;
    CHECK_NOTHROW(budget.charge(5));
    CHECK_FALSE(budget.allows(1));
    bound = 3;  // as little as it likes
    CHECK(budget.left() == 0);
    CHECK_FALSE(budget.allows(1));
    budget.stop();
    CHECK_NOTHROW(budget.charge(~std::uint64_t{0}));
}

TEST_CASE("budget: steps are counted to the last, whatever is granted at once") {
    const std::uint64_t bound = 10000;
    for (const std::uint64_t part : {1U, 100U, 5000U, 10000U}) {
        StepBudget work;
        work.start(told, &bound);
        for (std::uint64_t done = 0; done < bound; done += part) {
            CHECK_NOTHROW(work.charge(part));
        }
        CHECK_THROWS_AS(work.charge(1), Failure);
        work.start(told, &bound);
        CHECK_NOTHROW(work.charge(part));
    }
}

}  // namespace
