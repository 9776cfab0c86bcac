// Objects as Python has them, each with an identity, for graphs.cpp; and how brine writes them.
#pragma once

#include <brine/brine.hpp>
#include <brine/model/int.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace graphs {

struct Object;

/// A place that refers to an object.
struct Ref {
    std::shared_ptr<Object> object;
};

using Refs = std::vector<Ref>;
using Entries = std::vector<std::pair<Ref, Ref>>;

struct Text {
    std::string utf8;
};
/// An interned str.
struct Name {
    std::string utf8;
};
struct Bytes {
    std::string data;
};
struct Bytearray {
    std::string data;
};
struct List {
    Refs items;
};
struct Tuple {
    Refs items;
};
struct Dict {
    Entries entries;
};
struct Set {
    Refs items;
};
struct Frozenset {
    Refs items;
};
using Instance = brine::Reduction<brine::Global, Refs, std::vector<brine::Keyword<Ref>>,
                                  std::optional<Ref>, Refs, Entries, std::optional<Ref>>;

// Described types: as a user writes them.

struct Point {
    Ref x, y;
};
struct Box {
    Ref content;
};
struct Marker {};
struct Slotted {
    Ref left, right;
};
struct Row {
    Ref first, second, third, fourth;
};
struct Called {
    Ref a, b;
};
struct Record {
    Ref name, size, x;
};
/// A subclass of tuple, whose items are one argument.
struct TupleChild {
    Refs items;
};
enum class Color { red = 1, green = 2, blue = 300 };

struct Object {
    std::variant<std::monostate, bool, brine::Int, double, Text, Name, Bytes, Bytearray, List,
                 Tuple, Dict, Set, Frozenset, brine::Global, Instance, Point, Box, Marker, Slotted,
                 Row, Called, Record, Color, TupleChild>
        value;
    /// Only one place refers to it, and it is written as a C++ value without identity.
    bool by_value = false;
};

inline std::span<const std::byte> bytes_of(const std::string& data) {
    return std::as_bytes(std::span(data));
}

}  // namespace graphs

template <>
struct brine::codec<graphs::Ref> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = true;
    static void save(auto& pickler, const graphs::Ref& ref) {
        ref.object->by_value ? pickler.save(*ref.object) : pickler.save(ref.object);
    }
    static void save_hashable(auto& pickler, const graphs::Ref& ref) {
        if (ref.object->by_value) {
            pickler.save_hashable(*ref.object);
        } else {
            pickler.save_hashable(ref.object);
        }
    }
};

template <>
struct brine::codec<graphs::Point>
    : brine::dataclass<"graphs_model", "Point", &graphs::Point::x, &graphs::Point::y> {};
template <>
struct brine::codec<graphs::Box> : brine::dataclass<"graphs_model", "Box", &graphs::Box::content> {
};
template <>
struct brine::codec<graphs::Marker> : brine::dataclass<"graphs_model", "Marker"> {};
template <>
struct brine::codec<graphs::Slotted>
    : brine::slotted<"graphs_model", "Slotted", &graphs::Slotted::left, &graphs::Slotted::right> {};
template <>
struct brine::codec<graphs::Row>
    : brine::namedtuple<"graphs_model", "Row", &graphs::Row::first, &graphs::Row::second,
                        &graphs::Row::third, &graphs::Row::fourth> {};
template <>
struct brine::codec<graphs::Called>
    : brine::call<"graphs_model", "Outer.Called", &graphs::Called::a, &graphs::Called::b> {};
template <>
struct brine::codec<graphs::Record>
    : brine::record<&graphs::Record::name, &graphs::Record::size, &graphs::Record::x> {};
template <>
struct brine::codec<graphs::TupleChild> {
    static auto reduce(const graphs::TupleChild& object) {
        return brine::newobj(brine::global<"graphs_model", "TupleChild">(),
                             brine::as_tuple(object.items));
    }
};
template <>
struct brine::codec<graphs::Color> : brine::enumeration<"graphs_model", "Color"> {};

/// Each kind of object by the call that a codec for it makes.
template <>
struct brine::codec<graphs::Object> {
    static constexpr bool hashable = true;

    static void save(auto& pickler, const graphs::Object& object) {
        std::visit([&](const auto& value) { save_value(pickler, value); }, object.value);
    }

private:
    static void save_value(auto& pickler, const graphs::Text& text) { pickler.save_str(text.utf8); }
    static void save_value(auto& pickler, const graphs::Name& name) {
        pickler.save_name(name.utf8);
    }
    static void save_value(auto& pickler, const graphs::Bytes& bytes) {
        pickler.save_bytes(graphs::bytes_of(bytes.data));
    }
    static void save_value(auto& pickler, const graphs::Bytearray& bytes) {
        pickler.save_bytearray(graphs::bytes_of(bytes.data));
    }
    static void save_value(auto& pickler, const graphs::List& list) {
        pickler.save_list(list.items);
    }
    static void save_value(auto& pickler, const graphs::Tuple& tuple) {
        pickler.save_tuple_of(tuple.items);
    }
    static void save_value(auto& pickler, const graphs::Dict& dict) {
        pickler.save_dict(dict.entries);
    }
    static void save_value(auto& pickler, const graphs::Set& set) { pickler.save_set(set.items); }
    static void save_value(auto& pickler, const graphs::Frozenset& set) {
        pickler.save_frozenset(set.items);
    }
    static void save_value(auto& pickler, const graphs::Instance& instance) {
        pickler.save_reduce(instance);
    }
    template <has_codec T>
    static void save_value(auto& pickler, const T& value) {
        save_unasked<Place::value>(pickler, value);
    }
};
