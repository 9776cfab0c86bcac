#pragma once
// Bodies of PicklerCore.

#include <array>
#include <cstring>

#include <brine/base/endian.hpp>
#include <brine/engine/core.hpp>
#include <brine/model/int.hpp>
#include <brine/model/int_text.hpp>

namespace brine {

inline PicklerCore::PicklerCore(Output& output, const DumpOptions& options)
    : options_(options),
      exact_(options.memo == memo::python),
      plain_text_(options.memo == memo::standard && options.protocol >= 4),
      writer_(output, options.protocol) {
    if (options.protocol < lowest_written_protocol || options.protocol > highest_protocol)
        [[unlikely]] {
        throw_pickling(Errc::unsupported_protocol,
                       "protocol " + std::to_string(options.protocol) +
                           " can't be written; the protocols are 0 to 5");
    }
}

inline void PicklerCore::begin(Window window, bool one_graph) {
    depth_ = 0;
    one_graph_ = one_graph;
    graph_uses_.reset();
    first_slot_ = next_slot_;
    first_buffer_ = buffers_ == nullptr ? 0 : buffers_->size();
    writer_.begin(window);
}

inline void PicklerCore::roll_back() {
    forget_from(first_slot_);
    if (buffers_ != nullptr && buffers_->size() > first_buffer_) {
        buffers_->resize(first_buffer_);
    }
}

inline void PicklerCore::clear_memo() { forget_from(0); }

inline void PicklerCore::forget_from(Slot first) {
    // Names that are known only from a record are forgotten with it and written anew.
    lone_record_ = nullptr;
    records_.clear();
    next_slot_ = first;
    objects_.forget_from(first);
    names_.forget_from(first);
}

inline void PicklerCore::throw_too_deep() const {
    throw_pickling(Errc::too_deep, "nested deeper than " + std::to_string(options_.max_depth) +
                                       " levels; if that is meant, raise options.max_depth");
}

inline void PicklerCore::throw_too_old(std::string_view what) const {
    throw_pickling(Errc::unsupported_protocol,
                   std::string(what) + " is written at protocols 2 to 5; at protocol " +
                       std::to_string(options_.protocol) +
                       " write a brine::Document, such as brine::loads(brine::dumps(object))");
}

inline void PicklerCore::save_bool_apart(bool value) {
    writer_.boundary();
    writer_.boolean(value);
}

inline void PicklerCore::save_int_apart(std::int64_t value) {
    writer_.boundary();
    writer_.integer(value);
}

inline void PicklerCore::save_float_apart(double value) {
    writer_.boundary();
    writer_.real(value);
}

inline void PicklerCore::save_big_int(std::span<const std::byte> bytes) {
    const auto repeats_sign = [&] {
        const auto sign = std::to_integer<unsigned>(bytes[bytes.size() - 2]) >= 0x80 ? 0xffU : 0U;
        return std::to_integer<unsigned>(bytes.back()) == sign;
    };
    while (bytes.size() > 1 && repeats_sign()) {
        bytes = bytes.first(bytes.size() - 1);
    }
    if (bytes.size() <= 8) {
        const bool negative = !bytes.empty() && std::to_integer<unsigned>(bytes.back()) >= 0x80;
        std::array<char, 8> word;
        word.fill(negative ? '\xff' : '\0');
        if (!bytes.empty()) {
            std::memcpy(word.data(), bytes.data(), bytes.size());
        }
        return save_int(load_le<std::int64_t>(word.data()));
    }
    if (bytes.size() > 0x7fffffff) {
        throw_pickling(Errc::unpicklable, "an int of more than 2 GiB has no form in a pickle");
    }
    writer_.boundary();
    writer_.old() ? write_long_line(bytes) : writer_.big_integer(bytes);
}

/// CPython neither writes nor reads more digits than that.
inline void PicklerCore::write_long_line(std::span<const std::byte> bytes) {
    constexpr std::size_t most_digits = 4300;
    constexpr std::size_t most_bits = 14285;  // of 10**4300 - 1
    const Int value = Int::from_twos_complement(bytes);
    std::string text = value.bit_length() <= most_bits ? value.to_string() : std::string();
    if (text.empty() || text.size() - (text[0] == '-' ? 1 : 0) > most_digits) {
        throw_pickling(Errc::unpicklable,
                       "an int of more than 4300 digits needs protocol 2 or later");
    }
    writer_.line(Opcode::long_, text.append(1, 'L'));
}

// Text.

inline bool PicklerCore::is_singleton(std::string_view utf8) noexcept {
    if (utf8.size() <= 1) {
        return true;
    }
    const auto lead = static_cast<unsigned char>(utf8[0]);
    return utf8.size() == 2 && (lead == 0xc2 || lead == 0xc3);
}

/// A slot pays if a literal is longer than the GET that would stand for it.
inline bool PicklerCore::worth_sharing(std::size_t literal_size) const noexcept {
    if (writer_.textual()) {
        return literal_size > 5;
    }
    const std::size_t header = options_.protocol >= 4 && literal_size <= 0xff ? 2 : 5;
    return header + literal_size > (next_slot_ < 256 ? 2U : 5U);
}

inline void PicklerCore::write_text(std::string_view utf8) {
    if (utf8.size() > 0xffffffff && options_.protocol < 4 && !writer_.textual()) {
        throw_pickling(Errc::unpicklable, "text of 4 GiB and more needs protocol 4 or later");
    }
    writer_.text(utf8);
}

/// Equal strings are one object; each is written where it first occurs.
inline void PicklerCore::save_shared_text(std::string_view utf8) {
    const Slot slot = find_name(utf8, NameMemo::Kind::text);
    if (slot != no_slot && (exact_ || slot < 256 || worth_sharing(utf8.size()))) {
        return save_get(slot);
    }
    writer_.boundary();
    write_text(utf8);
    if (slot == no_slot && (exact_ || worth_sharing(utf8.size()))) {
        names_.insert(utf8, put_slot());
    }
}

inline void PicklerCore::save_name(std::string_view name) {
    if (!valid_utf8(name)) {
        throw_pickling(Errc::invalid_text, "a name is not valid UTF-8");
    }
    save_shared_text(name);
}

inline bool PicklerCore::shares_key(std::string_view key, bool small_dict) const noexcept {
    constexpr std::size_t longest = 64;
    return !exact_ && small_dict && key.size() <= longest && is_ascii(key);
}

inline void PicklerCore::save_key(std::string_view key, bool small_dict) {
    shares_key(key, small_dict) ? save_shared_text(key) : save_str(key);
}

template <class Who>
void PicklerCore::save_str_as(text invalid, std::string_view utf8, const Who& who) {
    std::string replaced;
    if (!is_ascii(utf8)) {
        const bool lone = invalid == text::surrogatepass;
        const std::size_t bad = lone ? first_invalid_wtf8(utf8) : first_invalid_utf8(utf8);
        if (bad < utf8.size()) {
            if (invalid != text::surrogateescape) {
                throw_pickling(
                    Errc::invalid_text,
                    "text is not valid UTF-8 at byte " + std::to_string(bad) +
                        "; for bytes use brine::as_bytes, for text that may hold any byte "
                        "set options.text to text::surrogateescape");
            }
            replaced = escape_surrogates(utf8);
            utf8 = replaced;
        }
    }
    const bool by_value = options_.memo == memo::strings && utf8.size() < longest_shared_text;
    if (is_singleton(utf8) || by_value) {
        return save_shared_text(utf8);
    }
    writer_.boundary();
    write_text(utf8);
    memoize(who);
}

inline char* PicklerCore::put_str(char* p, std::string_view utf8, std::size_t rest) {
    if (plain_text_ && utf8.size() >= 2 && utf8.size() <= 0xff) [[likely]] {
        p = writer_.room(p, encode::max_header + utf8.size() + rest);
        char* to =
            encode::op_uint1(p, Opcode::short_binunicode, static_cast<std::uint8_t>(utf8.size()));
        if (encode::copy_if_ascii(to, utf8.data(), utf8.size())) [[likely]] {
            return to + utf8.size();
        }
    }
    return put_other_str(p, utf8, rest);
}

inline char* PicklerCore::put_other_str(char* p, std::string_view utf8, std::size_t rest) {
    if (options_.memo == memo::strings && utf8.size() < longest_shared_text) {
        // Known, too, is what stands for invalid text elsewhere.
        const Slot slot = find_name(utf8, NameMemo::Kind::text);
        if (slot != no_slot && (slot < 256 || worth_sharing(utf8.size())) && valid_utf8(utf8)) {
            return encode::get(writer_.room(p, encode::max_get + rest), slot);
        }
    }
    writer_.commit(p);
    save_str(utf8);
    return writer_.room(writer_.cursor(), rest);
}

/// Slot of a name; those that only the lone record knows are entered first.
inline Slot PicklerCore::find_name(std::string_view name, NameMemo::Kind kind) {
    if (lone_record_ != nullptr) {
        for (std::size_t i = 0; i < lone_record_->size; ++i) {
            if (const PackedGet get = lone_record_->gets[i + 1]; get != 0) {
                names_.insert_static(lone_record_->names[i], unpack_slot(get));
            }
        }
        lone_record_ = nullptr;
    }
    return names_.find(name, kind);
}

inline RecordSlots& PicklerCore::add_record(Tag type, std::span<const std::string_view> names) {
    const bool lone = !exact_ && options_.protocol >= 4 && names_.empty() && records_.empty();
    RecordSlots& added = records_.add(type, names);
    if (lone) {
        lone_record_ = &added;
    }
    return added;
}

inline PackedGet PicklerCore::save_record_name(std::string_view name) {
    const Slot known = find_name(name, NameMemo::Kind::text);
    if (known != no_slot) {
        save_get(known);
        return pack_get(known);
    }
    writer_.boundary();
    write_text(name);
    const Slot slot = put_slot();
    names_.insert_static(name, slot);
    return pack_get(slot);
}

// Bytes.

template <class Who>
void PicklerCore::save_bytes(std::span<const std::byte> data, const Who& who) {
    const std::string_view value(reinterpret_cast<const char*>(data.data()), data.size());
    const bool singleton = data.size() <= 1;  // b'' and single bytes are one object each in CPython
    if (singleton) {
        const Slot slot = find_name(value, NameMemo::Kind::bytes);
        if (slot != no_slot && (exact_ || slot < 256)) {
            return save_get(slot);
        }
    }
    write_bytes(data);
    if (!singleton) {
        memoize(who);
    } else if (exact_ || (next_slot_ < 256 && (data.size() == 1 || options_.protocol < 3))) {
        names_.insert(value, put_slot(), NameMemo::Kind::bytes);
    }
}

inline void PicklerCore::write_bytes(std::span<const std::byte> data) {
    writer_.boundary();
    if (options_.protocol < 3) {
        return write_bytes_as_text(data);
    }
    if (data.size() > 0xffffffff && options_.protocol < 4) {
        throw_pickling(Errc::unpicklable, "bytes of 4 GiB and more need protocol 4 or later");
    }
    writer_.bytes(data);
}

/// Below protocol 3 bytes are _codecs.encode(their latin-1 text, 'latin1'), which Python 2 takes
/// too.
inline void PicklerCore::write_bytes_as_text(std::span<const std::byte> data) {
    if (data.empty()) {
        save_global("builtins", "bytes");
        writer_.boundary();
        writer_.close_tuple(0);
    } else {
        save_global("_codecs", "encode");
        writer_.open_tuple(2);
        std::string latin1;
        latin1.reserve(data.size() + data.size() / 2);
        for (const std::byte b : data) {
            append_code_point(latin1, std::to_integer<char32_t>(b));
        }
        save_str(latin1);
        save_name("latin1");
        writer_.close_tuple(2);
        memoize(Anonymous{});
    }
    writer_.op(Opcode::reduce);
}

template <class Who>
void PicklerCore::save_bytearray(std::span<const std::byte> data, const Who& who) {
    writer_.boundary();
    if (options_.protocol >= 5) {
        writer_.bytearray(data);
        memoize(who);
        return;
    }
    save_global("builtins", "bytearray");
    if (data.empty()) {
        writer_.boundary();
        writer_.close_tuple(0);
    } else {
        writer_.open_tuple(1);
        write_bytes(data);  // a copy, even of a single byte, so not the object that b'a' always is
        memoize(Anonymous{});
        writer_.close_tuple(1);
        memoize(Anonymous{});
    }
    writer_.op(Opcode::reduce);
    memoize(who);
}

template <class Who>
void PicklerCore::save_buffer(const buffer& view, const Who& who) {
    if (buffers_ != nullptr && options_.protocol >= 5) {
        buffers_->push_back(view);
        save_op(Opcode::next_buffer);
        if (view.readonly) {
            writer_.op(Opcode::readonly_buffer);
        }
    } else if (view.readonly) {
        write_bytes(view.bytes);
        memoize(who);
    } else {
        save_bytearray(view.bytes, who);
    }
}

// Globals.

inline Slot PicklerCore::save_global(std::string_view module, std::string_view name,
                                     Origin origin) {
    const std::string key = NameMemo::global_key(module, name);
    const Slot slot = find_name(key, NameMemo::Kind::global);
    if (slot != no_slot) {
        save_get(slot);
        return slot;
    }
    writer_.boundary();
    if (options_.registry != nullptr && !writer_.old()) {
        if (const std::int32_t code = options_.registry->extension_code(module, name); code != 0) {
            writer_.extension(code);
            return no_slot;
        }
    }
    write_global(module, name, origin);
    const Slot taken = put_slot();
    names_.insert(key, taken, NameMemo::Kind::global);
    return taken;
}

inline void PicklerCore::write_id_line(std::string_view id) {
    if (!is_ascii(id) || id.find('\n') != std::string_view::npos) {
        throw_pickling(Errc::unpicklable,
                       "a persistent id is one line of ASCII at protocol 0; protocol 1 takes any");
    }
    writer_.line(Opcode::persid, id);
}

inline void PicklerCore::save_extension(std::int32_t code) {
    if (!writer_.old()) {
        writer_.boundary();
        return writer_.extension(code);
    }
    const Global* const known =
        options_.registry == nullptr ? nullptr : options_.registry->find_extension(code);
    if (known == nullptr) {
        throw_pickling(Errc::unpicklable,
                       "extension code " + std::to_string(code) +
                           " needs protocol 2 or later, or an options.registry that knows it");
    }
    save_global(known->module, known->name);
}

inline Slot PicklerCore::save_static_global(const Identity& who, std::string_view module,
                                            std::string_view name, Origin origin) {
    Slot slot = find(who);
    if (slot != no_slot) {
        save_get(slot);
    } else if (slot = save_global(module, name, origin); slot != no_slot) {
        remember(who, slot);
    }
    return slot;
}

/// A name that is an object of its own takes a slot, but is not what an equal name refers to.
inline void PicklerCore::write_global_text(std::string_view text, bool own) {
    if (!exact_) {
        return save_name(text);
    }
    if (const Slot known = own ? no_slot : find_name(text, NameMemo::Kind::text);
        known != no_slot) {
        return save_get(known);
    }
    writer_.boundary();
    write_text(text);
    const Slot slot = put_slot();
    if (!own) {
        names_.insert(text, slot);
        names_.insert(text, slot, NameMemo::Kind::own_text);
    }
}

inline void PicklerCore::check_global(std::string_view module, std::string_view name) {
    if (module.empty() || name.empty()) {
        throw_pickling(Errc::unpicklable, "a global needs a module and a name");
    }
    if (!valid_utf8(module) || !valid_utf8(name)) {
        throw_pickling(Errc::invalid_text, "a global's module or name is not valid UTF-8");
    }
}

inline void PicklerCore::write_global(std::string_view module, std::string_view name,
                                      Origin origin) {
    check_global(module, name);
    if (options_.protocol >= 4) {
        write_global_text(module, origin == Origin::heap_type);
        write_global_text(name, origin != Origin::python);
        return writer_.op(Opcode::stack_global);
    }
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        return write_nested_global(module, name, dot);
    }
    write_global_line(Opcode::global, module, name);
}

/// Outer.Inner below protocol 4: getattr(Outer, 'Inner').
inline void PicklerCore::write_nested_global(std::string_view module, std::string_view name,
                                             std::size_t dot) {
    save_global("builtins", "getattr");
    writer_.open_tuple(2);
    save_global(module, name.substr(0, dot));
    save_str(name.substr(dot + 1));
    writer_.close_tuple(2);
    memoize(Anonymous{});
    writer_.op(Opcode::reduce);
}

inline void PicklerCore::write_global_line(Opcode code, std::string_view module,
                                           std::string_view name) {
    if (options_.protocol < 3 && options_.fix_imports) {
        const NamePair old = to_python2(module, name);
        module = old.module;
        name = old.name;
    }
    const std::string both = std::string(module) + '.' + std::string(name);
    if (both.find('\n') != std::string::npos) {
        throw_pickling(Errc::unpicklable,
                       "a global's name holds a line break, which needs protocol 4 or later");
    }
    if (options_.protocol < 3 && !is_ascii(both)) {
        throw_pickling(Errc::unpicklable,
                       "the global " + both + " is not ASCII, which needs protocol 3 or later");
    }
    writer_.global(module, name, code);
}

}  // namespace brine
