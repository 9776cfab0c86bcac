#pragma once
// Bodies of Loader, but for described types and shared objects.

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>

#include <brine/base/type_name.hpp>
#include <brine/base/utf8.hpp>
#include <brine/base/utf_convert.hpp>
#include <brine/engine/loader.hpp>
#include <brine/engine/loader_codec.hpp>
#include <brine/model/document.hpp>

namespace brine {

namespace detail {

template <class T>
void load_described(Loader& loader, const Value& in, T& out);
template <class T>
Fit fit_described(const Loader& loader, const Value& in);

}  // namespace detail

inline Loader::Loader(const ConvertOptions& options, const PickleMemory& pickle)
    : options_(options),
      left_(options.objects_for(pickle.size)),
      bytes_left_(options.bytes_for(pickle.size)),
      lasting_(pickle.borrowed) {}

template <class T>
void Loader::load(const Value& in, T& out) {
    if constexpr (detail::is_leaf<T> && detail::loads_into_place<T>) {
        codec<T>::load(*this, in, out);
    } else {
        const Deeper deeper(*this);
        if constexpr (detail::loads_into_place<T>) {
            codec<T>::load(*this, in, out);
        } else if constexpr (detail::loads_whole<T>) {
            out = codec<T>::load(*this, in);
        } else if constexpr (detail::loads_from_value<T>) {
            out = codec<T>::load(in);
        } else if constexpr (described<T>) {
            detail::load_described(*this, in, out);
        } else {
            detail::explain_missing_load<T>();
        }
    }
}

template <class T>
T Loader::load(const Value& in) {
    if constexpr (detail::loads_into_place<T> || !has_codec<T>) {
        static_assert(
            !has_codec<T> || std::default_initializable<T>,
            "brine: this type is loaded into an object that is there already, such as the "
            "one that a std::reference_wrapper refers to: use brine::loads_into(), or a "
            "type with a default constructor");
        if constexpr (!has_codec<T> || std::default_initializable<T>) {
            T out{};
            load(in, out);
            return out;
        }
    } else if constexpr (detail::loads_whole<T>) {
        const Deeper deeper(*this);
        return codec<T>::load(*this, in);
    } else if constexpr (detail::loads_from_value<T>) {
        const Deeper deeper(*this);
        return codec<T>::load(in);
    } else if constexpr (described<T>) {
        static_assert(std::default_initializable<T>,
                      "brine: a described type is loaded into T{}; give it a default constructor, "
                      "or its codec a `static T load(const brine::Value&)`");
        T out{};
        load(in, out);
        return out;
    } else {
        detail::explain_missing_load<T>();
    }
}

template <class T>
Fit Loader::fit(const Value& in) const {
    if constexpr (requires { codec<T>::fit(in.kind()); }) {
        return codec<T>::fit(in.kind());
    } else if constexpr (requires { codec<T>::fit(*this, in); }) {
        return codec<T>::fit(*this, in);
    } else if constexpr (described<T> && detail::made_first<T>) {
        return detail::fit_described<T>(*this, in);
    } else {
        return Fit::convertible;
    }
}

/// What one object may take is all that may yet come out.
inline void Loader::load_document(const Value& in, Document& out) {
    constexpr std::uint64_t size = sizeof(detail::Node);
    const std::uint64_t most = left_ < ~std::uint64_t{0} / size ? size * left_ : ~std::uint64_t{0};
    out.clear();
    detail::Budget& budget = out.store()->arena().budget();
    budget.start([](const void* bytes) { return *static_cast<const std::uint64_t*>(bytes); },
                 &most);
    try {
        detail::with_conversion_errors([&] { out.set_root(out.adopt(in)); });
        charge((sizeof(detail::Store) + (most - budget.left())) / size);
    } catch (...) {
        budget.stop();
        out.clear();
        throw;
    }
    budget.stop();
}

template <builtin_integer T>
T Loader::get_other_integer(const Value& in) const {
    const Int number = get_int(in);
    const std::optional<T> fitting = number.get_if_fits<T>();
    if (!fitting) {
        detail::throw_not_in_range<T>(number);
    }
    return *fitting;
}

inline double Loader::get_float_of_int(const Value& in) const {
    if (!in.is_int() && !in.is_bool()) {
        mismatch(in, "a float");
    }
    try {
        return get_int(in).to_double();
    } catch (const std::overflow_error&) {
        fail(Errc::out_of_range, "the int is too large for a float");
    }
}

namespace detail {

/// The escaped bytes are left as they are by text::surrogateescape when they are none.
inline void check_no_surrogates(std::string_view text) {
    // ED starts U+D000 to U+DFFF, in which the surrogates are what is no UTF-8.
    if (text.find('\xED') != std::string_view::npos && !valid_utf8(text)) [[unlikely]] {
        Loader::fail(Errc::invalid_text,
                     "the str holds a lone surrogate; to let it through set convert.text to "
                     "text::surrogateescape or text::surrogatepass");
    }
}

}  // namespace detail

template <class String>
void Loader::load_text(const Value& in, String& out) const {
    const std::string_view text = get_text(in);
    switch (options_.text) {
        case text::strict:
            detail::check_no_surrogates(text);
            break;
        case text::surrogateescape:
            if (text.find('\xED') != std::string_view::npos) {
                const std::string bytes = unescape_surrogates(text);
                out.assign(bytes.begin(), bytes.end());
                return;
            }
            break;
        case text::surrogatepass:
            break;
    }
    if constexpr (requires { out.assign(text.data(), text.size()); }) {
        out.assign(text.data(), text.size());
    } else {
        out.assign(text.begin(), text.end());
    }
}

inline void Loader::check_lasting(const Value& in, std::string_view memory) const {
    if (!lasting_ || memory.empty() || in.is_buffer()) {
        return;
    }
    const std::less<> before;
    const char* const first = lasting_->data();
    if (before(memory.data(), first) || !before(memory.data(), first + lasting_->size())) {
        fail(Errc::type_mismatch,
             "a view of this " + std::string(kind_name(in.kind())) +
                 " would not last: load with .borrow = true what lies in the pickle as it is, or "
                 "into a type that owns its memory");
    }
}

inline std::string_view Loader::get_lasting_text(const Value& in) const {
    const std::string_view text = get_text(in);
    detail::check_no_surrogates(text);
    check_lasting(in, text);
    return text;
}

inline std::span<const std::byte> Loader::get_lasting_bytes(const Value& in) const {
    const std::string_view bytes = bytes_of(in);
    check_lasting(in, bytes);
    return std::as_bytes(std::span(bytes));
}

inline Global Loader::get_global(const Value& in) const {
    Global named = detail::ClassName(in, options_.registry).global();
    if (named.name.empty()) {
        mismatch(in, "a class or function");
    }
    charge_bytes(named.module.size() + named.name.size());
    return named;
}

inline bool Loader::is_sequence_object(const Value& in, std::string_view name) const {
    return in.is_object() && parts(in).is("collections", name);
}

template <class Use>
void Loader::for_each_in(std::span<const detail::Node> nodes, const Value& in, Use fn) {
    charge(nodes.size());
    std::size_t index = 0;
    try {
        for (; index < nodes.size(); ++index) {
            fn(Value(nodes[index], in.store()));
        }
    } catch (ConversionError& error) {
        error.prepend_index(index);
        throw;
    }
}

/// A str in quotes; of anything else what found() says.
inline std::string Loader::value_text(const Value& value) const {
    return value.is_str() ? '\'' + shown(detail::text_of(value.node())) + '\'' : found(value);
}

inline void Loader::rethrow_at_key(ConversionError& error, const Value& key) const {
    error.prepend_step('[' + value_text(key) + ']');
    throw;  // NOLINT: called by a handler
}

template <class Use>
void Loader::for_each_pair(std::span<const detail::Node> nodes, const Value& in, Use fn) {
    charge(nodes.size());
    std::size_t at = 0;
    try {
        for (; at < nodes.size(); at += 2) {
            fn(Value(nodes[at], in.store()), Value(nodes[at + 1], in.store()));
        }
    } catch (ConversionError& error) {
        rethrow_at_key(error, Value(nodes[at], in.store()));
    }
}

template <class Item, class Use>
void Loader::for_each_item(const Value& in, Use fn) {
    if (in.is_list() || in.is_tuple()) [[likely]] {
        return for_each_in({detail::begin_of(in.node()), detail::size_of(in.node())}, in, fn);
    }
    if (!is_sequence_object(in, "deque")) {
        mismatch(in, "a list or a tuple");
    }
    const ObjectParts deque = parts(in);
    if (deque.arg_count() > 0 && deque.arg(0).is_list()) {
        for_each_item(deque.arg(0), fn);
    }
    for (const ObjectStep& step : deque.steps()) {
        if (step.kind == StepKind::list_items) {
            for_each_item(step.value, fn);
        }
    }
}

template <class Element, class Use>
void Loader::for_each_element(const Value& in, Use fn) {
    if (!in.is_set() && !in.is_frozenset()) {
        mismatch(in, "a set or a frozenset");
    }
    const std::span nodes(detail::begin_of(in.node()), detail::size_of(in.node()));
    charge(nodes.size());
    std::size_t index = 0;
    try {
        for (; index < nodes.size(); ++index) {
            fn(Value(nodes[index], in.store()));
        }
    } catch (ConversionError& error) {
        error.prepend_step(" (element " + value_text(Value(nodes[index], in.store())) + ')');
        throw;
    }
}

template <class Key, class Mapped, class Use>
void Loader::for_each_entry(const Value& in, Use fn) {
    if (in.is_dict()) [[likely]] {
        return for_each_pair({detail::begin_of(in.node()), 2 * detail::size_of(in.node())}, in, fn);
    }
    if (!is_sequence_object(in, "OrderedDict") && !is_sequence_object(in, "defaultdict")) {
        mismatch(in, "a dict");
    }
    if (const ObjectParts object = parts(in); object.arg_count() == 1 && object.arg(0).is_list()) {
        // Python 2's OrderedDict: called with a list of [key, value].
        for_each_item(object.arg(0), [&](const Value& entry) {
            if (!entry.is_list() || size_hint(entry) != 2) {
                mismatch(entry, "a key and a value");
            }
            const detail::Node* const pair = detail::begin_of(entry.node());
            fn(Value(pair[0], in.store()), Value(pair[1], in.store()));
        });
    }
    for (const ObjectStep& step : in.steps()) {
        if (step.kind == StepKind::dict_items) {
            const detail::Node& node = step.value.node();
            for_each_pair({detail::begin_of(node), detail::size_of(node)}, in, fn);
        }
    }
}

template <class... T>
void Loader::load_items(const Value& in, T&... out) {
    constexpr std::size_t size = sizeof...(T);
    if ((!in.is_tuple() && !in.is_list()) || size_hint(in) != size) [[unlikely]] {
        mismatch(in, "a tuple of " + std::to_string(size));
    }
    charge(size);
    [[maybe_unused]] const detail::Node* node = detail::begin_of(in.node());
    std::size_t index = 0;
    try {
        ((load(Value(*node++, in.store()), out), ++index), ...);
    } catch (ConversionError& error) {
        error.prepend_index(index);
        throw;
    }
}

template <class... T>
void Loader::load_args(const ObjectParts& parts, T&... out) {
    constexpr std::size_t size = sizeof...(T);
    if (parts.arg_count() != size || parts.has_steps() || !parts.kwargs().is_none()) [[unlikely]] {
        fail(Errc::type_mismatch, "a " + parts.name_text() + " that is not made of " +
                                      std::to_string(size) +
                                      (size == 1 ? " argument" : " arguments"));
    }
    std::size_t index = 0;
    try {
        ((load(parts.arg(index), out), ++index), ...);
    } catch (ConversionError& error) {
        error.prepend_step(" (argument " + std::to_string(index + 1) + ')');
        throw;
    }
}

inline std::string Loader::found(const Value& in) const {
    switch (in.kind()) {
        case Kind::none:
            return "None";
        case Kind::bool_:
            return in.node().integer != 0 ? "True" : "False";
        case Kind::int_:
            return detail::number_text(detail::int_of(in));
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return "a " + std::string(kind_name(in.kind())) + " of " +
                   std::to_string(size_hint(in));
        case Kind::global:
            return "the name " + detail::ClassName(in).text();
        case Kind::object:
            return "an object of " + parts(in).name_text();
        case Kind::bytes:
            return "bytes";
        case Kind::extension:
            return "an extension code";
        case Kind::float_:
        case Kind::str:
        case Kind::bytearray:
        case Kind::persistent_id:
        case Kind::buffer:
            break;
    }
    return "a " + std::string(kind_name(in.kind()));
}

namespace detail {

/// Value::as<T>() for every T that has a codec. The document counts in place of a pickle, but not
/// for bytes: those that it borrows are not in its memory.
template <has_codec T>
struct Converter<T> {
    static T from(const Value& value) {
        const std::size_t size = value.store() == nullptr ? 0 : value.store()->arena().capacity();
        Loader loader({.max_objects = ConvertOptions().objects_for(size)});
        return loader.load<T>(value);
    }
};

}  // namespace detail

template <class Action>
std::optional<ConversionError> Loader::attempt(Action action) {
    // Alternatives within alternatives would take time exponential in the depth.
    constexpr std::size_t most_attempts = 12;
    if (attempts_ == most_attempts) {
        fail(Errc::limit_exceeded,
             "variants with several alternatives that may fit are nested "
             "deeper than 12 levels");
    }
    const std::size_t known = shared_order_.size();
    ++attempts_;
    std::optional<ConversionError> failure;
    try {
        action();
    } catch (const ConversionError& error) {
        if (error.code() == Errc::limit_exceeded || error.code() == Errc::too_deep) {
            --attempts_;
            throw;
        }
        failure = error;
        for (; shared_order_.size() > known; shared_order_.pop_back()) {
            shared_.erase(shared_order_.back());
        }
    } catch (...) {
        --attempts_;
        throw;
    }
    --attempts_;
    return failure;
}

}  // namespace brine
