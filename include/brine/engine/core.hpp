#pragma once
// PicklerCore: what a Pickler knows that depends on no hook: writer, memo, options, and how values
// without parts of their own are written. Bytes follow Modules/_pickle.c.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/base/utf8.hpp>
#include <brine/base/utf_convert.hpp>
#include <brine/engine/memo.hpp>
#include <brine/engine/options.hpp>
#include <brine/engine/record_memo.hpp>
#include <brine/engine/registry.hpp>
#include <brine/mapping/buffer.hpp>
#include <brine/model/compat_names.hpp>
#include <brine/model/static_global.hpp>
#include <brine/wire/encode.hpp>
#include <brine/wire/op_writer.hpp>

namespace brine {

namespace detail {
class GraphUses;
}

/// An object with an identity, and how it is kept alive once it is in the memo.
struct Shared {
    Identity identity;
    const void* pointer = nullptr;  // the std::shared_ptr
    std::shared_ptr<const void> (*share)(const void* pointer) = nullptr;

    [[nodiscard]] std::shared_ptr<const void> keep() const {
        return share == nullptr ? nullptr : share(pointer);
    }
};

/// Each save_*() below writes one object, at the start of which a full frame is closed.
class PicklerCore {
public:
    PicklerCore(Output& output, const DumpOptions& options);

    [[nodiscard]] const DumpOptions& options() const noexcept { return options_; }
    [[nodiscard]] int protocol() const noexcept { return options_.protocol; }
    /// True under memo::python, where every object takes a slot and frames end where CPython's do.
    [[nodiscard]] bool exact() const noexcept { return exact_; }
    [[nodiscard]] OpWriter& writer() noexcept { return writer_; }

    // The memo.

    /// Gives the object just written a slot if anything may refer to it; returns it or no_slot.
    Slot memoize(Anonymous) { return exact_ ? put_slot() : no_slot; }
    Slot memoize(const Shared& object) {
        const Slot slot = put_slot();
        remember(object, slot);
        return slot;
    }
    /// Takes the next slot for the object on top of the stack.
    Slot put_slot() {
        writer_.put(next_slot_);
        return next_slot_++;
    }
    [[nodiscard]] static constexpr Slot find(Anonymous) noexcept { return no_slot; }
    [[nodiscard]] Slot find(const Shared& object) const { return objects_.find(object.identity); }
    [[nodiscard]] Slot find(const Identity& who) const { return objects_.find(who); }
    void remember(const Identity& who, Slot slot) { objects_.insert(who, slot); }
    void remember(const Shared& object, Slot slot) {
        objects_.insert(object.identity, slot, object.keep());
    }
    /// The slot that the next object gets.
    [[nodiscard]] Slot next_slot() const noexcept { return next_slot_; }
    /// Keeps what objects in the memo live in, as long as they are there.
    void keep(const Identity& owner, std::shared_ptr<const void> owned) {
        if (owned != nullptr && objects_.find(owner) == no_slot) {
            objects_.insert(owner, first_slot_, std::move(owned));
        }
    }
    void save_get(Slot slot) {
        writer_.boundary();
        writer_.get(slot);
    }

    // Atoms.

    void save_none() { save_op(Opcode::none); }
    void save_bool(bool value) {
        char* const p = writer_.cursor();
        writer_.within_frame(p, 1) ? writer_.commit(encode::boolean(p, value))
                                   : save_bool_apart(value);
    }
    void save_int(std::int64_t value) {
        char* const p = writer_.cursor();
        writer_.within_frame(p, encode::max_int64) ? writer_.commit(encode::integer(p, value))
                                                   : save_int_apart(value);
    }
    /// An int from two's complement bytes, low byte first; none is 0.
    void save_big_int(std::span<const std::byte> bytes);
    void save_float(double value) {
        char* const p = writer_.cursor();
        writer_.within_frame(p, encode::max_float) ? writer_.commit(encode::real(p, value))
                                                   : save_float_apart(value);
    }

