// What is written, read and shown is the same in every locale: with a decimal comma, with dots
// between thousands, and with the Turkish letters, of which i and I are no pair.
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwctype>
#include <functional>
#include <limits>
#include <locale>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/format.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>
#include <brine/tools/option_names.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

#ifdef BRINE_TEST_LOCALES
// The C library keeps no hold of the path that it makes of LOCPATH.
extern "C" const char* __lsan_default_suppressions() { return "leak:argz_add_sep"; }
#endif

namespace {

using brine::Document;
using std::string_literals::operator""s;

/// 1.234,5 and other words for true and false.
struct Commas : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\1"; }
    std::string do_truename() const override { return "wahr"; }
};

/// In which no letter has another case, and no digit is one.
struct Letters : std::ctype<char> {
    char do_tolower(char c) const override { return c == 'I' ? '?' : c; }
    const char* do_tolower(char* first, const char* last) const override {
        for (; first != last; ++first) {
            *first = do_tolower(*first);
        }
        return last;
    }
    char do_toupper(char c) const override { return c == 'i' ? '?' : c; }
    const char* do_toupper(char* first, const char* last) const override {
        for (; first != last; ++first) {
            *first = do_toupper(*first);
        }
        return last;
    }
};

/// While it lives, a std::locale or one of C's is the global one.
class Global {
public:
    explicit Global(const std::locale& locale) : before_(std::locale::global(locale)) {}
    explicit Global(const char* name) { there_ = std::setlocale(LC_ALL, name) != nullptr; }
    Global(const Global&) = delete;
    Global& operator=(const Global&) = delete;
    ~Global() {
        std::locale::global(before_);
        std::setlocale(LC_ALL, "C");
    }
    [[nodiscard]] bool is_there() const { return there_; }

private:
    std::locale before_;
    bool there_ = true;
};

std::string text_of(const std::function<std::string()>& action) {
    try {
        return action();
    } catch (const std::exception& error) {
        return "error: "s + error.what();
    }
}

