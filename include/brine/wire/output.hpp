#pragma once
// The memory that an OpWriter writes into, one kind for containers and one for streams.
//
// A container's own memory is the buffer. A stream gets a buffer that is handed on whenever a frame
// has been closed, and payloads of 64 KiB and more go past it.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/wire/protocol.hpp>
#include <brine/wire/sinks.hpp>

namespace brine {

/// The writable memory from the first byte that is still here to the end.
struct Window {
    char* first;
    char* last;
};

class Output {
public:
    /// Room for `need` bytes behind the `used` first ones, which are kept. Used offsets stay valid.
    virtual Window grow(std::size_t used, std::size_t need) = 0;
    /// Takes the `used` first bytes away if this kind of output passes bytes on; returns how many.
    virtual std::size_t pass_on(std::size_t used) = 0;
    /// Adds a large payload behind the `used` first bytes, without a copy where the sink is a
    /// stream. Returns how many bytes are used now.
    virtual std::size_t write_through(std::size_t used, std::span<const std::byte> payload) = 0;

protected:
    ~Output() = default;
};

/// Appends to a container. Bytes that it held before serve as initialized memory where they are
/// being replaced, because resize() sets new ones to zero.
template <byte_container Container>
class ContainerOutput final : public Output {
public:
    explicit ContainerOutput(Container& container) : container_(container) {}

    /// From here on a pickle is appended behind `keep` bytes, over whatever follows them.
    Window start(std::size_t keep) {
        base_ = keep;
        return window();
    }

    Window grow(std::size_t used, std::size_t need) override {
        // Doubling, so that a big buffer that is reused for a small pickle is not zeroed as a
        // whole.
        const std::size_t wanted = base_ + used + std::max({need, used, least});
        if (wanted > container_.capacity()) {
            container_.reserve(std::max(wanted, 2 * container_.capacity()));
        }
        container_.resize(wanted);
        return window();
    }

    std::size_t pass_on(std::size_t) override { return 0; }

    std::size_t write_through(std::size_t used, std::span<const std::byte> payload) override {
        const auto* first = reinterpret_cast<const Byte*>(payload.data());
        container_.resize(base_ + used);
        if constexpr (requires { container_.append(first, payload.size()); }) {
            container_.append(first, payload.size());  // libc++ inserts byte by byte
        } else {
            container_.insert(container_.end(), first, first + payload.size());
        }
        return used + payload.size();
    }

    void finish(std::size_t used) { container_.resize(base_ + used); }
    void abandon() noexcept { container_.resize(base_); }

private:
    using Byte = typename Container::value_type;
    static constexpr std::size_t least = 192;

    Window window() {
        char* first = reinterpret_cast<char*>(container_.data());
        return {first + base_, first + container_.size()};
    }

    Container& container_;
    std::size_t base_ = 0;
};

/// Collects bytes in a buffer and hands them to a stream or to the user's sink.
template <class Sink>
class StreamOutput final : public Output {
public:
    explicit StreamOutput(Sink& sink) : sink_(sink) {}

    Window start(std::size_t) {
        refuse_if_broken();
        if (size_ == 0) {
            resize(0, initial);
        }
        started_ = false;
        return window();
    }

    Window grow(std::size_t used, std::size_t need) override {
        if (used + need > size_) {
            resize(used, std::max(used + need, 2 * size_));
        }
        return window();
    }

    std::size_t pass_on(std::size_t used) override {
        write(std::as_bytes(std::span(buffer_.get(), used)));
        return used;
    }

    std::size_t write_through(std::size_t used, std::span<const std::byte> payload) override {
        pass_on(used);
        write(payload);
        return 0;
    }

    void finish(std::size_t used) { pass_on(used); }
    /// What is still in the buffer is dropped; what has left it makes the sink useless.
    void abandon() noexcept { broken_ = broken_ || started_; }

private:
    static constexpr std::size_t initial = 8 * 1024;

    void refuse_if_broken() const {
        if (broken_) {
            throw_pickling(
                Errc::sink_failed,
                "an earlier pickle was cut short in this sink, so nothing more is written to "
                "it; make a new Pickler on a new sink");
        }
    }

    void resize(std::size_t used, std::size_t size) {
        auto bigger = std::make_unique_for_overwrite<char[]>(size);
        if (used != 0) {
            std::memcpy(bigger.get(), buffer_.get(), used);
        }
        buffer_ = std::move(bigger);
        size_ = size;
    }

    Window window() { return {buffer_.get(), buffer_.get() + size_}; }

    void write(std::span<const std::byte> bytes) {
        if (bytes.empty()) {
            return;
        }
        refuse_if_broken();  // a codec may have caught the error
        started_ = true;
        std::size_t taken = 0;
        try {
            taken = write_to_sink(bytes);
        } catch (...) {
            broken_ = true;
            throw;
        }
        if (taken != bytes.size()) {
            broken_ = true;
            throw_pickling(Errc::sink_failed, "the sink took " + std::to_string(taken) + " of " +
                                                  std::to_string(bytes.size()) + " bytes");
        }
    }

    std::size_t write_to_sink(std::span<const std::byte> bytes) {
        if constexpr (byte_ostream<Sink>) {
            sink_.write(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<std::streamsize>(bytes.size()));
            return sink_.good() ? bytes.size() : 0;
        } else {
            return static_cast<std::size_t>(sink_.write(bytes));
        }
    }

    Sink& sink_;
    std::unique_ptr<char[]> buffer_;
    std::size_t size_ = 0;
    bool started_ = false;
    bool broken_ = false;
};

namespace detail {

template <class Sink>
struct output_of {
    using type = StreamOutput<Sink>;
};
template <byte_container Sink>
struct output_of<Sink> {
    using type = ContainerOutput<Sink>;
};

}  // namespace detail

template <byte_sink Sink>
using output_for = typename detail::output_of<Sink>::type;

}  // namespace brine
