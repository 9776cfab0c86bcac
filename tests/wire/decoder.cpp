#include <brine/wire/decoder.hpp>

#include <brine/base/endian.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "pickle_parts.hpp"
#include "recorder.hpp"

using brine::Errc;
using brine::Opcode;
using namespace std::string_literals;

namespace {

std::string framed(const std::string& body, std::uint64_t size) {
    return "\x95" + le<std::uint64_t>(size) + body;
}
std::string framed(const std::string& body) { return framed(body, body.size()); }

// A form of each opcode, and what the recorder says of its argument.
struct Sample {
    Opcode opcode;
    std::string argument;
    std::string shown;
};

std::vector<Sample> samples() {
    using O = Opcode;
    const std::string long9 = "\1\2\3\4\5\6\7\x8\x9";
    const std::string one = Recorder::text(1.5);
    std::vector<Sample> all = {
        {O::binbytes, le<std::uint32_t>(3) + "a\nb", "a\nb"},
        {O::binbytes, le<std::uint32_t>(300) + std::string(300, 'x'), std::string(300, 'x')},
        {O::short_binbytes, "\3\xff\x80\x7f", "\xff\x80\x7f"},
        {O::float_, "1.5\n", one},
        {O::binfloat, "\x3f\xf8\0\0\0\0\0\0"s, one},
        {O::int_, "-12\n", "-12"},
        {O::int_, "01\n", "True"},
        {O::int_, "00\n", "False"},
        {O::int_, "99999999999999999999\n", "99999999999999999999"},
        {O::binint, "\xff\xff\xff\xff", "-1"},
        {O::binint, "\1\2\3\4", "67305985"},
        {O::binint1, "\xff", "255"},
        {O::long_, "12L\n", "12"},
        {O::long_, "-99999999999999999999L\n", "-99999999999999999999"},
        {O::binint2, "\xfe\xff", "65534"},
        {O::persid, "some id\n", "some id"},
        {O::string, "'a\\x41'\n", "aA"},
        {O::binstring, le<std::int32_t>(2) + "\xe9!", "\xe9!"},
        {O::short_binstring, "\2\xe9!", "\xe9!"},
        {O::unicode, "a\\u20ac\xe9\n", "a\xe2\x82\xac\xc3\xa9"},
        {O::binunicode, le<std::uint32_t>(3) + "\xed\xa0\x80", "\xed\xa0\x80"},
        {O::global, "m\xc3\xa9\nn.o\n", "m\xc3\xa9|n.o"},
        {O::get, "12\n", "12"},
        {O::binget, "\xfe", "254"},
        {O::inst, "m\nn\n", "m|n"},
        {O::long_binget, "\xff\xff\xff\xff", "4294967295"},
        {O::put, "12\n", "12"},
        {O::binput, "\xfe", "254"},
        {O::long_binput, "\xff\xff\xff\xff", "4294967295"},
        {O::proto, "\5", "5"},
        {O::ext1, "\xff", "255"},
        {O::ext2, "\xff\xff", "65535"},
        {O::ext4, "\xff\xff\xff\x7f", "2147483647"},
        {O::long1, "\0"s, "0"},
        {O::long1, "\1\xff", "-1"},
        {O::long1, "\x8\0\0\0\0\0\0\0\x80"s, "-9223372036854775808"},
        {O::long1, "\x9" + long9, long9},
        {O::long4, le<std::int32_t>(2) + "\0\x80"s, "-32768"},
        {O::long4, le<std::int32_t>(9) + long9, long9},
        {O::short_binunicode, "\4\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {O::short_binunicode, "\x28" + std::string(40, 'y'), std::string(40, 'y')},
        {O::short_binunicode, "\0"s, ""},
        {O::binunicode8, le<std::uint64_t>(2) + "ab", "ab"},
        {O::binbytes8, le<std::uint64_t>(2) + "ab", "ab"},
        {O::frame, le<std::uint64_t>(1), "1"},
        {O::bytearray8, le<std::uint64_t>(2) + "ab", "ab"},
    };
    for (const brine::OpcodeInfo& info : brine::opcode_table) {
        if (info.arg == brine::ArgKind::none && info.code != O::stop) {
            all.push_back({info.code, "", ""});
        }
    }
    return all;
}

std::string bytes_of(const Sample& sample) {
    return static_cast<char>(sample.opcode) + sample.argument;
}

std::string line_of(const Sample& sample, std::size_t offset) {
    std::string line = std::to_string(offset) + ' ';
    line += brine::opcode_info(sample.opcode).name;
    return line + (sample.shown.empty() ? "" : " ") + sample.shown + '\n';
}

// Requires the same of every source and chunk size, and gives what memory says.
Outcome everywhere(const std::string& bytes, const brine::DecodeLimits& limits = {}) {
    const Outcome expected = from_memory(bytes, limits);
    CHECK(from_memory<RowRecorder>(bytes, limits) == expected);
    CHECK(from_istream(bytes, limits) == expected);
    brine::DecodeLimits counting = limits;
    counting.opcodes = 1'000'000;
    CHECK(from_reader(bytes, 1000, brine::read_ahead::allowed, counting) == expected);
    for (const std::size_t step : {1U, 2U, 3U, 7U, 1000000U}) {
        CHECK(from_reader(bytes, step, brine::read_ahead::none, limits) == expected);
        CHECK(from_reader(bytes, step, brine::read_ahead::allowed, limits) == expected);
        CHECK(from_reader<RowRecorder>(bytes, step, brine::read_ahead::none, limits) == expected);
        CHECK(from_reader<RowRecorder>(bytes, step, brine::read_ahead::allowed, limits) ==
              expected);
    }
    if (expected.error) {
        CHECK(expected.place <= bytes.size());
        CHECK(expected.what.size() <= 200);
        CHECK(std::all_of(expected.what.begin(), expected.what.end(),
                          [](char c) { return c >= ' ' && c <= '~'; }));
    }
    return expected;
}

void check_fails(const std::string& bytes, Errc code, std::uint64_t offset,
                 const brine::DecodeLimits& limits = {}) {
    const Outcome outcome = everywhere(bytes, limits);
    CHECK(outcome.error == code);
    CHECK(outcome.place == offset);
    if (outcome.error && offset < bytes.size()) {
        CHECK(outcome.opcode ==
              static_cast<unsigned char>(bytes[static_cast<std::size_t>(offset)]));
    }
}

void check_good(const std::string& bytes) {
    const Outcome outcome = everywhere(bytes);
    INFO(outcome.what);
    CHECK(!outcome.error);
    CHECK(outcome.place == bytes.size());
}

struct WhereTextIs {
    const char* seen = nullptr;
    void on_text(auto, brine::InputPlace, std::string_view text) { seen = text.data(); }
    void on_other(auto, brine::InputPlace) {}
};

struct Refusing {
    void on_op(auto op, brine::InputPlace at) {
        if (op == Opcode::reduce) {
            at.fail(Errc::invalid_stack, "no \x1b[31mcolours\n" + std::string(300, 'x'));
        }
        if (op == Opcode::build) {
            throw 7;
        }
    }
    void on_other(auto, brine::InputPlace) {}
};

}  // namespace

TEST_CASE("decoder: every opcode gives its argument, from every source") {
    for (const Sample& sample : samples()) {
        const std::string bytes = bytes_of(sample) + '.';
        INFO(line_of(sample, 0));
        const Outcome outcome = everywhere(bytes);
        CHECK(!outcome.error);
        CHECK(outcome.place == bytes.size());
        CHECK(outcome.lines == line_of(sample, 0) + std::to_string(bytes.size() - 1) + " STOP\n");
    }
}

TEST_CASE("decoder: all opcodes in one pickle, in a frame and out of one") {
    std::string body;
    std::string lines;
    for (const Sample& sample : samples()) {
        if (sample.opcode != Opcode::frame) {
            lines += line_of(sample, body.size() + 9);
            body += bytes_of(sample);
        }
    }
    lines += std::to_string(body.size() + 9) + " STOP\n";
    body += '.';
    const Outcome outcome = everywhere(framed(body));
    CHECK(outcome.lines == "0 FRAME " + std::to_string(body.size()) + '\n' + lines);
    check_good(body);
}

TEST_CASE("decoder: the 188 bytes that are no opcode are refused") {
    int unknown = 0;
    for (unsigned code = 0; code < 256; ++code) {
        if (brine::find_opcode(static_cast<std::uint8_t>(code)) == nullptr) {
            ++unknown;
            const std::string byte(1, static_cast<char>(code));
            check_fails("N" + byte + std::string(20, '.'), Errc::invalid_opcode, 1);
            check_fails(byte, Errc::invalid_opcode, 0);
        }
    }
    CHECK(unknown == 188);
}

TEST_CASE("decoder: an opcode cut at any byte is truncated") {
    for (const Sample& sample : samples()) {
        const std::string whole = "N" + bytes_of(sample);
        INFO(line_of(sample, 1));
        for (std::size_t size = 2; size < whole.size(); ++size) {
            check_fails(whole.substr(0, size), Errc::truncated, 1);
        }
        if (sample.opcode == Opcode::frame) {
            check_fails(whole, Errc::truncated, 1);
        } else {
            check_fails(whole, Errc::truncated, whole.size());
        }
    }
    check_fails("", Errc::truncated, 0);
}

TEST_CASE("decoder: an opcode that crosses the end of its frame is refused") {
    for (const Sample& sample : samples()) {
        const std::string bytes = bytes_of(sample);
        for (std::size_t inside = 2; inside < bytes.size(); ++inside) {
            INFO(line_of(sample, 9) << inside);
            const Outcome outcome = everywhere(framed(bytes + "..........", inside));
            // What Python reads in one piece may begin where the frame ends.
            const bool header_inside =
                brine::arg_info(brine::opcode_info(sample.opcode).arg).size < -1 &&
                inside == brine::detail::header_sizes[static_cast<unsigned char>(bytes[0])];
            const bool second_line =
                bytes[inside - 1] == '\n' &&
                (sample.opcode == Opcode::global || sample.opcode == Opcode::inst);
            if (header_inside || second_line) {
                CHECK(!outcome.error);
            } else {
                CHECK(outcome.error == Errc::invalid_frame);
                CHECK(outcome.place == 9);
            }
        }
    }
}

TEST_CASE("decoder: frames hold what they say, end before another begins, and may be empty") {
    check_good(framed("N."));
    check_good(framed("", 0) + "N.");
    check_good(framed("N") + framed("0N") + ".");
    check_good(framed("N", 1) + "X" + le<std::uint32_t>(2) + "ab.");
    check_good(framed("N", 2) + ".");
    // Nothing asks for the rest of a frame when STOP has come, but it has to be there.
    CHECK(everywhere(framed("N...")).place == 11);
    check_fails(framed("N.", 3), Errc::truncated, 0);
    check_fails(framed("N.", std::uint64_t{1} << 40U), Errc::truncated, 0);
    check_fails(framed("N.", std::uint64_t{1} << 63U), Errc::invalid_argument, 0);
    check_fails(framed("N" + framed("N"), 12) + ".", Errc::invalid_frame, 10);
    // The FRAME at the end of a frame is the last opcode of it.
    check_good(framed("N" + framed("0N."), 10));
}

TEST_CASE("decoder: lengths that are negative or beyond 2**63 are refused") {
    const std::string much(30, 'x');
    check_fails("T" + le<std::int32_t>(-1) + much, Errc::invalid_argument, 0);
    check_fails("\x8b" + le<std::int32_t>(-1) + much, Errc::invalid_argument, 0);
    for (const char code : {'\x8d', '\x8e', '\x96'}) {
        check_fails(code + le<std::uint64_t>(std::uint64_t{1} << 63U) + much,
                    Errc::invalid_argument, 0);
        check_fails(code + le<std::uint64_t>((std::uint64_t{1} << 63U) - 1) + much, Errc::truncated,
                    0);
        check_fails(code + le<std::uint64_t>(~std::uint64_t{0}) + much, Errc::invalid_argument, 0);
    }
    check_fails("B" + le<std::uint32_t>(0xFFFFFFFF) + much, Errc::truncated, 0);
    check_fails("X" + le<std::uint32_t>(0xFFFFFFFF) + much, Errc::truncated, 0);
}

TEST_CASE("decoder: text is UTF-8 in which only surrogates may be alone") {
    const auto short_text = [](const std::string& text) {
        return "N\x8c" + std::string(1, static_cast<char>(text.size())) + text;
    };
    const std::string room(40, '.');
    for (const std::string& bad :
         {"\xc3"s, "\x80"s, "\xc0\x80"s, "\xe0\x80\x80"s, "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s,
          "ab\xff"s, "\xe2\x82"s, "\xf0\x9f\x98"s, std::string(31, 'a') + "\x80",
          std::string(32, 'a') + "\x80", std::string(100, 'a') + "\xc3"}) {
        check_fails(short_text(bad) + ".", Errc::invalid_text, 1);
        check_fails(short_text(bad) + room, Errc::invalid_text, 1);
        check_fails("X" + le<std::uint32_t>(static_cast<std::uint32_t>(bad.size())) + bad + room,
                    Errc::invalid_text, 0);
    }
    for (const std::string& good : {"\xed\xb2\x80"s, "\xc3\xa9"s, "\xf4\x8f\xbf\xbf"s, "\0"s,
                                    std::string(31, 'a') + "\xc3\xa9"}) {
        check_good(short_text(good) + ".");
        CHECK(!everywhere(short_text(good) + room).error);
    }
    // A byte above 7F right behind the text is not part of it.
    CHECK(!everywhere(short_text("ab") + ".\xff" + room).error);
}

TEST_CASE("decoder: lines that no reader of Python takes are refused") {
    const std::pair<std::string, Errc> cases[] = {
        {"I\n", Errc::invalid_argument},
        {"I08\n", Errc::invalid_argument},
        {"L\n", Errc::invalid_argument},
        {"L010L\n", Errc::invalid_argument},
        {"F\n", Errc::invalid_argument},
        {"F 1.0\n", Errc::invalid_argument},
        {"F1e999\n", Errc::invalid_argument},
        {"g\n", Errc::invalid_argument},
        {"g-1\n", Errc::invalid_argument},
        {"p-1\n", Errc::invalid_argument},
        {"p9223372036854775808\n", Errc::invalid_argument},
        {"Sabc\n", Errc::invalid_text},
        {"S'\\x4'\n", Errc::invalid_text},
        {"V\\u12\n", Errc::invalid_text},
        {"c\nname\n", Errc::invalid_argument},
        {"cmodule\n\n", Errc::invalid_argument},
        {"c\xed\xa0\x80\nname\n", Errc::invalid_text},
        {"im\xc3\xa9\nname\n", Errc::invalid_text},
        {"P\xc3\xa9\n", Errc::invalid_text},
    };
    for (const auto& [bytes, code] : cases) {
        INFO(bytes);
        check_fails("N" + bytes + ".", code, 1);
    }
    check_good("P\n.");
    check_good("V\n.");
}

TEST_CASE("decoder: extension codes are positive, protocols known") {
    check_fails("\x82\0."s, Errc::invalid_argument, 0);
    check_fails("\x83\0\0."s, Errc::invalid_argument, 0);
    check_fails("\x84\xff\xff\xff\xff."s, Errc::invalid_argument, 0);
    check_fails("\x80\x06.", Errc::unsupported_protocol, 0);
    check_good("\x80\x02\x80\x05N\x80\0."s);
}

TEST_CASE("decoder: lines and payloads are held to the limits, whatever follows") {
    const auto digits = [](char code, std::size_t n) { return code + std::string(n, '1') + "\n."; };
    check_good(digits('I', 4300));
    check_good(digits('L', 4300));
    check_fails(digits('I', 4301), Errc::limit_exceeded, 0);
    check_fails(digits('L', 4301), Errc::limit_exceeded, 0);
    check_fails(std::string(20000, 'I'), Errc::limit_exceeded, 0);
    check_fails("I" + std::string(8664, '1'), Errc::truncated, 0);
    check_fails("I" + std::string(8665, '1'), Errc::limit_exceeded, 0);
    check_good("g" + std::string(31, '0') + "1\n.");
    check_fails("g" + std::string(32, '0') + "1\n.", Errc::limit_exceeded, 0);
    check_good("c" + std::string(4096, 'm') + "\nn\n.");
    check_fails("c" + std::string(4097, 'm') + "\nn\n.", Errc::limit_exceeded, 0);
    check_fails("cm\n" + std::string(4097, 'n') + "\n.", Errc::limit_exceeded, 0);
    check_fails(framed("c" + std::string(5000, 'm')), Errc::limit_exceeded, 9);

    brine::DecodeLimits limits;
    limits.payload_bytes = 300;
    limits.long_bytes = 1000;
    const std::string text301 = std::string(301, 'x');
    check_fails("X" + le<std::uint32_t>(301) + text301 + ".", Errc::limit_exceeded, 0, limits);
    check_fails("X" + le<std::uint32_t>(301), Errc::limit_exceeded, 0, limits);
    check_fails("V" + text301 + "\n.", Errc::limit_exceeded, 0, limits);
    CHECK(!everywhere("X" + le<std::uint32_t>(300) + text301.substr(1) + ".", limits).error);
    CHECK(
        !everywhere("\x8b" + le<std::int32_t>(1000) + std::string(1000, 'x') + ".", limits).error);
    check_fails("\x8b" + le<std::int32_t>(1001) + text301, Errc::limit_exceeded, 0, limits);
}

TEST_CASE("decoder: a pickle is held to the limit of its bytes") {
    brine::DecodeLimits limits;
    limits.input_bytes = 3;
    CHECK(everywhere("N0N.", limits).error == Errc::limit_exceeded);
    CHECK(everywhere("N0N.", limits).place == 3);
    CHECK(!everywhere("K\1.K\2.", limits).error);
    CHECK(everywhere("NK\1.", limits).place == 3);
    CHECK(everywhere("NK\1.", limits).opcode == -1);
    check_fails("NJ\1\1\1\1.", Errc::limit_exceeded, 1, limits);
    check_fails("Nc", Errc::truncated, 1, limits);
    check_fails("Ncm\nn\n.", Errc::limit_exceeded, 1, limits);
    check_fails(framed("N."), Errc::limit_exceeded, 0, limits);
    limits.input_bytes = 11;
    CHECK(!everywhere(framed("N."), limits).error);
    check_fails(framed("N0N.", 4), Errc::limit_exceeded, 0, limits);
    limits.input_bytes = 0;
    CHECK(everywhere("N.", limits).error == Errc::limit_exceeded);
}

TEST_CASE("decoder: rows of numbers are what the single opcodes are") {
    std::mt19937 random(7);
    std::string body;
    for (int i = 0; i < 3000; ++i) {
        const auto x = static_cast<std::uint32_t>(random());
        switch (random() % 12) {
            case 0:
            case 1:
                body += {'K', static_cast<char>(x & 0xFFU)};
                break;
            case 2:
            case 3:
                body += "M" + le<std::uint16_t>(static_cast<std::uint16_t>(x));
                break;
            case 4:
            case 5:
                body += "J" + le<std::uint32_t>(x);
                break;
            case 6:
            case 7:
            case 8:
                body += "\x8a" + std::string(1, static_cast<char>(x % 10)) +
                        std::string(x % 10, static_cast<char>(x >> 8U));
                break;
            case 9:
                body += "N";
                break;
            default:
                body += "G" + le<std::uint64_t>(std::uint64_t{x} * 77777777);
                break;
        }
    }
    check_good(body + '.');
    check_good(framed(body + '.'));
    check_good(std::string(3000, 'K') + '.');
    std::string floats;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        floats += "G" + le<std::uint64_t>(i * 123456789);
    }
    check_good(floats + '.');
    for (std::size_t cut = 0; cut < 40; ++cut) {
        everywhere(floats.substr(0, 40 - cut));
        everywhere(body.substr(0, 40 - cut));
    }
}

