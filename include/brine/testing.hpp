#pragma once
// For tests of your own types and hooks: arbitrary values, the check that they come back as they
// were, and both as the body of a fuzzer.
//
//     extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
//         return brine::testing::fuzz_round_trip<Order>(data, size);
//     }

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <brine/brine.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/testing_arbitrary.hpp>
#include <brine/tools/testing_bytes.hpp>
#include <brine/tools/testing_compare.hpp>

namespace brine::testing {

/// What check_round_trip() tries.
struct RoundTripOptions {
    std::vector<int> protocols{2, 3, 4, 5};
    std::vector<memo> memos{memo::standard, memo::python, memo::strings};
    /// A value that dumps() refuses with a PicklingError passes.
    bool may_refuse = false;
    /// The rest of the options, with what a registry and limits are given to; protocol and memo are
    /// those above.
    DumpOptions dump{};
    LoadOptions load{};
};

/// A value did not come back as it was. what() is a report of several lines.
class RoundTripError : public std::exception {
public:
    RoundTripError(std::string what, int protocol, memo memo, std::string path)
        : what_(std::move(what)), protocol_(protocol), memo_(memo), path_(std::move(path)) {}

    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }
    [[nodiscard]] int protocol() const noexcept { return protocol_; }
    [[nodiscard]] brine::memo memo() const noexcept { return memo_; }
    /// Of the first difference, or of what could not be written or read: "orders[3].price".
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::string what_;
    int protocol_;
    brine::memo memo_;
    std::string path_;
};

/// Dumps and loads the value at each protocol and under each memo policy, and wants it back as
/// difference() compares it; also loaded over a value that is there, and after it has gone through
/// a Document and another protocol. A cycle of shared_ptr is never freed, and each load of it makes
/// one more: break it by a weak_ptr. All hooks are given to dumps and to loads, but not to those of
/// the Document, which keeps what they made.
/// @throws RoundTripError
template <class T, class... Hooks>
void check_round_trip(const T& value, const RoundTripOptions& options = {}, Hooks&&... hooks);

/// check_round_trip() of the arbitrary<T> that the input makes. @returns 0, as libFuzzer wants it.
template <class T, class... Hooks>
int fuzz_round_trip(const std::uint8_t* data, std::size_t size,
                    const RoundTripOptions& options = {}, Hooks&&... hooks) {
    const T value = arbitrary<T>(std::as_bytes(std::span(data, size)));
    check_round_trip(value, options, hooks...);
    return 0;
}

/// loads<T>() of whatever the input is: it may throw a PickleError. What else it throws, and what a
/// sanitizer sees, is a finding; and so is a T that comes out otherwise by way of a Document.
/// @throws RoundTripError for the latter. @returns 0
template <class T, class... Hooks>
int fuzz_loads(const std::uint8_t* data, std::size_t size, const LoadOptions& options = {},
               Hooks&&... hooks);

}  // namespace brine::testing

namespace brine::detail {

constexpr std::string_view memo_name(memo memo) noexcept {
    switch (memo) {
        case memo::standard:
            return "memo::standard";
        case memo::python:
            return "memo::python";
        case memo::strings:
            return "memo::strings";
    }
    return "";
}

/// What dis() shows of it, cut to what can be read; up to the fault where there is one.
inline std::string short_dis(std::string_view pickle) {
    constexpr std::size_t longest = 8000;
    std::string text;
    try {
        MemoryInput input(pickle);
        dis_into(text, input);
    } catch (const UnpicklingError& error) {
        text += error.what();
        text += '\n';
    }
    if (text.size() > longest) {
        text.replace(longest, std::string::npos, "...\n");
    }
    return text;
}

/// Other limits than the defaults, though nothing reaches them: what is loaded under them goes by
/// way of a Document, always.
inline LoadOptions by_document(LoadOptions options) {
    --options.limits.stack_items;
    return options;
}

/// The round trips of one value at one protocol and under one policy.
template <class T>
class RoundTrip {
public:
    RoundTrip(const T& value, const testing::RoundTripOptions& options, int protocol, memo memo)
        : value_(value), options_(options), dump_(options.dump) {
        dump_.protocol = protocol;
        dump_.memo = memo;
    }

    template <class... Hooks>
    void run(int other_protocol, Hooks&... hooks) {
        if (!dump(hooks...)) {
            return;
        }
        written_ = pickle_;
        T again = step("loads", [&] { return loads<T>(pickle_, options_.load, hooks...); });
        expect("loads", again, hooks...);
        again = step("loads by way of a Document",
                     [&] { return loads<T>(pickle_, by_document(options_.load), hooks...); });
        expect("loads by way of a Document", again, hooks...);
        step("loads_into", [&] { loads_into(pickle_, again, options_.load, hooks...); });
        expect("loads_into", again, hooks...);
        over_another(again, hooks...);
        through_document(other_protocol);
        again = step("loads of what a Document wrote",
                     [&] { return loads<T>(pickle_, options_.load, hooks...); });
        expect("loads of what a Document wrote", again, hooks...);
    }

private:
    template <class... Hooks>
    bool dump(Hooks&... hooks) {
        try {
            step("dumps", [&] { dumps_into(pickle_, value_, dump_, hooks...); });
        } catch (const testing::RoundTripError&) {
            if (!options_.may_refuse || !refused_) {
                throw;
            }
        }
        return !refused_;
    }

