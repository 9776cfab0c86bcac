#pragma once
// ForwardLoader: makes C++ values from the bytes of a pickle, without a Document. It has the
// members that codecs call of a Loader, and gives up, by a Surprise, where an object is not of the
// plain kind: the pickle is then loaded once more by a Loader, which has the last word on errors.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/engine/convert_options.hpp>
#include <brine/engine/forward_reader.hpp>
#include <brine/engine/forward_types.hpp>
#include <brine/engine/load_options.hpp>
#include <brine/engine/loader.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/model/compat_names.hpp>
#include <brine/model/int.hpp>
#include <brine/model/value.hpp>

namespace brine::detail {

/// The object that comes next; codecs hand it on, once each.
struct Ahead {
    const char* at;
    bool later = false;  // not at this place, but behind the object there

    /// For codecs that want a Value: there is none.
    operator Value() const { throw Surprise(); }  // NOLINT: as an item of a Value converts
};

/// In place of the ObjectParts of an object: it has to be loaded from a Document.
struct NoParts {
    [[noreturn]] static void give_up() { throw Surprise(); }

    [[noreturn]] bool is(std::string_view, std::string_view) const { give_up(); }
    [[noreturn]] Global name() const { give_up(); }
    [[noreturn]] NamePair plain_name() const { give_up(); }
    [[noreturn]] std::string name_text() const { give_up(); }
    [[noreturn]] std::size_t arg_count() const { give_up(); }
    [[noreturn]] Ahead arg(std::size_t) const { give_up(); }
    [[noreturn]] Ahead kwargs() const { give_up(); }
    [[noreturn]] bool has_steps() const { give_up(); }
    [[noreturn]] std::span<const ObjectStep> steps() const { give_up(); }
};

class ForwardLoader {
public:
    /// Of a pickle that outlives the conversion. No limit of options may be set.
    ForwardLoader(std::string_view pickle, const LoadOptions& options)
        : reader_(pickle),
          options_(options.convert),
          fix_imports_(options.fix_imports),
          borrow_(options.borrow),
          left_(options.convert.objects_for(pickle.size())),
          bytes_left_(options.convert.bytes_for(pickle.size())) {}

    /// All of the pickle.
    template <class T>
    void load_root(T& out) {
        reader_.start();
        load(next(), out);
        reader_.finish();
    }

    [[nodiscard]] const ConvertOptions& options() const noexcept { return options_; }
    [[nodiscard]] ForwardReader& reader() const noexcept { return reader_; }

    // Any object.

    template <class T>
    void load(const Ahead& in, T& out);
    template <class T>
    [[nodiscard]] T load(const Ahead& in);
    template <class T>
    void load_shared(const Ahead& in, std::shared_ptr<T>& out);
    template <class T>
    void load_unique(const Ahead& in, std::unique_ptr<T>& out);

    /// Of what its first opcode makes: of a tuple that is written without a mark, its first item.
    [[nodiscard]] Kind kind(const Ahead& in) const;
    template <class T>
    [[nodiscard]] Fit fit(const Ahead& in) const {
        if constexpr (requires { codec<T>::fit(kind(in)); }) {
            return codec<T>::fit(kind(in));
        } else if constexpr (requires { codec<T>::fit(*this, in); }) {
            return codec<T>::fit(*this, in);
        } else if constexpr (is_record<T> && made_first<T>) {
            return exact_if(kind(in) == Kind::dict);
        } else if constexpr (described<T> && made_first<T>) {
            give_up();
        } else {
            return Fit::convertible;
        }
    }

    // Leaves.

    [[nodiscard]] bool is_none(const Ahead& in) const {
        check(in);
        const bool is_none = reader_.peek() == Opcode::none;
        none_ = is_none ? reader_.position() : nullptr;
        return is_none;
    }
    void expect_none(const Ahead& in) const {
        check(in);
        reader_.expect(Opcode::none);
    }
    [[nodiscard]] bool get_bool(const Ahead& in) const {
        check(in);
        const bool value = reader_.peek() == Opcode::newtrue;
        if (!value && reader_.peek() != Opcode::newfalse) [[unlikely]] {
            give_up();
        }
        reader_.skip();
        return value;
    }
    template <builtin_integer T>
    [[nodiscard]] T get_integer(const Ahead& in) const {
        check(in);
        std::int64_t x = 0;
        if (!reader_.take_int(x)) [[unlikely]] {
            return get_wide_integer<T>();
        }
        if (!fits<T>(x)) [[unlikely]] {
            give_up();
        }
        return static_cast<T>(x);
    }
    [[nodiscard]] Int get_int(const Ahead& in) const {
        check(in);
        std::int64_t x = 0;
        return reader_.take_int(x) ? Int(x) : Int::from_twos_complement(big_int());
    }
    [[nodiscard]] double get_float(const Ahead& in) const {
        check(in);
        double x = 0;
        std::int64_t integer = 0;
        if (!reader_.take_float(x)) [[unlikely]] {
            if (!reader_.take_int(integer)) {
                give_up();
            }
            x = static_cast<double>(integer);
        }
        return x;
    }
    [[nodiscard]] std::string_view get_text(const Ahead& in) const {
        check(in);
        const std::string_view text = reader_.text().utf8;
        charge_bytes(text.size());
        return text;
    }
    template <class String>
    void load_text(const Ahead& in, String& out) const;
    [[nodiscard]] std::string_view get_lasting_text(const Ahead& in) const;
    [[nodiscard]] std::span<const std::byte> get_bytes(const Ahead& in) const {
        check(in);
        const std::string_view bytes = reader_.bytes();
        charge_bytes(bytes.size());
        return std::as_bytes(std::span(bytes));
    }
    [[nodiscard]] std::span<const std::byte> get_lasting_bytes(const Ahead& in) const {
        // A Document has a copy of a bytearray, which may be changed.
        if (!borrow_ || kind(in) == Kind::bytearray) {
            give_up();
        }
        return std::as_bytes(std::span(reader_.bytes()));
    }

