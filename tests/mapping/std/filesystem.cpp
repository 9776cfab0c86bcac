#include <brine/mapping/std/filesystem.hpp>

#include <brine/brine.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "mapping/python_bytes.hpp"

using std::filesystem::path;

TEST_CASE("filesystem: a path is PurePosixPath of its text") {
    // One string, where CPython writes the path's parts, and each version in another way.

    CHECK(hex_pickle(path("/usr"), 2) ==
          hex("\x80\x02"
              "cpathlib\nPurePosixPath\n"
              "q") +
              "00" "58" "04000000" + hex("/usr") + "7101" "85" "7102" "52" "7103" "2e");
}

TEST_CASE("filesystem: bytes that are no UTF-8 are surrogateescape under every option") {
    // os.fsdecode(b'\xff')
    const std::string escaped = "\xed\xb3\xbf";
    for (const brine::text text :
         {brine::text::strict, brine::text::surrogateescape, brine::text::surrogatepass}) {
        const std::string pickle = brine::dumps(path("a\xff"), {.text = text});
        CHECK(pickle.find("a" + escaped) != std::string::npos);
    }
}

TEST_CASE("filesystem: a path can be a dict key and a set element") {
    const std::string keys = brine::dumps(std::map<path, int>{{"k", 1}});
    CHECK(keys.find("PurePosixPath") != std::string::npos);
    CHECK_NOTHROW(brine::dumps(std::set<path>{"a", "b"}));
}
