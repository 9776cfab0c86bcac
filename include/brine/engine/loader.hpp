#pragma once
// Loader: makes C++ values from the objects of a Document; the mirror image of Saver.
//
// Codecs read through the members that take an `in`, and know nothing of what `in` is: a Value
// here, and something else with another provider of the same members.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/engine/convert_options.hpp>
#include <brine/engine/loader_class.hpp>
#include <brine/engine/object_parts.hpp>
#include <brine/engine/registry.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/missing.hpp>
#include <brine/model/int.hpp>
#include <brine/model/value.hpp>

namespace brine {

class Document;

/// The pickle of a document that ends before what is made of it does.
struct PickleMemory {
    std::uint64_t size;         ///< with its out-of-band buffers
    std::string_view borrowed;  ///< what views may refer to
};

/// One conversion: shared objects have one identity in it. Serves one thread.
/// Members throw ConversionError where the object does not fit.
class Loader {
public:
    /// Views refer to the document. How large the pickle was is not known, so that a limit of
    /// options that is 0 is none.
    explicit Loader(const ConvertOptions& options = {})
        : options_(options),
          left_(options.max_objects == 0 ? ~std::uint64_t{0} : options.max_objects),
          bytes_left_(options.max_bytes == 0 ? ~std::uint64_t{0} : options.max_bytes) {}
    /// Views would outlive the document: they can refer to the pickle, if to anything.
    Loader(const ConvertOptions& options, const PickleMemory& pickle);
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    [[nodiscard]] const ConvertOptions& options() const noexcept { return options_; }

    // Any object.

    /// In place of what `out` held, whose memory is reused. After an error `out` is valid.
    template <class T>
    void load(const Value& in, T& out);
    template <class T>
    [[nodiscard]] T load(const Value& in);
    /// Null for None. The same object twice gives the same pointer, also from within itself.
    template <class T>
    void load_shared(const Value& in, std::shared_ptr<T>& out);
    template <class T>
    void load_unique(const Value& in, std::unique_ptr<T>& out);

    /// The object itself, for as long as the document lives.
    [[nodiscard]] Value get_value(const Value& in) const noexcept { return in; }
    /// A copy of the object, in place of what `out` held.
    void load_document(const Value& in, Document& out);

    [[nodiscard]] Kind kind(const Value& in) const noexcept { return in.kind(); }
    template <class T>
    [[nodiscard]] Fit fit(const Value& in) const;

    // Leaves.

    [[nodiscard]] bool is_none(const Value& in) const noexcept { return in.is_none(); }
    void expect_none(const Value& in) const {
        if (!in.is_none()) [[unlikely]] {
            mismatch(in, "None");
        }
    }
    [[nodiscard]] bool get_bool(const Value& in) const {
        if (!in.is_bool()) [[unlikely]] {
            mismatch(in, "a bool");
        }
        return in.node().integer != 0;
    }
    /// Of an int or a bool; what does not fit is an error.
    template <builtin_integer T>
    [[nodiscard]] T get_integer(const Value& in) const {
        const detail::Node& node = in.node();
        if (node.kind == Kind::int_ && !node.is_boxed() && fits<T>(node.integer)) [[likely]] {
            return static_cast<T>(node.integer);
        }
        return get_other_integer<T>(in);
    }
    [[nodiscard]] Int get_int(const Value& in) const {
        if (!in.is_int() && !in.is_bool()) [[unlikely]] {
            mismatch(in, "an int");
        }
        if (in.node().is_boxed()) {
            charge_bytes(in.node().box->size);
        }
        return detail::int_of(in);
    }
    /// Of a float, or of an int as Python's float(int).
    [[nodiscard]] double get_float(const Value& in) const {
        return in.is_float() ? in.node().real : get_float_of_int(in);
    }
    /// UTF-8, in which a lone surrogate takes three bytes. For as long as the document lives.
    [[nodiscard]] std::string_view get_text(const Value& in) const {
        if (!in.is_str()) [[unlikely]] {
            mismatch(in, "a str");
        }
        const std::string_view text = detail::text_of(in.node());
        charge_bytes(text.size());
        return text;
    }
    /// As options.text says.
    template <class String>
    void load_text(const Value& in, String& out) const;
    /// As it is, for the caller to keep; lone surrogates are an error.
    [[nodiscard]] std::string_view get_lasting_text(const Value& in) const;
    /// Of bytes, a bytearray or a buffer. For as long as the document lives.
    [[nodiscard]] std::span<const std::byte> get_bytes(const Value& in) const {
        const std::string_view bytes = bytes_of(in);
        charge_bytes(bytes.size());
        return std::as_bytes(std::span(bytes));
    }
    [[nodiscard]] std::span<const std::byte> get_lasting_bytes(const Value& in) const;
    [[nodiscard]] bool is_readonly(const Value& in) const noexcept { return in.is_readonly(); }
    /// The name of a class or function.
    [[nodiscard]] Global get_global(const Value& in) const;

    // Containers. Errors from within get the index or key put before their path.

    /// How many items, elements or entries.
    [[nodiscard]] std::size_t size_hint(const Value& in) const noexcept {
        return detail::size_of(in.node());
    }
    /// How many there may be in all when `so_far` have been read, where size_hint() does not tell.
    [[nodiscard]] std::size_t likely_size(const Value&, std::size_t so_far) const noexcept {
        return so_far;
    }
    /// fn(item) for each item of a list, a tuple or a collections.deque. What fn makes of them may
    /// be named first: for_each_item<T>(in, fn).
    template <class Item = void, class Use>
    void for_each_item(const Value& in, Use fn);
    /// fn(element) for each element of a set or frozenset.
    template <class Element = void, class Use>
    void for_each_element(const Value& in, Use fn);
    /// fn(key, value) for each entry of a dict, an OrderedDict or a defaultdict.
    template <class Key = void, class Mapped = void, class Use>
    void for_each_entry(const Value& in, Use fn);
    /// Exactly these many items.
    template <class... T>
    void load_items(const Value& in, T&... out);

