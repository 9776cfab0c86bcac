// One Document, in the hands of many threads; and documents made at once.
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/format.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>
#include <brine/tools/repr.hpp>

#include "threads/at_once.hpp"

using brine::Document;
using brine::Value;

namespace {

constexpr int key_count = 100;  // such a dict has an index
const std::string long_text(300, 'x');

/// (number, "x", its long name), a key that has to be hashed.
Value pair_of(Document& d, int number) {
    return d.tuple({d.make(number), d.make("x"), d.make(long_text + std::to_string(number))});
}

/// Every kind of object, shared and cyclic ones, and hashes that nobody has asked for yet.
std::string a_pickle() {
    Document d;
    const Value by_pair = d.dict();
    const Value by_text = d.dict();
    for (int i = 0; i < key_count; ++i) {
        by_pair.set(pair_of(d, i), i);
        by_text.set(long_text + std::to_string(i), d.frozenset({d.make(i), d.tuple({d.make(1)})}));
    }
    const Value list = d.list({d.bytes("bytes"), d.bytearray("bytearray"), d.make(0.5),
                               d.make(brine::Int::from_string("9" + std::string(50, '0'))),
                               d.global("m", "Class"), d.extension(7)});
    list.append(list);
    const Value object =
        d.object(brine::Made::newobj, d.global("m", "Class"), d.tuple({d.make(1), list}));
    object.set_state(list);
    const Value root = d.dict({{d.make("by pair"), by_pair},
                               {d.make("by text"), by_text},
                               {d.make("list"), list},
                               {d.make("object"), object},
                               {d.make("persistent"), d.persistent_id(d.tuple({d.make("id")}))},
                               {d.make("tuple"), pair_of(d, 77)},
                               {d.make("set"), d.set({pair_of(d, 78), d.make(1)})},
                               {d.make("numbers"), d.list({d.make(1), d.make(2)})}});
    d.set_root(root);
    return brine::dumps(d, {.memo = brine::memo::strings});
}

/// How many objects can be reached without going through one twice.
std::size_t walk(const Value& value) {
    std::size_t count = 1;
    if (value.is_dict()) {
        for (const auto& [key, item] : value.items()) {
            count += walk(key) + walk(item);
        }
    } else if (value.is_tuple() || value.is_set() || value.is_frozenset()) {
        for (const Value& item : value) {
            count += walk(item);
        }
    }
    return count;
}

}  // namespace

TEST_CASE("threads: one finished Document serves many") {
    const std::string pickle = a_pickle();
    const Document d = brine::loads(pickle);
    const Document same = brine::loads(pickle);
    const Value root = d.root();
    Document keys;  // not hashed yet
    const Value wanted = pair_of(keys, 77);
    const Value missing = pair_of(keys, -1);

    std::vector<Job> jobs{
        {"a key of another document", [&] { return brine::repr(d["by pair"][wanted]); }},
        {"a key of the same document", [&] { return brine::repr(root["by pair"][root["tuple"]]); }},
        {"a key that is not there", [&] { return brine::repr(d["by pair"][missing]); }},
        {"elements",
         [&] {
             return std::to_string(d["by text"].contains(d["tuple"])) +
                    std::to_string(d["set"].contains(wanted)) +
                    std::to_string(d["by text"][long_text + "7"].contains(7));
         }},
        {"equality", [&] { return d == same ? "equal" : "different"; }},
        {"equality of tuples", [&] { return root["tuple"] == wanted ? "equal" : "different"; }},
        {"repr", [&] { return brine::repr(d); }},
        {"format", [&] { return fmt::format("{:.80} {}", d, d["tuple"]); }},
        {"a clone",
         [&] {
             const Document copy = d.clone();
             return copy == d ? brine::dumps(copy) : "different";
         }},
        {"objects adopted by others",
         [&] {
             Document mine;
             const Value set = mine.set({d["tuple"], wanted, d["by text"][long_text + "9"]});
             set.add(same["tuple"]);
             return std::to_string(set.size());
         }},
        {"all objects", [&] { return std::to_string(walk(root)); }},
        {"the inert object",
         [&] {
             const Value object = d["object"];
             return brine::repr(object.callable()) + brine::repr(*object.state()) +
                    brine::repr(d["persistent"].persistent_id());
         }},
        {"as a C++ type",
         [&] {
             using Pairs = std::map<std::tuple<int, std::string, std::string>, int>;
             return std::to_string(brine::Loader().load<Pairs>(d["by pair"]).size()) +
                    std::to_string(d["numbers"].as<std::vector<int>>().size());
         }},
        {"not as a C++ type", [&] { return std::to_string(d["list"].as<int>()); }},
    };
    for (const int protocol : {0, 1, 2, 3, 4, 5}) {
        for (const brine::memo memo :
             {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
            jobs.push_back({"dumps at protocol " + std::to_string(protocol), [&d, protocol, memo] {
                                return brine::dumps(d, {.protocol = protocol, .memo = memo});
                            }});
        }
    }
    check_at_once(jobs);
}

TEST_CASE("threads: the first hash of the process may be asked for by many") {
    std::vector<Job> jobs;
    for (int j = 0; j < 8; ++j) {
        jobs.push_back({"a dict of many keys", [] {
                            Document d;
                            const Value dict = d.dict();
                            for (int i = 0; i < key_count; ++i) {
                                dict.set(i, i);
                            }
                            return brine::repr(dict[77]);
                        }});
    }
    check_at_once(jobs);
}

TEST_CASE("threads: one pickle may be read by many") {
    const std::string pickle = a_pickle();
    check_at_once({
        {"loads", [&] { return brine::repr(brine::loads(pickle)); }},
        {"an Unpickler of its own",
         [&] {
             const std::string_view two[] = {pickle, pickle};
             brine::Unpickler unpickler(two[0], {.limits = brine::LoadLimits::strict()});
             return brine::repr(unpickler.load());
         }},
        {"an error",
         [&] { return brine::repr(brine::loads(pickle.substr(0, pickle.size() / 2))); }},
        {"an object that does not fit",
         [&] { return std::to_string(brine::loads<std::map<std::string, int>>(pickle).size()); }},
        {"dis", [&] { return brine::dis(pickle); }},
        {"optimize", [&] { return brine::optimize(pickle); }},
        {"globals", [&] { return fmt::format("{}", brine::globals(pickle).at(0)); }},
    });
}
