#pragma once
// The one exception family of brine: PickleError and its three children, as in Python's pickle.
// A path such as orders[3]['price'] is built while unwinding, so success pays nothing for it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace brine {

/// What went wrong, for programs. The text for people is in what().
enum class Errc : std::uint8_t {
    unsupported_protocol,  ///< the protocol is not one that this operation knows
    unpicklable,           ///< the value has no form in Python, or none at this protocol
    invalid_text,          ///< text that is not what the encoding allows
    out_of_range,          ///< a number or a date that the target can't hold
    too_deep,              ///< nested deeper than the limit
    unregistered_type,     ///< a dynamic C++ type, function or type that nobody named
    invalid_hook,          ///< a hook or a registry answered what can't be written
    sink_failed,           ///< the sink failed, or took fewer bytes than it was given
    truncated,             ///< the input ends inside a pickle
    source_failed,         ///< the source failed in the middle
    invalid_opcode,        ///< a byte that is no opcode
    invalid_argument,      ///< an opcode's argument is malformed
    invalid_stack,         ///< an opcode finds too few operands, or of the wrong type
    invalid_memo,          ///< a GET of a slot that holds nothing
    invalid_frame,         ///< a frame that does not hold together
    forbidden_global,      ///< a global that the allow-list does not name
    unhashable,            ///< a dict key or a set element that Python can't hash
    limit_exceeded,        ///< over one of the limits of the options
    type_mismatch,         ///< the value is of another kind than the target
    missing_field,         ///< a field that the target needs is not there
    unknown_field,         ///< a field that the target does not have
};

namespace detail {

inline constexpr std::array errc_names = std::to_array<std::string_view>(
    {"unsupported_protocol", "unpicklable",      "invalid_text",   "out_of_range",  "too_deep",
     "unregistered_type",    "invalid_hook",     "sink_failed",    "truncated",     "source_failed",
     "invalid_opcode",       "invalid_argument", "invalid_stack",  "invalid_memo",  "invalid_frame",
     "forbidden_global",     "unhashable",       "limit_exceeded", "type_mismatch", "missing_field",
     "unknown_field"});

}  // namespace detail

static_assert(detail::errc_names.size() == static_cast<std::size_t>(Errc::unknown_field) + 1);

/// "invalid_memo" of Errc::invalid_memo.
[[nodiscard]] constexpr std::string_view errc_name(Errc code) noexcept {
    return detail::errc_names[static_cast<std::size_t>(code)];
}

/// Base of every error that brine throws. what() is one line.
class PickleError : public std::exception {
public:
    [[nodiscard]] Errc code() const noexcept { return code_; }
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

    /// The reason alone: what(), less the place where it happened.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

protected:
    PickleError(Errc code, std::string reason) : code_(code), reason_(std::move(reason)) {}
    void set_what(std::string what) { what_ = std::move(what); }

private:
    Errc code_;
    std::string reason_;
    std::string what_;
};

/// An error that happened at an object of a graph: knows the path from the root to it.
class ErrorAtPath : public PickleError {
public:
    /// Where: "orders[3]['price']"; empty for the root.
    [[nodiscard]] std::string_view path() const noexcept {
        std::string_view shown = path_;
        return shown.starts_with('.') || shown.starts_with(' ') ? shown.substr(1) : shown;
    }

    void prepend_index(std::size_t index) { prepend('[' + std::to_string(index) + ']'); }
    void prepend_attribute(std::string_view name) { prepend('.' + std::string(name)); }
    void prepend_key(std::string_view key) { prepend("['" + std::string(key) + "']"); }
    /// Any other step, written as it should be read, as in " (args)".
    void prepend_step(std::string_view step) { prepend(std::string(step)); }

protected:
    ErrorAtPath(Errc code, std::string reason, std::string_view doing)
        : PickleError(code, std::move(reason)), doing_(doing) {
        compose();
    }

private:
    // A path of this many bytes has said enough; what is nested deeper is cut.
    static constexpr std::size_t longest_path = 400;

    void prepend(std::string step) {
        path_.insert(0, step);
        if (path_.size() > longest_path) {
            path_.replace(longest_path, std::string::npos, "...");
        }
        compose();
    }

    void compose() {
        std::string what = doing_;
        if (!path().empty()) {
            what += ' ';
            what += path();
        }
        set_what(what + ": " + reason());
    }

    std::string doing_;
    std::string path_;
};

/// Writing failed. path() names the object.
class PicklingError : public ErrorAtPath {
public:
    PicklingError(Errc code, std::string reason)
        : ErrorAtPath(code, std::move(reason), "cannot pickle") {}
};

/// A Value could not become the C++ type that was asked for. path() names the value.
class ConversionError : public ErrorAtPath {
public:
    ConversionError(Errc code, std::string reason)
        : ErrorAtPath(code, std::move(reason), "cannot convert") {}
};

/// The bytes are no good pickle. offset() counts bytes from the pickle's first.
class UnpicklingError : public PickleError {
public:
    UnpicklingError(Errc code, std::string reason, std::uint64_t offset, int opcode = -1)
        : PickleError(code, std::move(reason)), offset_(offset), opcode_(opcode) {
        set_what("cannot unpickle at byte " + std::to_string(offset_) + ": " + this->reason());
    }

    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
    /// The opcode's byte, or -1 where none had been read.
    [[nodiscard]] int opcode() const noexcept { return opcode_; }

private:
    std::uint64_t offset_;
    int opcode_;
};

[[noreturn]] inline void throw_pickling(Errc code, std::string reason) {
    throw PicklingError(code, std::move(reason));
}

}  // namespace brine