    // Containers. How many there are is not known before they have been read.

    [[nodiscard]] std::size_t size_hint(const Ahead&) const noexcept { return 0; }
    /// As many for each byte to come as for those so far, but no more than four times as many in
    /// all: what is to come need not belong to it.
    [[nodiscard]] std::size_t likely_size(const Ahead& in, std::size_t so_far) const noexcept;
    template <class Item = void, class Use>
    void for_each_item(const Ahead& in, Use fn);
    template <class Item = void, class Use>
    void for_each_element(const Ahead& in, Use fn);
    template <class Key = void, class Mapped = void, class Use>
    void for_each_entry(const Ahead& in, Use fn);
    template <class... T>
    void load_items(const Ahead& in, T&... out);

    // Limits.

    void charge(std::uint64_t objects) {
        if (objects > left_) [[unlikely]] {
            give_up();
        }
        left_ -= objects;
    }
    void charge_bytes(std::size_t bytes) const {
        if (bytes > bytes_left_) [[unlikely]] {
            give_up();
        }
        bytes_left_ -= bytes;
    }

    // What is left to a Loader.

    [[noreturn]] bool is_readonly(const Ahead&) const { give_up(); }
    [[noreturn]] Value get_value(const Ahead&) const { give_up(); }
    [[noreturn]] void load_document(const Ahead&, Document&) const { give_up(); }
    [[noreturn]] Global get_global(const Ahead&) const { give_up(); }
    [[noreturn]] NoParts parts(const Ahead&) const { give_up(); }
    [[noreturn]] bool is_class(const Ahead&, std::string_view, std::string_view) const {
        give_up();
    }
    [[noreturn]] bool is_instance(const Ahead&, std::string_view, std::string_view) const {
        give_up();
    }
    [[noreturn]] NoParts parts_of(const Ahead&, std::string_view, std::string_view) const {
        give_up();
    }
    template <class... T>
    [[noreturn]] void load_args(const NoParts&, T&...) {
        give_up();
    }
    [[noreturn]] void mismatch(const Ahead&, std::string_view) const { give_up(); }
    [[noreturn]] void fail(Errc, const std::string&) const { give_up(); }
    [[noreturn]] std::string found(const Ahead&) const { give_up(); }
    /// No error is known to be one before the Document has been looked at.
    template <class Action>
    [[nodiscard]] std::optional<ConversionError> attempt(Action action) {
        action();
        return std::nullopt;
    }

    [[noreturn]] void give_up() const { reader_.give_up(); }

private:
    template <class T>
    friend class ForwardFields;

    class Deeper {
    public:
        explicit Deeper(ForwardLoader& loader) : depth_(loader.depth_) {
            if (depth_ >= loader.options_.max_depth) [[unlikely]] {
                loader.give_up();
            }
            ++depth_;
        }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { --depth_; }

    private:
        std::size_t& depth_;
    };

    /// A codec that takes an object twice, or never, is not led astray.
    void check(const Ahead& in) const {
        const char* const here = reader_.position();
        if (in.later ? in.at >= here : in.at != here) [[unlikely]] {
            give_up();
        }
    }
    [[nodiscard]] Ahead next() const {
        static_cast<void>(reader_.peek());
        return {reader_.position()};
    }
    void take_none() {
        if (none_ != nullptr && none_ == reader_.position()) {
            reader_.skip();
        }
        none_ = nullptr;
    }
    /// Only of what is read again there can be more than the pickle has bytes.
    void charge_item() {
        if (reader_.in_replay()) {
            charge(1);
        }
    }

    [[nodiscard]] std::string_view big_int() const {
        const std::string_view bytes = reader_.big_int();
        charge_bytes(bytes.size());
        return bytes;
    }
    template <builtin_integer T>
    [[nodiscard, gnu::noinline]] T get_wide_integer() const;
    /// body(first opcode, where that is) reads an object from its start, wherever that is.
    template <class Body>
    void at_start(Body body);
    template <class Use>
    void use_item(const Use& fn);
    template <class Use>
    std::size_t use_until(Opcode end, Use fn);
    template <class Item, class Use>
    void fill(Opcode one, Opcode many, Use fn);
    template <class Item, class Use>
    void use_called_set(const Use& use);
    [[nodiscard]] NamePair class_name();
    template <class... T>
    void load_few(T&... out);

    mutable ForwardReader reader_;  // codecs ask what an object is by const members
    ConvertOptions options_;
    bool fix_imports_;
    bool borrow_;
    mutable const char* none_ = nullptr;  // which a codec has been told of, and need not take
    std::size_t depth_ = 0;
    std::uint64_t left_;
    mutable std::uint64_t bytes_left_;
};

/// False where the pickle is not of the plain kind, and `out` is then to be loaded otherwise.
template <class T>
[[nodiscard]] bool load_forward(std::string_view pickle, const LoadOptions& options, T& out) {
    if (pickle.size() > ForwardMemo::longest_pickle) {
        return false;
    }
    try {
        ForwardLoader(pickle, options).load_root(out);
        return true;
    } catch (const Surprise&) {
        return false;
    }
}

}  // namespace brine::detail

#include <brine/engine/forward_loader_impl.hpp>
