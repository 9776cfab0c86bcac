// Writes documents at protocols 0, 1 and 2, for old_protocols.py: a line each of protocol, memo,
// pickle in hexadecimal, and the Python expression that it is to be equal to.
#include <complex>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <brine/brine.hpp>

#include "lines.hpp"

namespace {

using brine::Document;
using std::string_literals::operator""s;

struct Case {
    std::string expression;
    Document document;
};

template <class T>
Document document_of(const T& object) {
    return brine::loads(brine::dumps(object));
}

std::string joined(std::size_t n, const std::string& item) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) {
        text += item;
    }
    return text;
}

void add_built_in(std::vector<Case>& cases) {
    const auto add = [&](std::string expression, const auto& object) {
        cases.push_back({std::move(expression), document_of(object)});
    };
    add("None", std::optional<int>());
    add("[True, False]", std::vector<bool>{true, false});
    add("[0, 255, 256, 65535, 65536, -1, -2**31, 2**31 - 1, 2**31, -2**31 - 1, 2**63 - 1, -2**63]",
        std::vector<std::int64_t>{0, 255, 256, 65535, 65536, -1, -2147483648LL, 2147483647LL,
                                  2147483648LL, -2147483649LL, INT64_MAX, INT64_MIN});
    add("[0.0, -0.0, 1.5, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7e308, 0.1]",
        std::vector{0.0, -0.0, 1.5, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7e308,
                    0.1});
    add("u'a\\\\b\\n\\r\\x00\\x1a\\x7f\\xe9\\u20ac\\U0001f600 \\\\u0041'",
        "a\\b\n\r\0\x1a\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 \\u0041"s);
    add("[u'', u'x' * 10000]", std::vector{""s, std::string(10000, 'x')});
    add("((), (1,), (1, u'two'), (1, 2, 3), (1, 2, 3, 4))",
        std::tuple(std::tuple(), std::tuple(1), std::tuple(1, "two"), std::tuple(1, 2, 3),
                   std::tuple(1, 2, 3, 4)));
    add("list(range(2500))", [] {
        std::vector<int> numbers;
        for (int i = 0; i < 2500; ++i) {
            numbers.push_back(i);
        }
        return numbers;
    }());
    add("{u'a': [1], u'b': {}}",
        std::map<std::string, std::variant<std::vector<int>, std::map<int, int>>>{
            {"a", std::vector{1}}, {"b", std::map<int, int>()}});
    add("{1: u'one', 2: u'two'}", std::map<int, std::string>{{1, "one"}, {2, "two"}});
    add("set([1, 2])", std::set{1, 2});
    add("frozenset([u'a'])", brine::as_frozenset(std::set{"a"s}));
    add("complex(1, -2)", std::complex(1.0, -2.0));
    const std::pair<std::string, std::string> read[] = {
        {"2**100", "L" + std::to_string(1267650600228229401ULL) + "496703205376L\n."},
        {"-2**2000", "\x8a\xfb" + std::string(250, '\0') + "\xff."},
        {"b'a\\xff\\x00'", "C\3a\xff\0."s},
        {"[b'', b'x', b'x']", "](C\0C\1xC\1xe."s},
        {"[bytearray(b''), bytearray(b'a\\xff')]",
         "](\x96\0\0\0\0\0\0\0\0\x96\2\0\0\0\0\0\0\0a\xff"
         "e."s},
        {"dict((i, None) for i in range(1000))",
         [] {
             std::string pickle = "}(";
             for (int i = 0; i < 1000; ++i) {
                 pickle += "I" + std::to_string(i) + "\nN";
             }
             return pickle + "u.";
         }()},
        {"nested(200)", joined(200, "]") + joined(199, "a") + "."},
    };
    for (const auto& [expression, pickle] : read) {
        cases.push_back({expression, brine::loads(pickle)});
    }
}

void add_objects(std::vector<Case>& cases) {
    const std::pair<std::string, std::string> read[] = {
        {"[len, OrderedDict]",
         "\x80\4](\x8c\x08"
         "builtins\x8c\3len\x93"
         "\x8c\x0b"
         "collections\x8c\x0bOrderedDict\x93"
         "e."},
        {"OrderedDict([(1, 2), (3, 4)])",
         "\x80\4\x8c\x0b"
         "collections\x8c\x0bOrderedDict\x93)R(K\1K\2K\3K\4u."},
        {"date(2024, 2, 29)", "cdatetime\ndate\nC\4\x07\xe8\x02\x1d\x85R."},
        {"Plain(x=1, y=[u'z'])",
         "coldies\nPlain\n)\x81}(Vx\nK\1Vy\n]Vz\nau"
         "b."},
        {"Number(u'7')", "coldies\nNumber\nV7\n\x85\x81."},
        {"Keywords(1, 2, three=3)",
         "\x80\4\x8c\6oldies\x8c\x08Keywords\x93K\1K\2\x86}\x8c\5threeK\3s\x92."},
        {"Plain(set_by=5)", "coldies\nPlain\n)\x81q\0coldies\nset_state\nh\0K\5\x86R0."s},
        {"Old(1, 2)", "(K\1K\2ioldies\nOld\n."},
        {"Old(1, 2)", "(coldies\nOld\nK\1K\2o."},
        {"Stack([1, 2, 3])", "coldies\nStack\n)\x81(K\1K\2K\3e."},
        {"Kept(u'id 7')", "Pid 7\n."},
        {"ring()",
         "]q\0h\0\x85"
         "a."s},
        {"own_key()", "coldies\nPlain\n)\x81q\0}Vme\nh\0sb."s},
    };
    for (const auto& [expression, pickle] : read) {
        cases.push_back({expression, brine::loads(pickle)});
    }
}

}  // namespace

int main(int argc, char** argv) {
    return write_lines(argc, argv, "old_protocols.txt", [](std::ostream& out) {
        std::vector<Case> cases;
        add_built_in(cases);
        add_objects(cases);
        for (const Case& c : cases) {
            for (const int protocol : {0, 1, 2}) {
                for (const auto& [name, memo] : {std::pair{"standard", brine::memo::standard},
                                                 {"python", brine::memo::python},
                                                 {"strings", brine::memo::strings}}) {
                    const std::string pickle =
                        brine::dumps(c.document, {.protocol = protocol, .memo = memo});
                    out << protocol << ' ' << name << ' ' << to_hex(pickle) << ' ' << c.expression
                        << '\n';
                }
            }
        }
    });
}
