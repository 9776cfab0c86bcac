#pragma once
// Pickler: C++ objects into pickles, one after another. Its counterpart is Python's pickle.Pickler.

#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/base/type_info.hpp>
#include <brine/base/type_name.hpp>
#include <brine/engine/any_pickler.hpp>
#include <brine/engine/core.hpp>
#include <brine/engine/hooks.hpp>
#include <brine/engine/options.hpp>
#include <brine/engine/saver.hpp>
#include <brine/wire/output.hpp>
#include <brine/wire/sinks.hpp>

namespace brine {

/// Writes pickles to a sink. For every object, in this order, it asks: its hooks' persistent_id,
/// the memo, its hooks' reducer_override, its dispatch<T> entries, codec<T>. The memo lasts from
/// one dump() to the next, so that later pickles refer to earlier ones; the reader must then load
/// them with one Unpickler.
///
/// Sink: std::string, a vector of bytes, std::ostream, fd_sink, or a byte_writer of your own. It is
/// kept by reference. Hooks: lvalues are kept by reference, rvalues by value. One Pickler serves
/// one thread at a time.
template <byte_sink Sink, class... Hooks>
class Pickler : public Saver<Pickler<Sink, Hooks...>> {
public:
    explicit Pickler(Sink& sink) requires(sizeof...(Hooks) == 0) : Pickler(sink, DumpOptions{}) {}

    /// @throws PicklingError if the options name a protocol other than 0 to 5.
    Pickler(Sink& sink, const DumpOptions& options, Hooks... hooks)
        : sink_(sink),
          output_(sink),
          core_(output_, options),
          hooks_(std::forward<Hooks>(hooks)...),
          any_(*this) {}

    Pickler(const Pickler&) = delete;
    Pickler& operator=(const Pickler&) = delete;

    /// Appends one whole pickle to the sink.
    /// @throws PicklingError and whatever a hook or the sink throws. A container then holds what it
    ///     held before; a stream that took a part of the pickle takes nothing more.
    template <class T>
    void dump(const T& object) {
        if constexpr (byte_container<Sink>) {
            dump_behind(sink_.size(), object);
        } else {
            dump_behind(0, object);
        }
    }

    /// As dump(), over what a container holds behind its first `keep` bytes; its memory is reused.
    template <class T>
    void dump_behind(std::size_t keep, const T& object);

    /// Forgets all objects, so that the next pickle stands alone: it is for a new Unpickler, as one
    /// that has read earlier pickles goes on counting its memo.
    void clear_memo() { core_.clear_memo(); }

    /// Protocol 5: buffers are added to `buffers` instead of being written. Null turns that off.
    void collect_buffers(std::vector<buffer>* buffers) { core_.collect_buffers(buffers); }

    // What Saver and the hooks' chain need.

    static constexpr bool has_identity = false;
    template <class T>
    static constexpr bool asks_persistent_id =
        ((erased_hook<Hooks> || has_persistent_id_for<Hooks, T>) || ...);
    template <class T>
    static constexpr bool asks_reducer_override =
        ((erased_hook<Hooks> || has_reducer_override_for<Hooks, T>) || ...);
    template <class T>
    static constexpr bool asks_dispatch = (has_dispatch_for<Hooks, T> || ...);
    /// A hook or a dispatch entry never declines a T, so that it needs no codec.
    template <class T>
    static constexpr bool always_reduces = (detail::always_reduces<Hooks, T> || ...);
    template <class T>
    static constexpr bool names =
        asks_persistent_id<T> || asks_reducer_override<T> || asks_dispatch<T>;

    /// A hook that is no erased one names T, which then needs no codec.
    template <class T>
    static constexpr bool is_named = (names_type<Hooks, T> || ...);

    [[nodiscard]] PicklerCore& core() noexcept { return core_; }
    [[nodiscard]] Pickler& plain() noexcept { return *this; }
    [[nodiscard]] AnyPickler& any() noexcept { return any_; }
    [[nodiscard]] static constexpr Anonymous who() noexcept { return {}; }

    template <class T>
    bool ask_persistent_id(const T& object) {
        return any_of_hooks([&]<class Hook>(Hook& hook) {
            if constexpr (erased_hook<Hook>) {
                return hook.name(any_, type_info_of<T>(), &object);
            } else if constexpr (has_persistent_id_for<Hook, T>) {
                return detail::write_persistent_id(*this, hook.persistent_id(object));
            } else {
                return false;
            }
        });
    }