TEST_CASE("decoder: rows of texts and of look-ups are what the single opcodes are") {
    std::mt19937 random(8);
    std::string body;
    for (int i = 0; i < 2000; ++i) {
        const std::size_t n = random() % 40;
        std::string text(n, static_cast<char>('a' + i % 26));
        switch (random() % 16) {
            case 0:  // two bytes of UTF-8, at either end
                text = "\xc3\xa9" + text;
                break;
            case 1:
                text += "\xc3\xa9";
                break;
            case 2:
                body += "K\1";
                break;
            case 3:
            case 4:
            case 5:
            case 6:
                body += {'h', static_cast<char>(random())};
                continue;
            case 7:
            case 8:
            case 9:
                body += "j" + le<std::uint32_t>(static_cast<std::uint32_t>(random()));
                continue;
            default:
                break;
        }
        body += "\x8c" + std::string(1, static_cast<char>(text.size())) + text;
        body += std::string(random() % 3, '\x94');
    }
    check_good(body + '.');
    check_good(framed(body + '.'));
    check_good(framed(body.substr(0, 7000) + std::string(8000, 'N')) + '.');
    const std::string front(40, 'N');
    const std::string texts = "\x8c\3abc\x94\x8c\x20" + std::string(32, 'x') + "\x94\x8c\1y.";
    const std::string gets = "h\1j\1\2\3\4h\2h\3j\1\2\3\4.";
    for (const std::string& row : {texts, gets}) {
        for (std::size_t size = 0; size <= row.size(); ++size) {
            everywhere(front + row.substr(0, size));
            everywhere(row.substr(0, size));
            everywhere(framed(front + row.substr(0, size)) + row.substr(size));
            // The frame says less than there is, so that it ends inside an opcode.
            everywhere(framed(front + row, front.size() + size));
        }
    }
    for (std::size_t i = 2; i < 5; ++i) {  // a byte of a lead, alone
        std::string bad = texts;
        bad[i] = '\xc3';
        check_fails(front + bad, Errc::invalid_text, front.size());
        bad = texts;
        bad[8 + 15 * (i - 2)] = '\x80';
        check_fails(front + bad, Errc::invalid_text, front.size() + 6);
    }
}

