#pragma once
// What an Unpickler asks of its builder: one call for each thing that a pickle makes.

#include <concepts>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>

#include <brine/model/budget.hpp>
#include <brine/model/kind.hpp>

namespace brine {

/// Makes objects of some model, a Document's or a host interpreter's. An item is a reference to an
/// object, cheap to copy. What can't be done throws detail::Failure, or whatever the model throws.
///
/// Beside the calls below there are, for hooks: `global(module, name)` for the items of two str;
/// `accept(answer)`, an item of what a hook answered; `view(item)`, what persistent_load is shown.
/// Bytes as they are in the source, text(text, true) and the like, stay there if it is memory.
/// For speed there may be `short_text(text)`, which is text(text, true) for 1 to 32 bytes of ASCII
/// where the 32 bytes that end with them can be read.
template <class B>
concept builder = requires(B& b, typename B::item item, std::string_view text,
                           std::span<typename B::item> items, typename B::result result) {
    { b.none() } -> std::same_as<typename B::item>;
    { b.boolean(true) } -> std::same_as<typename B::item>;
    { b.integer(std::int64_t{}) } -> std::same_as<typename B::item>;
    { b.big_integer(text) } -> std::same_as<typename B::item>;  // two's complement, low byte first
    { b.real(0.0) } -> std::same_as<typename B::item>;
    {
        b.text(text, true)
        } -> std::same_as<typename B::item>;  // true: as they are in the source
    { b.name(text, true) } -> std::same_as<typename B::item>;  // a str for global()
    { b.bytes(text, true) } -> std::same_as<typename B::item>;
    { b.bytearray(text) } -> std::same_as<typename B::item>;
    { b.list(items) } -> std::same_as<typename B::item>;
    { b.tuple(items) } -> std::same_as<typename B::item>;
    { b.dict(items) } -> std::same_as<typename B::item>;  // keys and values in turn
    { b.set(items) } -> std::same_as<typename B::item>;
    { b.frozenset(items) } -> std::same_as<typename B::item>;
    b.append(item, items);
    b.set_items(item, items);
    b.add_items(item, items);
    { b.global(item, item) } -> std::same_as<typename B::item>;
    { b.extension(std::int32_t{}) } -> std::same_as<typename B::item>;
    { b.persistent_id(item) } -> std::same_as<typename B::item>;
    { b.make(Made::reduce, item, item, item) } -> std::same_as<typename B::item>;
    b.build(item, item);
    { b.buffer(std::size_t{}) } -> std::same_as<typename B::item>;
    { b.readonly(item) } -> std::same_as<typename B::item>;
    b.drop(item);      // POP took it off the stack
    b.memoized();      // the memo, or the stack twice, holds the object that was made last
    b.recalled(item);  // the memo gave it back
    { b.budget() } -> std::same_as<detail::Budget&>;
    { b.memory() } -> std::same_as<std::pmr::memory_resource&>;
};

}  // namespace brine
