#pragma once
// Where the tools write to: a sink of wire/sinks.hpp, in pieces of some size.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>
#include <brine/wire/sinks.hpp>

namespace brine::detail {

/// Hands on what is added; text() is the place to add to, and in a std::string's case the sink.
template <byte_sink Sink>
class TextSink {
public:
    explicit TextSink(Sink& sink) : sink_(sink) {
        if constexpr (byte_container<Sink>) {
            kept_ = sink.size();
        }
    }

    [[nodiscard]] std::string& text() noexcept { return text_; }
    /// A container gets back to what it held; from a stream nothing comes back.
    void take_back() {
        text_.clear();
        if constexpr (byte_container<Sink>) {
            sink_.resize(kept_);
        }
    }
    /// To be called now and then: memory is bounded by what is added in between.
    void pass_on() {
        if (text_.size() >= piece) {
            flush();
        }
    }
    /// @throws PicklingError of Errc::sink_failed, and what the sink throws.
    void flush() {
        try {
            write(text_);
        } catch (...) {
            text_.clear();  // nothing is written twice
            throw;
        }
        text_.clear();
    }

private:
    static constexpr std::size_t piece = 64 * 1024;

    /// Without bytes nothing is asked of the sink: one that has failed would say so otherwise.
    void write(std::string_view bytes) {
        if (bytes.empty()) {
            return;
        }
        if constexpr (byte_container<Sink>) {
            const auto* const first =
                reinterpret_cast<const typename Sink::value_type*>(bytes.data());
            sink_.insert(sink_.end(), first, first + bytes.size());
        } else if constexpr (byte_ostream<Sink>) {
            sink_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            check(sink_.good());
        } else {
            check(static_cast<std::size_t>(sink_.write(std::as_bytes(std::span(bytes)))) ==
                  bytes.size());
        }
    }
    static void check(bool taken) {
        if (!taken) {
            throw_pickling(Errc::sink_failed, "the sink did not take all of the text");
        }
    }

    Sink& sink_;
    std::string text_;
    std::size_t kept_ = 0;
};

template <>
class TextSink<std::string> {
public:
    explicit TextSink(std::string& sink) : sink_(sink), kept_(sink.size()) {}

    [[nodiscard]] std::string& text() noexcept { return sink_; }
    void take_back() { sink_.resize(kept_); }
    void pass_on() noexcept {}
    void flush() noexcept {}

private:
    std::string& sink_;
    std::size_t kept_;
};

}  // namespace brine::detail