    // Text and bytes.

    /// A string that is one object in CPython: '' or one character below U+0100.
    [[nodiscard]] static bool is_singleton(std::string_view utf8) noexcept;
    /// A str from UTF-8. What is not valid is treated as the options say.
    template <class Who = Anonymous>
    void save_str(std::string_view utf8, const Who& who = {}) {
        save_str_as(options_.text, utf8, who);
    }
    /// The same where the object itself says how to treat what is not valid.
    template <class Who = Anonymous>
    void save_str_as(text invalid, std::string_view utf8, const Who& who = {});
    /// A str that is the same object wherever it stands: a name of a module, class, field or
    /// keyword.
    void save_name(std::string_view name);
    /// A dict key; under memo::standard short ones are shared like names if their dict is small.
    void save_key(std::string_view key, bool small_dict);
    /// Whether save_key() writes it once, if that is shorter than to write it again.
    [[nodiscard]] bool shares_key(std::string_view key, bool small_dict) const noexcept;
    [[nodiscard]] bool worth_sharing(std::size_t literal_size) const noexcept;
    template <class Who = Anonymous>
    void save_bytes(std::span<const std::byte> data, const Who& who = {});
    template <class Who = Anonymous>
    void save_bytearray(std::span<const std::byte> data, const Who& who = {});
    template <class Who = Anonymous>
    void save_buffer(const buffer& view, const Who& who = {});
    /// Where out-of-band buffers are collected; null: they are written in band.
    void collect_buffers(std::vector<buffer>* buffers) noexcept { buffers_ = buffers; }

    /// Writes a str in a place that has been announced; leaves `rest` bytes of room. For hot loops.
    [[nodiscard, gnu::always_inline]] inline char* put_str(char* p, std::string_view utf8,
                                                           std::size_t rest);

    /// UNICODE, BINUNICODE ..., in a place that has been announced and without a slot.
    void write_text(std::string_view utf8);

    // Globals, extensions, persistent ids.

    /// Returns the slot of the global, or no_slot where it is an extension code.
    Slot save_global(std::string_view module, std::string_view name,
                     Origin origin = Origin::python);
    /// The same for one that `who` stands for.
    Slot save_static_global(const Identity& who, std::string_view module, std::string_view name,
                            Origin origin);
    /// An instance of a class by its name, protocol 0's INST; its arguments stand behind a MARK.
    void write_instance(std::string_view module, std::string_view name) {
        check_global(module, name);
        write_global_line(Opcode::inst, module, name);
    }
    /// PERSID, protocol 0's form.
    /// @throws PicklingError unless the id is one line of ASCII.
    void write_id_line(std::string_view id);
    /// For an id that is no text.
    static constexpr std::string_view no_line = "\n";
    /// An extension code, which below protocol 2 is the global that the registry knows it for.
    void save_extension(std::int32_t code);
    /// The slot of a global that has been written, or no_slot.
    [[nodiscard]] Slot find_global(const Global& object) {
        return find_name(NameMemo::global_key(object.module, object.name), NameMemo::Kind::global);
    }
    void remember(const Global& object, Slot slot) {
        names_.insert(NameMemo::global_key(object.module, object.name), slot,
                      NameMemo::Kind::global);
    }

    /// The slot of a name of a module or global that has been written, or no_slot.
    [[nodiscard]] Slot find_name(std::string_view name) {
        return find_name(name, NameMemo::Kind::text);
    }
    void remember_name(std::string_view name, Slot slot) { names_.insert(name, slot); }
    /// The slot of a name that save_global() wrote in memo::python, or no_slot.
    [[nodiscard]] Slot find_own_name(std::string_view name) {
        return find_name(name, NameMemo::Kind::own_text);
    }

    // Described types.

