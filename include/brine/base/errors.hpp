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

#include <brine/base/error_text.hpp>

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

/// Base of every error that brine throws.
class PickleError : public std::exception {
public:
    [[nodiscard]] Errc code() const noexcept { return code_; }
    /// One line of at most 200 bytes, all of them printable ASCII, whatever the input holds: other
    /// bytes are \xNN, and where it would be longer, "..." stands for a part of it.
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

    /// The reason alone: what(), less the place where it happened. One line of at most 1000 bytes.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

protected:
    PickleError(Errc code, std::string_view reason)
        : code_(code), reason_(detail::one_line(reason, longest_reason)) {}

    /// What was being done, where, of at most 200 - 48 bytes, and, behind a colon, the reason.
    void compose(std::string_view doing, std::string_view place) {
        std::string what(doing);
        if (!place.empty()) {
            what += ' ';
            const std::size_t room = longest_what - what.size() - 2;
            what += detail::short_path(
                place, room > reason_.size() + least_place ? room - reason_.size() : least_place);
        }
        what += ": ";
        what += detail::one_line(reason_, longest_what - what.size());
        what_ = std::move(what);
    }

private:
    static constexpr std::size_t longest_what = 200;
    static constexpr std::size_t longest_reason = 1000;
    static constexpr std::size_t least_place = 48;

    Errc code_;
    std::string reason_;
    std::string what_;
};

/// An error that happened at an object of a graph: knows the path from the root to it.
class ErrorAtPath : public PickleError {
public:
    /// Where: "orders[3]['price']"; empty for the root. One line of at most 500 bytes: of a longer
    /// path both ends.
    [[nodiscard]] std::string_view path() const noexcept {
        std::string_view shown = path_;
        return shown.starts_with('.') || shown.starts_with(' ') ? shown.substr(1) : shown;
    }

    void prepend_index(std::size_t index) { prepend_step('[' + std::to_string(index) + ']'); }
    void prepend_attribute(std::string_view name) { prepend_step('.' + std::string(name)); }
    void prepend_key(std::string_view key) { prepend_step("['" + std::string(key) + "']"); }
    /// Any other step, written as it should be read, as in " (args)".
    void prepend_step(std::string_view step) {
        const std::string shown = detail::one_line(step, longest_step);
        if (whole_ && outer_.empty() && inner_.size() < longest_end) {
            inner_.insert(0, shown);
        } else {
            outer_.insert(0, shown);
        }
        if (outer_.size() > longest_end) {
            outer_.resize(detail::front_of_path(outer_, longest_end).size());
            whole_ = false;
        }
        path_ = outer_ + std::string(whole_ ? "" : detail::path_gap) + inner_;
        compose(doing_, path());
    }

    /// The next steps are not known, or too many to be added.
    void prepend_gap() {
        whole_ = false;
        outer_.clear();
    }

protected:
    ErrorAtPath(Errc code, std::string_view reason, std::string_view doing)
        : PickleError(code, reason), doing_(doing) {
        compose(doing_, {});
    }

private:
    static constexpr std::size_t longest_step = 100;
    static constexpr std::size_t longest_end = 190;  // but for a step that begins before it

    std::string_view doing_;
    std::string inner_;  // the end of the path
    std::string outer_;  // the steps before, those that were added last
    bool whole_ = true;
    std::string path_;
};

/// Writing failed. path() names the object.
class PicklingError : public ErrorAtPath {
public:
    PicklingError(Errc code, std::string_view reason)
        : ErrorAtPath(code, reason, "cannot pickle") {}
};

/// A Value could not become the C++ type that was asked for. path() names the value.
class ConversionError : public ErrorAtPath {
public:
    ConversionError(Errc code, std::string_view reason)
        : ErrorAtPath(code, reason, "cannot convert") {}
};

/// The bytes are no good pickle. offset() counts bytes from the pickle's first.
class UnpicklingError : public PickleError {
public:
    UnpicklingError(Errc code, std::string_view reason, std::uint64_t offset, int opcode = -1)
        : PickleError(code, reason), offset_(offset), opcode_(opcode) {
        compose("cannot unpickle at byte " + std::to_string(offset_), {});
    }

    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
    /// The opcode's byte, or -1 where none had been read.
    [[nodiscard]] int opcode() const noexcept { return opcode_; }

private:
    std::uint64_t offset_;
    int opcode_;
};

[[noreturn]] inline void throw_pickling(Errc code, std::string_view reason) {
    throw PicklingError(code, reason);
}

}  // namespace brine
