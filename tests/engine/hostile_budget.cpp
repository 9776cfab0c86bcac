// What a load takes from the heap, measured: in proportion to the input that has come, and given
// back. What its limits are when nobody has named any.
#include "engine/allocations.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::Document;
using brine::Errc;
using brine::LoadLimits;
using brine::LoadOptions;
using std::string_literals::operator""s;

constexpr std::size_t kibi = 1024;
constexpr std::size_t mebi = 1024 * kibi;

template <class Load>
std::optional<Errc> error_of(Load load) {
    try {
        static_cast<void>(load());
    } catch (const brine::PickleError& error) {
        return error.code();
    }
    return {};
}

/// Bytes of the heap that were in use at once, over what was before.
std::size_t peak_of(const std::function<void()>& action) {
    allocations::start_peak();
    action();
    return allocations::peak();
}

/// Each opcode, and each way in which one byte makes much.
std::vector<std::string> generators(std::size_t n) {
    std::vector<std::string> all;
    for (const std::string& code : {"N"s,
                                    "]"s,
                                    "}"s,
                                    ")"s,
                                    "("s,
                                    "\x8f"s,
                                    "]\x94"s,
                                    "}\x94"s,
                                    "(l"s,
                                    "(d"s,
                                    "(t"s,
                                    "(\x91"s,
                                    "N\x85"s,
                                    "NN\x86"s,
                                    "N0"s,
                                    "(1"s,
                                    "N2"s,
                                    "]0"s,
                                    "K\1"s,
                                    "I7\n"s,
                                    "F1\n"s,
                                    "S''\n"s,
                                    "V\n"s,
                                    "C\0"s,
                                    "C\1a"s,
                                    "\x8c\1a"s,
                                    "U\1a"s,
                                    "X\1\0\0\0a"s,
                                    "c\n\n"s,
                                    "(i\n\n"s,
                                    "(c\n\no"s,
                                    "P\n"s,
                                    "NQ"s,
                                    "\x82\1"s,
                                    "c\n\n)R"s,
                                    "c\n\n)\x81"s,
                                    "c\n\n)}\x92"s,
                                    "c\n\n)R0"s,
                                    "]Na"s,
                                    "}NNs"s,
                                    "\x8f(N\x90"s,
                                    "c\n\n)RNb"s,
                                    "c\n\n)RNa"s,
                                    "\x96\0\0\0\0\0\0\0\0"s,
                                    "\x8a\x09\1\1\1\1\1\1\1\1\1"s,
                                    "\x80\2"s,
                                    "Nq\0"s}) {
        all.push_back(times(code, n) + "N.");
    }
    const auto each = [n](const auto& make) {
        std::string out;
        for (std::uint32_t i = 0; i < n; ++i) {
            out += make(i);
        }
        return out;
    };
    const auto put = [](std::uint32_t i) { return "r" + le(i); };
    all.push_back("N" + each([&](auto i) { return put(65 * i + 64); }) + ".");
    all.push_back("N" + each([&](auto i) {
                      return put(static_cast<std::uint32_t>(std::uint64_t{2'654'435'761} * i));
                  }) +
                  ".");
    all.push_back("N" + times("\x94", n) + ".");
    all.push_back("]" + times("Na", n) + ".");
    all.push_back("]" + times("]a]0", n) + ".");
    all.push_back("c\n\n)R" + times("Nb", n) + ".");
    all.push_back("c\n\n)R" + times("NaNNs", n) + ".");
    all.push_back("c\n\nq\0"s + times("h\0)R"s, n) + ".");
    all.push_back("c\n\n" + times(")R", n) + ".");
    all.push_back("N" + times("\x85", n) + ".");
    all.push_back("\x8f(" + each([](auto i) { return "J" + le(i); }) + "\x90.");
    all.push_back(
        "}(" + each([](auto i) { return "M" + le(static_cast<std::uint16_t>(i)) + "N"; }) + "u.");
    all.push_back("}" + each([](auto i) { return "J" + le(i) + "Ns"; }) + ".");
    all.push_back("c__builtin__\nset\nq\0](" + each([](auto i) { return "J" + le(i); }) + "eq\1"s +
                  times("h\0h\1\x85R"s, n) + ".");
    const std::string text = "X" + le(static_cast<std::uint32_t>(n)) + std::string(n, 'x');
    all.push_back("c_codecs\nencode\nq\0"s + text + "q\1X\6\0\0\0latin1q\2"s +
                  times("h\0h\1h\2\x86R"s, n) + ".");
    all.push_back("c__builtin__\nbytearray\nq\0B"s + text.substr(1) + "q\1" +
                  times("h\0h\1\x85R"s, n) + ".");
    all.push_back("c__builtin__\nbytearray\nJ\0\0\0\x40\x85R."s);
    return all;
}

TEST_CASE("hostile: what is charged is what is taken, so the heap stays within the promise") {
    // Without what is there in any case, so that little input is enough to see what it takes.
    constexpr std::size_t base = 8 * kibi;
    constexpr std::size_t fixed = 80 * kibi;  // of small pieces that are kept for the next load
    LoadOptions options;
    options.limits.memory_base = base;
    static_cast<void>(brine::loads("}(K\1K\2u."));  // what is made once for all
    for (const std::size_t n : {std::size_t{200}, std::size_t{8000}}) {
        const std::vector<std::string> all = generators(n);
        for (std::size_t i = 0; i < all.size(); ++i) {
            CAPTURE(n, i, all[i].substr(0, 40));
            const std::size_t most = fixed + base + 100 * all[i].size();
            CHECK(peak_of([&] {
                      static_cast<void>(error_of([&] { return brine::loads(all[i], options); }));
                  }) <= most);
            CHECK(peak_of([&] {
                      SlowReader stream{all[i], 100};
                      static_cast<void>(error_of([&] { return brine::load(stream, options); }));
                  }) <= most);
        }
    }
}

TEST_CASE("hostile: nothing that grows with the input goes uncharged") {
    LoadOptions options;
    options.limits.memory_base = 64 * kibi;
    options.limits.memory_per_byte = 0;
    const std::vector<std::string> all = generators(20'000);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CAPTURE(i, all[i].substr(0, 40));
        // What moves as it grows may be there twice, and in an arena whose chunks double.
        CHECK(peak_of([&] {
                  static_cast<void>(error_of([&] { return brine::loads(all[i], options); }));
              }) <= 4 * 64 * kibi + 80 * kibi);
    }
}

TEST_CASE("hostile: pickles of all kinds take from the heap what the promise allows") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/pickles")) {
        if (!entry.is_regular_file() || entry.file_size() > 20'000) {
            continue;
        }
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string pickle{std::istreambuf_iterator<char>(stream), {}};
        CAPTURE(entry.path().string());
        CHECK(peak_of([&] { static_cast<void>(error_of([&] { return brine::loads(pickle); })); }) <=
              8 * kibi + 100 * pickle.size());
        ++count;
    }
    CHECK(count > 500);
}

TEST_CASE("hostile: a stream has little memory while few bytes have come") {
    // A large list, copied into sets; the bytes of a large text that would allow that never come.
    LoadOptions options;
    options.limits.memory_base = 64 * kibi;
    std::string pickle = "c__builtin__\nset\nq\0]q\1("s;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        pickle += "J" + le(i);
    }
    pickle += "e" + times("h\0h\1\x85R0"s, 100);
    const std::string later =
        "B" + le(std::uint32_t{1'000'000}) + std::string(1'000'000, 'x') + ".";
    CHECK(error_of([&] { return brine::loads(pickle + later, options); }) == std::nullopt);
    const std::string all = pickle + later;
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, all.size()}) {
        SlowReader stream{all, step};
        CHECK(peak_of([&] {
                  CHECK(error_of([&] { return brine::load(stream, options); }) ==
                        Errc::limit_exceeded);
              }) < 200 * kibi + 100 * pickle.size());
        CHECK(stream.bytes.size() + step >= later.size());
    }
}

