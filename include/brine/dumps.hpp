#pragma once
// The front door of writing: dumps, dumps_into, dump, and try_dumps, named as in Python's pickle.

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/base/result.hpp>
#include <brine/engine/message.hpp>
#include <brine/engine/pickler.hpp>

namespace brine {

/// The object as a pickle, in place of what the buffer held. Its memory is reused, so a loop that
/// writes many small pickles takes none from the heap. After an error the buffer is empty.
template <byte_container Buffer, class T, class... Hooks>
void dumps_into(Buffer& buffer, const T& object, const DumpOptions& options = {},
                Hooks&&... hooks) {
    if constexpr (message<T> && sizeof...(Hooks) == 0) {
        if (put_message(buffer, object, options)) {
            return;
        }
    }
    Pickler<Buffer, Hooks...> pickler(buffer, options, std::forward<Hooks>(hooks)...);
    pickler.dump_behind(0, object);
}

/// The object as a pickle.
/// @throws PicklingError, whose path() names the part that could not be written.
template <class T, class... Hooks>
[[nodiscard]] std::string dumps(const T& object, const DumpOptions& options = {},
                                Hooks&&... hooks) {
    std::string pickle;
    dumps_into(pickle, object, options, std::forward<Hooks>(hooks)...);
    return pickle;
}

/// Writes the object as a pickle to a sink: appended to a container, to a stream, to fd_sink(1).
template <class T, class Sink, class... Hooks>
requires byte_sink<std::remove_reference_t<Sink>>
void dump(const T& object, Sink&& sink, const DumpOptions& options = {}, Hooks&&... hooks) {
    Pickler<std::remove_reference_t<Sink>, Hooks...> pickler(sink, options,
                                                             std::forward<Hooks>(hooks)...);
    pickler.dump(object);
}

/// As dumps(), with the error as a value. What a user's hook throws is not caught.
template <class T, class... Hooks>
[[nodiscard]] Result<std::string> try_dumps(const T& object, const DumpOptions& options = {},
                                            Hooks&&... hooks) {
    try {
        return dumps(object, options, std::forward<Hooks>(hooks)...);
    } catch (const PicklingError& error) {
        return error;
    }
}

/// A pickle and the memory that it refers to, in order: what pickle.loads(bytes, buffers=...)
/// takes.
struct PickleWithBuffers {
    std::string bytes;
    std::vector<buffer> buffers;
};

/// As dumps(), with every brine::buffer left out of band. Protocol 5 only; below it they are in
/// band.
template <class T, class... Hooks>
[[nodiscard]] PickleWithBuffers dumps_with_buffers(const T& object, const DumpOptions& options = {},
                                                   Hooks&&... hooks) {
    PickleWithBuffers result;
    Pickler<std::string, Hooks...> pickler(result.bytes, options, std::forward<Hooks>(hooks)...);
    pickler.collect_buffers(&result.buffers);
    pickler.dump_behind(0, object);
    return result;
}

}  // namespace brine
