#pragma once
// The front door of typed reading: loads<T>, load<T>, loads_into and try_loads<T>. Without a T,
// what comes out is a Document; see loads.hpp.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include <brine/base/result.hpp>
#include <brine/engine/forward_loader.hpp>
#include <brine/engine/loader.hpp>
#include <brine/loads.hpp>

namespace brine {

namespace detail {

template <class T>
consteval bool outlives_its_document() {
    static_assert(
        !has_part<Sought::values, T>(),
        "brine: a brine::Value refers to its document, and loads<T>() keeps none: load a "
        "brine::Document, which has as<T>(), or have a brine::Document in T for each part");
    return true;
}

/// What a pickle is loaded as when a T is asked for.
template <class T>
concept typed_result = !std::same_as<T, Document> && !byte_stream<T> && !std::is_reference_v<T> &&
                       !std::is_const_v<T> && outlives_its_document<T>();

/// Without a hook or a limit that could have a say in it, a plain pickle needs no Document. Objects
/// are only counted there where they are read again.
template <class... Hooks>
[[nodiscard]] bool needs_no_document(const LoadOptions& options) {
    return sizeof...(Hooks) == 0 && options.limits == LoadLimits{} &&
           options.convert.max_objects == 0;
}

/// What comes out is bounded by what goes in, and buffers go in as well.
[[nodiscard]] inline std::uint64_t with_buffers(std::uint64_t pickle,
                                                const LoadOptions& options) noexcept {
    for (const buffer& each : options.buffers) {
        pickle += each.bytes.size();
    }
    return pickle;
}

[[nodiscard]] inline PickleMemory memory_of(std::string_view pickle,
                                            const LoadOptions& options) noexcept {
    return {with_buffers(pickle.size(), options), options.borrow ? pickle : std::string_view()};
}

}  // namespace detail

/// The object of a pickle as a T. What follows STOP is not looked at.
/// options.convert says what becomes of fields that are not known or not there. A view in T refers
/// to the pickle, which options.borrow has to allow.
/// @throws UnpicklingError of the bytes, ConversionError, with a path, where it is no T.
template <detail::typed_result T, class... Hooks>
[[nodiscard]] T loads(std::string_view pickle, const LoadOptions& options = {}, Hooks&&... hooks) {
    if constexpr (std::default_initializable<T> && std::move_constructible<T>) {
        if (detail::needs_no_document<Hooks...>(options)) {
            T object{};
            if (detail::load_forward(pickle, options, object)) {
                return object;
            }
        }
    }
    const Document document = loads(pickle, options, std::forward<Hooks>(hooks)...);
    Loader loader(options.convert, detail::memory_of(pickle, options));
    return loader.load<T>(document.root());
}
template <detail::typed_result T, class... Hooks>
[[nodiscard]] T loads(std::span<const std::byte> pickle, const LoadOptions& options = {},
                      Hooks&&... hooks) {
    return loads<T>(std::string_view(reinterpret_cast<const char*>(pickle.data()), pickle.size()),
                    options, std::forward<Hooks>(hooks)...);
}

/// As loads<T>(), in place of what `object` held, whose memory is reused: strings and vectors keep
/// what they have. After an error, std::bad_alloc among them, `object` is valid, and holds a mix of
/// what it held and what was read: object = loads<T>(pickle) leaves it as it was then.
template <detail::typed_result T, class... Hooks>
void loads_into(std::string_view pickle, T& object, const LoadOptions& options = {},
                Hooks&&... hooks) {
    if (detail::needs_no_document<Hooks...>(options) &&
        detail::load_forward(pickle, options, object)) {
        return;
    }
    const Document document = loads(pickle, options, std::forward<Hooks>(hooks)...);
    Loader loader(options.convert, detail::memory_of(pickle, options));
    loader.load(document.root(), object);
}

/// The next object of a stream, which then stands behind its STOP.
template <detail::typed_result T, byte_stream Source, class... Hooks>
[[nodiscard]] T load(Source& source, const LoadOptions& options = {}, Hooks&&... hooks) {
    Unpickler<Source, DocumentBuilder, Hooks...> unpickler(source, detail::for_one_pickle(options),
                                                           std::forward<Hooks>(hooks)...);
    const Document document = unpickler.load();
    Loader loader(options.convert, {detail::with_buffers(unpickler.consumed(), options), {}});
    return loader.load<T>(document.root());
}

/// As loads<T>(), with the error as a value. What a user's hook or codec throws is not caught.
template <detail::typed_result T, class... Hooks>
[[nodiscard]] Result<T> try_loads(std::string_view pickle, const LoadOptions& options = {},
                                  Hooks&&... hooks) {
    try {
        return loads<T>(pickle, options, std::forward<Hooks>(hooks)...);
    } catch (const UnpicklingError& error) {
        return error;
    } catch (const ConversionError& error) {
        return error;
    }
}

}  // namespace brine
