#pragma once
// The handlers that a visitor of decode() may have, each as a function that is there if the visitor
// has it.

#include <string_view>

#include <brine/wire/place.hpp>

namespace brine::detail::handler {

inline constexpr auto op = [](auto& v, auto... args) -> decltype(v.on_op(args...)) {
    v.on_op(args...);
};
inline constexpr auto int_ = [](auto& v, auto... args) -> decltype(v.on_int(args...)) {
    v.on_int(args...);
};
inline constexpr auto bool_ = [](auto& v, auto... args) -> decltype(v.on_bool(args...)) {
    v.on_bool(args...);
};
inline constexpr auto long_ = [](auto& v, auto... args) -> decltype(v.on_long(args...)) {
    v.on_long(args...);
};
inline constexpr auto int_text = [](auto& v, auto... args) -> decltype(v.on_int_text(args...)) {
    v.on_int_text(args...);
};
inline constexpr auto float_ = [](auto& v, auto... args) -> decltype(v.on_float(args...)) {
    v.on_float(args...);
};
inline constexpr auto text = [](auto& v, auto... args) -> decltype(v.on_text(args...)) {
    v.on_text(args...);
};
inline constexpr auto string = [](auto& v, auto... args) -> decltype(v.on_string(args...)) {
    v.on_string(args...);
};
inline constexpr auto bytes = [](auto& v, auto... args) -> decltype(v.on_bytes(args...)) {
    v.on_bytes(args...);
};
inline constexpr auto bytearray = [](auto& v, auto... args) -> decltype(v.on_bytearray(args...)) {
    v.on_bytearray(args...);
};
inline constexpr auto global = [](auto& v, auto... args) -> decltype(v.on_global(args...)) {
    v.on_global(args...);
};
inline constexpr auto persid = [](auto& v, auto... args) -> decltype(v.on_persid(args...)) {
    v.on_persid(args...);
};
inline constexpr auto get = [](auto& v, auto... args) -> decltype(v.on_get(args...)) {
    v.on_get(args...);
};
inline constexpr auto put = [](auto& v, auto... args) -> decltype(v.on_put(args...)) {
    v.on_put(args...);
};
inline constexpr auto ext = [](auto& v, auto... args) -> decltype(v.on_ext(args...)) {
    v.on_ext(args...);
};
inline constexpr auto proto = [](auto& v, auto... args) -> decltype(v.on_proto(args...)) {
    v.on_proto(args...);
};
inline constexpr auto frame = [](auto& v, auto... args) -> decltype(v.on_frame(args...)) {
    v.on_frame(args...);
};
inline constexpr auto other = [](auto& v, auto... args) -> decltype(v.on_other(args...)) {
    v.on_other(args...);
};

}  // namespace brine::detail::handler
