// Persistent ids: big objects stay outside of the pickle, in a store that both sides know. The
// pickle holds an id in their place, which Python's Unpickler turns into the object again.

#include <brine/brine.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

struct Texture {
    std::string name;
    std::vector<std::byte> pixels;
};
template <>
struct brine::codec<Texture> : brine::record<&Texture::name, &Texture::pixels> {};

struct Model {
    std::string name;
    std::shared_ptr<Texture> skin;
};
template <>
struct brine::codec<Model> : brine::record<&Model::name, &Model::skin> {};

/// A folder with one file for each big texture.
class Store {
public:
    explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }

    using Id = std::pair<std::string, std::string>;  // a tuple in Python; an id may be anything

    /// Asked for each Texture, before anything else. Small ones are declined: they are written as
    /// their codec says.
    std::optional<Id> persistent_id(const Texture& texture) {
        if (texture.pixels.size() < 1024) {
            return std::nullopt;
        }
        if (stored_.insert(texture.name).second) {
            std::ofstream file(folder_ / texture.name, std::ios::binary);
            file.write(reinterpret_cast<const char*>(texture.pixels.data()),
                       static_cast<std::streamsize>(texture.pixels.size()));
        }
        return Id("texture", texture.name);
    }

private:
    std::filesystem::path folder_;
    std::set<std::string> stored_;
};

int main(int, char** argv) {
    const auto grass = std::make_shared<Texture>(
        Texture{"grass", std::vector<std::byte>(1 << 20, std::byte{0x2a})});
    const auto dot = std::make_shared<Texture>(Texture{"dot", {std::byte{1}, std::byte{2}}});
    const std::vector<Model> models = {{"meadow", grass}, {"garden", grass}, {"pixel", dot}};

    Store store(std::string(argv[1]) + ".store");
    std::ofstream file(argv[1], std::ios::binary);
    brine::dump(models, file, {}, store);
    return file.tellp() < 1024 ? 0 : 1;
}
