// What a sink is left with when a pickle fails, be it by the value or by the sink: the front of a
// pickle, never a whole one. The tools' sinks are in tools/text_sink.cpp.
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <ostream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace failing {

/// Text, or what can't be written, each in its way.
enum class Way { good, throws, bad_text, no_name, no_function, too_deep };
struct Item {
    std::string text = ".....";  // as many STOPs
    Way way = Way::good;
};
inline void function() {}

/// Goes on after an error.
struct Stubborn {
    std::vector<Item> items;
};

}  // namespace failing

template <>
struct brine::codec<failing::Item> {
    static void save(auto& pickler, const failing::Item& item) {
        using failing::Way;
        using Deep = std::vector<std::vector<std::vector<int>>>;
        switch (item.way) {
            case Way::good:
                return pickler.save_str(item.text);
            case Way::throws:
                throw std::logic_error("no");
            case Way::bad_text:
                return pickler.save_str("\xff");
            case Way::no_name:
                return pickler.save(brine::global("m", ""));
            case Way::no_function:
                return pickler.save(&failing::function);
            case Way::too_deep:
                return pickler.save(Deep{{{1}}});
        }
    }
};

template <>
struct brine::codec<failing::Stubborn> {
    static void save(auto& pickler, const failing::Stubborn& stubborn) {
        for (const failing::Item& item : stubborn.items) {
            try {
                pickler.save(item);
            } catch (const std::exception&) {
            }
        }
    }
};

namespace {

using brine::DumpOptions;
using brine::Errc;
using failing::Item;
using failing::Way;
using std::string_literals::operator""s;

/// More is missing, whatever is behind it.
bool is_front(std::string_view bytes) {
    const auto loaded = brine::try_loads(bytes);
    return !loaded && loaded.error().code() == Errc::truncated;
}

/// A file that goes when it is closed.
class File {
public:
    File() : file_(std::tmpfile()) { REQUIRE(file_ != nullptr); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { std::fclose(file_); }

    [[nodiscard]] int descriptor() const { return fileno(file_); }
    [[nodiscard]] std::string read() const {
        std::string all(static_cast<std::size_t>(::lseek(descriptor(), 0, SEEK_END)), '\0');
        REQUIRE(::pread(descriptor(), all.data(), all.size(), 0) ==
                static_cast<ssize_t>(all.size()));
        return all;
    }

private:
    std::FILE* file_;
};

/// Takes `room` bytes in all, then fails; remembers how much it was given in each call.
struct Limited {
    enum class Then { takes_less, throws };
    std::size_t room = std::string::npos;
    Then then = Then::takes_less;
    std::string bytes{};
    std::vector<std::size_t> sizes{};
    int failures = 0;

