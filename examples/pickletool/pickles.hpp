#pragma once
// Pickles: those of IN, as documents.

#include <cstdint>
#include <string>
#include <vector>

#include <brine/loads.hpp>

#include "arguments.hpp"
#include "input.hpp"

namespace pickletool {

class Pickles {
public:
    /// @throws Failure
    explicit Pickles(const Arguments& arguments);

    /// The next pickle, in place of what `document` held; false behind the last, which is the first
    /// one without --all.
    /// @throws Failure, which names the pickle.
    bool next(brine::Document& document);

    /// How many bytes the last one had.
    [[nodiscard]] std::uint64_t consumed() const noexcept { return unpickler_.consumed(); }
    /// "data.pickle", or "data.pickle, pickle 3 at byte 120" with --all.
    [[nodiscard]] std::string place() const;

private:
    [[nodiscard]] brine::LoadOptions options() const;

    const Arguments& arguments_;
    Input input_;
    std::vector<std::string> contents_;  // of the buffers
    std::vector<brine::buffer> buffers_;
    brine::Unpickler<Input, brine::DocumentBuilder> unpickler_;
    std::uint64_t count_ = 0;
    std::uint64_t start_ = 0;  // of the last one
};

}  // namespace pickletool
