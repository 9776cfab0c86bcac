#include <brine/wire/op_writer.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "wire/hex.hpp"

using brine::ContainerOutput;
using brine::Opcode;
using brine::OpWriter;

namespace {

// What `write(writer)` writes between PROTO and STOP, these included.
template <class Write>
std::string written(int protocol, Write write) {
    std::string bytes;
    ContainerOutput<std::string> output(bytes);
    OpWriter writer(output, protocol);
    writer.begin(output.start(0));
    write(writer);
    output.finish(writer.finish());
    return bytes;
}

std::span<const std::byte> as_span(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string frame(std::uint64_t size) {
    std::string header = "\x95";
    for (int shift = 0; shift < 64; shift += 8) {
        header += static_cast<char>(size >> shift & 0xffU);
    }
    return header;
}

}  // namespace

TEST_CASE("op_writer: an int of 256 takes BININT2") {
    CHECK(hex(written(2, [](OpWriter& w) { w.integer(256); })) == "80 02 4d 00 01 2e");
}

// pickle.dumps(5, 4), pickle.dumps(256, 4)
TEST_CASE("op_writer: a frame of 3 bytes has no header, one of 4 has") {
    CHECK(hex(written(4, [](OpWriter& w) { w.integer(5); })) == "80 04 4b 05 2e");
    CHECK(hex(written(4, [](OpWriter& w) { w.integer(256); })) ==
          "80 04 95 04 00 00 00 00 00 00 00 4d 00 01 2e");
    CHECK(hex(written(5, [](OpWriter& w) { w.op(Opcode::none); })) == "80 05 4e 2e");
}

TEST_CASE("op_writer: below protocol 4 there are no frames") {
    const std::string text(70000, 'a');
    for (const int protocol : {2, 3}) {
        const auto bytes = written(protocol, [&](OpWriter& w) {
            w.text(text);
            w.boundary();
            w.text("b");
        });
        CHECK(bytes.find('\x95') == std::string::npos);
        CHECK(bytes.size() == 2 + 5 + 70000 + 5 + 1 + 1);
    }
}

// len(pickle.dumps(['a' * 65527, 'bc'], 4)) is two frames, and one with 'a' * 65526
TEST_CASE("op_writer: a frame is closed where an object starts once it holds 65536 bytes") {
    const auto two_texts = [](std::size_t size) {
        return written(4, [=](OpWriter& w) {
            w.text(std::string(size, 'a'));
            w.boundary();
            w.text("bc");
        });
    };
    const std::string open = two_texts(65530);
    CHECK(open.substr(2, 9) == frame(65535 + 5));
    CHECK(open.size() == 2 + 9 + 65535 + 5);

    const std::string closed = two_texts(65531);
    CHECK(closed.substr(2, 9) == frame(65536));
    CHECK(closed.substr(2 + 9 + 65536, 9) == frame(5));
    CHECK(closed.size() == 2 + 9 + 65536 + 9 + 5);
}

TEST_CASE("op_writer: object() closes a full frame as boundary() does") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
        const auto bytes = written(4, [=](OpWriter& w) {
            w.text(std::string(65532, 'a'));
            w.commit(w.object(w.cursor(), size));
            w.op(Opcode::none);
        });
        CHECK(bytes.substr(2, 9) == frame(65537));
    }
}

TEST_CASE("op_writer: a frame never ends within an object that was begun in it") {
    const auto bytes = written(4, [](OpWriter& w) {
        w.text(std::string(65532, 'a'));
        for (int i = 0; i < 10; ++i) {
            w.put(0);
        }
    });
    CHECK(bytes.substr(2, 9) == frame(65537 + 10 + 1));
    CHECK(bytes.size() == 2 + 9 + 65537 + 10 + 1);
}

// pickle.dumps(b'x' * 65536, 4)
TEST_CASE("op_writer: a payload of 65536 bytes stands outside of frames") {
    const std::string payload(65536, 'x');
    const auto bytes = written(4, [&](OpWriter& w) {
        w.bytes(as_span(payload));
        w.put(0);
    });
    CHECK(hex(bytes.substr(0, 7)) == "80 04 42 00 00 01 00");
    CHECK(bytes.substr(7, 65536) == payload);
    CHECK(hex(bytes.substr(7 + 65536)) == "94 2e");
}

TEST_CASE("op_writer: a payload of 65535 bytes stands in its frame") {
    const auto bytes = written(4, [](OpWriter& w) { w.text(std::string(65535, 'x')); });
    CHECK(bytes.substr(2, 9) == frame(5 + 65535 + 1));
}

TEST_CASE("op_writer: a large payload closes the frame before it, and a new one follows it") {
    const std::string payload(100000, 'x');
    const auto bytes = written(5, [&](OpWriter& w) {
        w.integer(256);
        w.integer(257);
        w.bytearray(as_span(payload));
        w.integer(258);
        w.integer(259);
    });
    const std::string front = "\x80\x05" + frame(6) + std::string("M\0\1M\1\1", 6);
    const std::string header = "\x96" + frame(100000).substr(1);
    const std::string behind = frame(7) + std::string("M\2\1M\3\1.", 7);
    CHECK(bytes == front + header + payload + behind);
}

TEST_CASE(
    "op_writer: what is left of a frame in front of a large payload may be too small for one") {
    const std::string payload(65536, 'x');
    const auto bytes = written(4, [&](OpWriter& w) {
        w.op(Opcode::empty_list);
        w.put(0);
        w.op(Opcode::mark);
        w.text(payload);
        w.put(0);
        w.text(payload);
        w.put(0);
        w.op(Opcode::appends);
    });
    CHECK(hex(bytes.substr(0, 6)) == "80 04 5d 94 28 58");
    CHECK(hex(bytes.substr(5 + 5 + 65536, 6)) == "94 58 00 00 01 00");
    CHECK(hex(bytes.substr(bytes.size() - 3)) == "94 65 2e");
}

