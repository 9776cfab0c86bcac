// Pickles that follow one another in one stream: none loses a byte to the one before it.
#include <brine/engine/unpickler.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <sstream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::LoadOptions;
using brine::read_ahead;

/// Of protocols 0, 2 and 4; with a frame and without, short and longer than what is read at once.
std::vector<std::string> pickles() {
    const std::vector<std::string> words(30000, "word");
    return {"(lp0\nI1\naVx\na.",
            brine::dumps(1, {.protocol = 2}),
            brine::dumps(words, {.protocol = 4}),
            brine::dumps(std::vector{1, 2, 3}, {.protocol = 5}),
            "N.",
            brine::dumps(words, {.protocol = 2}),
            brine::dumps(std::string(200000, 'x')),
            brine::dumps(std::vector<int>())};
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) {
        all += part;
    }
    return all;
}

/// Gives at most a few bytes at a time, and counts what was taken.
struct Reader {
    std::string_view left;
    std::size_t most = 7;
    std::size_t taken = 0;

    std::size_t read(std::span<std::byte> to) {
        const std::size_t n = std::min({to.size(), left.size(), most});
        std::copy_n(reinterpret_cast<const std::byte*>(left.data()), n, to.begin());
        left.remove_prefix(n);
        taken += n;
        return n;
    }
};

/// All pickles of a source, with what `after(bytes so far)` checks behind each.
template <class Source, class After>
void check_all(Source& source, const LoadOptions& options, After after) {
    const std::vector<std::string> all = pickles();
    brine::Unpickler unpickler(source, options);
    std::size_t so_far = 0;
    for (const std::string& pickle : all) {
        CHECK_FALSE(unpickler.at_end());
        const Document document = unpickler.load();
        so_far += pickle.size();
        CHECK(unpickler.consumed() == pickle.size());
        CHECK(document == brine::loads(pickle));
        after(unpickler, so_far);
    }
    CHECK(unpickler.at_end());
    CHECK_THROWS_AS(unpickler.load(), brine::UnpicklingError);
}

/// A pipe into which all was written, as far as it fits.
class Pipe {
public:
    explicit Pipe(std::string_view bytes) {
        REQUIRE(::pipe(ends_.data()) == 0);
        REQUIRE(::write(ends_[1], bytes.data(), bytes.size()) ==
                static_cast<::ssize_t>(bytes.size()));
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        ::close(ends_[0]);
        close_writing();
    }
    [[nodiscard]] int reading() const { return ends_[0]; }
    void close_writing() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

/// Throws where one waits for more than there is.
class Conversation : public std::streambuf {
public:
    explicit Conversation(std::string said) : said_(std::move(said)) {
        setg(said_.data(), said_.data(), said_.data() + said_.size());
    }

protected:
    int_type underflow() override { throw std::runtime_error("waits for ever"); }

private:
    std::string said_;
};

TEST_CASE("unpickler_streams: nothing behind STOP is taken, unless that is allowed") {
    const std::string all = joined(pickles());
    for (const std::size_t most : {std::size_t{1}, std::size_t{1000}, all.size()}) {
        Reader reader{all, most};
        // at_end() has to look at one byte of the next pickle.
        check_all(reader, {}, [&](const auto& unpickler, std::size_t so_far) {
            CHECK(reader.taken == so_far);
            CHECK(unpickler.rest().empty());
        });
        Reader eager{all, most};
        check_all(eager, {.read_ahead = read_ahead::allowed},
                  [&](const auto& unpickler, std::size_t so_far) {
                      CHECK(eager.taken - unpickler.rest().size() == so_far);
                      CHECK(all.substr(so_far).starts_with(unpickler.rest()));
                  });
    }
}

TEST_CASE("unpickler_streams: an istream stands behind STOP") {
    const std::string all = joined(pickles());
    std::istringstream stream(all);
    for (const std::string& pickle : pickles()) {
        const auto start = stream.tellg();
        // load() never reads ahead: what it took would be lost.
        const Document document = brine::load(stream, {.read_ahead = read_ahead::allowed});
        CHECK(document == brine::loads(pickle));
        CHECK(stream.tellg() - start == static_cast<std::streamoff>(pickle.size()));
    }
    std::istringstream again(all);
    check_all(again, {.read_ahead = read_ahead::allowed}, [](const auto&, std::size_t) {});
    std::istringstream typed(brine::dumps(1) + brine::dumps(2));
    CHECK(brine::load<int>(typed, {.read_ahead = read_ahead::allowed}) == 1);
    CHECK(brine::load<int>(typed) == 2);
}

TEST_CASE("unpickler_streams: a descriptor stands behind STOP") {
    const std::vector<std::string> small{brine::dumps(1), "(lp0\nI1\na.", brine::dumps("x"), "N."};
    for (const auto ahead : {read_ahead::none, read_ahead::allowed}) {
        Pipe pipe(joined(small));
        brine::fd_source source(pipe.reading());
        brine::Unpickler unpickler(source, {.read_ahead = ahead});
        for (const std::string& pickle : small) {
            // The pipe is open: who waits for more than the pickle waits for ever.
            const Document document = unpickler.load();
            CHECK(document == brine::loads(pickle));
        }
        pipe.close_writing();
        CHECK(unpickler.at_end());
    }
}

TEST_CASE("unpickler_streams: who reads ahead does not wait for more than the pickle needs") {
    for (const auto& pickle : pickles()) {
        for (const auto ahead : {read_ahead::none, read_ahead::allowed}) {
            Conversation said(pickle);
            std::istream stream(&said);
            stream.exceptions(std::ios_base::badbit);
            brine::Unpickler unpickler(stream, {.read_ahead = ahead});
            CHECK_NOTHROW(unpickler.load());
        }
    }
}

TEST_CASE("unpickler_streams: the pickles of an Unpickler take the buffers in turn") {
    const std::string texts[] = {"one", "two", "three"};
    std::vector<brine::buffer> buffers;
    for (const std::string& text : texts) {
        buffers.emplace_back(std::span<const char>(text));
    }
    // One takes two buffers, then one takes none, then one takes one.
    const std::string all = "\x80\x05\x97\x97\x86.N.\x80\x05\x97.\x80\x05\x97.";
    brine::Unpickler unpickler(all, {.buffers = buffers});
    const Document first = unpickler.load();
    CHECK(unpickler.buffers_taken() == 2);
    CHECK(first[1].as<std::vector<std::byte>>().size() == 3);
    static_cast<void>(unpickler.load());
    CHECK(unpickler.buffers_taken() == 2);
    const Document third = unpickler.load();
    CHECK(third.root().size() == 5);
    CHECK(unpickler.buffers_taken() == 3);
    CHECK_THROWS_AS(unpickler.load(), brine::UnpicklingError);

    brine::Unpickler other(all, {.buffers = buffers});
    static_cast<void>(other.load());
    static_cast<void>(other.load());
    other.set_buffers(std::span(buffers).first(1));
    CHECK(other.buffers_taken() == 0);
    CHECK(other.load().as<std::vector<std::byte>>().size() == 3);
    CHECK(other.buffers_taken() == 1);
}

}  // namespace