TEST_CASE("decoder: pickles follow one another, each counted from its own first byte") {
    const std::string first = "\x80\x04" + framed("K\1.");
    const std::string second = "cm\nn\n.";
    const std::string third = framed("N.");
    const std::string all = first + second + third;
    brine::MemoryInput memory{std::string_view(all)};
    SlowReader slow{all, 3};
    brine::StreamInput exact(slow);
    SlowReader fast{all, 1000};
    brine::StreamInput ahead(fast, brine::read_ahead::allowed);
    std::size_t consumed = 0;
    for (const std::string& pickle : {first, second, third}) {
        consumed += pickle.size();
        const Outcome expected = from_memory(pickle);
        CHECK(expected.place == pickle.size());
        CHECK(outcome_of(memory) == expected);
        CHECK(outcome_of(exact) == expected);
        CHECK(outcome_of(ahead) == expected);
        CHECK(memory.rest() == all.substr(consumed));
        CHECK(slow.bytes == all.substr(consumed));
        CHECK(exact.rest().empty());
        CHECK(ahead.rest() == all.substr(consumed));
    }
    CHECK(outcome_of(memory).error == Errc::truncated);
    CHECK(outcome_of(exact).error == Errc::truncated);
    CHECK(outcome_of(ahead).error == Errc::truncated);
}

