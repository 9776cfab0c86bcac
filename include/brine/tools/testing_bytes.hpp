#pragma once
// Bytes: what a fuzzer gave, handed out as sizes, numbers and text that favour the edges, where
// pickles change their form.

#include <algorithm>
#include <any>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/utf8.hpp>

namespace brine::testing {

/// Takes decisions off the front of a fuzzer's input. Where the input has ended, everything is 0:
/// an int, an empty container, a null pointer, the first alternative; so all values are finite, and
/// short inputs are simple values.
class Bytes {
public:
    explicit Bytes(std::span<const std::byte> data) noexcept : data_(data) {}
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    [[nodiscard]] std::size_t left() const noexcept { return data_.size(); }

    [[nodiscard]] std::uint8_t byte() noexcept {
        if (data_.empty()) {
            return 0;
        }
        const auto first = std::to_integer<std::uint8_t>(data_.front());
        data_ = data_.subspan(1);
        return first;
    }
    /// From 0 to n - 1; n is 1 to 65536.
    [[nodiscard]] std::size_t below(std::size_t n) noexcept {
        const std::size_t wide = n > 256 ? byte() * std::size_t{256} : 0;
        return n < 2 ? 0 : (wide + byte()) % n;
    }
    [[nodiscard]] bool boolean() noexcept { return byte() % 2 == 1; }

    /// Of any width: small numbers, powers of two and their neighbours, the ends, any bits.
    template <builtin_integer T>
    [[nodiscard]] T integer() noexcept;

    /// Of a container: 0 to 4, 5 to 20 at times, and 999 to 1001, where batches end, for one
    /// container of a value at most.
    [[nodiscard]] std::size_t size() noexcept;

    /// Valid UTF-8 without surrogates: empty, one character, some, what came before, and around 256
    /// and 65536 bytes.
    [[nodiscard]] std::string text();
    /// Of at most so many bytes.
    [[nodiscard]] std::string text(std::size_t most);
    /// Any bytes, of the same lengths.
    [[nodiscard]] std::string bytes();
    /// Any scalar value of Unicode up to `most`.
    [[nodiscard]] char32_t character(char32_t most = 0x10FFFF) noexcept;

    /// Runs make() one level deeper; false, and it is not run, where that is too deep.
    template <class Make>
    bool deeper(Make make) {
        constexpr std::size_t most_levels = 100;
        if (depth_ >= most_levels) {
            return false;
        }
        ++depth_;
        make();
        --depth_;
        return true;
    }
    /// Runs make() for what is hashed or sorted, where NaN has no place.
    template <class Make>
    [[nodiscard]] auto as_key(Make make) {
        ++keys_;
        auto made = make();
        --keys_;
        return made;
    }
    [[nodiscard]] bool in_key() const noexcept { return keys_ != 0; }

    /// The objects made so far that further pointers may share.
    template <class T>
    [[nodiscard]] std::vector<std::shared_ptr<T>>& shared() {
        std::any& list = shared_[typeid(T)];
        if (!list.has_value()) {
            list.emplace<std::vector<std::shared_ptr<T>>>();
        }
        return *std::any_cast<std::vector<std::shared_ptr<T>>>(&list);
    }

private:
    [[nodiscard]] std::string new_text();
    [[nodiscard]] std::size_t long_size() noexcept;

    std::span<const std::byte> data_;
    std::size_t depth_ = 0;
    std::size_t keys_ = 0;
    std::size_t large_ = 0;  // containers and texts so far that were given a large size
    std::vector<std::string> texts_;
    std::unordered_map<std::type_index, std::any> shared_;
};

template <builtin_integer T>
T Bytes::integer() noexcept {
    using Bits = unsigned_integer<T>;
    constexpr std::size_t width = 8 * sizeof(T);
    const std::uint8_t how = byte();
    if (how < 0x60) {
        return static_cast<T>(how % 0x20);
    }
    if (how < 0xC0) {  // 2**n, one more or less, or the negative of that
        const std::uint8_t which = byte();
        const Bits power =
            static_cast<Bits>(static_cast<Bits>(1) << (static_cast<std::size_t>(which) % width));
        const Bits near = static_cast<Bits>(power + static_cast<Bits>(how % 3) - Bits{1});
        return static_cast<T>(how % 2 == 0 ? near : negated(near));
    }
    Bits bits{};
    for (std::size_t i = how % sizeof(T) + 1; i > 0; --i) {
        if constexpr (sizeof(T) > 1) {
            bits = static_cast<Bits>(bits << 8U);
        }
        bits = static_cast<Bits>(bits | byte());
    }
    return static_cast<T>(bits);
}

inline std::size_t Bytes::size() noexcept {
    const std::uint8_t how = byte();
    if (how >= 0xFC && large_ == 0) {
        ++large_;
        return 999U + how % 3U;
    }
    return how >= 0xF0 ? 5U + how % 16U : how % 5U;
}

inline std::size_t Bytes::long_size() noexcept {
    constexpr std::array<std::size_t, 4> sizes{255, 256, 257, 300};
    constexpr std::array<std::size_t, 4> large_sizes{65535, 65536, 65537, 70000};
    const std::uint8_t how = byte();
    // One at most, or nothing else would be done.
    if (how >= 0xE0 && large_ == 0) {
        ++large_;
        return large_sizes[how % large_sizes.size()];
    }
    return sizes[how % sizes.size()];
}

inline char32_t Bytes::character(char32_t most) noexcept {
    constexpr std::u32string_view edges =
        U"\x7F\x80\xFF\u0100\u07FF\u0800\uD7FF\uE000\uFFFD\uFFFF\U00010000\U0010FFFF\n\r\\'\"\x1A";
    const std::uint8_t how = byte();
    char32_t c = how;
    if (how >= 0xE0) {
        c = edges[how % edges.size()];
    } else if (how >= 0x80) {
        const unsigned high = byte();
        c = how % 0x20U * 0x8000U + high * 0x80U + byte() % 0x80U;
    }
    const bool surrogate = c >= 0xD800 && c < 0xE000;
    return c > most || surrogate ? c % 0x80 : c;
}

inline std::string Bytes::new_text() {
    std::string text;
    const std::uint8_t how = byte();
    const bool is_long = how >= 0xF0;
    for (std::size_t i = is_long ? how % 4U + 1 : how % 12U; i > 0; --i) {
        append_code_point(text, character());
    }
    if (is_long) {
        const std::size_t wanted = long_size();
        const std::string piece = text;
        while (text.size() + piece.size() <= wanted) {
            text += piece;
        }
        text.append(wanted - text.size(), 'x');
    }
    return text;
}

inline std::string Bytes::text() {
    constexpr std::size_t most_kept = 8;
    const std::uint8_t how = byte();
    if (how % 4 == 3 && !texts_.empty()) {
        return texts_[how / 4U % texts_.size()];
    }
    std::string made = how == 0 ? std::string() : new_text();
    if (texts_.size() < most_kept && made.size() < 1000) {
        texts_.push_back(made);
    }
    return made;
}

inline std::string Bytes::text(std::size_t most) {
    std::string made = text();
    if (made.size() > most) {
        made.resize(most);
        while (!made.empty() && !valid_utf8(made)) {
            made.pop_back();
        }
    }
    return made;
}

inline std::string Bytes::bytes() {
    const std::uint8_t how = byte();
    std::string made;
    for (std::size_t i = how % 8U; i > 0; --i) {
        made += static_cast<char>(byte());
    }
    if (how >= 0xF0) {
        made.resize(long_size(), static_cast<char>(how));
    }
    return made;
}

}  // namespace brine::testing
