#pragma once
// Unpickler: pickles into whatever its builder makes. Python: pickle.Unpickler; the stack machine
// is load() of Modules/_pickle.c.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <brine/engine/document_builder.hpp>
#include <brine/engine/load_machine.hpp>
#include <brine/engine/load_options.hpp>
#include <brine/engine/load_visitor.hpp>
#include <brine/wire/decoder.hpp>
#include <brine/wire/input.hpp>

namespace brine {

/// Takes pickles from a source, one load() each: text or bytes in memory, a std::istream,
/// fd_source, or a byte_reader of your own. Memory and streams must outlive it. Hooks, see
/// load_hooks.hpp: lvalues are kept by reference, rvalues by value. One Unpickler serves one thread
/// at a time.
template <class Source, class Builder, class... Hooks>
class Unpickler {
public:
    using result = typename Builder::result;

    explicit Unpickler(Source& source, const LoadOptions& options = {}, Hooks... hooks)
        : options_(options_for_source(options)),
          input_(detail::make_input(source, options.read_ahead)),
          builder_(options_),
          hooks_(std::forward<Hooks>(hooks)...),
          machine_(builder_, options_, hooks_) {}
    Unpickler(const Unpickler&) = delete;
    Unpickler& operator=(const Unpickler&) = delete;

    /// The next object.
    /// @throws UnpicklingError, with the offset counted from this pickle's first byte, and what a
    ///     hook or the source throws.
    [[nodiscard]] result load() {
        result made;
        load_to(made);
        return made;
    }

    /// The next object in place of what `made` held; its memory is reused. After an error it holds
    /// None.
    void load_into(result& made) {
        builder_.reuse(made);
        load_to(made);
    }

    /// The last load_into() of this Unpickler; its own working memory is left with `made`, too.
    void load_last_into(result& made) && {
        load_into(made);
        machine_.release();  // the document may end before this
        builder_.leave_memory(made);
    }

    /// How many bytes the last pickle had, STOP included.
    [[nodiscard]] std::uint64_t consumed() const noexcept { return consumed_; }
    /// True where no byte is left. Reads from a stream to find out.
    [[nodiscard]] bool at_end() {
        const char* const first = input_.begin();
        return input_.more(first, 1) == nullptr;
    }
    /// How many out-of-band buffers the pickles so far have taken.
    [[nodiscard]] std::size_t buffers_taken() const noexcept { return builder_.buffers_taken(); }
    /// The next pickle, and those behind it, take these, in place of what is left of
    /// LoadOptions::buffers.
    void set_buffers(std::span<const buffer> buffers) noexcept { builder_.set_buffers(buffers); }
    /// What was taken from the source and is not decoded: what follows the last pickle. From a
    /// stream that is nothing, unless LoadOptions::read_ahead allows it or a frame has said that
    /// more was to come.
    [[nodiscard]] std::string_view rest() const noexcept { return input_.rest(); }

    [[nodiscard]] Builder& builder() noexcept { return builder_; }

private:
    using Input = input_for<Source>;

    /// What comes from a stream stays in a buffer for a moment only.
    static LoadOptions options_for_source(LoadOptions options) {
        options.borrow = options.borrow && Input::in_memory;
        return options;
    }

    void load_to(result& made) {
        input_.begin();
        builder_.begin(made, memory_bound, this);
        if constexpr (requires { builder_.expect(std::size_t{}); }) {
            builder_.expect(Input::in_memory ? input_.rest().size() : 0);
        }
        if constexpr (requires { builder_.key_work(); }) {
            builder_.key_work().start(key_work_bound, this);
        }
        try {
            machine_.start();
            consumed_ = decode(input_, detail::Guarded<decltype(machine_)>{machine_},
                               options_.limits.decode);
        } catch (...) {
            made = result();
            builder_.end();
            throw;
        }
        builder_.end();
    }

    // Limits that grow with the bytes that are there.

    [[nodiscard]] std::uint64_t there() const noexcept { return input_.offset(input_.end()); }
    static std::uint64_t memory_bound(const void* self) noexcept {
        const auto& unpickler = *static_cast<const Unpickler*>(self);
        return unpickler.options_.limits.memory_for(unpickler.there());
    }
    static std::uint64_t key_work_bound(const void* self) noexcept {
        const auto& unpickler = *static_cast<const Unpickler*>(self);
        return unpickler.options_.limits.key_work_for(unpickler.there());
    }

    LoadOptions options_;
    Input input_;
    Builder builder_;
    std::tuple<Hooks...> hooks_;
    detail::LoadMachine<Builder, std::tuple<Hooks...>> machine_;
    std::uint64_t consumed_ = 0;
};

template <class Source, class... Hooks>
Unpickler(Source&, const LoadOptions&, Hooks&&...) -> Unpickler<Source, DocumentBuilder, Hooks...>;
template <class Source>
Unpickler(Source&) -> Unpickler<Source, DocumentBuilder>;

}  // namespace brine
