#pragma once
// The front door of reading: loads, load, loads_into and try_loads, named as in Python's pickle.

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include <brine/base/result.hpp>
#include <brine/engine/allow_list.hpp>
#include <brine/engine/save_value.hpp>
#include <brine/engine/unpickler.hpp>
#include <brine/model/document.hpp>

namespace brine {

/// The object of a pickle. What follows STOP is not looked at.
/// @throws UnpicklingError, with the offset of the opcode at fault.
template <class... Hooks>
[[nodiscard]] Document loads(std::string_view pickle, const LoadOptions& options = {},
                             Hooks&&... hooks) {
    Unpickler<std::string_view, DocumentBuilder, Hooks...> unpickler(pickle, options,
                                                                     std::forward<Hooks>(hooks)...);
    return unpickler.load();
}
template <class... Hooks>
[[nodiscard]] Document loads(std::span<const std::byte> pickle, const LoadOptions& options = {},
                             Hooks&&... hooks) {
    return loads(std::string_view(reinterpret_cast<const char*>(pickle.data()), pickle.size()),
                 options, std::forward<Hooks>(hooks)...);
}

/// As loads(), in place of what the document held. Its memory is reused, so that a loop that reads
/// many pickles takes none from the heap. After an error it holds None, or still what it held;
/// document = loads(pickle) leaves it as it was then.
template <class... Hooks>
void loads_into(std::string_view pickle, Document& document, const LoadOptions& options = {},
                Hooks&&... hooks) {
    Unpickler<std::string_view, DocumentBuilder, Hooks...> unpickler(pickle, options,
                                                                     std::forward<Hooks>(hooks)...);
    std::move(unpickler).load_last_into(document);
}

/// The next object of a stream, which then stands behind its STOP.
template <byte_stream Source, class... Hooks>
[[nodiscard]] Document load(Source& source, const LoadOptions& options = {}, Hooks&&... hooks) {
    Unpickler<Source, DocumentBuilder, Hooks...> unpickler(source, detail::for_one_pickle(options),
                                                           std::forward<Hooks>(hooks)...);
    return unpickler.load();
}

/// As loads(), with the error as a value. What a user's hook throws is not caught.
template <class... Hooks>
[[nodiscard]] Result<Document> try_loads(std::string_view pickle, const LoadOptions& options = {},
                                         Hooks&&... hooks) {
    try {
        return loads(pickle, options, std::forward<Hooks>(hooks)...);
    } catch (const UnpicklingError& error) {
        return error;
    }
}

}  // namespace brine
