// Reading a pickle without Python: into a type of one's own, or as a tree that shows what is in it.
// Nothing that the pickle names is imported or called: a class that C++ does not know stays a node.
#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

struct Trip {
    std::string name;
    std::vector<double> stops;
    std::optional<std::string> note;
};
template <>
struct brine::codec<Trip>
    : brine::dataclass<"travel", "Trip", &Trip::name, &Trip::stops, &Trip::note> {};

int main(int, char** argv) {
    std::ofstream(argv[1], std::ios::binary)
        << brine::dumps(std::vector<Trip>{{"coast", {1.5, 2}, {}}, {"hills", {7}, "steep"}});

    std::ifstream file(argv[1], std::ios::binary);
    const std::string pickle(std::istreambuf_iterator<char>(file), {});

    // Typed: class names, field names and ranges are checked.
    const auto trips = brine::loads<std::vector<Trip>>(pickle);
    std::printf("%zu trips, the last is %s\n", trips.size(), trips.back().name.c_str());

    // As a tree: any pickle can be read so, and written back.
    const brine::Document document = brine::loads(pickle);
    const brine::Value first = document.root()[0];
    std::printf("%s\n", brine::repr(first).c_str());

    // What does not fit is an error that says where.
    const auto wrong = brine::try_loads<std::vector<int>>(pickle);
    std::printf("%s\n", wrong ? "?" : wrong.error().what());
    return trips.size() == 2 && trips[1].note == "steep" && !wrong ? 0 : 1;
}
