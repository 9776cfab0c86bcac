// Pickles that the structure-aware mutator made, so that most get past the first opcode; and, where
// the first byte is no opcode, graphs made of the bytes as a document, for the dumper.

#include "fixpoint.hpp"

#include <vector>

#include <brine/testing.hpp>

namespace {

using brine::testing::Bytes;

/// A document whose containers may share, and hold themselves.
class Graph {
public:
    explicit Graph(Bytes& bytes) : bytes_(bytes) {}

    brine::Document make() {
        made_.push_back(document_.list());
        while (bytes_.left() > 0 && made_.size() < 500) {
            put(container(), leaf_or_known());
        }
        document_.set_root(made_.front());
        return std::move(document_);
    }

private:
    brine::Value container() { return made_[bytes_.below(made_.size())]; }

    brine::Value leaf_or_known() {
        switch (bytes_.byte() % 16) {
            case 0:
                return document_.none();
            case 1:
                return document_.make(bytes_.boolean());
            case 2:
                return document_.make(bytes_.integer<std::int64_t>());
            case 3:
                return document_.make(brine::testing::arbitrary<brine::Int>(bytes_));
            case 4:
                return document_.make(brine::testing::arbitrary<double>(bytes_));
            case 5:
                return document_.make(bytes_.text());
            case 6:
                return document_.bytes(bytes_.bytes());
            case 7:
                return document_.bytearray(bytes_.bytes());
            case 8:
                return document_.global("m", bytes_.boolean() ? "C" : "f");
            case 9:
                return known(document_.list());
            case 10:
                return known(document_.dict());
            case 11:
                return known(document_.set());
            case 12:
                return document_.tuple({container(), container()});
            default:
                return container();
        }
    }

    brine::Value known(brine::Value value) {
        made_.push_back(value);
        return value;
    }

    void put(const brine::Value& into, const brine::Value& value) {
        try {
            if (into.is_list()) {
                into.append(value);
            } else if (into.is_set()) {
                into.add(value);
            } else {
                into.set(bytes_.text(20), value);
            }
        } catch (const brine::PickleError&) {
            return;  // what can't be hashed
        }
    }

    Bytes& bytes_;
    brine::Document document_;
    std::vector<brine::Value> made_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pickle = fuzz::text_of(data, size);
    const int protocol = 2 + static_cast<int>(size % 4);
    const brine::memo memo = fuzz::memo_of(static_cast<std::uint8_t>(size / 4 % 3));
    if (size != 0 && brine::find_opcode(data[0]) == nullptr) {
        Bytes bytes(std::as_bytes(std::span(data, size).subspan(1)));
        fuzz::check_fixpoint(Graph(bytes).make(), protocol, memo);
        return 0;
    }
    try {
        const brine::Document document = brine::loads(pickle);
        fuzz::require(document.root() == document.root(), "a value that is not equal to itself");
        fuzz::check_fixpoint(document, protocol, memo);
    } catch (const brine::UnpicklingError& error) {
        fuzz::check_error(error, size);
    }
    return 0;
}
