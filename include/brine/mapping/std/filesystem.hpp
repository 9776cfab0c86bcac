#pragma once
// std::filesystem::path: Python's pathlib path.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/base/text.hpp>
#include <brine/base/utf_convert.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>

namespace brine {

namespace detail {

/// A file's name as os.fsdecode gives it: bytes that are no UTF-8 become lone surrogates, and the
/// unpaired surrogates of Windows stay. It refers to the name, which must outlive it.
template <class Char>
struct FileName {
    std::basic_string_view<Char> name;
};

#ifdef _WIN32
using PurePath = StaticGlobal<"pathlib", "PureWindowsPath">;
#else
using PurePath = StaticGlobal<"pathlib", "PurePosixPath">;
#endif

/// The path classes of this system. Python 3.13 has them in pathlib._local.
bool is_path(const auto& loader, const auto& in) {
    if (loader.kind(in) != Kind::object) {
        return false;
    }
#ifdef _WIN32
    constexpr std::array classes{"PureWindowsPath", "WindowsPath"};
#else
    constexpr std::array classes{"PurePosixPath", "PosixPath"};
#endif
    const auto parts = loader.parts(in);
    return std::ranges::any_of(classes, [&](const char* name) {
        return parts.is("pathlib", name) || parts.is("pathlib._local", name);
    });
}

/// As os.fsencode gives it, or on Windows the str's own surrogates.
std::filesystem::path load_file_name(auto& loader, const auto& in) {
    const std::string_view name = loader.get_text(in);
    // A path may keep each of its parts as an object.
    constexpr auto separator = static_cast<char>(std::filesystem::path::preferred_separator);
    loader.charge(1 + static_cast<std::size_t>(std::ranges::count_if(
                          name, [](char c) { return c == '/' || c == separator; })));
#ifdef _WIN32
    std::wstring wide;
    static_cast<void>(append_from_utf8(wide, name));
    return std::filesystem::path(std::move(wide));
#else
    return std::filesystem::path(unescape_surrogates(name));
#endif
}

}  // namespace detail

template <>
struct codec<detail::FileName<char>> {
    static void save(auto& pickler, const detail::FileName<char>& file) {
        pickler.save_str_as(text::surrogateescape, file.name);
    }
};

template <>
struct codec<detail::FileName<wchar_t>> {
    static void save(auto& pickler, const detail::FileName<wchar_t>& file) {
        std::string utf8;
        static_cast<void>(append_utf8(utf8, file.name));
        pickler.save_str_as(text::surrogatepass, utf8);
    }
};

/// pathlib.PurePosixPath, on Windows PureWindowsPath: every Python can load either. A name may hold
/// any bytes, whatever options.text says; os.fsencode gives them back.
template <>
struct codec<std::filesystem::path> {
    static constexpr bool hashable = true;
    static auto reduce(const std::filesystem::path& path) {
        using Char = std::filesystem::path::value_type;
        return brine::reduce(detail::PurePath{}, detail::FileName<Char>{path.native()});
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::is_path(loader, in)    ? Fit::exact
               : loader.kind(in) == Kind::str ? Fit::convertible
                                              : Fit::no;
    }
    /// Also from a str. Python writes a path as its parts.
    static void load(auto& loader, const auto& in, std::filesystem::path& out) {
        if (loader.kind(in) == Kind::str) {
            out = detail::load_file_name(loader, in);
            return;
        }
        if (!detail::is_path(loader, in)) {
            loader.mismatch(in, "a " + std::string(detail::PurePath::name));
        }
        const auto parts = loader.parts(in);
        std::filesystem::path joined;
        for (std::size_t i = 0; i < parts.arg_count(); ++i) {
            joined /= detail::load_file_name(loader, parts.arg(i));
        }
        out = parts.arg_count() == 0 ? std::filesystem::path(".") : std::move(joined);
    }
};

}  // namespace brine
