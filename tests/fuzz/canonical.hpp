// A document as text that tells all of it: types, values, order, sharing. differential.py writes
// the same of what CPython loads.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/brine.hpp>

namespace fuzz {

/// Thrown where a document is too deep, too large, or holds what only a class can tell.
struct NotComparable {};

class Canonical {
public:
    /// @throws NotComparable
    std::string operator()(const brine::Value& root) {
        write(root, 0, true);
        return std::move(out_);
    }

private:
    static constexpr std::size_t most_levels = 100;
    static constexpr std::size_t most_nodes = 5000;

    void hex(std::string_view bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        for (const char c : bytes) {
            const auto byte = static_cast<unsigned char>(c);
            out_ += digits[byte / 16U];
            out_ += digits[byte % 16U];
        }
    }
    void hex(std::span<const std::byte> bytes) {
        hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }

    /// True where the object is new; else where it was is written.
    bool is_new(const brine::Value& value, bool numbered) {
        if (!numbered) {
            return true;
        }
        const void* const id = value.node().record;
        const auto [known, added] = seen_.try_emplace(id, seen_.size());
        out_ += added ? "" : '@' + std::to_string(known->second);
        return added;
    }

    void write(const brine::Value& value, std::size_t depth, bool numbered);
    void write_float(double x);
    void write_items(const brine::Value& value, char open, std::size_t depth, bool numbered);
    void write_elements(const brine::Value& value, char open, std::size_t depth);

    std::string out_;
    std::size_t nodes_ = 0;
    std::unordered_map<const void*, std::size_t> seen_;
};

inline void Canonical::write_float(double x) {
    if (std::isnan(x)) {
        out_ += "nan";
        return;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    out_ += 'f';
    for (int shift = 56; shift >= 0; shift -= 8) {
        const char byte = static_cast<char>(bits >> shift & 0xFFU);
        hex(std::string_view(&byte, 1));
    }
}

inline void Canonical::write_items(const brine::Value& value, char open, std::size_t depth,
                                   bool numbered) {
    out_ += open;
    for (const brine::Value item : value) {
        write(item, depth + 1, numbered);
        out_ += ',';
    }
    out_ += ')';
}

/// Sorted, as the order is Python's own; elements are written as values.
inline void Canonical::write_elements(const brine::Value& value, char open, std::size_t depth) {
    std::vector<std::string> elements;
    const std::string before = std::exchange(out_, {});
    for (const brine::Value element : value) {
        write(element, depth + 1, false);
        elements.push_back(std::exchange(out_, {}));
    }
    std::ranges::sort(elements);
    out_ = before + open;
    for (const std::string& element : elements) {
        out_ += element + ',';
    }
    out_ += ')';
}

inline void Canonical::write(const brine::Value& value, std::size_t depth, bool numbered) {
    using brine::Kind;
    if (depth > most_levels || ++nodes_ > most_nodes) {
        throw NotComparable();
    }
    switch (value.kind()) {
        case Kind::none:
            out_ += 'N';
            break;
        case Kind::bool_:
            out_ += value.as<bool>() ? 'T' : 'F';
            break;
        case Kind::int_:
            out_ += 'i';
            hex(value.as<brine::Int>().to_twos_complement());
            break;
        case Kind::float_:
            write_float(value.as<double>());
            break;
        case Kind::str:
            out_ += 's';
            hex(brine::detail::text_of(value.node()));
            break;
        case Kind::bytes:
            out_ += 'b';
            hex(value.as<std::span<const std::byte>>());
            break;
        case Kind::bytearray:
            if (is_new(value, numbered)) {
                out_ += 'a';
                hex(value.as<std::span<const std::byte>>());
            }
            break;
        case Kind::list:
            if (is_new(value, numbered)) {
                write_items(value, '[', depth, numbered);
            }
            break;
        case Kind::tuple:
            if (value.empty() || is_new(value, numbered)) {
                write_items(value, '(', depth, numbered);
            }
            break;
        case Kind::dict:
            if (is_new(value, numbered)) {
                out_ += '{';
                for (const auto& [key, item] : value.items()) {
                    write(key, depth + 1, numbered);
                    out_ += ':';
                    write(item, depth + 1, numbered);
                    out_ += ',';
                }
                out_ += ')';
            }
            break;
        case Kind::set:
            if (is_new(value, numbered)) {
                write_elements(value, '<', depth);
            }
            break;
        case Kind::frozenset:
            if (value.empty() || is_new(value, numbered)) {
                write_elements(value, '|', depth);
            }
            break;
        case Kind::global:
        case Kind::object:
        case Kind::persistent_id:
        case Kind::buffer:
        case Kind::extension:
            throw NotComparable();
    }
}

}  // namespace fuzz