struct Part {
    std::string name;
    std::vector<std::uint8_t> data;
};

}  // namespace

template <>
struct brine::codec<Part> : brine::dataclass<"m", "Part", &Part::name, &Part::data> {};

namespace {

struct Figure {
    virtual ~Figure() = default;
    int id = 0;
};
struct Disc : Figure {};

}  // namespace

template <>
struct brine::codec<Figure> : brine::dataclass<"geo", "Figure", &Figure::id> {};
template <>
struct brine::codec<Disc> : brine::dataclass<"geo", "Disc", brine::base<Figure>> {};

namespace {

/// The errors of loads<T>() from memory and of load<T>() from a stream, and how large a piece of
/// memory they asked for.
template <class T>
void check_lengths(const std::string& head) {
    const std::string some = "some";
    const std::uint64_t most8 = (std::uint64_t{1} << 63U) - 1;
    std::vector<std::string> declared;
    for (const char code : {'B', 'X'}) {
        declared.push_back(code + le<std::uint32_t>(0xffffffff));
    }
    for (const char code : {'T', '\x8b'}) {
        declared.push_back(code + le<std::int32_t>(0x7fffffff));
    }
    for (const char code : {'\x8d', '\x8e', '\x95', '\x96'}) {
        declared.push_back(code + le(most8));
        declared.push_back(code + le(std::uint64_t{1} << 40U));
    }
    for (const char code : {'U', 'C', '\x8a', '\x8c'}) {
        declared.push_back(code + "\xff"s);
    }
    for (const std::string& length : declared) {
        const std::string pickle = head + length + some;
        CAPTURE(head, length);
        static_cast<void>(allocations::take_largest());
        CHECK(error_of([&] { return brine::loads<T>(pickle); }) == Errc::truncated);
        T into{};
        CHECK(error_of([&] {
                  brine::loads_into(pickle, into);
                  return 0;
              }) == Errc::truncated);
        CHECK(allocations::take_largest() <= 4 * kibi);
        for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
            SlowReader stream{pickle, step};
            CHECK(error_of([&] { return brine::load<T>(stream); }) == Errc::truncated);
        }
        CHECK(allocations::take_largest() <= 64 * kibi);
    }
}

