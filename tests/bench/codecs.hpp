// The workloads' structs, as brine writes and reads them.
#pragma once
#include <brine/brine.hpp>

#include "workloads.hpp"

template <>
struct brine::codec<wl::Meta> : brine::record<&wl::Meta::a, &wl::Meta::tag> {};
template <>
struct brine::codec<wl::Rec>
    : brine::record<&wl::Rec::id, &wl::Rec::score, &wl::Rec::name, &wl::Rec::active, &wl::Rec::note,
                    &wl::Rec::pos, &wl::Rec::meta, &wl::Rec::city> {};
template <>
struct brine::codec<wl::Point>
    : brine::dataclass<"workloads", "Point", &wl::Point::x, &wl::Point::y, &wl::Point::label> {};
template <>
struct brine::codec<wl::Msg>
    : brine::record<&wl::Msg::id, &wl::Msg::name, &wl::Msg::score, &wl::Msg::ok> {};
