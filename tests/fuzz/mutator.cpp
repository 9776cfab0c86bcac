// Gives the targets that link it the structure-aware mutator. Each fifth time libFuzzer's own
// changes bytes, so that what the mutator does not think of is tried too.

#include "mutator.hpp"

#include <cstring>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed);
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size,
                                                 const std::uint8_t* b, std::size_t b_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned seed);

namespace {

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

std::size_t give(const std::string& bytes, std::uint8_t* out, std::size_t most) {
    const std::size_t size = std::min(bytes.size(), most);
    std::memcpy(out, bytes.data(), size);
    return size;
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
    if (seed % 5 == 0) {
        return LLVMFuzzerMutate(data, size, most);
    }
    return give(fuzz::Mutator(seed)(text_of(data, size)), data, most);
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size,
                                      const std::uint8_t* b, std::size_t b_size, std::uint8_t* out,
                                      std::size_t most, unsigned seed) {
    return give(fuzz::Mutator(seed).cross(text_of(a, a_size), text_of(b, b_size)), out, most);
}