    /// The slots of a type's names, made on the first call.
    RecordSlots& record(Tag type, std::span<const std::string_view> names) {
        RecordSlots* found = records_.find(type);
        return found != nullptr ? *found : add_record(type, names);
    }
    /// A name of a record, written for the first time; returns its GET.
    PackedGet save_record_name(std::string_view name);
    /// The same with the bytes at hand, where no other name can be equal to it; 0 where one can.
    [[nodiscard]] PackedGet take_lone_name(const PackedGet* gets) noexcept {
        return lone_record_ != nullptr && lone_record_->gets == gets ? pack_get(next_slot_++) : 0;
    }

    // One pickle.

    /// `one_graph` says that all objects with an identity are of one graph, whose writer knows
    /// which of them it meets twice.
    void begin(Window window, bool one_graph = false);
    std::size_t finish() { return writer_.finish(); }
    /// Takes back what an unfinished pickle put into the memo.
    void roll_back();
    void clear_memo();

    void enter() {
        if (++depth_ > options_.max_depth) [[unlikely]] {
            throw_too_deep();
        }
    }
    void leave() noexcept { --depth_; }

    [[nodiscard]] bool one_graph() const noexcept { return one_graph_; }
    /// What the writers of Values know of the graphs in this pickle; null before the first.
    [[nodiscard]] std::shared_ptr<detail::GraphUses>& graph_uses() noexcept { return graph_uses_; }

    /// Protocols 0 and 1 are for documents.
    /// @throws PicklingError at one of these, saying that `what` is not written there.
    void need_protocol_2(std::string_view what) const {
        if (writer_.old()) [[unlikely]] {
            throw_too_old(what);
        }
    }

private:
    // Where a frame ends, where there is no room, and at protocols 0 and 1.
    [[gnu::cold]] void save_bool_apart(bool value);
    [[gnu::cold]] void save_int_apart(std::int64_t value);
    [[gnu::cold]] void save_float_apart(double value);

    void save_op(Opcode code) {
        char* p = writer_.object(writer_.cursor(), 1);
        writer_.commit(encode::op(p, code));
    }
    [[noreturn]] void throw_too_deep() const;
    [[noreturn]] void throw_too_old(std::string_view what) const;
    void forget_from(Slot first);

    [[gnu::cold]] RecordSlots& add_record(Tag type, std::span<const std::string_view> names);
    [[nodiscard, gnu::cold]] char* put_other_str(char* p, std::string_view utf8, std::size_t rest);
    void save_shared_text(std::string_view utf8);
    Slot find_name(std::string_view name, NameMemo::Kind kind);
    static void check_global(std::string_view module, std::string_view name);
    void write_global(std::string_view module, std::string_view name, Origin origin);
    void write_global_text(std::string_view text, bool own);
    void write_nested_global(std::string_view module, std::string_view name, std::size_t dot);
    void write_global_line(Opcode code, std::string_view module, std::string_view name);
    void write_long_line(std::span<const std::byte> bytes);
    void write_bytes(std::span<const std::byte> data);
    void write_bytes_as_text(std::span<const std::byte> data);

    // Longer text is not looked up under memo::strings, where it would have to be kept.
    static constexpr std::size_t longest_shared_text = frame_size_target;

    DumpOptions options_;
    bool exact_;
    bool plain_text_;  // SHORT_BINUNICODE without a slot is what most strings become
    // The first record to be written while names_ is empty: it alone knows the names so far.
    const RecordSlots* lone_record_ = nullptr;
    OpWriter writer_;
    Slot next_slot_ = 0;
    Slot first_slot_ = 0;  // of this pickle
    std::size_t depth_ = 0;
    bool one_graph_ = false;
    std::shared_ptr<detail::GraphUses> graph_uses_;
    std::vector<buffer>* buffers_ = nullptr;
    std::size_t first_buffer_ = 0;  // of this pickle
    ObjectMemo objects_;
    NameMemo names_;
    RecordMemo records_;
};

}  // namespace brine

#include <brine/engine/core_impl.hpp>