    void through_document(int other_protocol) {
        DumpOptions dump = dump_;
        dump.protocol = other_protocol;
        LoadOptions load = options_.load;
        load.borrow = false;
        const Document document = step("loads to a Document", [&] { return loads(pickle_, load); });
        std::string written;
        step("dumps of a Document", [&] {
            if (dump.protocol < 2 && !try_dumps(document.root(), dump)) {
                dump.protocol = 2;  // there is nothing older for some objects
            }
            dumps_into(written, document.root(), dump);
        });
        pickle_ = std::move(written);
    }

    /// Loads a T{} over the value, of which nothing may stay. A T{} need not be one that can be
    /// pickled.
    template <class... Hooks>
    void over_another(T& value, Hooks&... hooks) {
        if constexpr (std::default_initializable<T>) {
            std::string pickle;
            std::optional<T> plain;
            try {
                dumps_into(pickle, T{}, dump_, hooks...);
                plain.emplace(loads<T>(pickle, options_.load, hooks...));
            } catch (const PickleError&) {
                return;
            }
            constexpr std::string_view doing = "loads_into over another value";
            pickle_.swap(pickle);
            step(doing, [&] { loads_into(pickle_, value, options_.load, hooks...); });
            if (auto found = testing::difference(*plain, std::as_const(value))) {
                fail(doing, std::move(found->path), found->what);
            }
            pickle_.swap(pickle);
        }
    }

    template <class... Hooks>
    void expect(std::string_view doing, const T& actual, Hooks&... hooks) {
        Comparer comparer;
        if (!comparer.same(value_, actual)) {
            testing::Difference found = comparer.take();
            fail(doing, std::move(found.path), found.what);
        }
        if (comparer.saw_base_only()) {
            expect_same_dump(doing, actual, hooks...);
        }
    }
    /// What fields a derived class has, only its dump tells. That may differ in the order of what
    /// is not ordered.
    template <class... Hooks>
    void expect_same_dump(std::string_view doing, const T& actual, Hooks&... hooks) {
        std::string pickle;
        step(doing, [&] { dumps_into(pickle, actual, dump_, hooks...); });
        LoadOptions load = options_.load;
        load.borrow = false;
        if (pickle != written_ && !(loads(pickle, load) == loads(written_, load))) {
            fail(doing, "",
                 "an object behind a pointer to its base has the same fields there, and dumps as "
                 "another pickle");
        }
    }

    /// action(), whose errors become reports.
    template <class Action>
    auto step(std::string_view doing, Action action) -> decltype(action()) {
        try {
            return action();
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const ErrorAtPath& error) {
            refused_ = dynamic_cast<const PicklingError*>(&error) != nullptr;
            fail(doing, std::string(error.path()), error.reason());
        } catch (const std::exception& error) {
            fail(doing, "", error.what());
        }
    }

    [[noreturn]] void fail(std::string_view doing, std::string path, std::string_view what) const {
        std::string report = fmt::format(
            "round trip of {} failed\n  at:       {}\n  because:  {}\n"
            "  in:       {}, protocol {}, {}\n",
            type_name<T>(), path.empty() ? "the root" : path, what, doing, dump_.protocol,
            memo_name(dump_.memo));
        if (!pickle_.empty()) {
            report += "  pickle:\n" + short_dis(pickle_);
        }
        throw testing::RoundTripError(std::move(report), dump_.protocol, dump_.memo,
                                      std::move(path));
    }

    const T& value_;
    const testing::RoundTripOptions& options_;
    DumpOptions dump_;
    std::string pickle_;
    std::string written_;  // of the value
    bool refused_ = false;
};

}  // namespace brine::detail

template <class T, class... Hooks>
int brine::testing::fuzz_loads(const std::uint8_t* data, std::size_t size,
                               const LoadOptions& options, Hooks&&... hooks) {
    const std::string_view pickle(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
    const auto load = [&](const LoadOptions& with) -> Result<T> {
        try {
            return loads<T>(pickle, with, hooks...);
        } catch (const UnpicklingError& error) {
            return error;
        } catch (const ConversionError& error) {
            return error;
        } catch (const PicklingError& error) {
            return error;
        }
    };
    const Result<T> loaded = load(options);
    const Result<T> expected = load(brine::detail::by_document(options));
    std::optional<Difference> found;
    if (loaded && expected) {
        found = difference(*expected, *loaded);
    } else if (loaded.has_value() != expected.has_value()) {
        found = Difference{"", loaded ? expected.error().what() : loaded.error().what()};
    }
    if (found) {
        throw RoundTripError(
            fmt::format("loads<{}> and a Document do not agree\n  at:       {}\n"
                        "  because:  {}\n  pickle:\n{}",
                        type_name<T>(), found->path.empty() ? "the root" : found->path, found->what,
                        brine::detail::short_dis(pickle)),
            0, memo::standard, found->path);
    }
    return 0;
}

template <class T, class... Hooks>
void brine::testing::check_round_trip(const T& value, const RoundTripOptions& options,
                                      Hooks&&... hooks) {
    for (const int protocol : options.protocols) {
        for (const memo memo : options.memos) {
            brine::detail::RoundTrip<T> trip(value, options, protocol, memo);
            // Documents go through protocols 0 and 1, too; over the policies each has its turn.
            const int turn = 1 + 2 * static_cast<int>(memo);
            trip.run((protocol + turn) % (highest_protocol + 1), hooks...);
        }
    }
}
