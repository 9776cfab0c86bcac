// Catch2 2 or 3, whichever is there. Write tests for 3; what it renamed is given to 2 here.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& text) { return Contains(text); }
}  // namespace Catch::Matchers

// Catch2 2 has its matchers in Catch as well; 3 has not.
namespace Catch {
template <class... T>
void Contains(T&&...) = delete;
template <class... T>
void StartsWith(T&&...) = delete;
template <class... T>
void EndsWith(T&&...) = delete;
template <class... T>
void Equals(T&&...) = delete;
}  // namespace Catch
#endif
