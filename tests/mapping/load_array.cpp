#include <brine/mapping/load_array.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace {

using namespace std::string_view_literals;

// array._array_reconstructor(array.array, typecode, format, bytes)
brine::Value array_of(brine::Document& document, int format, std::string_view bytes) {
    return document.object(brine::Made::reduce, document.global("array", "_array_reconstructor"),
                           document.tuple({document.global("array", "array"), document.make("q"),
                                           document.make(format), document.bytes(bytes)}));
}

template <class T>
brine::Errc code_of(const brine::Value& value) {
    try {
        static_cast<void>(value.as<std::vector<T>>());
    } catch (const brine::ConversionError& error) {
        return error.code();
    }
    return brine::Errc{255};
}

TEST_CASE("load_array: every machine format of a number is read, into integers and floats") {
    struct Case {
        int format;
        std::string_view bytes;
        std::vector<std::int64_t> items;
    };
    const Case cases[] = {
        {0, "\x00\xff"sv, {0, 255}},
        {1, "\x7f\xff"sv, {127, -1}},
        {2, "\x01\x02"sv, {0x0201}},
        {3, "\x01\x02"sv, {0x0102}},
        {4, "\xfe\xff"sv, {-2}},
        {5, "\xff\xfe"sv, {-2}},
        {6, "\x01\x00\x00\x80"sv, {0x80000001}},
        {7, "\x80\x00\x00\x01"sv, {0x80000001}},
        {8, "\xfe\xff\xff\xff"sv, {-2}},
        {9, "\xff\xff\xff\xfe"sv, {-2}},
        {10, "\x02\x00\x00\x00\x00\x00\x00\x00"sv, {2}},
        {11, "\x00\x00\x00\x00\x00\x00\x00\x02"sv, {2}},
        {12, "\xfe\xff\xff\xff\xff\xff\xff\xff"sv, {-2}},
        {13, "\xff\xff\xff\xff\xff\xff\xff\xfe"sv, {-2}},
    };
    brine::Document document;
    for (const auto& [format, bytes, items] : cases) {
        INFO("format " << format);
        const brine::Value array = array_of(document, format, bytes);
        CHECK(array.as<std::vector<std::int64_t>>() == items);
        CHECK(array.as<std::vector<double>>() == std::vector<double>(items.begin(), items.end()));
        CHECK(array_of(document, format, "").as<std::vector<std::int64_t>>().empty());
        if (format > 1) {
            CHECK(code_of<double>(array_of(document, format, "\x01")) ==
                  brine::Errc::type_mismatch);
        }
    }
    const std::vector<double> half{0.5};
    CHECK(array_of(document, 14, "\x00\x00\x00\x3f"sv).as<std::vector<double>>() == half);
    CHECK(array_of(document, 15, "\x3f\x00\x00\x00"sv).as<std::vector<double>>() == half);
    CHECK(array_of(document, 16, "\x00\x00\x00\x00\x00\x00\xe0\x3f"sv).as<std::vector<double>>() ==
          half);
    CHECK(array_of(document, 17, "\x3f\xe0\x00\x00\x00\x00\x00\x00"sv).as<std::vector<double>>() ==
          half);
}

TEST_CASE("load_array: what is no array of numbers that fit is an error") {
    brine::Document document;
    CHECK(code_of<std::int64_t>(array_of(document, 16, std::string(8, '\0'))) ==
          brine::Errc::type_mismatch);
    for (const int format : {-1, 18, 21, 22}) {
        CHECK(code_of<double>(array_of(document, format, "")) == brine::Errc::type_mismatch);
    }
    CHECK(code_of<std::int8_t>(array_of(document, 0, "\x80")) == brine::Errc::out_of_range);
    const auto called = [&](const char* name, std::vector<brine::Value> args) {
        return document.object(brine::Made::reduce, document.global("array", name),
                               document.tuple(args));
    };
    const brine::Value code = document.make("q");
    CHECK(called("array", {code, document.list({document.make(5)})}).as<std::vector<int>>() ==
          std::vector{5});
    CHECK(code_of<int>(called("array", {code})) == brine::Errc::type_mismatch);
    CHECK(code_of<int>(called("array", {code, code})) == brine::Errc::type_mismatch);
    CHECK(code_of<int>(called("_array_reconstructor", {code})) == brine::Errc::type_mismatch);
    CHECK(code_of<int>(called("other", {code, code})) == brine::Errc::type_mismatch);
}

}  // namespace