// pickle.dumps(2**2039 - 1, 2) is a LONG1, pickle.dumps(2**2039, 2) a LONG4
TEST_CASE("op_writer: an int of 255 bytes takes LONG1, one of 256 LONG4") {
    const auto big = [](std::size_t size) {
        const std::string bytes(size, '\1');
        return written(2, [&](OpWriter& w) { w.big_integer(as_span(bytes)); });
    };
    CHECK(hex(big(255).substr(0, 5)) == "80 02 8a ff 01");
    CHECK(big(255).size() == 2 + 2 + 255 + 1);
    CHECK(hex(big(256).substr(0, 8)) == "80 02 8b 00 01 00 00 01");
    CHECK(big(256).size() == 2 + 5 + 256 + 1);
    CHECK(hex(big(0)) == "80 02 8a 00 2e");
}

TEST_CASE("op_writer: a big int is written in its frame whatever its size") {
    const std::string digits(70000, '\1');
    const auto bytes = written(4, [&](OpWriter& w) { w.big_integer(as_span(digits)); });
    CHECK(bytes.substr(2, 9) == frame(5 + 70000 + 1));
}

TEST_CASE("op_writer: extension codes take EXT1, EXT2 or EXT4") {
    const auto extension = [](std::int32_t code) {
        return hex(written(2, [=](OpWriter& w) { w.extension(code); }));
    };
    CHECK(extension(1) == "80 02 82 01 2e");
    CHECK(extension(255) == "80 02 82 ff 2e");
    CHECK(extension(256) == "80 02 83 00 01 2e");
    CHECK(extension(65535) == "80 02 83 ff ff 2e");
    CHECK(extension(65536) == "80 02 84 00 00 01 00 2e");
    CHECK(extension(0x7fffffff) == "80 02 84 ff ff ff 7f 2e");
}

TEST_CASE("op_writer: GLOBAL's names are lines") {
    CHECK(written(2, [](OpWriter& w) { w.global("os", "getcwd"); }) ==
          "\x80\x02"
          "cos\ngetcwd\n.");
}

TEST_CASE("op_writer: tuples of one to three items") {
    CHECK(hex(written(2, [](OpWriter& w) { w.small_tuple(1); })) == "80 02 85 2e");
    CHECK(hex(written(2, [](OpWriter& w) { w.small_tuple(2); })) == "80 02 86 2e");
    CHECK(hex(written(2, [](OpWriter& w) { w.small_tuple(3); })) == "80 02 87 2e");
}

TEST_CASE("op_writer: it makes room for every size, one byte at a time or all at once") {
    for (const int protocol : {2, 4}) {
        for (std::size_t size = 1; size < 3000; size += 37) {
            const auto at_once = written(protocol, [=](OpWriter& w) {
                char* p = w.room(w.cursor(), size);
                std::fill_n(p, size, 'N');
                w.commit(p + size);
            });
            const auto singly = written(protocol, [=](OpWriter& w) {
                for (std::size_t i = 0; i < size; ++i) {
                    w.op(Opcode::none);
                }
            });
            CHECK(at_once == singly);
        }
    }
}

TEST_CASE("op_writer: protocols 0 and 1 have no PROTO, and opcodes of their own") {
    struct Written {
        std::string at_0, at_1;
    };
    const auto both = [](auto write) { return Written{written(0, write), written(1, write)}; };
    const auto check = [](const Written& found, std::string_view at_0, std::string_view at_1) {
        CHECK(found.at_0 == at_0);
        CHECK(found.at_1 == at_1);
    };
    using W = OpWriter;
    check(both([](W& w) { w.boolean(true); }), "I01\n.", "I01\n.");
    check(both([](W& w) { w.integer(255); }), "I255\n.", "K\xff.");
    check(both([](W& w) { w.integer(2147483648); }), "L2147483648L\n.", "L2147483648L\n.");
    check(both([](W& w) { w.get(256); }), "g256\n.", {"j\0\1\0\0.", 6});
    check(both([](W& w) { w.put(255); }), "p255\n.", "q\xff.");
    check(both([](W& w) { w.empty_list(); }), "(l.", "].");
    check(both([](W& w) { w.empty_dict(); }), "(d.", "}.");
    check(both([](W& w) { w.close_tuple(0); }), "(t.", ").");
    check(both([](W& w) { w.open_tuple(1), w.op(Opcode::none), w.close_tuple(1); }), "(Nt.",
          "(Nt.");
    check(both([](W& w) { w.drop_tuple(2); }), "000.", "1.");
    check(both([](W& w) { w.global("a", "B"), w.global("c", "D", Opcode::inst); }),
          "ca\nB\nic\nD\n.", "ca\nB\nic\nD\n.");
    check(both([](W& w) { w.real(0.5); }), "F0.5\n.", {"G?\xe0\0\0\0\0\0\0.", 10});
    // Text of any size, in a buffer that grows
    const std::string text(100000, '\n');
    std::string escaped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        escaped += "\\u000a";
    }
    CHECK(written(0, [&](W& w) { w.text(text); }) == "V" + escaped + "\n.");
    // From protocol 2 on
    CHECK(hex(written(2, [](W& w) { w.open_tuple(3), w.close_tuple(3), w.drop_tuple(2); })) ==
          "80 02 87 30 30 2e");
    CHECK(hex(written(2, [](W& w) { w.open_tuple(4), w.close_tuple(4), w.drop_tuple(4); })) ==
          "80 02 28 74 31 2e");
}
