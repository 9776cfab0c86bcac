#pragma once
// std::filesystem::path: Python's pathlib path.

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>

#include <brine/base/text.hpp>
#include <brine/base/utf_convert.hpp>
#include <brine/mapping/codec.hpp>
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
};

}  // namespace brine
