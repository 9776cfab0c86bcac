#pragma once
// Output: a file that appears as a whole or not at all, or standard output.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "descriptor.hpp"

namespace pickletool {

/// A brine::byte_writer. What is written goes to a new file beside the old one, which commit() puts
/// in its place; so a pickle may be read from where its successor is written. Devices and pipes are
/// written to as they are.
class Output {
public:
    /// "-" is standard output.
    /// @throws Failure, as all of its functions do.
    explicit Output(const std::string& path);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    /// Without a commit(), the old file stays.
    ~Output();

    std::size_t write(std::span<const std::byte> bytes);
    void print(std::string_view text) { write(std::as_bytes(std::span(text))); }
    void commit();

private:
    void create_beside(const std::string& target);

    std::string path_;
    std::string target_;     // path_ behind its symbolic links
    std::string temporary_;  // empty where there is none
    Descriptor file_;
    int descriptor_;
};

}  // namespace pickletool
