// Reading: brine against the hand-written limit, workload by workload, alternating inside one
// process. The pickles are CPython's own, protocol 4; summarize.py reads what this prints.
//   limit            straight-line code for exactly this data (limit.hpp) into a new container
//   limit-reused     into the container of the last time, cleared
//   document         loads_into() a Document of the last time
//   document-fresh   loads(), a new Document each time
//   typed            loads<T>(); typed-reused: loads_into() the T of the last time
// To free what was read is not part of any time, as it is not in loads.py.
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codecs.hpp"
#include "limit.hpp"
#include "measure.hpp"

namespace {

using bench::measure;
using bench::Way;

constexpr std::size_t capacity = std::size_t{64} << 20U;

/// What encode(memory) of limit.hpp writes.
template <class Encode>
std::string pickled(Encode encode) {
    std::string memory(capacity, '\1');
    memory.resize(encode(reinterpret_cast<lim::u8*>(memory.data())));
    memory.shrink_to_fit();
    return memory;
}

/// The ways of reading `pickle` into a Document.
struct Documents {
    std::string_view pickle;
    brine::Document reused{};
    std::optional<brine::Document> fresh{};

    std::vector<Way> ways() {
        return {{"document",
                 [this] {
                     brine::loads_into(pickle, reused);
                     return pickle.size();
                 }},
                {"document-fresh",
                 [this] {
                     fresh.emplace(brine::loads(pickle));
                     return pickle.size();
                 },
                 [this] { fresh.reset(); }}};
    }
};

/// The ways of reading `value` from what encode(memory) writes; decode(pickle, T&) is the limit's.
template <class T, class Encode, class Decode>
void compare(const char* workload, const T& value, Encode encode, Decode decode) {
    if (!bench::is_wanted(workload)) {
        return;
    }
    const std::string pickle = pickled(encode);
    T limit_reused;
    T typed_reused;
    std::optional<T> fresh;
    Documents documents{pickle};
    std::vector<Way> ways = {{"limit",
                              [&] {
                                  decode(pickle, fresh.emplace());
                                  return pickle.size();
                              },
                              [&] { fresh.reset(); }},
                             {"limit-reused",
                              [&] {
                                  limit_reused.clear();
                                  decode(pickle, limit_reused);
                                  return pickle.size();
                              }},
                             {"typed",
                              [&] {
                                  fresh.emplace(brine::loads<T>(pickle));
                                  return pickle.size();
                              },
                              [&] { fresh.reset(); }},
                             {"typed-reused", [&] {
                                  brine::loads_into(pickle, typed_reused);
                                  return pickle.size();
                              }}};
    std::vector<std::string_view> views;
    if constexpr (std::same_as<T, std::vector<std::string>>) {
        ways.push_back({"typed-views", [&] {
                            brine::loads_into(pickle, views, {.borrow = true});
                            return pickle.size();
                        }});
    }
    for (Way& way : documents.ways()) {
        ways.push_back(std::move(way));
    }
    measure("loads", workload, value.size(), ways);
    if (limit_reused != value || typed_reused != value ||
        documents.reused.root().size() != value.size()) {
        std::fprintf(stderr, "%s: what was read is not what was written\n", workload);
        std::exit(1);
    }
}

void compare_messages() {
    constexpr std::size_t count = 1'000'000;
    const std::string pickle =
        pickled([](lim::u8* p) { return lim::enc_w11(p, wl::Msg{.id = 12345}); });
    const auto repeat = [&](auto read) {
        return [&pickle, read] {
            for (std::size_t i = 0; i < count; ++i) {
                read();
            }
            return pickle.size();
        };
    };
    wl::Msg limit_reused;
    wl::Msg typed_reused;
    brine::Document document;
    measure("loads", "W11", count,
            {{"limit", repeat([&] {
                  wl::Msg message;
                  lim::dec_w11(pickle.data(), pickle.size(), message);
                  wl::keep(message);
              })},
             {"limit-reused", repeat([&] {
                  lim::dec_w11(pickle.data(), pickle.size(), limit_reused);
                  wl::keep(limit_reused);
              })},
             {"typed", repeat([&] {
                  const auto message = brine::loads<wl::Msg>(pickle);
                  wl::keep(message);
              })},
             {"typed-reused", repeat([&] {
                  brine::loads_into(pickle, typed_reused);
                  wl::keep(typed_reused);
              })},
             {"document", repeat([&] {
                  brine::loads_into(pickle, document);
                  wl::keep(document);
              })},
             {"document-fresh", repeat([&] {
                  const brine::Document fresh = brine::loads(pickle);
                  wl::keep(fresh);
              })}});
}

/// A list in a list in a list, 100k deep.
void compare_nest() {
    constexpr std::size_t depth = 100'000;
    std::string pickle = "\x80\x04";
    for (std::size_t i = 0; i < depth; ++i) {
        pickle += "]\x94";
    }
    pickle.append(depth - 1, 'a');
    pickle += '.';
    Documents documents{pickle};
    measure("loads", "W10", depth, documents.ways());
}

}  // namespace

int main() {
    {
        const auto v = wl::w1();
        compare(
            "W1", v, [&](lim::u8* p) { return lim::enc_w1(p, v); },
            [](const std::string& s, auto& to) { lim::dec_w1(s.data(), s.size(), to); });
    }
    {
        const auto v = wl::w2();
        compare(
            "W2", v, [&](lim::u8* p) { return lim::enc_w2(p, v); },
            [](const std::string& s, auto& to) { lim::dec_w2(s.data(), s.size(), to); });
    }
    {
        const auto v = wl::w3();
        compare(
            "W3", v, [&](lim::u8* p) { return lim::enc_w3(p, v); },
            [](const std::string& s, auto& to) { lim::dec_w3(s.data(), s.size(), to); });
    }
    {
        const auto pool = wl::w4_pool();
        const auto index = wl::w4_index();
        compare(
            "W4", wl::w4(), [&](lim::u8* p) { return lim::enc_w4(p, pool, index); },
            [](const std::string& s, auto& to) { lim::dec_w4(s.data(), s.size(), to); });
    }
    {
        const auto v = wl::w5();
        compare(
            "W5", wl::UMap(v.begin(), v.end()), [&](lim::u8* p) { return lim::enc_w5(p, v); },
            [](const std::string& s, auto& to) {
                lim::dec_w5(s.data(), s.size(), [&](std::string_view key, std::int64_t value) {
                    to.emplace(key, value);
                });
            });
    }
    {
        const auto v = wl::w6();
        compare(
            "W6", v, [&](lim::u8* p) { return lim::enc_w6(p, v); },
            [](const std::string& s, auto& to) { lim::dec_w6(s.data(), s.size(), to); });
    }
    {
        const auto v = wl::w7();
        compare(
            "W7", v, [&](lim::u8* p) { return lim::enc_w7(p, v); },
            [](const std::string& s, auto& to) { lim::dec_w7(s.data(), s.size(), to); });
    }
    compare_nest();
    compare_messages();
}
