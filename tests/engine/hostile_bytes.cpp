// Pickles with a byte cut, changed or left out, and sources that fail: a value or one clean error.
#include <brine/engine/unpickler.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iostream>
#include <optional>
#include <span>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include <brine/loads.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

using brine::Errc;

// Python 3.11's pickles, of protocols 0 to 5, of one list with itself in it, shared items,
// containers of each kind, a function, and objects of four classes.
const std::vector<std::string>& bases() {
    static const std::vector<std::string> pickles = [] {
        std::vector<std::string> bytes;
        for (const std::string_view hex :
             {"286c70300a286470310a566b0a70320a2846312e350a492d310a4c3131383035393136323037"
              "31373431313330333432344c0a7470330a735665e95c75303030610a70340a4e7361635f636f"
              "646563730a656e636f64650a70350a285662795c7530303030ff0a70360a566c6174696e310a"
              "70370a7470380a5270390a614930310a61286c7031300a49310a61493330300a61616731300a"
              "61635f5f6275696c74696e5f5f0a7365740a7031310a28286c7031320a49310a6156730a7031"
              "330a61747031340a527031350a61635f5f6275696c74696e5f5f0a66726f7a656e7365740a70"
              "31360a28286c7031370a49330a61747031380a527031390a61635f5f6275696c74696e5f5f0a"
              "6c656e0a7032300a61635f5f6275696c74696e5f5f0a636f6d706c65780a7032310a2846302e"
              "300a46322e300a747032320a527032330a6163636f6c6c656374696f6e730a4f726465726564"
              "446963740a7032340a2874527032350a56610a7032360a4937303030300a7361635f5f627569"
              "6c74696e5f5f0a6279746561727261790a7032370a2867350a285662610a7032380a67370a74"
              "7032390a527033300a747033310a527033320a61636461746574696d650a646174650a703333"
              "0a2867350a285607e401020a7033340a67370a747033350a527033360a747033370a52703338"
              "0a6167300a612e",
              "5d7100287d71012858010000006b710228473ff80000000000004affffffff4c313138303539"
              "313632303731373431313330333432344c0a747103580400000065c3a90a71044e75635f636f"
              "646563730a656e636f64650a7105285805000000627900c3bf710658060000006c6174696e31"
              "71077471085271094930310a5d710a284b014d2c0165680a635f5f6275696c74696e5f5f0a73"
              "65740a710b285d710c284b01580100000073710d6574710e52710f635f5f6275696c74696e5f"
              "5f0a66726f7a656e7365740a7110285d71114b0361747112527113635f5f6275696c74696e5f"
              "5f0a6c656e0a7114635f5f6275696c74696e5f5f0a636f6d706c65780a711528470000000000"
              "00000047400000000000000074711652711763636f6c6c656374696f6e730a4f726465726564"
              "446963740a711829527119580100000061711a4a7011010073635f5f6275696c74696e5f5f0a"
              "6279746561727261790a711b2868052858020000006261711c680774711d52711e74711f5271"
              "20636461746574696d650a646174650a712128680528580500000007c3a40102712268077471"
              "235271247471255271266800652e",
              "80025d7100287d71012858010000006b7102473ff80000000000004affffffff8a0900000000"
              "0000000040877103580400000065c3a90a71044e75635f636f646563730a656e636f64650a71"
              "055805000000627900c3bf710658060000006c6174696e317107867108527109885d710a284b"
              "014d2c0165680a635f5f6275696c74696e5f5f0a7365740a710b5d710c284b01580100000073"
              "710d6585710e52710f635f5f6275696c74696e5f5f0a66726f7a656e7365740a71105d71114b"
              "0361857112527113635f5f6275696c74696e5f5f0a6c656e0a7114635f5f6275696c74696e5f"
              "5f0a636f6d706c65780a71154700000000000000004740000000000000008671165271176363"
              "6f6c6c656374696f6e730a4f726465726564446963740a711829527119580100000061711a4a"
              "7011010073635f5f6275696c74696e5f5f0a6279746561727261790a711b6805580200000062"
              "61711c680786711d52711e85711f527120636461746574696d650a646174650a712168055805"
              "00000007c3a40102712268078671235271248571255271266800652e",
              "80035d7100287d71012858010000006b7102473ff80000000000004affffffff8a0900000000"
              "0000000040877103580400000065c3a90a71044e754304627900ff7105885d7106284b014d2c"
              "01656806636275696c74696e730a7365740a71075d7108284b0158010000007371096585710a"
              "52710b636275696c74696e730a66726f7a656e7365740a710c5d710d4b036185710e52710f63"
              "6275696c74696e730a6c656e0a7110636275696c74696e730a636f6d706c65780a7111470000"
              "00000000000047400000000000000086711252711363636f6c6c656374696f6e730a4f726465"
              "726564446963740a71142952711558010000006171164a7011010073636275696c74696e730a"
              "6279746561727261790a711743026261711885711952711a636461746574696d650a64617465"
              "0a711b430407e40102711c85711d52711e6800652e",
              "800495f7000000000000005d94287d94288c016b94473ff80000000000004affffffff8a0900"
              "000000000000004087948c0465c3a90a944e754304627900ff94885d94284b014d2c01656806"
              "8f94284b018c01739490284b0391948c086275696c74696e73948c036c656e9493948c086275"
              "696c74696e73948c07636f6d706c657894939447000000000000000047400000000000000086"
              "9452948c0b636f6c6c656374696f6e73948c0b4f726465726564446963749493942952948c01"
              "61944a7011010073680d8c096279746561727261799493944302626194859452948c08646174"
              "6574696d65948c0464617465949394430407e4010294859452946800652e",
              "800595ea000000000000005d94287d94288c016b94473ff80000000000004affffffff8a0900"
              "000000000000004087948c0465c3a90a944e754304627900ff94885d94284b014d2c01656806"
              "8f94284b018c01739490284b0391948c086275696c74696e73948c036c656e9493948c086275"
              "696c74696e73948c07636f6d706c657894939447000000000000000047400000000000000086"
              "9452948c0b636f6c6c656374696f6e73948c0b4f726465726564446963749493942952948c01"
              "61944a70110100739602000000000000006261948c086461746574696d65948c046461746594"
              "9394430407e4010294859452946800652e"}) {
            std::string& pickle = bytes.emplace_back();
            const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
            for (std::size_t i = 0; i < hex.size(); i += 2) {
                pickle += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
            }
        }
        return bytes;
    }();
    return pickles;
}