    std::size_t write(std::span<const std::byte> piece) {
        sizes.push_back(piece.size());
        const std::size_t n = std::min(piece.size(), room - bytes.size());
        bytes.append(reinterpret_cast<const char*>(piece.data()), n);
        failures += n < piece.size() ? 1 : 0;
        if (n < piece.size() && then == Then::throws) {
            throw std::out_of_range("full");
        }
        return n;
    }
};

/// The same as a std::ostream.
struct LimitedStream : private std::streambuf, public std::ostream {
    explicit LimitedStream(Limited& sink) : std::ostream(this), limited(sink) {}
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        const std::span piece(text, static_cast<std::size_t>(size));
        return static_cast<std::streamsize>(limited.write(std::as_bytes(piece)));
    }
    std::streambuf::int_type overflow(std::streambuf::int_type c) override {
        const char text = std::streambuf::traits_type::to_char_type(c);
        return xsputn(&text, 1) == 1 ? c : std::streambuf::traits_type::eof();
    }
    Limited& limited;
};

/// More than one frame of them, and texts that go past all frames.
std::vector<Item> items() {
    std::vector<Item> all(9);
    all[2].text = all[5].text = std::string(65'536, '.');
    all[6].text = all[7].text = std::string(40'000, '.');
    return all;
}

TEST_CASE("hostile: what a sink got of a value that can't be pickled is no pickle") {
    std::size_t partial = 0;
    const auto check = [&](const DumpOptions& options, const auto& value) {
        const auto fails = [&](auto& sink) {
            try {
                brine::Pickler pickler(sink, options);
                pickler.dump(value);
            } catch (const std::exception&) {
                return true;
            }
            return false;
        };
        std::ostringstream stream;
        CHECK(fails(stream));
        CHECK(is_front(stream.str()));
        partial += stream.str().empty() ? 0U : 1U;
        Limited callback;
        CHECK(fails(callback));
        CHECK(callback.bytes == stream.str());
        const File file;
        brine::fd_sink descriptor(file.descriptor());
        CHECK(fails(descriptor));
        CHECK(file.read() == stream.str());
        std::string text = "kept";
        CHECK(fails(text));
        CHECK(text == "kept");
        std::vector<unsigned char> bytes{1, 2};
        CHECK(fails(bytes));
        CHECK(bytes == std::vector<unsigned char>{1, 2});
    };
    for (const int protocol : {2, 3, 4, 5}) {
        for (const Way way :
             {Way::throws, Way::bad_text, Way::no_name, Way::no_function, Way::too_deep}) {
            for (std::size_t n = 0; n < items().size(); ++n) {
                std::vector<Item> value = items();
                value[n].way = way;
                CAPTURE(protocol, static_cast<int>(way), n);
                check({.protocol = protocol, .max_depth = 4}, value);
            }
        }
    }
    for (const int protocol : {0, 1}) {
        for (std::size_t n = 0; n < items().size(); ++n) {
            brine::Document document;
            const brine::Value list = document.list();
            for (std::size_t i = 0; i < items().size(); ++i) {
                list.append(i == n ? document.extension(7) : document.make(items()[i].text));
            }
            document.set_root(list);
            CAPTURE(protocol, n);
            check({.protocol = protocol}, document);
        }
    }
    CHECK(partial > 50);  // what had left the buffer by then
}

/// Where each call of a sink begins and ends, and one byte before and behind it.
std::vector<std::size_t> places(const std::vector<std::size_t>& sizes) {
    std::vector<std::size_t> all{0, 1};
    std::size_t end = 0;
    for (const std::size_t size : sizes) {
        end += size;
        all.insert(all.end(), {end - 1, end, end + 1});
    }
    all.resize(all.size() - 2);
    return all;
}

template <class T>
void fail_at_each_place(const T& value, bool rethrown) {
    for (const int protocol : {3, 4}) {
        const DumpOptions options{.protocol = protocol};
        const std::string whole = brine::dumps(value, options);
        Limited all;
        brine::dump(value, all, options);
        REQUIRE(all.bytes == whole);
        REQUIRE(all.sizes.size() > 4);
        for (const std::size_t room : places(all.sizes)) {
            CAPTURE(protocol, room);
            const auto check = [&](auto& sink, const Limited& limited, bool throws) {
                brine::Pickler pickler(sink, options);
                Errc code{};
                try {
                    pickler.dump(value);
                } catch (const brine::PicklingError& error) {
                    CHECK_FALSE((throws && rethrown));
                    code = error.code();
                } catch (const std::exception&) {
                    CHECK(throws);
                    code = Errc::sink_failed;
                }
                CHECK(code == Errc::sink_failed);
                // Nothing follows, neither of this pickle nor of the next.
                CHECK_THROWS_AS(pickler.dump(1), brine::PicklingError);
                CHECK(limited.failures == 1);
                CHECK(limited.bytes == whole.substr(0, room));
            };
            Limited less{.room = room};
            check(less, less, false);
            Limited throwing{.room = room, .then = Limited::Then::throws};
            check(throwing, throwing, true);

            // A stream hides what its buffer throws, unless its exceptions are on.
            for (const auto then : {Limited::Then::takes_less, Limited::Then::throws}) {
                for (const bool exceptions : {false, true}) {
                    Limited behind{.room = room, .then = then};
                    LimitedStream stream(behind);
                    if (exceptions) {
                        stream.exceptions(std::ios::badbit | std::ios::failbit);
                    }
                    check(stream, behind, exceptions);
                }
            }
        }
    }
}

TEST_CASE("hostile: a sink that fails at any place of any call has got the front of a pickle") {
    fail_at_each_place(items(), true);
    fail_at_each_place(failing::Stubborn{items()}, false);
}

/// What the error that dump() to a descriptor throws says, as an errno; 0 where there is none.
int errno_of_dump(int descriptor) {
    brine::fd_sink sink(descriptor);
    brine::Pickler pickler(sink);
    try {
        pickler.dump(items());
    } catch (const std::system_error& error) {
        CHECK_THROWS_AS(pickler.dump(1), brine::PicklingError);
        return error.code().value();
    }
    return 0;
}

TEST_CASE("hostile: a descriptor that is closed, full or read-only throws the error of write") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    REQUIRE(::fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    CHECK(errno_of_dump(ends[1]) == EAGAIN);  // after as much as it held
    std::string got(2 * brine::dumps(items()).size(), '\0');
    const ssize_t n = ::read(ends[0], got.data(), got.size());
    REQUIRE(n > 0);
    CHECK(is_front(got.substr(0, static_cast<std::size_t>(n))));

    ::close(ends[0]);
    auto* const before = std::signal(SIGPIPE, SIG_IGN);
    CHECK(errno_of_dump(ends[1]) == EPIPE);
    std::signal(SIGPIPE, before);
    ::close(ends[1]);
    CHECK(errno_of_dump(ends[1]) == EBADF);

    const int read_only = ::open("/dev/null", O_RDONLY);
    CHECK(errno_of_dump(read_only) == EBADF);
    ::close(read_only);
    if (const int full = ::open("/dev/full", O_WRONLY); full >= 0) {
        CHECK(errno_of_dump(full) == ENOSPC);
        ::close(full);
    }
}

}  // namespace