TEST_CASE("hostile: loads<T>() does not believe a length before its bytes are there") {
    check_lengths<std::string>("\x80\4");
    check_lengths<std::vector<std::uint8_t>>("\x80\4");
    check_lengths<brine::Int>("\x80\4");
    check_lengths<std::vector<std::string>>("\x80\4]\x94(\x8c\1a\x94");
    check_lengths<std::map<std::string, int>>("\x80\4}\x94(");
    check_lengths<Part>("\x80\4\x8c\1m\x94\x8c\4Part\x94\x93\x94)\x81\x94}\x94(\x8c\4name\x94");
}

TEST_CASE("hostile: what loads<T>() copies out of a pickle is bounded") {
    const std::string text = "B" + le(std::uint32_t{10'000}) + std::string(10'000, 'x');
    const auto shared = [](const std::string& object, std::size_t n) {
        return "\x80\4]\x94(" + object + "\x94" + times("h\1", n) + "e.";
    };
    const auto check = []<class T>(const std::string& few, const std::string& many, T) {
        CHECK(brine::loads<T>(few).size() == 11);
        const auto over = brine::try_loads<T>(few, {.convert = {.max_bytes = 109'999}});
        REQUIRE_FALSE(over);
        CHECK(over.error().code() == Errc::limit_exceeded);
        CHECK(brine::loads<T>(few, {.convert = {.max_bytes = 110'000}}).size() == 11);
        // 16 MiB and a hundred for each byte
        const std::size_t most = 17 * mebi + 110 * many.size();
        CHECK(peak_of([&] {
                  CHECK(error_of([&] { return brine::loads<T>(many); }) == Errc::limit_exceeded);
              }) < 2 * most);
        CHECK(error_of([&] {
                  SlowReader stream{many, many.size()};
                  return brine::load<T>(stream);
              }) == Errc::limit_exceeded);
        CHECK(brine::loads(many).as<T>().size() == 5001);  // of what is there, as often as wanted
    };
    check(shared("X" + text.substr(1), 10), shared("X" + text.substr(1), 5000),
          std::vector<std::string>());
    check(shared(text, 10), shared(text, 5000), std::vector<std::vector<std::uint8_t>>());
    check(shared("\x8b" + text.substr(1), 10), shared("\x8b" + text.substr(1), 5000),
          std::vector<brine::Int>());
}

TEST_CASE("hostile: what as<T>() makes of a document is bounded") {
    using Ints = std::vector<int>;
    using Cube = std::vector<std::vector<Ints>>;
    const auto cube = [](std::size_t n) {
        return "\x80\4](" + times("K\1", n) +
               "e\x94"
               "0](" +
               times("h\0"s, n) +
               "e\x94"
               "0](" +
               times("h\1", n) + "e.";
    };
    CHECK(brine::loads(cube(80)).as<Cube>().size() == 80);
    const Document document = brine::loads(cube(300));
    CHECK(peak_of([&] {
              CHECK(error_of([&] { return document.as<Cube>(); }) == Errc::limit_exceeded);
              CHECK(error_of([&] { return document.root().as<Cube>(); }) == Errc::limit_exceeded);
          }) < 64 * mebi);
    // What is not shared always comes out.
    const Ints many(3 * mebi, 1);
    CHECK(brine::loads(brine::dumps(many)).as<Ints>() == many);
    CHECK(brine::Value().as<std::optional<int>>() == std::nullopt);
}

TEST_CASE("hostile: what loads<T>() makes of the arguments of calls is bounded") {
    // A call with n times the same argument, which stands in a list n times.
    const auto calls = [](const std::string& argument, const std::string& callable, std::size_t n) {
        return "\x80\4" + argument +
               "\x94"
               "0](" +
               callable + "(" + times("h\0"s, n) + "tR\x94" + times("h\1", n) + "e.";
    };
    const auto check = []<class T>(const std::string& few, const std::string& many, T) {
        CHECK(brine::loads<T>(few).size() == 11);
        CHECK(error_of([&] { return brine::loads<T>(few, {.convert = {.max_bytes = 100}}); }) ==
              Errc::limit_exceeded);
        CHECK(peak_of([&] {
                  CHECK(error_of([&] { return brine::loads<T>(many); }) == Errc::limit_exceeded);
              }) < 160 * mebi);
    };
    const std::string number = "\x8a\x10" + std::string(16, '\x7e');
    const std::string error = "cbuiltins\nRuntimeError\n";
    check(calls(number, error, 10), calls(number, error, 2000), std::vector<std::runtime_error>());
    check(calls(number, error, 10), calls(number, error, 2000), std::vector<std::exception_ptr>());
    const std::string empty = "X\0\0\0\0"s;
    check(calls(empty, error, 10), calls(empty, error, 4000), std::vector<std::exception_ptr>());
    const std::string path = "cpathlib\nPurePosixPath\n";
    check(calls("\x8c\1a", path, 10), calls("\x8c\1a", path, 2000),
          std::vector<std::filesystem::path>());
    const std::string parts = times("a/", 1000);
    const std::string texts = "\x80\4](X" + le(static_cast<std::uint32_t>(parts.size())) + parts +
                              "\x94" + times("h\0"s, 8000) + "e.";
    CHECK(error_of([&] { return brine::loads<std::vector<std::string>>(texts); }) == std::nullopt);
    CHECK(error_of([&] { return brine::loads<std::vector<std::filesystem::path>>(texts); }) ==
          Errc::limit_exceeded);
    const auto objects_of = [&]<class T>(const std::string& pickle, T) {
        CHECK(brine::loads<T>(pickle, {.convert = {.max_objects = 11 + 110}}).size() == 11);
        CHECK(error_of([&] {
                  return brine::loads<T>(pickle, {.convert = {.max_objects = 11 + 109}});
              }) == Errc::limit_exceeded);
    };
    objects_of(calls(empty, error, 10), std::vector<std::exception_ptr>());
    objects_of(calls(empty, path, 10), std::vector<std::filesystem::path>());
    // Of an exception that has none in C++ the message begins with its name.
    const std::string name = std::string(20'000, 'x') + "Error";
    const std::string cls =
        "\x8c\x08"
        "builtinsX" +
        le(static_cast<std::uint32_t>(name.size())) + name + "\x93";
    const auto named = [&](std::size_t n) {
        return "\x80\4](" + cls + ")R\x94" + times("h\0"s, n) + "e.";
    };
    check(named(10), named(2000), std::vector<std::exception_ptr>());
}

/// geo.Pt.<attribute>.<attribute>..., with so many attributes, all of them the same text.
std::string long_name(std::size_t links, const std::string& attribute) {
    return "\x80\4X" + le(static_cast<std::uint32_t>(attribute.size())) + attribute +
           "\x94"
           "0cbuiltins\ngetattr\n\x94"
           "0" +
           times("h\1", links) + "cgeo\nPt\n" + times("h\0\x86R"s, links);
}

TEST_CASE("hostile: a name of many parts is not put together only to be refused") {
    brine::Registry registry;
    registry.add<Disc>();
    const LoadOptions options{.convert = {.registry = &registry}};
    const auto check = [&]<class T>(const std::string& pickle, T) {
        std::string what;
        CHECK(peak_of([&] {
                  const auto loaded = brine::try_loads<T>(pickle, options);
                  REQUIRE_FALSE(loaded);
                  what = loaded.error().what();
              }) < 2 * mebi);
        CHECK(what.size() <= 200);
        CHECK(what.find("a class of a very long name") != std::string::npos);
    };
    const std::string cls = long_name(200, std::string(60'000, 'a'));
    const std::string object = cls + ")R.";
    check(object, 0);
    check(object, std::exception_ptr());
    check(object, std::shared_ptr<Figure>());
    check(object, std::unique_ptr<Figure>());
    check(object, Disc());
    // Of itself, a class is an object that getattr makes.
    CHECK(peak_of([&] {
              CHECK(error_of([&] { return brine::loads<brine::Global>(cls + "."); }) ==
                    Errc::type_mismatch);
          }) < 2 * mebi);
    // So many parts are no name of Python's.
    CHECK(brine::loads<brine::Global>(long_name(2000, "a") + ".").name == "Pt" + times(".a", 2000));
    CHECK(error_of([&] { return brine::loads<brine::Global>(long_name(5000, "") + "."); }) ==
          Errc::type_mismatch);
    // One text, however long, may be a name, which a message need not have whole.
    const std::string one(3 * mebi, 'a');
    const std::string named =
        "\x80\4\x8c\1mX" + le(static_cast<std::uint32_t>(one.size())) + one + "\x93";
    CHECK(brine::loads<brine::Global>(named + ".").name == one);
    CHECK(error_of([&] { return brine::loads<int>(named + ")R."); }) == Errc::type_mismatch);
}

TEST_CASE("hostile: cycles of each kind are freed, loaded, edited or half built") {
    const std::string cycles[] = {
        "]q\0h\0a."s,                                 // a list in itself
        "}q\0K\1h\0s."s,                              // a dict in itself
        "cm\nC\n)\x81q\0}K\1h\0sb."s,                 // an object in its state
        "\x8fq\0(cm\nC\n)\x81q\1}K\1h\0sbh\1\x90."s,  // a set in the state of its element
        "]q\0(h\0h\0tq\1ah\1."s,                      // a tuple in a list that is in it
        "]q\0]q\1h\0ah\1a0h\0."s,                     // a ring of two
        "cm\nf\nq\0]q\1h\0h\1\x85Rq\2ah\2."s,         // an object in its own arguments
        "cm\nC\n)\x81q\0cm\ns\nh\0h\0\x86R0."s,       // a call for an object, with it twice
        "(]q\0h\0\x91q\1."s,                          // refused: a list is no key
    };
    for (const std::string& cycle : cycles) {
        CAPTURE(cycle);
        const std::size_t before = allocations::live();
        for (std::size_t size = 0; size <= cycle.size(); ++size) {
            static_cast<void>(error_of([&] { return brine::loads(cycle.substr(0, size)); }));
        }
        static_cast<void>(error_of([&] {
            Document document = brine::loads(cycle);
            const Document copy = document.clone();
            document.set_root(document.list({document.root(), document.root()}));
            document.root().append(document.root());
            document.root().append(copy.root());
            return document.clone();
        }));
        CHECK(allocations::live() == before);
    }
    const std::size_t before = allocations::live();
    {
        Document document = brine::loads(
            "(]}\x8f"
            "cm\nC\n)\x81t.");
        const brine::Value root = document.root();
        root[0].append(root);
        root[1].set("key", root);
        root[3].set_state(root);
        root[3].append(root[3]);
    }
    CHECK(allocations::live() == before);
}

TEST_CASE("hostile: the limits that hold when nobody names any") {
    const LoadLimits limits;
    constexpr std::uint64_t none = LoadLimits::none;
    CHECK(limits.memory_per_byte == 100);
    CHECK(limits.memory_base == 16 * mebi);
    CHECK(limits.memory == std::uint64_t{4} << 30U);
    CHECK(limits.decode.int_digits == 4300);
    CHECK(limits.decode.float_text == 1 * mebi);
    CHECK(limits.decode.index_text == 32);
    CHECK(limits.decode.name_text == 4 * kibi);
    const LoadLimits strict = LoadLimits::strict();
    CHECK(strict.decode.int_digits == 4300);
    CHECK(strict.decode.float_text == 1 * mebi);
    CHECK(strict.decode.index_text == 32);
    CHECK(strict.decode.name_text == 4 * kibi);
    CHECK(strict.memory_per_byte == 100);
    CHECK(strict.memory_base == 16 * mebi);
    for (const std::uint64_t open :
         {limits.decode.input_bytes, limits.decode.opcodes, limits.decode.payload_bytes,
          limits.decode.long_bytes, limits.stack_items, limits.marks, limits.memo_entries,
          limits.hook_calls, limits.key_work_per_byte, limits.depth}) {
        CHECK(open == none);
    }
    CHECK(LoadOptions().limits == limits);
    const brine::ConvertOptions convert;
    CHECK(convert.max_depth == 1000);
    CHECK(convert.objects_for(10) == 1'001'000);
    CHECK(convert.bytes_for(10) == 16 * mebi + 1000);
    CHECK(brine::ReprLimits().nodes == 1'000'000);
    CHECK(brine::ReprLimits().bytes == 16 * mebi);
    CHECK(brine::ReprLimits::strict().nodes == 10'000);
    CHECK(brine::ReprLimits::strict().bytes == 64 * kibi);

    // And that they do hold.
    const auto line = [](char code, std::size_t size) {
        return code + std::string(size, '0') + "\n.";
    };
    CHECK(error_of([&] { return brine::loads(line('F', mebi)); }) == std::nullopt);
    CHECK(error_of([&] { return brine::loads(line('F', mebi + 1)); }) == Errc::limit_exceeded);
    CHECK(error_of([&] { return brine::loads(line('I', 4300)); }) == std::nullopt);
    CHECK(error_of([&] { return brine::loads(line('I', 4301)); }) == Errc::limit_exceeded);
    CHECK(error_of([&] { return brine::loads("Np" + line('0', 31)); }) == std::nullopt);
    CHECK(error_of([&] { return brine::loads("Np" + line('0', 32)); }) == Errc::limit_exceeded);
    CHECK(error_of([&] { return brine::loads("P" + line('x', 4096).substr(1)); }) == std::nullopt);
    CHECK(error_of([&] { return brine::loads("P" + line('x', 4097).substr(1)); }) ==
          Errc::limit_exceeded);
    const std::string calls =
        "c__builtin__\nbytearray\nq\0B"s + le(std::uint32_t(mebi)) + std::string(mebi, 'x') + "q\1";
    CHECK(error_of([&] { return brine::loads(calls + times("h\0h\1\x85R"s, 20) + "."); }) ==
          std::nullopt);
    CHECK(error_of([&] { return brine::loads(calls + times("h\0h\1\x85R"s, 130) + "."); }) ==
          Errc::limit_exceeded);
}

TEST_CASE("hostile: limits hold in loads<T>() as well") {
    const std::string pickle =
        brine::dumps(std::vector<int>(100, 1000), {.protocol = 4, .memo = brine::memo::python});
    using Ints = std::vector<int>;
    CHECK(brine::loads<Ints>(pickle).size() == 100);
    const std::function<void(LoadLimits&)> over[] = {
        [](LoadLimits& l) { l.decode.input_bytes = 50; },
        [](LoadLimits& l) { l.decode.opcodes = 50; },
        [](LoadLimits& l) { l.memory = 50; },
        [](LoadLimits& l) { l.memory_base = l.memory_per_byte = 0; },
        [](LoadLimits& l) { l.stack_items = 50; },
        [](LoadLimits& l) { l.marks = 0; },
        [](LoadLimits& l) { l.memo_entries = 0; },
        [](LoadLimits& l) { l.depth = 0; },
    };
    for (std::size_t i = 0; i < std::size(over); ++i) {
        CAPTURE(i);
        LoadOptions options;
        over[i](options.limits);
        CHECK(error_of([&] { return brine::loads<Ints>(pickle, options); }) ==
              Errc::limit_exceeded);
        Ints into;
        CHECK(error_of([&] {
                  brine::loads_into(pickle, into, options);
                  return 0;
              }) == Errc::limit_exceeded);
        SlowReader stream{pickle, 10};
        CHECK(error_of([&] { return brine::load<Ints>(stream, options); }) == Errc::limit_exceeded);
    }
    const auto text = brine::dumps(std::vector<std::string>{std::string(300, 'x')});
    LoadLimits payload;
    payload.decode.payload_bytes = 299;
    CHECK(error_of([&] {
              return brine::loads<std::vector<std::string>>(text, {.limits = payload});
          }) == Errc::limit_exceeded);
    LoadLimits bytes;
    bytes.decode.long_bytes = 255;
    const std::string wide = "\x80\4\x8b" + le(std::uint32_t{256}) + std::string(256, '\1') + ".";
    CHECK(error_of([&] { return brine::loads<brine::Int>(wide, {.limits = bytes}); }) ==
          Errc::limit_exceeded);
    CHECK(error_of([&] { return brine::loads<brine::Int>(wide); }) == std::nullopt);
}

}  // namespace