    // Instances of classes.

    [[nodiscard]] ObjectParts parts(const Value& in) const {
        if (!in.is_object()) [[unlikely]] {
            mismatch(in, "an object");
        }
        return {in, options_.registry};
    }
    /// The name of just this class.
    [[nodiscard]] bool is_class(const Value& in, std::string_view module,
                                std::string_view name) const {
        return detail::ClassName(in, options_.registry).is(module, name);
    }
    /// An instance of just this class.
    [[nodiscard]] bool is_instance(const Value& in, std::string_view module,
                                   std::string_view name) const {
        return in.is_object() && parts(in).is(module, name);
    }
    [[nodiscard]] ObjectParts parts_of(const Value& in, std::string_view module,
                                       std::string_view name) const {
        if (!is_instance(in, module, name)) [[unlikely]] {
            mismatch(in, "a " + std::string(module) + '.' + std::string(name));
        }
        return parts(in);
    }
    /// The arguments of an instance that is made of nothing else: all of these.
    template <class... T>
    void load_args(const ObjectParts& parts, T&... out);

    // Limits, for a codec that makes more than what it gets: what the members above give, but for
    // parts() and found(), is charged by them.

    /// So many more objects come out.
    void charge(std::uint64_t objects) {
        if (objects > left_) [[unlikely]] {
            fail(Errc::limit_exceeded, "more objects than max_objects allows");
        }
        left_ -= objects;
    }
    /// Of text, in them.
    void charge_bytes(std::size_t bytes) const {
        if (bytes > bytes_left_) [[unlikely]] {
            fail(Errc::limit_exceeded, "more bytes of text and bytes than max_bytes allows");
        }
        bytes_left_ -= bytes;
    }

    // Errors.

    /// "expected <wanted>, found <what it is>"
    [[noreturn, gnu::cold, gnu::noinline]] void mismatch(const Value& in,
                                                         std::string_view wanted) const {
        throw ConversionError(Errc::type_mismatch,
                              "expected " + std::string(wanted) + ", found " + found(in));
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void fail(Errc code, std::string reason) {
        throw ConversionError(code, std::move(reason));
    }
    /// As in "a list", "an object of geometry.Point".
    [[nodiscard]] std::string found(const Value& in) const;

    /// Runs action(); where that throws ConversionError, as if it had not been run, and the error.
    template <class Action>
    [[nodiscard]] std::optional<ConversionError> attempt(Action action);

    /// For the time that it lives, one level deeper.
    class Deeper {
    public:
        explicit Deeper(Loader& loader) : depth_(loader.depth_) {
            if (depth_ >= loader.options_.max_depth) [[unlikely]] {
                fail(Errc::too_deep,
                     "nested deeper than " + std::to_string(loader.options_.max_depth) + " levels");
            }
            ++depth_;
        }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { --depth_; }

    private:
        std::size_t& depth_;
    };

private:
    template <class T>
    friend class detail::FieldsLoader;

    struct Shared {
        std::shared_ptr<void>
            object;  // null while it is being made by a codec that can't be waited for
        const detail::CppClass* type;
    };

    [[nodiscard]] std::string_view bytes_of(const Value& in) const {
        if (!detail::is_bytes_like(in.node())) [[unlikely]] {
            mismatch(in, "bytes");
        }
        return detail::text_of(in.node());
    }

    template <builtin_integer T>
    [[nodiscard, gnu::noinline]] T get_other_integer(const Value& in) const;
    [[nodiscard]] double get_float_of_int(const Value& in) const;
    void check_lasting(const Value& in, std::string_view memory) const;
    [[nodiscard]] bool is_sequence_object(const Value& in, std::string_view name) const;
    template <class Use>
    void for_each_in(std::span<const detail::Node> nodes, const Value& in, Use fn);
    template <class Use>
    void for_each_pair(std::span<const detail::Node> nodes, const Value& in, Use fn);
    [[nodiscard]] std::string value_text(const Value& value) const;
    [[noreturn]] void rethrow_at_key(ConversionError& error, const Value& key) const;

    [[nodiscard]] static const void* identity(const Value& in) noexcept;
    template <class T>
    [[nodiscard]] const detail::LoadedClass* class_for(const Value& in) const;
    template <class T>
    [[noreturn]] void fail_of_class(const Value& in) const;
    template <class T>
    [[nodiscard]] std::shared_ptr<T> cast_shared(const Shared& known);
    template <class T>
    [[nodiscard]] T* cast(const detail::CppClass& type, void* object);
    void remember(const void* id, Shared shared) {
        if (id != nullptr) {
            shared_.insert_or_assign(id, std::move(shared));
            shared_order_.push_back(id);
        }
    }
    template <class T>
    void make_shared(const Value& in, const void* id, std::shared_ptr<T>& out);

    ConvertOptions options_;
    std::uint64_t left_;                       // objects
    mutable std::uint64_t bytes_left_;         // codecs get them by const members
    std::optional<std::string_view> lasting_;  // all that views may refer to; or else the document
    std::size_t depth_ = 0;
    std::size_t attempts_ = 0;
    std::unordered_map<const void*, Shared> shared_;
    std::vector<const void*> shared_order_;
    detail::Offsets offsets_;
};

}  // namespace brine

#include <brine/engine/loader_impl.hpp>

#include <brine/engine/loader_fields.hpp>
#include <brine/engine/loader_shared.hpp>
