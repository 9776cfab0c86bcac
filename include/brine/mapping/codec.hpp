#pragma once
// codec<T>: the one customization point. The set of its specializations is the type dispatch table;
// built-in support is written the same way as a user's.

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace brine {

/// How a T is pickled. Specialize it for a type of your own; the shortest way is a base class:
///
///     template <> struct brine::codec<Point>
///         : brine::dataclass<"geometry", "Point", &Point::x, &Point::y> {};
///
/// or one of these members (the first that is there is taken):
///
///     static void save(auto& pickler, const T& object);  // calls pickler.save_...() once
///     static auto reduce(const T& object);               // returns brine::reduce(...), ...
///
/// and, to load it, one of these, which the base classes bring along:
///
///     static void load(auto& loader, const auto& in, T& out);  // calls loader.load(...), ...
///     static T load(auto& loader, const auto& in);             // for a T without a default
///     static T load(const brine::Value& value);
///
/// `in` is an object of a tree or of the bytes, only to be handed to the loader: once, and a key
/// before its value. A codec that looks around in the object itself takes a Value.
///
/// `static constexpr bool hashable` says whether what comes out can be a dict key in Python;
/// without it a type can't be a key. A codec whose type needs another form there (a list becomes
/// a tuple) says `static constexpr bool key_form = true` and has save_hashable() beside save().
/// `static constexpr bool takes_derived` is for one that looks at the dynamic type itself.
template <class T>
struct codec {
    using is_missing = void;
};

template <class T>
concept has_codec = !requires {
    typename codec<std::remove_cv_t<T>>::is_missing;
};

namespace detail {

template <class>
inline constexpr bool always_false = false;

/// A type that is written otherwise where Python hashes it.
template <class T>
concept codec_has_key_form = requires {
    requires codec<T>::key_form;
};

}  // namespace detail

/// Where an object stands: as a value, or where Python hashes it.
enum class Place { value, key };

/// A value without parts that takes at most codec<T>::max_size bytes, whatever the protocol:
/// codec<T>::put(p, object) writes it at p and returns the end.
template <class T>
concept flat = has_codec<T> && requires(char* p, const T& object) {
    { codec<T>::max_size } -> std::convertible_to<std::size_t>;
    { codec<T>::put(p, object) } -> std::same_as<char*>;
};

/// A value that becomes a str: codec<T>::view(object) is its UTF-8.
template <class T>
concept text_like = has_codec<T> && requires(const T& object) {
    { codec<T>::view(object) } -> std::same_as<std::string_view>;
};

/// A value whose codec answers with a reduction.
template <class T>
concept reducible = has_codec<T> && requires(const T& object) {
    codec<T>::reduce(object);
};

/// A type that is described field by field (dataclass, call, namedtuple, record).
template <class T>
concept described = has_codec<T> && requires {
    typename codec<T>::description;
};

/// A type that is written at protocols 0 and 1, too; any other is at 2 and later.
template <class T>
concept any_protocol = has_codec<T> && requires {
    requires codec<T>::any_protocol;
};

/// Objects that refer to each other, written by one call: it knows which of them are the same.
template <class T>
concept is_one_graph = has_codec<T> && requires {
    requires codec<T>::one_graph;
};

/// The codec shows its objects to reducers itself.
template <class T>
concept asks_reducers = has_codec<T> && requires {
    requires codec<T>::asks_reducers;
};

/// No object of its own: the codec saves another in its place, which alone is shown to hooks.
template <class T>
concept hands_on = has_codec<T> && requires {
    requires codec<T>::hands_on;
};

/// Holds None where its is_none() says so: codec<T>::tells_none.
template <class T>
concept tells_none = has_codec<T> && requires(const T& object) {
    requires codec<T>::tells_none;
    object.is_none();
};

/// A type that can be a dict key or a set element in Python.
template <class T>
concept hashable = has_codec<T> && requires {
    requires codec<T>::hashable;
};

}  // namespace brine
