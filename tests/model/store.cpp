#include <brine/model/store.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "catch.hpp"

namespace {

using brine::detail::Node;
using brine::detail::Store;
using std::string_literals::operator""s;

TEST_CASE("store: an int that fits 64 bits is a small one, whatever it was written as") {
    Store store;
    struct Case {
        std::string bytes;
        std::int64_t value;
    };
    const Case cases[] = {
        {"", 0},
        {"\0"s, 0},
        {"\x05\0\0\0\0\0\0\0\0\0\0\0"s, 5},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s, -1},
        {"\xff\xff\xff\xff\xff\xff\xff\x7f"s, std::numeric_limits<std::int64_t>::max()},
        {"\xff\xff\xff\xff\xff\xff\xff\x7f\0"s, std::numeric_limits<std::int64_t>::max()},
        {"\0\0\0\0\0\0\0\x80"s, std::numeric_limits<std::int64_t>::min()},
        {"\0\0\0\0\0\0\0\x80\xff"s, std::numeric_limits<std::int64_t>::min()},
    };
    for (const auto& [bytes, value] : cases) {
        INFO(value);
        const Node node = store.make_int(bytes);
        CHECK_FALSE(node.is_boxed());
        CHECK(node.integer == value);
    }
    CHECK(store.make_int("\0\0\0\0\0\0\0\x80\0"s).is_boxed());
    CHECK(store.make_int("\xff\xff\xff\xff\xff\xff\xff\x7f\xff"s).is_boxed());
}

}  // namespace
