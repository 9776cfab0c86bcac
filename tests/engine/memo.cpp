#include <brine/engine/memo.hpp>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::Identity;
using brine::NameMemo;
using brine::no_slot;
using brine::ObjectMemo;
using brine::Slot;
using brine::type_tag;

TEST_CASE("memo: an object is its address and its tag") {
    ObjectMemo memo;
    const int object = 0;
    CHECK(memo.find({&object, type_tag<int>}) == no_slot);
    memo.insert({&object, type_tag<int>}, 7);
    CHECK(memo.find({&object, type_tag<int>}) == 7);
    CHECK(memo.find({&object, type_tag<long>}) == no_slot);
    CHECK(memo.find({nullptr, type_tag<int>}) == no_slot);
}

TEST_CASE("memo: many objects are found, and those from a slot on are forgotten") {
    ObjectMemo memo;
    const std::vector<char> places(10000);
    for (std::size_t i = 0; i < places.size(); ++i) {
        memo.insert({&places[i], type_tag<char>}, static_cast<Slot>(i));
    }
    memo.forget_from(5000);
    for (std::size_t i = 0; i < places.size(); ++i) {
        CHECK(memo.find({&places[i], type_tag<char>}) == (i < 5000 ? Slot(i) : no_slot));
    }
    memo.forget_from(0);
    CHECK(memo.find({&places[0], type_tag<char>}) == no_slot);
}

TEST_CASE("memo: what is remembered is kept alive until it is forgotten") {
    ObjectMemo memo;
    auto object = std::make_shared<int>(1);
    memo.insert({object.get(), type_tag<int>}, 0, object);
    CHECK(object.use_count() == 2);
    memo.forget_from(1);
    CHECK(object.use_count() == 2);
    memo.forget_from(0);
    CHECK(object.use_count() == 1);
}

TEST_CASE("memo: text, bytes and globals of the same characters are three things") {
    NameMemo memo;
    memo.insert("ab", 1, NameMemo::Kind::text);
    memo.insert("ab", 2, NameMemo::Kind::bytes);
    CHECK(memo.find("ab") == 1);
    CHECK(memo.find("ab", NameMemo::Kind::bytes) == 2);
    CHECK(memo.find("ab", NameMemo::Kind::global) == no_slot);
    CHECK(NameMemo::global_key("a", "bc") != NameMemo::global_key("ab", "c"));
    CHECK(NameMemo::global_key("1", ":a") != NameMemo::global_key("1:", "a"));
}

TEST_CASE("memo: names of every length are found again, those from a slot on are forgotten") {
    NameMemo memo;
    std::vector<std::string> names;
    for (std::size_t size = 0; size < 300; ++size) {
        names.push_back(std::string(size, 'x'));
        memo.insert(names.back(), static_cast<Slot>(size));
    }
    memo.forget_from(100);
    for (std::size_t size = 0; size < 300; ++size) {
        CHECK(memo.find(names[size]) == (size < 100 ? Slot(size) : no_slot));
    }
    memo.insert(names[150], 100);
    CHECK(memo.find(names[150]) == 100);
    CHECK(memo.find(names[99]) == 99);
}

namespace {

const std::vector<std::map<std::string, std::string>> rows{{{"kk", "vv"}}, {{"kk", "vv"}}};

std::string rows_as(brine::memo policy) {
    return hex(brine::dumps(rows, {.protocol = 2, .memo = policy}));
}

}  // namespace

TEST_CASE(
    "memo: standard shares the keys of small dicts, strings equal values too, python neither") {
    const std::string key = "58 02 00 00 00 6b 6b";
    const std::string value = "58 02 00 00 00 76 76";
    CHECK(rows_as(brine::memo::standard) ==
          "80 02 5d 28 7d " + key + " 71 00 " + value + " 73 7d 68 00 " + value + " 73 65 2e");
    CHECK(rows_as(brine::memo::strings) ==
          "80 02 5d 28 7d " + key + " 71 00 " + value + " 71 01 73 7d 68 00 68 01 73 65 2e");
    CHECK(rows_as(brine::memo::python) == "80 02 5d 71 00 28 7d 71 01 " + key + " 71 02 " + value +
                                              " 71 03 73 7d 71 04 " + key + " 71 05 " + value +
                                              " 71 06 73 65 2e");
}

TEST_CASE("memo: standard does not share the keys of a dict of more than 64 items") {
    std::map<std::string, int> large;
    for (int i = 0; i < 65; ++i) {
        large["key" + std::to_string(i)] = i;
    }
    const auto bytes = brine::dumps(std::vector{large, large}, {.protocol = 2});
    CHECK(bytes.find('q') == std::string::npos);
    large.erase("key0");
    CHECK(brine::dumps(std::vector{large, large}, {.protocol = 2}).size() < bytes.size());
}

TEST_CASE("memo: no policy makes a pickle longer than python's") {
    std::vector<std::string> texts;
    for (int i = 0; i < 600; ++i) {
        texts.push_back(std::to_string(i % 300));
        texts.emplace_back(1, static_cast<char>('0' + i % 60));
    }
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const auto size = [&](brine::memo policy) {
            return brine::dumps(texts, {.protocol = protocol, .memo = policy}).size();
        };
        CHECK(size(brine::memo::standard) <= size(brine::memo::python));
        CHECK(size(brine::memo::strings) <= size(brine::memo::python));
        CHECK(size(brine::memo::strings) <= size(brine::memo::standard));
    }
}
