// The same bytes from memory and from a reader that returns as few at a time as the first byte
// says: verdict, value and offset are the same, and text may be borrowed from either; under the
// options that the same byte says, and also in place of another document.

#include "fuzz.hpp"

#include <optional>

#include <brine/brine.hpp>

namespace {

class Reader {
public:
    Reader(std::string_view bytes, std::size_t most) : bytes_(bytes), most_(most) {}

    std::size_t read(std::span<std::byte> out) {
        const std::size_t n = std::min({out.size(), bytes_.size(), 1 + calls_++ * most_ % 7});
        if (n != 0) {
            std::memcpy(out.data(), bytes_.data(), n);
        }
        bytes_.remove_prefix(n);
        return n;
    }

private:
    std::string_view bytes_;
    std::size_t most_;
    std::size_t calls_ = 0;
};

struct Outcome {
    std::string text;
    std::uint64_t offset = 0;
    bool over_limit = false;
};

template <class Source>
Outcome load(Source& source, brine::LoadOptions options, bool borrow, brine::Document& document) {
    options.buffers = fuzz::some_buffers();
    options.borrow = borrow;
    brine::Unpickler<Source, brine::DocumentBuilder> unpickler(source, options);
    try {
        unpickler.load_into(document);
        return {brine::repr(document, fuzz::short_repr), unpickler.consumed(), false};
    } catch (const brine::UnpicklingError& error) {
        return {error.what(), error.offset(), error.code() == brine::Errc::limit_exceeded};
    }
}

/// Of containers, whose memory is used again.
brine::Document some_document() {
    return brine::loads("(dS'a'\n(lI1\naI2\nas(VkV\nI3\ntI4\ns(I5\ntF0.5\ns.");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    const std::size_t most = fuzz::take_byte(input);
    brine::LoadOptions options;
    options.fix_imports = most / 4 % 2 == 0;
    options.encoding = static_cast<brine::encoding>(most / 8 % 4);
    options.errors = static_cast<brine::decode_errors>(most / 32 % 5);
    brine::Document document;
    const Outcome memory = load(input, options, false, document);
    const auto check = [&](const char* what, const Outcome& other) {
        if (memory.over_limit || other.over_limit) {
            return;  // a stream has less memory until its bytes have come, what is borrowed more
        }
        fuzz::require(memory.text == other.text && memory.offset == other.offset, what,
                      [&] { return memory.text + "\n" + other.text; });
    };
    document = some_document();
    check("in place of another document it is another", load(input, options, false, document));
    check("text that is borrowed is other text", load(input, options, true, document));
    Reader reader(input, most);
    check("memory and a stream do not agree", load(reader, options, most % 2 == 1, document));
    return 0;
}
