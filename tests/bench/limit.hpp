// Hand-written straight-line encoders/decoders for the exact protocol-4 bytes that CPython emits for the
// workloads: the "speed of light" of the format. Not general, not hardened against hostile input beyond
// simple bounds checks; only a yardstick.
#pragma once
#include <immintrin.h>
#include <stdexcept>
#include <string_view>
#include "workloads.hpp"

namespace lim {
using namespace wl;
using u8 = uint8_t;
inline void st16(u8* p, uint16_t v) { memcpy(p, &v, 2); }
inline void st64(u8* p, uint64_t v) { memcpy(p, &v, 8); }
inline uint64_t ld64(const u8* p) { uint64_t v; memcpy(&v, p, 8); return v; }
inline uint64_t f2be(double d) { uint64_t v; memcpy(&v, &d, 8); return __builtin_bswap64(v); }
inline double be2f(const u8* p) { uint64_t v = __builtin_bswap64(ld64(p)); double d; memcpy(&d, &v, 8); return d; }

struct IntClass { uint16_t hdr; u8 hlen, len; };
struct IntTab {
  IntClass t[2][65];
  constexpr IntTab() : t() {
    for (int neg = 0; neg < 2; neg++)
      for (int b = 0; b <= 64; b++) {  // b = significant bits including the sign bit
        IntClass c{};
        if (!neg && b <= 9) c = {'K', 1, 2};
        else if (!neg && b <= 17) c = {'M', 1, 3};
        else if (b <= 32) c = {'J', 1, 5};
        else { int n = (b + 7) / 8; c = {uint16_t(0x8a | n << 8), 2, u8(2 + n)}; }
        t[neg][b] = c;
      }
  }
};
inline constexpr IntTab INT_TAB{};

inline void copy_str(u8* d, const std::string& s) {  // libstdc++: >=16 bytes are always readable behind data()
  const char* q = s.data();
  size_t n = s.size();
  if (n < 16) { _mm_storeu_si128((__m128i*)d, _mm_loadu_si128((const __m128i*)q)); }
  else if (n <= 32) {
    __m128i a = _mm_loadu_si128((const __m128i*)q), b = _mm_loadu_si128((const __m128i*)(q + n - 16));
    _mm_storeu_si128((__m128i*)d, a);
    _mm_storeu_si128((__m128i*)(d + n - 16), b);
  } else memcpy(d, q, n);
}

struct Enc {
  u8* p;
  u8* frame;
  u8* base;
  explicit Enc(u8* buf, u8 proto = 4) : p(buf), frame(buf + 2), base(buf) { p[0] = 0x80; p[1] = proto; frame[0] = 0x95; p += 11; }
  size_t used() const { return size_t(p - frame - 9); }
  void boundary() {  // CPython does this at the start of every save()
    if (__builtin_expect(used() >= 65536, 0)) { st64(frame + 1, used()); frame = p; *p = 0x95; p += 9; }
  }
  size_t finish() { *p++ = '.'; st64(frame + 1, used()); return size_t(p - base); }
  void integer(int64_t v) {
    const IntClass& c = INT_TAB.t[v < 0][64 - __builtin_clrsbll(v)];
    st16(p, c.hdr);
    st64(p + c.hlen, uint64_t(v));
    p += c.len;
  }
  void real(double d) { *p = 'G'; st64(p + 1, f2be(d)); p += 9; }
  void str(const std::string& s) {
    size_t n = s.size();
    if (__builtin_expect(n < 256, 1)) { p[0] = 0x8c; p[1] = u8(n); copy_str(p + 2, s); p += n + 2; }
    else { p[0] = 'X'; uint32_t m = uint32_t(n); memcpy(p + 1, &m, 4); memcpy(p + 5, s.data(), n); p += 5 + n; }
    *p++ = 0x94;
  }
  template <size_t N> void lit(const char (&s)[N]) { memcpy(p, s, N - 1); p += N - 1; }
};
#define LIM_BATCHED(n, BODY)                                \
  for (size_t i_ = 0; i_ < (n);) {                          \
    size_t e_ = std::min<size_t>(i_ + 1000, (n));           \
    bool one_ = e_ - i_ == 1;                               \
    if (!one_) *e.p++ = '(';                                \
    for (; i_ < e_; i_++) { BODY }                          \
    *e.p++ = one_ ? 'a' : 'e';                              \
  }
inline size_t enc_w1(u8* b, const std::vector<int64_t>& v) { Enc e(b); e.lit("]\x94"); LIM_BATCHED(v.size(), e.boundary(); e.integer(v[i_]);) return e.finish(); }
inline size_t enc_w2(u8* b, const std::vector<double>& v) { Enc e(b); e.lit("]\x94"); LIM_BATCHED(v.size(), e.boundary(); e.real(v[i_]);) return e.finish(); }
inline size_t enc_w3(u8* b, const std::vector<std::string>& v) { Enc e(b); e.lit("]\x94"); LIM_BATCHED(v.size(), e.boundary(); e.str(v[i_]);) return e.finish(); }
// W4 as CPython sees it: 1000 shared objects, identity known (pool index)
inline size_t enc_w4(u8* b, const std::vector<std::string>& pool, const std::vector<uint32_t>& ix) {
  Enc e(b);
  e.lit("]\x94");
  std::vector<uint32_t> memo(pool.size(), 0);
  uint32_t cnt = 1;
  LIM_BATCHED(ix.size(), {
    e.boundary();
    uint32_t& m = memo[ix[i_]];
    if (m == 0) { m = cnt++; e.str(pool[ix[i_]]); }
    else if (m < 256) { e.p[0] = 'h'; e.p[1] = u8(m); e.p += 2; }
    else { e.p[0] = 'j'; memcpy(e.p + 1, &m, 4); e.p += 5; }
  })
  return e.finish();
}
template <class Map> inline size_t enc_w5(u8* b, const Map& m) {
  Enc e(b);
  e.lit("}\x94");
  auto it = m.begin();
  size_t n = m.size();
  for (size_t i = 0; i < n;) {
    size_t k = std::min<size_t>(1000, n - i);
    if (k > 1) *e.p++ = '(';
    for (size_t j = 0; j < k; j++, ++it) { e.boundary(); e.str(it->first); e.boundary(); e.integer(it->second); }
    *e.p++ = k > 1 ? 'u' : 's';
    i += k;
  }
  if (n > 1 && n % 1000 == 0) e.lit("(u");  // CPython quirk: an empty trailing batch for exact multiples
  return e.finish();
}
template <bool CHK> inline void enc_rec(Enc& e, const Rec& r, bool first) {
  auto B = [&] { if constexpr (CHK) e.boundary(); };
#define LIM_KEY(lit_, get_) B(); if (__builtin_expect(first, 0)) { e.lit(lit_); } else { e.lit(get_); }
  B(); e.lit("}\x94(");
  LIM_KEY("\x8c\x02id\x94", "h\x02") B(); e.integer(r.id);
  LIM_KEY("\x8c\x05score\x94", "h\x03") B(); e.real(r.score);
  LIM_KEY("\x8c\x04name\x94", "h\x04") B(); e.str(r.name);
  LIM_KEY("\x8c\x06""active\x94", "h\x06") B(); *e.p++ = r.active ? 0x88 : 0x89;
  LIM_KEY("\x8c\x04note\x94", "h\x07") B(); if (r.note) e.integer(*r.note); else *e.p++ = 'N';
  LIM_KEY("\x8c\x03pos\x94", "h\x08") B(); e.lit("]\x94("); for (double d : r.pos) { B(); e.real(d); } *e.p++ = 'e';
  LIM_KEY("\x8c\x04meta\x94", "h\x0a") B(); e.lit("}\x94(");
  LIM_KEY("\x8c\x01""a\x94", "h\x0c") B(); e.integer(r.meta.a);
  LIM_KEY("\x8c\x03tag\x94", "h\x0d") B(); e.str(r.meta.tag);
  *e.p++ = 'u';
  LIM_KEY("\x8c\x04""city\x94", "h\x0f") B(); e.str(r.city);
  *e.p++ = 'u';
}
inline size_t enc_w6(u8* b, const std::vector<Rec>& v) {
  Enc e(b);
  e.lit("]\x94");
  bool first = true;
  LIM_BATCHED(v.size(), {
    if (!first && e.used() + 1024 < 65536) enc_rec<false>(e, v[i_], false);
    else { enc_rec<true>(e, v[i_], first); first = false; }
  })
  return e.finish();
}
inline size_t enc_w7(u8* b, const std::vector<Point>& v) {
  Enc e(b);
  e.lit("]\x94");
  bool first = true;
  LIM_BATCHED(v.size(), {
    const Point& r = v[i_];
    auto B = [&] { e.boundary(); };
    B();
    if (__builtin_expect(first, 0)) e.lit("\x8c\x09workloads\x94\x8c\x05Point\x94\x93\x94"); else { B(); e.lit("h\x03"); }
    B(); e.lit(")\x81\x94");
    B(); e.lit("}\x94(");
    LIM_KEY("\x8c\x01x\x94", "h\x06") B(); e.integer(r.x);
    LIM_KEY("\x8c\x01y\x94", "h\x07") B(); e.real(r.y);
    LIM_KEY("\x8c\x05label\x94", "h\x08") B(); e.str(r.label);
    e.lit("ub");
    first = false;
  })
  return e.finish();
}
inline size_t enc_w11(u8* b, const Msg& m) {
  Enc e(b);
  e.lit("}\x94(\x8c\x02id\x94");
  e.integer(m.id);
  e.lit("\x8c\x04name\x94");
  e.str(m.name);
  e.lit("\x8c\x05score\x94");
  e.real(m.score);
  e.lit("\x8c\x02ok\x94");
  e.lit("\x88u");
  e.p[-2] = m.ok ? 0x88 : 0x89;
  return e.finish();
}

// ------------------------------------------------------------------ decoders
[[noreturn]] inline void bad() { throw std::runtime_error("bad pickle"); }
struct Dec {
  const u8 *p, *end;
  uint32_t memo = 0;
  Dec(const void* d, size_t n) : p((const u8*)d), end(p + n) { if (n < 2 || p[0] != 0x80) bad(); p += 2; }
  void need(size_t n) const { if (__builtin_expect(size_t(end - p) < n, 0)) bad(); }
  void frames() { while (p < end && *p == 0x95) { need(9); p += 9; } }
  void op(u8 c) { frames(); if (p >= end || *p != c) bad(); p++; }
  void memoize() { if (p < end && *p == 0x94) { p++; memo++; } }
  int64_t integer() {
    frames();
    if (__builtin_expect(end - p < 10, 0)) { u8 t[16] = {}; memcpy(t, p, size_t(end - p)); const u8 *q = p, *qe = end; p = t; end = t + 16; int64_t v = integer(); size_t k = size_t(p - t); p = q + k; end = qe; if (p > end) bad(); return v; }
    u8 c = *p;
    unsigned h, n;
    bool sg;
    // table-free branch-light: K/M unsigned, J signed, LONG1 signed
    if (c == 0x8a) { n = p[1]; h = 2; sg = true; if (n == 0) { p += 2; return 0; } if (n > 8) bad(); }
    else { n = c == 'K' ? 1 : c == 'M' ? 2 : 4; h = 1; sg = c == 'J'; if (!sg && c != 'K' && c != 'M') bad(); }
    uint64_t x = ld64(p + h) << (64 - 8 * n);
    p += h + n;
    return sg ? int64_t(x) >> (64 - 8 * n) : int64_t(x >> (64 - 8 * n));
  }
  double real() { frames(); need(9); if (*p != 'G') bad(); double d = be2f(p + 1); p += 9; return d; }
  std::string_view sv() {
    frames();
    need(2);
    size_t n;
    if (*p == 0x8c) { n = p[1]; p += 2; }
    else if (*p == 'X') { need(5); uint32_t m; memcpy(&m, p + 1, 4); n = m; p += 5; }
    else bad();
    need(n + 1);
    std::string_view r((const char*)p, n);
    p += n;
    memoize();
    return r;
  }
  void key(std::string_view name, uint32_t& idx) {  // expected key: BINGET of the remembered slot, or literal
    frames();
    need(2);
    if (*p == 'h') { if (p[1] != idx) bad(); p += 2; return; }
    uint32_t slot = memo;
    if (sv() != name) bad();
    idx = slot;
  }
};
// the list body with APPENDS batches; item() reads one
template <class F> inline void dec_list(Dec& d, F item) {
  d.op(']');
  d.memoize();
  for (;;) {
    d.frames();
    if (d.p >= d.end) bad();
    if (*d.p != '(') { if (*d.p == '.' ) return; item(); d.op('a'); return; }
    d.p++;
    for (;;) {
      d.frames();
      if (d.p >= d.end) bad();
      if (*d.p == 'e') { d.p++; break; }
      item();
    }
    d.frames();
    if (d.p < d.end && *d.p != '(') return;
  }
}
inline void dec_w1(const void* b, size_t n, std::vector<int64_t>& o) {
  // branch-light inner loop: opcode -> {header, nbytes, signed} by table; LONG1 length from the stream
  static const struct T { u8 h[256], n[256]; T() : h(), n() { h['K'] = 1; n['K'] = 1; h['M'] = 1; n['M'] = 2; h['J'] = 1; n['J'] = 4; h[0x8a] = 2; } } tab;
  Dec d(b, n);
  d.frames(); d.op(']'); d.memoize(); d.frames();
  while (d.p < d.end && *d.p == '(') {
    d.p++;
    for (;;) {
      if (__builtin_expect(d.end - d.p < 12, 0)) { d.frames(); if (d.p < d.end && *d.p == 'e') { d.p++; break; } o.push_back(d.integer()); continue; }
      u8 c = *d.p;
      unsigned h = tab.h[c];
      if (__builtin_expect(h == 0, 0)) { if (c == 0x95) { d.frames(); continue; } if (c == 'e') { d.p++; break; } bad(); }
      unsigned nb = c == 0x8a ? d.p[1] : tab.n[c];
      if (__builtin_expect(nb - 1u > 7u, 0)) { if (nb) bad(); d.p += h; o.push_back(0); continue; }
      unsigned sh = 64 - 8 * nb;
      uint64_t x = ld64(d.p + h) << sh;
      int64_t s = int64_t(x) >> sh, u = int64_t(x >> sh);
      o.push_back(c == 'K' || c == 'M' ? u : s);
      d.p += h + nb;
    }
    d.frames();
  }
}
inline void dec_w2(const void* b, size_t n, std::vector<double>& o) {
  Dec d(b, n); d.frames(); d.op(']'); d.memoize(); d.frames();
  while (d.p < d.end && *d.p == '(') {
    d.p++;
    for (;;) {
      if (d.end - d.p >= 9 && *d.p == 'G') { o.push_back(be2f(d.p + 1)); d.p += 9; continue; }
      d.frames();
      if (d.p < d.end && *d.p == 'e') { d.p++; break; }
      if (d.end - d.p < 9 || *d.p != 'G') bad();
    }
    d.frames();
  }
}
template <class S> inline void dec_w3(const void* b, size_t n, std::vector<S>& o) {
  Dec d(b, n); d.frames();
  dec_list(d, [&] { auto s = d.sv(); o.emplace_back(s.data(), s.size()); });
}
template <class S> inline void dec_w4(const void* b, size_t n, std::vector<S>& o) {
  Dec d(b, n); d.frames();
  std::vector<std::string_view> memo(1);
  dec_list(d, [&] {
    std::string_view s;
    if (*d.p == 'h') { d.need(2); if (d.p[1] >= memo.size()) bad(); s = memo[d.p[1]]; d.p += 2; }
    else if (*d.p == 'j') { d.need(5); uint32_t k; memcpy(&k, d.p + 1, 4); if (k >= memo.size()) bad(); s = memo[k]; d.p += 5; }
    else { s = d.sv(); memo.push_back(s); }
    o.emplace_back(s.data(), s.size());
  });
}
template <class F> inline void dec_w5(const void* b, size_t n, F put) {
  Dec d(b, n); d.frames(); d.op('}'); d.memoize(); d.frames();
  while (d.p < d.end && *d.p == '(') {
    d.p++;
    for (;;) {
      d.frames();
      if (d.p >= d.end) bad();
      if (*d.p == 'u') { d.p++; break; }
      auto k = d.sv();
      put(k, d.integer());
    }
    d.frames();
  }
}
inline void dec_w6(const void* b, size_t n, std::vector<Rec>& o) {
  Dec d(b, n); d.frames();
  uint32_t k[10] = {};
  dec_list(d, [&] {
    Rec& r = o.emplace_back();
    d.op('}'); d.memoize(); d.op('(');
    d.key("id", k[0]); r.id = d.integer();
    d.key("score", k[1]); r.score = d.real();
    d.key("name", k[2]); { auto s = d.sv(); r.name.assign(s.data(), s.size()); }
    d.key("active", k[3]); d.frames(); if (d.p >= d.end) bad(); r.active = *d.p == 0x88; if (*d.p != 0x88 && *d.p != 0x89) bad(); d.p++;
    d.key("note", k[4]); d.op('N');
    d.key("pos", k[5]); d.op(']'); d.memoize(); d.op('('); r.pos.reserve(3);
    for (;;) { d.frames(); if (d.p >= d.end) bad(); if (*d.p == 'e') { d.p++; break; } r.pos.push_back(d.real()); }
    d.key("meta", k[6]); d.op('}'); d.memoize(); d.op('(');
    d.key("a", k[7]); r.meta.a = d.integer();
    d.key("tag", k[8]); { auto s = d.sv(); r.meta.tag.assign(s.data(), s.size()); }
    d.op('u');
    d.key("city", k[9]); { auto s = d.sv(); r.city.assign(s.data(), s.size()); }
    d.op('u');
  });
}
inline void dec_w7(const void* b, size_t n, std::vector<Point>& o) {
  Dec d(b, n); d.frames();
  uint32_t cls = 0, k[3] = {};
  dec_list(d, [&] {
    Point& r = o.emplace_back();
    d.frames(); d.need(2);
    if (*d.p == 'h') { if (d.p[1] != cls) bad(); d.p += 2; }
    else { if (d.sv() != "workloads" || d.sv() != "Point") bad(); d.op(0x93); cls = d.memo; d.memoize(); }
    d.op(')'); d.op(0x81); d.memoize(); d.op('}'); d.memoize(); d.op('(');
    d.key("x", k[0]); r.x = d.integer();
    d.key("y", k[1]); r.y = d.real();
    d.key("label", k[2]); { auto s = d.sv(); r.label.assign(s.data(), s.size()); }
    d.op('u'); d.op('b');
  });
}
inline void dec_w11(const void* b, size_t n, Msg& m) {
  Dec d(b, n); d.frames();
  uint32_t k[4] = {};
  d.op('}'); d.memoize(); d.op('(');
  d.key("id", k[0]); m.id = d.integer();
  d.key("name", k[1]); { auto s = d.sv(); m.name.assign(s.data(), s.size()); }
  d.key("score", k[2]); m.score = d.real();
  d.key("ok", k[3]); d.need(1); m.ok = *d.p++ == 0x88;
  d.op('u'); d.op('.');
}
}  // namespace lim
