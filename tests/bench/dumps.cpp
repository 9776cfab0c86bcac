// Writing: brine against the hand-written limit, workload by workload, alternating inside one
// process. summarize.py reads what it prints.
//   limit        straight-line code for exactly this data (limit.hpp): the format's speed of light
//   brine        dumps_into() with a reused buffer, default options at protocol 4
//   brine-fresh  dumps(), a new string each time; limit-fresh likewise
//   brine-python memo::python, CPython's own bytes
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codecs.hpp"
#include "limit.hpp"
#include "measure.hpp"

namespace {

using bench::measure;

constexpr std::size_t capacity = std::size_t{64} << 20U;
lim::u8* arena = nullptr;  // the limit's warm memory
std::string buffer;        // brine's

/// The ways of writing `value`; encode(memory) is the limit's.
template <class T, class Encode>
void compare(const char* workload, std::size_t elements, const T& value, Encode encode) {
    const brine::DumpOptions standard{.protocol = 4};
    const brine::DumpOptions python{.protocol = 4, .memo = brine::memo::python};
    const std::size_t size = encode(arena);
    measure("dumps", workload, elements,
            {{"limit", [&] { return encode(arena); }},
             {"brine",
              [&] {
                  brine::dumps_into(buffer, value, standard);
                  return buffer.size();
              }},
             {"limit-fresh",
              [&] {
                  auto* fresh = static_cast<lim::u8*>(std::malloc(size + 64));
                  const std::size_t n = encode(fresh);
                  std::free(fresh);
                  return n;
              }},
             {"brine-fresh", [&] { return brine::dumps(value, standard).size(); }},
             {"brine-python", [&] {
                  brine::dumps_into(buffer, value, python);
                  return buffer.size();
              }}});
}

void compare_strings() {
    const auto values = wl::w4();
    const auto pool = wl::w4_pool();
    const auto index = wl::w4_index();
    std::vector<std::shared_ptr<const std::string>> objects;
    for (const std::string& text : pool) {
        objects.push_back(std::make_shared<const std::string>(text));
    }
    std::vector<std::shared_ptr<const std::string>> shared;
    for (const std::uint32_t i : index) {
        shared.push_back(objects[i]);
    }
    // Equal values, as a vector of strings has them: nothing to share. This is the limit's job too.
    compare("W4", values.size(), values, [&](lim::u8* p) { return lim::enc_w3(p, values); });
    // Shared objects, as Python has them.
    compare("W4-shared", shared.size(), shared,
            [&](lim::u8* p) { return lim::enc_w4(p, pool, index); });
    const brine::DumpOptions strings{.protocol = 4, .memo = brine::memo::strings};
    measure("dumps", "W4-shared", values.size(), {{"brine-strings", [&] {
                                                       brine::dumps_into(buffer, values, strings);
                                                       return buffer.size();
                                                   }}});
}

void compare_messages() {
    constexpr std::size_t count = 1'000'000;
    wl::Msg message;
    const auto repeat = [&](auto write) {
        return [&message, write] {
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < count; ++i) {
                message.id = static_cast<std::int64_t>(i);
                bytes = write();
            }
            return bytes;
        };
    };
    const brine::DumpOptions standard{.protocol = 4};
    measure("dumps", "W11", count,
            {{"limit", repeat([&] {
                  const std::size_t n = lim::enc_w11(arena, message);
                  wl::keep(arena);
                  return n;
              })},
             {"brine", repeat([&] {
                  brine::dumps_into(buffer, message, standard);
                  wl::keep(buffer.data());
                  return buffer.size();
              })},
             {"limit-fresh", repeat([&] {
                  lim::u8 memory[256];
                  const std::size_t n = lim::enc_w11(memory, message);
                  const std::string fresh(reinterpret_cast<const char*>(memory), n);
                  wl::keep(fresh.data());
                  return n;
              })},
             {"brine-fresh", repeat([&] {
                  const std::string fresh = brine::dumps(message, standard);
                  wl::keep(fresh.data());
                  return fresh.size();
              })}});
}

void compare_bytes() {
    const std::string payload = wl::w8();
    const auto view = std::as_bytes(std::span(payload));
    std::string copy(payload.size() + 16, '\1');
    measure("dumps", "W8", 1,
            {{"limit",
              [&] {
                  std::memcpy(copy.data() + 11, payload.data(), payload.size());
                  return copy.size();
              }},
             {"brine",
              [&] {
                  brine::dumps_into(buffer, view);
                  return buffer.size();
              }},
             {"brine-out-of-band",
              [&] { return brine::dumps_with_buffers(brine::buffer(view)).bytes.size(); }}});
}

}  // namespace

int main() {
    arena = static_cast<lim::u8*>(std::malloc(capacity));
    std::memset(arena, 1, capacity);
    {
        const auto v = wl::w1();
        compare("W1", v.size(), v, [&](lim::u8* p) { return lim::enc_w1(p, v); });
    }
    {
        const auto v = wl::w2();
        compare("W2", v.size(), v, [&](lim::u8* p) { return lim::enc_w2(p, v); });
    }
    {
        const auto v = wl::w3();
        compare("W3", v.size(), v, [&](lim::u8* p) { return lim::enc_w3(p, v); });
    }
    compare_strings();
    {
        const auto v = wl::w5();
        compare("W5", v.size(), brine::as_dict(v), [&](lim::u8* p) { return lim::enc_w5(p, v); });
    }
    {
        const auto v = wl::w6();
        compare("W6", v.size(), v, [&](lim::u8* p) { return lim::enc_w6(p, v); });
    }
    {
        const auto v = wl::w7();
        compare("W7", v.size(), v, [&](lim::u8* p) { return lim::enc_w7(p, v); });
    }
    compare_messages();
    compare_bytes();
    std::free(arena);
}
