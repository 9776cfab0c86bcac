#include <brine/wire/encode.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "catch.hpp"
#include "wire/hex.hpp"

namespace encode = brine::encode;

namespace {

template <class Encode>
std::string encoded(Encode run) {
    char bytes[64];
    char* end = run(bytes);
    return hex({bytes, static_cast<std::size_t>(end - bytes)});
}

std::string integer(std::int64_t value) {
    return encoded([=](char* p) { return encode::integer(p, value); });
}

std::string unsigned_integer(std::uint64_t value) {
    return encoded([=](char* p) { return encode::unsigned_integer(p, value); });
}

std::string real(double value) {
    return encoded([=](char* p) { return encode::real(p, value); });
}

// Minimal two's complement by the book: pickle.encode_long.
std::string long1(std::int64_t value) {
    std::string bytes;
    auto rest = value;
    do {
        bytes += static_cast<char>(rest & 0xff);
        rest >>= 8;
    } while (rest != (static_cast<signed char>(bytes.back()) < 0 ? -1 : 0));
    return hex(std::string{'\x8a', static_cast<char>(bytes.size())} + bytes);
}

}  // namespace

// pickle.dumps(n, 2)[2:-1].hex(' ')
TEST_CASE("encode: an int takes the smallest opcode, on both sides of each boundary") {
    const std::pair<std::int64_t, std::string_view> known[] = {
        {0, "4b 00"},
        {255, "4b ff"},
        {256, "4d 00 01"},
        {65535, "4d ff ff"},
        {65536, "4a 00 00 01 00"},
        {2147483647, "4a ff ff ff 7f"},
        {2147483648, "8a 05 00 00 00 80 00"},
        {-1, "4a ff ff ff ff"},
        {-128, "4a 80 ff ff ff"},
        {-2147483647 - 1, "4a 00 00 00 80"},
        {-2147483649, "8a 05 ff ff ff 7f ff"},
        {-549755813888, "8a 05 00 00 00 00 80"},
        {INT64_MAX, "8a 08 ff ff ff ff ff ff ff 7f"},
        {INT64_MIN, "8a 08 00 00 00 00 00 00 00 80"},
    };
    for (const auto& [value, bytes] : known) {
        INFO(value);
        CHECK(integer(value) == bytes);
    }
}

TEST_CASE("encode: a LONG1 is minimal two's complement at every power of two") {
    for (int bit = 31; bit < 63; ++bit) {
        const std::int64_t power = std::int64_t{1} << bit;
        for (const std::int64_t value : {power, power + 1, -power - 1, -power - 2}) {
            INFO(value);
            CHECK(integer(value) == long1(value));
        }
        if (bit > 31) {
            CHECK(integer(power - 1) == long1(power - 1));
            CHECK(integer(-power) == long1(-power));
        }
    }
}

TEST_CASE("encode: no function writes further than slack behind its end") {
    for (const std::int64_t value : {std::int64_t{0}, std::int64_t{300}, INT64_MIN, INT64_MAX}) {
        std::string bytes(64, '#');
        char* end = encode::integer(bytes.data(), value);
        const auto size = static_cast<std::size_t>(end - bytes.data());
        CHECK(bytes.substr(size + encode::slack) == std::string(64 - size - encode::slack, '#'));
        CHECK(size <= encode::max_int64);
    }
}

TEST_CASE("encode: unsigned ints of 64 bits") {
    CHECK(unsigned_integer(0) == "4b 00");
    CHECK(unsigned_integer(255) == "4b ff");
    CHECK(unsigned_integer(4294967295) == "8a 05 ff ff ff ff 00");
    CHECK(unsigned_integer(9223372036854775807U) == "8a 08 ff ff ff ff ff ff ff 7f");
    CHECK(unsigned_integer(9223372036854775808U) == "8a 09 00 00 00 00 00 00 00 80 00");
    CHECK(unsigned_integer(UINT64_MAX) == "8a 09 ff ff ff ff ff ff ff ff 00");
}

TEST_CASE("encode: floats, the strange ones too") {
    using limits = std::numeric_limits<double>;
    CHECK(real(1.0) == "47 3f f0 00 00 00 00 00 00");
    CHECK(real(-0.0) == "47 80 00 00 00 00 00 00 00");
    CHECK(real(limits::infinity()) == "47 7f f0 00 00 00 00 00 00");
    CHECK(real(-limits::infinity()) == "47 ff f0 00 00 00 00 00 00");
    CHECK(real(limits::quiet_NaN()) == "47 7f f8 00 00 00 00 00 00");
    CHECK(real(limits::denorm_min()) == "47 00 00 00 00 00 00 00 01");
    CHECK(real(limits::max()) == "47 7f ef ff ff ff ff ff ff");
}

TEST_CASE("encode: GET and PUT widen at slot 256, and MEMOIZE has no argument") {
    const auto get = [](std::uint32_t slot) {
        return encoded([=](char* p) { return encode::get(p, slot); });
    };
    const auto put = [](std::uint32_t slot, int protocol) {
        return encoded([=](char* p) { return encode::put(p, slot, protocol); });
    };
    CHECK(get(0) == "68 00");
    CHECK(get(255) == "68 ff");
    CHECK(get(256) == "6a 00 01 00 00");
    CHECK(get(0xfffffffe) == "6a fe ff ff ff");
    CHECK(put(255, 2) == "71 ff");
    CHECK(put(256, 3) == "72 00 01 00 00");
    CHECK(put(0, 4) == "94");
    CHECK(put(70000, 5) == "94");
}

TEST_CASE("encode: the header of a str is short from protocol 4 on, and long from 4 GiB on") {
    const auto header = [](std::uint64_t size, int protocol) {
        return encoded([=](char* p) { return encode::text_header(p, size, protocol); });
    };
    CHECK(header(0, 3) == "58 00 00 00 00");
    CHECK(header(255, 2) == "58 ff 00 00 00");
    CHECK(header(255, 4) == "8c ff");
    CHECK(header(256, 4) == "58 00 01 00 00");
    CHECK(header(0xffffffff, 5) == "58 ff ff ff ff");
    CHECK(header(0x100000000, 4) == "8d 00 00 00 00 01 00 00 00");
}

TEST_CASE("encode: the header of bytes is short up to 255") {
    const auto header = [](std::uint64_t size) {
        return encoded([=](char* p) { return encode::bytes_header(p, size); });
    };
    CHECK(header(0) == "43 00");
    CHECK(header(255) == "43 ff");
    CHECK(header(256) == "42 00 01 00 00");
    CHECK(header(0xffffffff) == "42 ff ff ff ff");
    CHECK(header(0x100000000) == "8e 00 00 00 00 01 00 00 00");
}

TEST_CASE("encode: ASCII is told from the rest at every length and place") {
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string text(size, 'x');
        std::string copy(size + encode::slack, '#');
        CHECK(encode::copy_if_ascii(copy.data(), text.data(), size));
        CHECK(copy.substr(0, size) == text);
        for (std::size_t i = 0; i < size; ++i) {
            std::string other = text;
            other[i] = '\x80';
            INFO(size << ' ' << i);
            CHECK_FALSE(encode::copy_if_ascii(copy.data(), other.data(), size));
        }
    }
}