TEST_CASE("decoder: random bytes have the same outcome from every source") {
    std::mt19937 random(11);
    const std::vector<Sample> all = samples();
    for (int i = 0; i < 1500; ++i) {
        std::string bytes;
        for (std::size_t n = random() % 8; n > 0; --n) {
            bytes += bytes_of(all[random() % all.size()]);
        }
        for (std::size_t n = random() % 3; n > 0 && !bytes.empty(); --n) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        if (random() % 3 == 0) {
            bytes = framed(bytes, random() % (bytes.size() + 2)) + bytes;
        }
        INFO(i);
        everywhere(bytes + '.');
    }
}

TEST_CASE("decoder: views from memory point into it") {
    WhereTextIs visitor;
    const std::string bytes = "\x8c\3abc.";
    brine::MemoryInput input{std::string_view(bytes)};
    brine::decode(input, visitor);
    CHECK(visitor.seen == bytes.data() + 2);
    CHECK(brine::borrows<Opcode::binunicode>);
    CHECK_FALSE(brine::borrows<Opcode::unicode>);
}

TEST_CASE("decoder: what a handler throws passes through, and refusals know the place") {
    const auto run = [](std::string_view bytes) {
        brine::MemoryInput input(bytes);
        return brine::decode(input, Refusing());
    };
    try {
        run("NNR.");
        FAIL("REDUCE passed");
    } catch (const brine::UnpicklingError& error) {
        CHECK(error.code() == Errc::invalid_stack);
        CHECK(error.offset() == 2);
        CHECK(error.opcode() == 'R');
        const std::string what = error.what();
        CHECK(what.size() <= 200);
        CHECK(what.find_first_of("\x1b\n") == std::string::npos);
    }
    CHECK_THROWS_AS(run("Nb."), int);
}

TEST_CASE("decode_errors: names from the input are escaped and cut") {
    CHECK(brine::shown("os.system") == "os.system");
    CHECK(brine::shown("a\n\x1b\\\xe9") == "a\\x0a\\x1b\\x5c\\xe9");
    CHECK(brine::shown(std::string(100, 'a')) == std::string(40, 'a') + "...");
    CHECK(brine::shown("abcdef", 3) == "abc...");
}
