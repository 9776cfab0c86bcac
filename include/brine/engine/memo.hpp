#pragma once
// What a Pickler remembers: objects by identity, names and globals by value, each with its memo
// slot.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <forward_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace brine {

/// A memo slot as GET and PUT number it, from 0; or none.
using Slot = std::uint32_t;
inline constexpr Slot no_slot = ~Slot{0};

/// An address that stands for a type, or for one of its roles, within this program.
using Tag = const void*;

namespace detail {
template <class T>
inline constexpr char tag_of = 0;
}  // namespace detail

template <class T>
inline constexpr Tag type_tag = &detail::tag_of<T>;

/// Who an object is: an address and a tag, because an object and its first member share an address.
struct Identity {
    const void* address;
    Tag tag;

    friend bool operator==(const Identity&, const Identity&) = default;
};

/// No identity: the object is a value, which nothing else can refer to.
struct Anonymous {};

namespace detail {

inline std::uint64_t mix(std::uint64_t x) noexcept {
    x *= 0x9e3779b97f4a7c15;
    return x ^ (x >> 32U);
}

template <class Word>
std::uint64_t read_word(const char* p) noexcept {
    Word word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

/// Hash of a string's bytes, eight at a time; the last eight may overlap those before.
inline std::uint64_t hash_bytes(std::string_view s, std::uint64_t seed) noexcept {
    const char* p = s.data();
    const std::size_t n = s.size();
    std::uint64_t h = seed ^ n;
    if (n >= 8) {
        for (std::size_t i = 0; i + 8 < n; i += 8) {
            h = mix(h ^ read_word<std::uint64_t>(p + i));
        }
        return mix(h ^ read_word<std::uint64_t>(p + n - 8));
    }
    if (n >= 4) {
        return mix(h ^ read_word<std::uint32_t>(p) << 32U ^ read_word<std::uint32_t>(p + n - 4));
    }
    for (std::size_t i = 0; i < n; ++i) {
        h ^= read_word<std::uint8_t>(p + i) << (8 * i + 8);
    }
    return mix(h);
}

/// Open addressing from a hash to an index into the owner's entries. Index -1 is a free place.
class IndexTable {
public:
    /// Calls same(index) for each candidate; returns the one that it takes, or -1.
    template <class Same>
    [[nodiscard]] std::int64_t find(std::uint64_t hash, Same same) const {
        if (places_.empty()) {
            return -1;
        }
        for (std::size_t at = static_cast<std::size_t>(hash) & mask();; at = (at + 1) & mask()) {
            if (places_[at] < 0 || same(static_cast<std::size_t>(places_[at]))) {
                return places_[at];
            }
        }
    }

    /// Adds the entry `index`; hash_of(i) tells the hash of an entry that is in already.
    template <class HashOf>
    void insert(std::size_t index, std::uint64_t hash, HashOf hash_of) {
        if (2 * (count_ + 1) > places_.size()) {
            const std::vector<std::int32_t> old = std::exchange(
                places_,
                std::vector<std::int32_t>(std::max<std::size_t>(16, 2 * places_.size()), -1));
            for (const std::int32_t i : old) {
                if (i >= 0) {
                    place(static_cast<std::size_t>(i), hash_of(static_cast<std::size_t>(i)));
                }
            }
        }
        place(index, hash);
        ++count_;
    }

    void clear() {
        std::fill(places_.begin(), places_.end(), -1);
        count_ = 0;
    }

private:
    [[nodiscard]] std::size_t mask() const noexcept { return places_.size() - 1; }

    void place(std::size_t index, std::uint64_t hash) {
        std::size_t at = static_cast<std::size_t>(hash) & mask();
        while (places_[at] >= 0) {
            at = (at + 1) & mask();
        }
        places_[at] = static_cast<std::int32_t>(index);
    }

    std::vector<std::int32_t> places_;
    std::size_t count_ = 0;
};

}  // namespace detail

/// Objects by identity. Keeps what it remembers alive, as Python's Pickler does.
class ObjectMemo {
public:
    [[nodiscard]] Slot find(const Identity& who) const noexcept {
        return places_.empty() ? no_slot : places_[place_of(who)].slot;
    }

    void insert(const Identity& who, Slot slot, std::shared_ptr<const void> keep = nullptr) {
        if (2 * (count_ + 1) > places_.size()) {
            rebuild();
        }
        if (keep != nullptr) {
            kept_.push_back({slot, std::move(keep)});
        }
        count_ += places_[place_of(who)].slot == no_slot ? 1U : 0U;
        places_[place_of(who)] = {who, slot};
    }

