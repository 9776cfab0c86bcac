#include "engine/allocations.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <new>
#include <span>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"
#include "operator_new.hpp"

namespace {
std::size_t start_bytes = 0;
}  // namespace

std::size_t allocations::live() { return operator_new::live; }
std::size_t allocations::take_largest() { return std::exchange(operator_new::largest, 0); }
void allocations::start_peak() {
    start_bytes = operator_new::most_bytes = operator_new::live_bytes;
}
std::size_t allocations::peak() { return operator_new::most_bytes - start_bytes; }
void allocations::fail_at(std::size_t n) { operator_new::countdown = n; }

namespace {

struct Counting {
    std::size_t bytes = 0;
    std::size_t write(std::span<const std::byte> piece) {
        bytes += piece.size();
        return piece.size();
    }
};

struct Row {
    int number = 1;
    std::string text = "a text that takes memory of its own";
};

}  // namespace

template <>
struct brine::codec<Row> : brine::dataclass<"m", "Row", &Row::number, &Row::text> {};

TEST_CASE("allocations: dumps_into() a buffer that is large enough takes no memory") {
    const std::vector<Row> rows(100);
    std::string buffer;
    brine::dumps_into(buffer, rows);
    brine::dumps_into(buffer, std::vector{1, 2, 3});
    const auto capacity = buffer.capacity();
    const void* data = buffer.data();
    (void)allocations::take_largest();
    for (int i = 0; i < 10; ++i) {
        brine::dumps_into(buffer, std::vector{1, 2, 3});
    }
    CHECK(allocations::take_largest() <= 3 * sizeof(int));  // the vector of the loop
    CHECK(buffer.capacity() == capacity);
    CHECK(buffer.data() == data);
}

TEST_CASE("allocations: a large payload takes no memory on its way to a stream") {
    const std::string payload(10'000'000, 'x');
    const std::vector<std::string> payloads(3, payload);
    Counting sink;
    brine::Pickler pickler(sink);
    (void)allocations::take_largest();
    pickler.dump(payload);
    pickler.dump(payloads);
    CHECK(allocations::take_largest() < 200'000);
    CHECK(sink.bytes > 4 * payload.size());
}

TEST_CASE("allocations: a memo that is cleared gives all memory back, time after time") {
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        std::string buffer;
        brine::Pickler pickler(buffer, {.memo = policy});
        const std::tuple data(std::vector<std::string>{"a text of some length, which takes memory"},
                              brine::global("module", "name"),
                              std::map<std::string, int>{{"key", 1}}, std::vector<Row>(2));
        const auto round = [&] {
            pickler.dump_behind(0, data);
            pickler.clear_memo();
        };
        for (int i = 0; i < 3; ++i) {
            round();
        }
        const std::size_t before = allocations::live();
        for (int i = 0; i < 20; ++i) {
            round();
        }
        CHECK(allocations::live() == before);
    }
}

TEST_CASE("allocations: whichever one fails, the container and the memo are as before") {
    const auto shared = std::make_shared<std::string>("a shared text that takes memory of its own");
    const std::tuple data(shared, std::vector<Row>(3), brine::global("module", "name"), shared,
                          std::map<std::string, std::string>{{"key", std::string(70000, 'x')}});
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const brine::DumpOptions options{.memo = policy};
        std::string expected = "kept";
        {
            brine::Pickler pickler(expected, options);
            pickler.dump(shared);
            pickler.dump(data);
        }
        bool failed = true;
        for (std::size_t n = 1; failed; ++n) {
            REQUIRE(n < 1000);
            std::string bytes = "kept";
            brine::Pickler pickler(bytes, options);
            pickler.dump(shared);
            const std::string before = bytes;
            failed = false;
            allocations::fail_at(n);
            try {
                pickler.dump(data);
            } catch (const std::bad_alloc&) {
                failed = true;
            }
            allocations::fail_at(0);
            if (failed) {
                CHECK(bytes == before);
                pickler.dump(data);
            }
            CHECK(bytes == expected);
        }
        CHECK(shared.use_count() == 3);
    }
}
