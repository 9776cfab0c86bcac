// Big arrays of numbers. Protocol 5 can leave them outside of the pickle: nobody copies them, and
// Python may map them into memory. What is not that big goes into the pickle as an array.array.

#include <brine/brine.hpp>

#include <cmath>
#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

struct Recording {
    std::string name;
    std::vector<double> samples;
    std::vector<float> levels;
};

/// The class's __init__ gets the samples as a memoryview or an mmap, whatever the reader provides.
template <>
struct brine::codec<Recording> {
    static auto reduce(const Recording& recording) {
        return brine::reduce(brine::global("__main__", "Recording"), recording.name,
                             brine::buffer(std::span(recording.samples)),
                             brine::as_array(recording.levels));
    }
};

int main(int, char** argv) {
    Recording recording{"a sine", std::vector<double>(1 << 20), {-3.5F, -6.0F}};
    for (std::size_t i = 0; i < recording.samples.size(); ++i) {
        recording.samples[i] = std::sin(static_cast<double>(i) / 1000);
    }

    // The pickle itself is small. The buffers refer to the recording's own memory.
    const brine::PickleWithBuffers pickle = brine::dumps_with_buffers(recording);

    const std::string path = argv[1];
    std::ofstream(path, std::ios::binary) << pickle.bytes;
    for (std::size_t i = 0; i < pickle.buffers.size(); ++i) {
        const auto bytes = pickle.buffers[i].bytes;
        std::ofstream file(path + "." + std::to_string(i), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }
    return pickle.bytes.size() < 300 && pickle.buffers.size() == 1 ? 0 : 1;
}
