#include <brine/brine.hpp>

#include <iostream>
#include <string>
#include <vector>

int main() {
    const std::string pickle = brine::dumps(std::vector<int>{1, 2, 3});
    std::cout << pickle.size() << " bytes\n";
    return pickle.empty() ? 1 : 0;
}
