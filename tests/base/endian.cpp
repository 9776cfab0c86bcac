#include <brine/base/endian.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace std::literals;
using brine::load_be;
using brine::load_le;
using brine::store_be;
using brine::store_le;

namespace {

template <class T>
std::string little(T value) {
    std::string bytes(sizeof value, '?');
    store_le<T>(bytes.data(), value);
    return bytes;
}

template <class T>
std::string big(T value) {
    std::string bytes(sizeof value, '?');
    store_be<T>(bytes.data(), value);
    return bytes;
}

// Little end, then big end, written and read at compile time.
template <class T>
constexpr bool survives(T value) {
    std::array<char, 2 * sizeof(T)> bytes{};
    store_le<T>(bytes.data(), value);
    store_be<T>(bytes.data() + sizeof(T), value);
    for (std::size_t i = 0; i < sizeof(T); ++i)
        if (bytes[i] != bytes[2 * sizeof(T) - 1 - i]) return false;
    return load_le<T>(bytes.data()) == value && load_be<T>(bytes.data() + sizeof(T)) == value;
}

}  // namespace

TEST_CASE("endian: integers in the given order of bytes") {
    CHECK(little<std::uint16_t>(0x1234) == "\x34\x12");
    CHECK(big<std::uint16_t>(0x1234) == "\x12\x34");
    CHECK(little<std::uint32_t>(0x12345678) == "\x78\x56\x34\x12");
    CHECK(big<std::uint32_t>(0x12345678) == "\x12\x34\x56\x78");
    CHECK(little<std::uint64_t>(0x0102030405060708) == "\x08\x07\x06\x05\x04\x03\x02\x01");
    CHECK(big<std::uint64_t>(0x0102030405060708) == "\x01\x02\x03\x04\x05\x06\x07\x08");
    CHECK(little<std::int32_t>(-2) == "\xfe\xff\xff\xff");
    CHECK(little<std::uint8_t>(0xab) == "\xab");
    CHECK(big<std::uint8_t>(0xab) == "\xab");
}

TEST_CASE("endian: doubles, as struct.pack writes them") {
    CHECK(big(1.0) == "\x3f\xf0\0\0\0\0\0\0"sv);
    CHECK(little(-2.5) == "\0\0\0\0\0\0\x04\xc0"sv);
    CHECK(load_be<double>("\x7f\xf0\0\0\0\0\0\0") == std::numeric_limits<double>::infinity());
    CHECK(big(1.5F) == "\x3f\xc0\0\0"sv);
}

TEST_CASE("endian: the bits of a NaN are kept") {
    const std::string bytes = "\x7f\xf8\0\0\0\0\x12\x34"s;
    CHECK(big(load_be<double>(bytes.data())) == bytes);
}

TEST_CASE("endian: the same at compile time and at run time, at any alignment") {
    STATIC_REQUIRE(survives<std::uint16_t>(0xfedc));
    STATIC_REQUIRE(survives<std::int32_t>(-123456789));
    STATIC_REQUIRE(survives<std::uint64_t>(0xfedcba9876543210));
    STATIC_REQUIRE(survives(3.141592653589793));
    STATIC_REQUIRE(load_le<std::uint32_t>("\x78\x56\x34\x12") == 0x12345678);
    STATIC_REQUIRE(load_be<std::uint16_t>("\xff\xfe") == 0xfffe);
    const char* volatile hidden = "....\x78\x56\x34\x12....";
    for (int shift = 0; shift < 4; ++shift) {
        char bytes[16];
        std::memcpy(bytes + shift, hidden + 4, 4);
        CHECK(load_le<std::uint32_t>(bytes + shift) == 0x12345678);
        CHECK(load_be<std::int32_t>(bytes + shift) == 0x78563412);
    }
}
