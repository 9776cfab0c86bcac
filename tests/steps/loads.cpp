// Loading is linear: of each of these pickles, one that is ten times as long takes less than
// fifteen times the steps. They are what a loader might be slow at.
#include "steps.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/brine.hpp>

#include "../pickle_parts.hpp"

namespace {

using std::string_literals::operator""s;

/// make(i) for each i below n, one behind the other.
template <class Make>
std::string each(std::size_t n, Make make) {
    std::string out;
    for (std::uint32_t i = 0; i < n; ++i) {
        out += make(i);
    }
    return out;
}

std::string text(const std::string& utf8) {
    return "X" + le(static_cast<std::uint32_t>(utf8.size())) + utf8;
}
std::string number(std::uint32_t i) { return "J" + le(i); }
std::string put(std::uint32_t i) { return "r" + le(i); }
std::string get(std::uint32_t i) { return "j" + le(i); }
/// Visits all numbers below 2**32 in an order of its own.
std::uint32_t scatter(std::uint32_t i) { return i * 2'654'435'761U; }

/// A pickle whose size goes up with n.
struct Generator {
    const char* name;
    std::function<std::string(std::size_t n)> make;
};

/// One opcode, or a few, again and again.
std::vector<Generator> rows() {
    std::vector<Generator> all;
    for (const char* const code : {"N",
                                   "]",
                                   "}",
                                   ")",
                                   "(",
                                   "\x8f",
                                   "]\x94",
                                   "N\x94",
                                   "(l",
                                   "(d",
                                   "(t",
                                   "(\x91",
                                   "N\x85",
                                   "NN\x86",
                                   "NNN\x87",
                                   "N0",
                                   "(1",
                                   "N2",
                                   "I7\n",
                                   "L7L\n",
                                   "F1.5\n",
                                   "S'a'\n",
                                   "Va\n",
                                   "cm\nn\n",
                                   "(im\nn\n",
                                   "(cm\nn\no",
                                   "Pid\n",
                                   "NQ",
                                   "\x82\1",
                                   "cm\nn\n)R",
                                   "cm\nn\n)\x81",
                                   "cm\nn\n)}\x92",
                                   "cm\nn\n)R0",
                                   "]Na",
                                   "](Ne",
                                   "}NNs",
                                   "}(NNu",
                                   "\x8f(N\x90",
                                   "cm\nn\n)RNb",
                                   "Np0\ng0\n",
                                   "cm\nn\n)RNa",
                                   "cm\nn\n)RNNs"}) {
        all.push_back({code, [code](std::size_t n) { return times(code, n) + "N."; }});
    }
    return all;
}

std::vector<Generator> generators() {
    return {
        // Depth.
        {"lists in lists", [](auto n) { return times("]", n) + times("a", n - 1) + "."; }},
        {"tuples in tuples", [](auto n) { return ")" + times("\x85", n) + "."; }},
        {"dicts in dicts", [](auto n) { return times("}N", n) + "N" + times("s", n) + "."; }},
        {"frozensets in frozensets",
         [](auto n) { return times("(", n) + "N" + times("\x91", n) + "."; }},
        {"calls of calls", [](auto n) { return "cm\nn\n" + times(")R", n) + "."; }},
        {"states of states",
         [](auto n) { return times("cm\nn\n)R", n) + "N" + times("b", n) + "."; }},
        {"marks, each closed above a deep stack",
         [](auto n) { return times("N", n) + times("(1", n) + "."; }},
        {"items, each dropped above many marks",
         [](auto n) { return times("N(", n) + times("N0", n) + "N."; }},
        {"tuples made above many marks",
         [](auto n) { return times("(", n) + times("(Nt0", n) + "N."; }},
        {"duplicates above a deep stack",
         [](auto n) { return times("N", n) + times("20", n) + "."; }},
        // Containers that grow.
        {"APPEND", [](auto n) { return "]" + times("Na", n) + "."; }},
        {"APPEND, other objects between", [](auto n) { return "]" + times("]a]0", n) + "."; }},
        {"APPENDS of one", [](auto n) { return "]" + times("(Ne", n) + "."; }},
        {"SETITEM",
         [](auto n) { return "}" + each(n, [](auto i) { return number(i) + "Ns"; }) + "."; }},
        {"SETITEM of one key", [](auto n) { return "}" + times("NNs", n) + "."; }},
        {"SETITEM, other objects between",
         [](auto n) { return "}" + each(n, [](auto i) { return number(i) + "]s]0"; }) + "."; }},
        {"SETITEM of the last of many keys",
         [](auto n) {
             return "}(" + each(n, [](auto i) { return number(i) + "N"; }) + "u" +
                    times(number(7) + "Ns", n) + ".";
         }},
        {"ADDITEMS of one",
         [](auto n) {
             return "\x8f" + each(n, [](auto i) { return "(" + number(i) + "\x90"; }) + ".";
         }},
        {"SETITEMS of pairs of equal keys",
         [](auto n) {
             return "}(" + each(n, [](auto i) { return times(number(i) + "N", 2); }) + "u.";
         }},
        // Objects.
        {"BUILD of one object", [](auto n) { return "cm\nn\n)R" + times("Nb", n) + "."; }},
        {"APPEND to an object", [](auto n) { return "cm\nn\n)R" + times("Na", n) + "."; }},
        {"SETITEM of an object", [](auto n) { return "cm\nn\n)R" + times("NNs", n) + "."; }},
        {"APPEND and SETITEM in turn of an object",
         [](auto n) { return "cm\nn\n)R" + times("NaNNs", n) + "."; }},
        {"calls for an object, dropped",
         [](auto n) { return "cm\nn\nq\0)Rq\1"s + times("h\0h\1\x85R0"s, n) + "."; }},
        {"an object of many arguments, made again",
         [](auto n) {
             const std::string args = "(" + times("N", n) + "t";
             return "cm\nn\nq\0"s + args + "q\1" + args + "q\2" + "h\0h\1Rq\3"s +
                    times("h\0h\2R0h\3"s, n) + ".";
         }},
        {"an object of one set of arguments, made again",
         [](auto n) {
             return "cm\nn\nq\0("s + times("N", n) + "tq\1h\0h\1Rq\3"s + times("h\0h\1R0h\3"s, n) +
                    ".";
         }},
        {"an object of a long text, made again",
         [](auto n) {
             const std::string args = text(std::string(n, 'x')) + "\x85";
             return "cm\nn\nq\0"s + args + "q\1" + args + "q\2" + "h\0h\1Rq\3"s +
                    times("h\0h\2R0h\3"s, n) + ".";
         }},
        {"an object of bytes and of a bytearray, made again",
         [](auto n) {
             const std::string bytes = le(std::uint64_t{n}) + std::string(n, 'x') + "\x85";
             return "cm\nn\nq\0\x8e"s + bytes + "q\1\x96" + bytes + "q\2" + "h\0h\1Rq\3"s +
                    times("h\0h\2R0h\3"s, n) + ".";
         }},
        {"names, each another",
         [](auto n) {
             return each(n, [](auto i) { return "cm\nn" + std::to_string(i) + "\n"; }) + ".";
         }},
        {"long names of one text",
         [](auto n) { return text(std::string(n, 'x')) + "q\0" + times("h\0h\0\x93"s, n) + "."; }},
        {"names of Python 2", [](auto n) { return times("c__builtin__\nxrange\n", n) + "."; }},
        // The memo.
        {"PUT in order", [](auto n) { return "N" + each(n, put) + each(n, get) + "."; }},
        {"PUT from the last on",
         [](auto n) {
             return "N" + each(n, [n](auto i) { return put(std::uint32_t(n) - i); }) +
                    each(n, [](auto i) { return get(i + 1); }) + ".";
         }},
        {"PUT all over",
         [](auto n) {
             return "N" + each(n, [](auto i) { return put(scatter(i)); }) +
                    each(n, [](auto i) { return get(scatter(i)); }) + ".";
         }},
        {"PUT with gaps",
         [](auto n) { return "N" + each(n, [](auto i) { return put(65 * i + 64); }) + "."; }},
        {"PUT with gaps, filled",
         [](auto n) {
             return "N" + each(n, [](auto i) { return put(3 * i); }) +
                    each(n, [](auto i) { return put(3 * i + 1); }) + ".";
         }},
        {"MEMOIZE behind PUT with gaps",
         [](auto n) { return "N" + each(n, [](auto i) { return put(2 * i) + "\x94"; }) + "."; }},
        {"PUT of one index", [](auto n) { return times("Nq\0"s, n) + "."; }},
        // Frames and lines.
        {"frames of one opcode", [](auto n) { return times("\x95\1\0\0\0\0\0\0\0N"s, n) + "."; }},
        {"empty frames", [](auto n) { return times("\x95\0\0\0\0\0\0\0\0"s, n) + "N."; }},
        {"one large frame",
         [](auto n) { return "\x95" + le(std::uint64_t{n}) + times("N", n) + "N."; }},
        {"a long text", [](auto n) { return text(std::string(40 * n, 'x')) + "."; }},
        {"a long text that is not ASCII",
         [](auto n) { return text(times("\xc3\xa9", 20 * n)) + "."; }},
        {"a long line of STRING", [](auto n) { return "S'" + times("\\x41", 10 * n) + "'\n."; }},
        {"a long line of UNICODE", [](auto n) { return "V" + times("\\u1234", 10 * n) + "\n."; }},
        {"a long line of FLOAT", [](auto n) { return "F" + times("1", 40 * n) + "\n."; }},
        {"a long pickle that is one frame, and another",
         [](auto n) {
             const std::string frame = "\x95" + le(std::uint64_t{40 * n}) + times("N0", 20 * n);
             return frame + frame + "N.";
         }},
        {"a long int",
         [](auto n) {
             return "\x8b" + le(static_cast<std::uint32_t>(n)) + std::string(n, 'x') + ".";
         }},
        // Keys.
        {"keys of text",
         [](auto n) {
             return "}(" + each(n, [](auto i) { return text(std::to_string(i)) + "N"; }) + "u.";
         }},
        {"keys that are multiples of 2**16",
         [](auto n) {
             return "\x8f(" +
                    each(n,
                         [](auto i) { return "\x8a\x09" + le(std::uint64_t{i} << 16U) + '\0'; }) +
                    "\x90.";
         }},
        {"keys that are tuples",
         [](auto n) {
             return "\x8f(" + each(n, [](auto i) { return number(i) + number(~i) + "\x86"; }) +
                    "\x90.";
         }},
        {"NaNs", [](auto n) { return "\x8f(" + times("G\x7f\xf8\0\0\0\0\0\0"s, n) + "\x90."; }},
        {"one NaN, asked for again",
         [](auto n) { return "G\x7f\xf8\0\0\0\0\0\0q\0}"s + times("h\0Ns"s, n) + "."; }},
        {"a long text that is the key of many dicts",
         [](auto n) {
             const std::string key = text(std::string(n, 'x'));
             return key + "q\0" + key + "q\1" + times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a long int that is the key of many dicts",
         [](auto n) {
             const std::string key =
                 "\x8b" + le(static_cast<std::uint32_t>(n)) + std::string(n, 'x');
             return key + "q\0" + key + "q\1" + times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a long tuple that is the key of many dicts",
         [](auto n) {
             const std::string key = "(" + times("N", n) + "t";
             return key + "q\0" + key + "q\1" + times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a large frozenset that is the key of many dicts",
         [](auto n) {
             const std::string key = "(" + each(n, number) + "\x91";
             return key + "q\0" + key + "q\1" + times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a tower of shared tuples, twice, as keys",
         [](auto n) {
             return ")q\0"s + times("h\0h\0\x86q\0"s, n) + ")q\1" + times("h\1h\1\x86q\1", n) +
                    times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a tower of shared frozensets, twice, as keys",
         [](auto n) {
             return "(\x91q\0"s + times("(h\0N\x91q\0"s, n) + "(\x91q\1" +
                    times("(h\1N\x91q\1", n) + times("}h\0Nsh\1Ns"s, n) + ".";
         }},
        {"a chain of tuples, a key at each level",
         [](auto n) { return ")" + times("\x85q\0}h\0Ns0"s, n) + "."; }},
        {"sets made of one list",
         [](auto n) {
             return "cbuiltins\nset\nq\0]q\1("s + each(n, number) + "e" +
                    times("h\0h\1\x85R0"s, n) + ".";
         }},
        {"bytes made of one text",
         [](auto n) {
             return "c_codecs\nencode\nq\0"s + text(std::string(20 * n, 'x')) + "q\1" +
                    text("latin1") + "q\2" + times("h\0h\1h\2\x86R0"s, n) + ".";
         }},
    };
}

/// How a pickle is loaded.
struct Way {
    const char* name;
    std::function<void(const std::string& pickle)> load;
};

/// What is refused is to be refused early, and not after 16 MiB.
brine::LoadOptions options(brine::LoadLimits limits = {}) {
    limits.memory_base = 1U << 16U;
    return {.limits = limits};
}

void from_memory(const std::string& pickle) {
    static_cast<void>(brine::try_loads(pickle, options()));
}

/// Opcodes are counted, and the depth is.
void counted(const std::string& pickle) {
    static_cast<void>(brine::try_loads(pickle, options(brine::LoadLimits::strict())));
}

void used(const std::string& pickle) {
    const auto loaded = brine::try_loads(pickle, options());
    if (!loaded) {
        return;
    }
    const brine::Document& document = *loaded;
    const brine::Document copy = document.clone();
    static_cast<void>(copy == document);
    for (const auto memo : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        static_cast<void>(brine::dumps(document, {.memo = memo}));
    }
}

/// A hook is asked for all that it can be, and knows nothing.
struct Hook {
    std::optional<brine::Global> find_class(std::string_view, std::string_view) { return {}; }
    std::optional<brine::Value> persistent_load(const brine::Value&) { return {}; }
    std::optional<brine::Global> extension(std::int32_t) { return {}; }
};

/// The pickle and many small ones behind it, which use its memory.
void followed(const std::string& pickle) {
    const std::string all = pickle + times("Nr\xff\xff\xff\xff.", pickle.size() / 7);
    const std::string_view view = all;
    brine::Document document;
    brine::Unpickler unpickler(view, options(), Hook());
    while (!unpickler.at_end()) {
        try {
            unpickler.load_into(document);
        } catch (const brine::UnpicklingError&) {
            return;
        }
    }
}

void from_stream(const std::string& pickle, std::size_t step) {
    SlowReader chunks{pickle, step};
    try {
        static_cast<void>(brine::load(chunks, options()));
    } catch (const brine::UnpicklingError&) {
        // A limit, for what would take too much.
    }
}

/// Pickles that one type is asked for.
struct Typed {
    Generator generator;
    std::function<void(const std::string& pickle, const brine::LoadOptions&)> load;
};

template <class T>
void typed(const std::string& pickle, const brine::LoadOptions& options) {
    static_cast<void>(brine::try_loads<T>(pickle, options));
}

struct Point {
    int x = 0;
    std::string name;
};

}  // namespace

template <>
struct brine::codec<Point> : brine::dataclass<"m", "Point", &Point::x, &Point::name> {};

namespace {

std::vector<Typed> typed_generators() {
    const auto shared = [](const std::string& object, std::size_t n) {
        return "\x80\4]("s + object + "\x94" + times("h\0"s, n) + "e.";
    };
    const auto long_text = [shared](auto n) { return shared(text(std::string(n, 'x')), n); };
    const auto wide_text = [shared](auto n) { return shared(text(times("\xc3\xa9", n)), n); };
    const auto long_bytes = [shared](auto n) {
        return shared("B" + text(std::string(n, 'x')).substr(1), n);
    };
    const auto long_int = [shared](auto n) {
        return shared("\x8b" + text(std::string(n, 'x')).substr(1), n);
    };
    const auto long_list = [shared](auto n) {
        return shared("](" + times("K\1", n) + "e", n);  // MEMOIZE comes late
    };
    const auto early_list = [](auto n) {
        return "\x80\4](]\x94("s + times("K\1", n) + "e" + times("h\0"s, n) + "e.";
    };
    using std::string;
    using std::vector;
    return {
        {{"a long text, shared", long_text}, typed<vector<string>>},
        {{"a long text, shared, as a view", long_text}, typed<vector<std::string_view>>},
        {{"a long text that is not ASCII, shared", wide_text}, typed<vector<string>>},
        {{"a long text that is not ASCII, shared, as a view", wide_text},
         typed<vector<std::string_view>>},
        {{"a long text that should be a number", long_text}, typed<vector<int>>},
        {{"long bytes, shared", long_bytes}, typed<vector<vector<std::uint8_t>>>},
        {{"a long int, shared", long_int}, typed<vector<brine::Int>>},
        {{"a long list, shared", long_list}, typed<vector<vector<int>>>},
        {{"a long list, shared, remembered first", early_list}, typed<vector<vector<int>>>},
        {{"APPEND of ints", [](auto n) { return "\x80\4]" + times("K\1a", n) + "."; }},
         typed<vector<int>>},
        {{"APPENDS of ints", [](auto n) { return "\x80\4](" + times("K\1", n) + "e."; }},
         typed<vector<int>>},
        {{"APPEND of lists", [](auto n) { return "\x80\4]" + times("](K\1K\1eK\1aa", n) + "."; }},
         typed<vector<vector<int>>>},
        {{"APPEND of a long list", [](auto n) { return "\x80\4]]" + times("(K\1K\1e", n) + "a."; }},
         typed<vector<vector<int>>>},
        {{"SETITEM of numbers",
          [](auto n) {
              return "\x80\4}" + each(n, [](auto i) { return text(std::to_string(i)) + "K\1s"; }) +
                     ".";
          }},
         typed<std::map<string, int>>},
        {{"a long text that is the key again and again",
          [](auto n) {
              return "\x80\4](" + text(std::string(n, 'x')) + "\x94" + times("}h\0K\1s"s, n) + "e.";
          }},
         typed<vector<std::map<string, int>>>},
        {{"objects",
          [](auto n) {
              return brine::dumps(std::vector<Point>(n, Point{1, "name"}));
          }},
         typed<vector<Point>>},
        {{"dicts of one long text",
          [](auto n) {
              return "\x80\4](}\x8c\1a" + text(std::string(20 * n, 'x')) + "\x94s" +
                     times("}\x8c\1ah\0s"s, n) + "e.";
          }},
         typed<vector<std::map<string, string>>>},
        {{"pointers to one object",
          [](auto n) {
              return brine::dumps(
                  vector<std::shared_ptr<Point>>(n, std::make_shared<Point>(Point{1, "name"})));
          }},
         typed<vector<std::shared_ptr<Point>>>},
        {{"lists in lists, with too few brackets",
          [](auto n) { return "\x80\4" + times("](", n) + times("e", n) + "."; }},
         typed<vector<vector<vector<int>>>>},
    };
}

std::uint64_t steps_of(const Way& way, const std::string& pickle) {
    const std::uint64_t before = steps::count();
    way.load(pickle);
    return steps::count() - before;
}

int checks = 0;
int failures = 0;

void check(const Generator& generator, const Way& way) {
    constexpr std::size_t n = 600;
    const std::uint64_t once = steps_of(way, generator.make(n));
    const std::uint64_t tenfold = steps_of(way, generator.make(10 * n));
    ++checks;
    if (once < n / 10 || tenfold >= 15 * once) {
        std::printf("%s, %s: %llu steps, and %llu for ten times as much\n", generator.name,
                    way.name, static_cast<unsigned long long>(once),
                    static_cast<unsigned long long>(tenfold));
        std::fflush(stdout);
        ++failures;
    }
}

/// In each of these ways.
void check_untyped(std::initializer_list<Way> ways) {
    for (const auto& list : {rows(), generators()}) {
        for (const Generator& generator : list) {
            for (const Way& way : ways) {
                check(generator, way);
            }
        }
    }
}

void check_typed() {
    for (const Typed& typed : typed_generators()) {
        for (const bool document : {false, true}) {
            check(typed.generator,
                  {document ? "by way of a document" : "typed", [&](const std::string& pickle) {
                       brine::LoadOptions options{.borrow = true};
                       options.convert.max_objects = 100 * pickle.size();
                       options.convert.max_bytes = 100 * pickle.size();
                       options.limits.stack_items -= document ? 1U : 0U;
                       typed.load(pickle, options);
                   }});
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc == 2 ? argv[1] : "";
    if (what == "memory") {
        check_untyped({{"from memory", from_memory}, {"counted", counted}});
    } else if (what == "stream") {
        check_untyped({{"byte by byte", [](const std::string& p) { from_stream(p, 1); }},
                       {"in pieces", [](const std::string& p) { from_stream(p, 1000); }}});
    } else if (what == "used") {
        check_untyped({{"used", used}});
    } else if (what == "followed") {
        check_untyped({{"followed", followed}});
    } else if (what == "typed") {
        check_typed();
    }
    std::printf("%d times each pickle and its ten times as long, %d too slow\n", checks, failures);
    return checks != 0 && failures == 0 ? 0 : 1;
}
