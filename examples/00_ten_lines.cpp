// clang-format off: README.md begins with these ten lines
#include <brine/brine.hpp>
#include <fstream>

struct Point { double x, y; };
template <> struct brine::codec<Point> : brine::dataclass<"geo", "Point", &Point::x, &Point::y> {};

int main(int, char** argv) {
    std::ofstream file(argv[1], std::ios::binary);
    brine::dump(std::map<std::string, std::vector<Point>>{{"trip", {{0, 0}, {3, 4}}}}, file);
}
