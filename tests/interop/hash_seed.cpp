// Prints the hash of one key, which is another in each process.

#include <cstdio>

#include <brine/brine.hpp>

int main() {
    const brine::Document key = brine::loads("K\1.");
    std::printf("%016llx\n", static_cast<unsigned long long>(brine::detail::hash_of(
                                 key.root().node(), brine::detail::hash_seed())));
    return 0;
}