/// All that comes of numbers and names: pickles, values, listings and messages.
std::vector<std::string> answers() {
    std::vector<std::string> all;
    const auto add = [&](const std::function<std::string()>& action) {
        all.push_back(text_of(action));
    };
    const auto loaded = [](const std::string& pickle) {
        return [=] { return brine::repr(brine::loads(pickle)); };
    };
    Document document;
    const brine::Value list = document.list();
    for (const double number : {1.5, -0.25, 1234567.125, 1e300, 5e-324, 0.1, 1e16, -0.0,
                                std::numeric_limits<double>::infinity()}) {
        list.append(number);
    }
    for (const std::int64_t number : {1234567, -1234567, 255, 256, 65536}) {
        list.append(number);
    }
    list.append(document.make(brine::Int::from_string("123456789012345678901234567890")));
    list.append(true);
    list.append("iI\xc4\xb0\xc4\xb1 1.5");
    list.append(document.bytes("\xe4I\xff"));
    list.append(document.global("INI.ini", "Title.title"));
    document.set_root(list);
    for (int protocol = 0; protocol <= 5; ++protocol) {
        const std::string pickle = brine::dumps(document, {.protocol = protocol});
        all.push_back(pickle);
        add(loaded(pickle));
        add([&] { return brine::dis(pickle); });
        add([&] { return brine::optimize(pickle); });
        add([&] {
            std::ostringstream stream;
            stream << std::boolalpha;
            brine::dump(document, stream, {.protocol = protocol});
            brine::MemoryInput input{std::string_view(pickle)};
            brine::dis_into(stream, input);
            return stream.str();
        });
        add([&] {
            std::istringstream stream(pickle);
            return brine::repr(brine::load(stream));
        });
        add([&] { return brine::globals(pickle).at(0).global.name; });
    }
    for (const char* name : {"ISO-8859-1", "US-ASCII", "UTF-8", "us-asc\xc4\xb1\xc4\xb1"}) {
        const auto found = brine::from_name<brine::encoding>(name);
        all.emplace_back(found ? brine::name_of(*found) : "none");
    }
    // The text of protocol 0, good and bad.
    for (const char* line : {"F1.5", "F1,5", "F1234567.125", "F1.234.567,125", "F1e300", "Finf",
                             "FINF", "FInfinity", "F\xc4\xb1nf", "I1234567", "I1.234.567", "I01",
                             "L1234567L", "L1.234L", "V\\u0130\\u0131", "S'\\x49i'"}) {
        add(loaded(line + "\n."s));
    }
    for (const char* codec : {"latin1", "LATIN1", "iso-8859-1", "ISO-8859-1", "utf-8", "UTF-8"}) {
        add(loaded("c_codecs\nencode\n(Vi\nV"s + codec + "\ntR."));
    }
    // Names are what they are.
    for (const char* name : {"cbuiltins\nint\n.", "cBUILTINS\nINT\n.", "c__builtin__\nset\n)R.",
                             "ccopy_reg\n_reconstructor\n.", "cbu\xc4\xb1ltins\nint\n."}) {
        add(loaded(name));
        add([=] {
            return brine::repr(brine::loads(name, {}, brine::AllowList{{"builtins", "int"}}));
        });
    }
    // Messages with numbers in them.
    add(loaded("X\x40\x42\x0f\0"s + std::string(2000, 'x')));
    add(loaded(std::string(1'234'567, 'N') + "\xff"));
    add([] { return brine::dumps(brine::global("m", "f"), {.protocol = 1'234'567}); });
    add([] { return std::to_string(brine::loads<std::int8_t>("J\x40\x42\x0f\0."s)); });
    add([] { return brine::dumps(std::vector<std::string>(1'500, "\xff"), {.protocol = 4}); });
    add([] {
        const std::vector<double> numbers{1.5, 1e300, 1234567.125};
        const auto again = brine::loads<std::map<std::string, std::vector<double>>>(
            brine::dumps(std::map<std::string, std::vector<double>>{{"iI", numbers}}));
        return fmt::format("{} {}", again.at("iI") == numbers, brine::Kind::float_);
    });
    add([&] { return fmt::format("{} {:.20} {}", document, document, brine::Errc::invalid_text); });
    return all;
}

TEST_CASE("locale: what is written, read and shown is the same in each") {
    const std::vector<std::string> expected = answers();
    const auto difference = [&] {
        const std::vector<std::string> now = answers();
        const auto [first, second] = std::ranges::mismatch(now, expected);
        return first == now.end() ? "" : *first + "\ninstead of\n" + *second;
    };
    REQUIRE(expected.front().starts_with("(lF1.5\naF-0.25\naF1234567.125\naF1e+300\n"));

    SECTION("a decimal comma, and dots between digits, for all streams") {
        const Global global(std::locale(std::locale::classic(), new Commas));
        std::ostringstream stream;
        stream << 1234.5;
        REQUIRE(stream.str() == "1.2.3.4,5");
        CHECK(difference() == "");
    }
    SECTION("letters without another case") {
        const Global global(std::locale(std::locale::classic(), new Letters));
        REQUIRE(std::tolower('I', std::locale()) == '?');
        CHECK(difference() == "");
    }
#ifdef BRINE_TEST_LOCALES
    REQUIRE(::setenv("LOCPATH", BRINE_TEST_LOCALES, 1) == 0);
    SECTION("German, of C") {
        const Global global("de_DE.UTF-8");
        REQUIRE(global.is_there());
        char text[8] = {};
        REQUIRE(std::snprintf(text, sizeof text, "%.1f", 1.5) == 3);
        REQUIRE(text == "1,5"s);
        CHECK(difference() == "");
    }
    SECTION("Turkish, of C and C++") {
        const Global global("tr_TR.UTF-8");
        REQUIRE(global.is_there());
        REQUIRE(std::towlower(L'I') == L'\u0131');
        CHECK(difference() == "");
        const Global both(std::locale("tr_TR.UTF-8"));
        CHECK(difference() == "");
    }
#endif
}

}  // namespace