struct Outcome {
    std::string value;  // as repr, empty where there was an error
    std::optional<Errc> error;
    std::uint64_t offset = 0;
    std::string what;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcome_of(const std::function<brine::Document()>& load) {
    try {
        const brine::Document document = load();
        return {brine::repr(document), {}, 0, {}};
    } catch (const brine::UnpicklingError& error) {
        return {{}, error.code(), error.offset(), error.what()};
    }
}

/// A byte at a time.
struct Drops {
    std::string_view bytes;

    std::size_t read(std::span<std::byte> to) {
        if (bytes.empty() || to.empty()) {
            return 0;
        }
        to[0] = static_cast<std::byte>(bytes[0]);
        bytes.remove_prefix(1);
        return 1;
    }
};

/// What is wrong with how these bytes are taken; empty where all is well.
std::string complaint(const std::string& bytes, Outcome& outcome) {
    outcome = outcome_of([&] { return brine::loads(bytes); });
    Drops drops{bytes};
    if (outcome_of([&] { return brine::load(drops); }) != outcome) {
        return "a stream says otherwise";
    }
    const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
    if (outcome.error && (outcome.offset > bytes.size() || outcome.what.size() > 200 ||
                          !std::all_of(outcome.what.begin(), outcome.what.end(), printable))) {
        return outcome.what;
    }
    return "";
}

TEST_CASE("hostile: a pickle cut at any byte is truncated, at the opcode or where it ends") {
    for (const std::string& pickle : bases()) {
        std::uint64_t last = 0;
        for (std::size_t size = 0; size < pickle.size(); ++size) {
            Outcome outcome;
            const std::string wrong = complaint(pickle.substr(0, size), outcome);
            if (!wrong.empty() || outcome.error != Errc::truncated || outcome.offset < last) {
                FAIL_CHECK(size << ": " << outcome.what << ' ' << wrong);
            }
            last = outcome.offset;
        }
    }
}

TEST_CASE("hostile: any bit flipped, any byte left out or doubled gives a value or one error") {
    std::size_t values = 0;
    std::size_t errors = 0;
    const auto check = [&](const std::string& bytes, const char* how, std::size_t at) {
        Outcome outcome;
        const std::string wrong = complaint(bytes, outcome);
        if (!wrong.empty()) {
            FAIL_CHECK(how << " at " << at << ": " << wrong);
        }
        ++(outcome.error ? errors : values);
    };
    for (const std::string& pickle : bases()) {
        Outcome outcome;
        REQUIRE(complaint(pickle, outcome).empty());
        REQUIRE_FALSE(outcome.error);
        for (std::size_t at = 0; at < pickle.size(); ++at) {
            for (unsigned bit = 0; bit < 8; ++bit) {
                std::string bytes = pickle;
                bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ 1U << bit);
                check(bytes, "a bit", at);
            }
            check(std::string(pickle).erase(at, 1), "less", at);
            check(std::string(pickle).insert(at, 1, pickle[at]), "more", at);
        }
    }
    CHECK(values > 1000);
    CHECK(errors > 1000);
}