    /// Forgets what was given the slot `first` or a later one. Takes no memory.
    void forget_from(Slot first) noexcept {
        std::erase_if(kept_, [&](const Kept& kept) { return kept.slot >= first; });
        for (Place& place : places_) {
            if (place.slot != no_slot && place.slot >= first) {
                place = {Identity{}, dropped};
            }
        }
    }

private:
    struct Place {
        Identity who{};
        Slot slot = no_slot;  // none: the place is free
    };
    // Not free, so that those behind it are still found; not in use either.
    static constexpr Slot dropped = no_slot - 1;
    struct Kept {
        Slot slot;
        std::shared_ptr<const void> object;
    };

    /// Where it is, or where it belongs.
    [[nodiscard]] std::size_t place_of(const Identity& who) const noexcept {
        const std::size_t mask = places_.size() - 1;
        const std::uint64_t hash =
            detail::mix(std::bit_cast<std::uintptr_t>(who.address) ^
                        std::rotl(std::bit_cast<std::uintptr_t>(who.tag), 20));
        std::size_t at = static_cast<std::size_t>(hash) & mask;
        while (places_[at].slot != no_slot && !(places_[at].who == who)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /// A table of four times the size that is in use.
    void rebuild() {
        const auto in_use = [](const Place& place) { return place.slot < dropped; };
        const auto live = static_cast<std::size_t>(std::ranges::count_if(places_, in_use));
        const std::size_t size = std::bit_ceil(std::max<std::size_t>(16, 4 * live));
        const std::vector<Place> old = std::exchange(places_, std::vector<Place>(size));
        count_ = live;
        for (const Place& place : old) {
            if (in_use(place)) {
                places_[place_of(place.who)] = place;
            }
        }
    }

    std::vector<Place> places_;  // a power of two of them, at most half of them taken
    std::size_t count_ = 0;      // of places that are not free
    std::vector<Kept> kept_;
};

/// Names, keys and equal strings by value, and globals as (module, name).
class NameMemo {
public:
    /// own_text: texts of globals that the Pickler wrote by itself; each is among `text` too.
    enum class Kind : std::uint8_t { text, own_text, bytes, global };

    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

    /// A global's name, as it is looked up here; neither part holds a newline in the other's place
    /// because the length of the module stands in front.
    static std::string global_key(std::string_view module, std::string_view name) {
        std::string key = std::to_string(module.size());
        key.append(1, ':').append(module).append(name);
        return key;
    }

    [[nodiscard]] Slot find(std::string_view name, Kind kind = Kind::text) const {
        const std::uint64_t h = hash(name, kind);
        const std::int64_t index = table_.find(h, [&](std::size_t i) {
            return entries_[i].hash == h && entries_[i].kind == kind && entries_[i].name == name;
        });
        return index < 0 ? no_slot : entries_[static_cast<std::size_t>(index)].slot;
    }

    /// Remembers a name that outlives this memo, such as a literal.
    void insert_static(std::string_view name, Slot slot, Kind kind = Kind::text) {
        entries_.push_back({name, hash(name, kind), slot, kind});
        table_.insert(entries_.size() - 1, entries_.back().hash,
                      [&](std::size_t i) { return entries_[i].hash; });
    }

    /// Remembers a copy of a name.
    void insert(std::string_view name, Slot slot, Kind kind = Kind::text) {
        insert_static(copies_.emplace_front(name), slot, kind);
    }

    /// Forgets what was given the slot `first` or a later one.
    void forget_from(Slot first) {
        for (auto e = entries_.rbegin(); e != entries_.rend(); ++e) {
            // The latest copy is in front.
            if (e->slot >= first && !copies_.empty() && e->name.data() == copies_.front().data()) {
                copies_.pop_front();
            }
        }
        std::erase_if(entries_, [&](const Entry& e) { return e.slot >= first; });
        table_.clear();
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            table_.insert(i, entries_[i].hash, [&](std::size_t j) { return entries_[j].hash; });
        }
    }

private:
    struct Entry {
        std::string_view name;
        std::uint64_t hash;
        Slot slot;
        Kind kind;
    };

    static std::uint64_t hash(std::string_view name, Kind kind) noexcept {
        // An odd start, which differs from process to process where addresses do: keys that collide
        // can't be prepared.
        const auto start = std::bit_cast<std::uintptr_t>(type_tag<NameMemo>);
        return detail::hash_bytes(name, start ^ static_cast<std::uint64_t>(kind));
    }

    std::vector<Entry> entries_;
    std::forward_list<std::string> copies_;
    detail::IndexTable table_;
};

}  // namespace brine