    template <class Self, class T>
    bool ask_reducer_override(Self& self, const T& object) {
        return any_of_hooks([&]<class Hook>(Hook& hook) {
            if constexpr (erased_hook<Hook>) {
                return hook.reduce(any_, type_info_of<T>(), &object, detail::shared_of(self));
            } else if constexpr (has_reducer_override_for<Hook, T>) {
                return detail::write_answer(self, hook.reducer_override(object));
            } else {
                return false;
            }
        });
    }

    template <class Self, class T>
    bool ask_dispatch(Self& self, const T& object) {
        return any_of_hooks([&]<class Hook>(Hook& hook) {
            if constexpr (has_dispatch_for<Hook, T>) {
                return detail::write_answer(self, hook.dispatch(object));
            } else {
                return false;
            }
        });
    }

private:
    /// Shows objects whose type has been erased to the hooks.
    class Erased final : public AnyPickler {
    public:
        explicit Erased(Pickler& pickler) : AnyPickler(pickler.core_), pickler_(pickler) {}

    private:
        bool persistent_id(const TypeInfo& type, const void* object) override {
            return pickler_.erased_persistent_id(type, object);
        }
        bool reducer_override(const TypeInfo& type, const void* object,
                              const Shared* shared) override {
            return pickler_.erased_reducer_override(type, object, shared);
        }
        bool dispatch(const TypeInfo& type, const void* object, const Shared* shared) override {
            return pickler_.erased_dispatch(type, object, shared);
        }

        Pickler& pickler_;
    };

    bool erased_persistent_id(const TypeInfo& type, const void* object);
    bool erased_reducer_override(const TypeInfo& type, const void* object, const Shared* shared);
    bool erased_dispatch(const TypeInfo& type, const void* object, const Shared* shared);

    /// Asks the hooks in order until one says true.
    template <class Ask>
    bool any_of_hooks(Ask ask) {
        return std::apply([&](auto&... hook) { return (ask(hook) || ...); }, hooks_);
    }

    Sink& sink_;
    output_for<Sink> output_;
    PicklerCore core_;
    std::tuple<Hooks...> hooks_;
    Erased any_;
};

template <class Sink>
Pickler(Sink&) -> Pickler<Sink>;
template <class Sink, class... Hooks>
Pickler(Sink&, const DumpOptions&, Hooks&&...) -> Pickler<Sink, Hooks...>;

template <byte_sink Sink, class... Hooks>
template <class T>
void Pickler<Sink, Hooks...>::dump_behind(std::size_t keep, const T& object) {
    core_.begin(output_.start(keep), is_one_graph<T>);
    try {
        if constexpr (!any_protocol<T>) {
            core_.need_protocol_2(type_name<T>());
        }
        this->save(object);
        output_.finish(core_.finish());
    } catch (...) {
        output_.abandon();
        core_.roll_back();
        throw;
    }
}

template <byte_sink Sink, class... Hooks>
bool Pickler<Sink, Hooks...>::erased_persistent_id(const TypeInfo& type, const void* object) {
    return any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (erased_hook<Hook>) {
            return hook.name(any_, type, object);
        } else {
            return detail::use_erased<detail::PersistentId>(
                hook, type, object, [&](auto& asked, const auto& known) {
                    return detail::write_persistent_id(any_, asked.persistent_id(known));
                });
        }
    });
}

template <byte_sink Sink, class... Hooks>
bool Pickler<Sink, Hooks...>::erased_reducer_override(const TypeInfo& type, const void* object,
                                                      const Shared* shared) {
    return any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (erased_hook<Hook>) {
            return hook.reduce(any_, type, object, shared);
        } else {
            return detail::use_erased<detail::ReducerOverride>(
                hook, type, object, [&](auto& asked, const auto& known) {
                    return any_.with_identity(shared, [&](auto& saver) {
                        return detail::write_answer(saver, asked.reducer_override(known));
                    });
                });
        }
    });
}

template <byte_sink Sink, class... Hooks>
bool Pickler<Sink, Hooks...>::erased_dispatch(const TypeInfo& type, const void* object,
                                              const Shared* shared) {
    return any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (requires { typename Hook::dispatched; }) {
            using T = typename Hook::dispatched;
            return type == type_info_of<T>() && any_.with_identity(shared, [&](auto& saver) {
                return detail::write_answer(saver, hook.dispatch(*static_cast<const T*>(object)));
            });
        } else {
            return false;
        }
    });
}

}  // namespace brine