struct Broken : std::runtime_error {
    Broken() : std::runtime_error("the cable is out") {}
};

/// Gives what is before `at`, then fails in its way.
struct Failing {
    enum class Way { throws, ends, lies };
    std::string_view bytes;
    std::size_t at;
    Way way;

    std::size_t read(std::span<std::byte> to) {
        if (at == 0) {
            if (way == Way::throws) {
                throw Broken();
            }
            return way == Way::ends ? 0 : to.size() + 1;
        }
        const std::size_t n = std::min({to.size(), at, bytes.size()});
        std::memcpy(to.data(), bytes.data(), n);
        bytes.remove_prefix(n);
        at -= n;
        return n;
    }
};

/// The same as a std::istream, whose buffer throws.
struct FailingBuffer : std::streambuf {
    FailingBuffer(std::string_view bytes, std::size_t at)
        : failing{bytes, at, Failing::Way::throws} {}
    int_type underflow() override {
        if (failing.read({&byte, 1}) == 0) {
            return traits_type::eof();
        }
        auto* const p = reinterpret_cast<char*>(&byte);
        setg(p, p, p + 1);
        return traits_type::to_int_type(*p);
    }
    Failing failing;
    std::byte byte{};
};

TEST_CASE("hostile: a source that fails at any byte is reported as what it did") {
    const std::string& pickle = bases()[4];
    const std::string whole = brine::repr(brine::loads(pickle));
    for (std::size_t at = 0; at < pickle.size(); ++at) {
        Failing ends{pickle, at, Failing::Way::ends};
        const Outcome truncated = outcome_of([&] { return brine::load(ends); });
        CHECK(truncated.error == Errc::truncated);
        CHECK(truncated ==
              outcome_of([&] { return brine::loads(std::string_view(pickle).substr(0, at)); }));

        Failing throws{pickle, at, Failing::Way::throws};
        CHECK_THROWS_AS(brine::load(throws), Broken);

        Failing lies{pickle, at, Failing::Way::lies};
        const Outcome lied = outcome_of([&] { return brine::load(lies); });
        CHECK(lied.error == Errc::source_failed);
        CHECK(lied.offset == at);

        FailingBuffer buffer(pickle, at);
        std::istream stream(&buffer);
        CHECK_THROWS_AS(brine::load(stream), Broken);

        std::istream broken(&buffer);
        broken.setstate(std::ios_base::badbit);
        CHECK(outcome_of([&] { return brine::load(broken); }).error == Errc::source_failed);

        // What an Unpickler that failed is asked next, it answers by the bytes that are left.
        Failing once{pickle, at, Failing::Way::throws};
        brine::Unpickler unpickler(once);
        CHECK_THROWS_AS(unpickler.load(), Broken);
        once = {pickle, pickle.size(), Failing::Way::throws};
        brine::Unpickler fresh(once);
        CHECK(brine::repr(fresh.load()) == whole);
    }
}

}  // namespace
