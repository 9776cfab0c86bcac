#pragma once
// AnyPickler: a Pickler whose type has been erased, for what is compiled apart from it: plugins'
// hooks, the registry of dynamic types, and the parts of a DynamicReduction.

#include <functional>
#include <unordered_map>
#include <utility>

#include <brine/base/type_info.hpp>
#include <brine/engine/answer.hpp>
#include <brine/engine/dynamic_reduction.hpp>
#include <brine/engine/loader_codec.hpp>
#include <brine/engine/registry.hpp>
#include <brine/engine/save_containers.hpp>
#include <brine/engine/save_object.hpp>
#include <brine/engine/save_reduction.hpp>
#include <brine/engine/save_shared.hpp>

namespace brine {

/// What is saved through it is shown to the hooks of the Pickler behind it by its dynamic type: to
/// DynamicHooks, and to hooks whose method is one plain function of exactly that type.
class AnyPickler : public Saver<AnyPickler> {
public:
    static constexpr bool has_identity = false;
    template <class>
    static constexpr bool names = true;
    template <class>
    static constexpr bool asks_persistent_id = true;
    template <class>
    static constexpr bool asks_reducer_override = true;
    template <class>
    static constexpr bool asks_dispatch = true;
    template <class>
    static constexpr bool always_reduces = false;

    AnyPickler(const AnyPickler&) = delete;
    AnyPickler& operator=(const AnyPickler&) = delete;

    [[nodiscard]] PicklerCore& core() noexcept { return core_; }
    [[nodiscard]] AnyPickler& plain() noexcept { return *this; }
    [[nodiscard]] AnyPickler& any() noexcept { return *this; }
    [[nodiscard]] static constexpr Anonymous who() noexcept { return {}; }

    template <class T>
    bool ask_persistent_id(const T& object) {
        return persistent_id(type_info_of<T>(), &object);
    }
    template <class Self, class T>
    bool ask_reducer_override(Self& self, const T& object) {
        return reducer_override(type_info_of<T>(), &object, detail::shared_of(self));
    }
    template <class Self, class T>
    bool ask_dispatch(Self& self, const T& object) {
        return dispatch(type_info_of<T>(), &object, detail::shared_of(self));
    }

    /// Runs use(saver) with a saver for the object that `shared` tells of.
    template <class Use>
    auto with_identity(const Shared* shared, Use&& use) {
        if (shared == nullptr) {
            return use(*this);
        }
        Identified identified(*this, *shared);
        return use(identified);
    }

protected:
    explicit AnyPickler(PicklerCore& core) : core_(core) {}
    ~AnyPickler() = default;

    virtual bool persistent_id(const TypeInfo& type, const void* object) = 0;
    virtual bool reducer_override(const TypeInfo& type, const void* object,
                                  const Shared* shared) = 0;
    virtual bool dispatch(const TypeInfo& type, const void* object, const Shared* shared) = 0;

private:
    PicklerCore& core_;
};

// Bodies that needed AnyPickler.

inline void Boxed::save(AnyPickler& pickler, Place place, const Shared* shared) const {
    if (save_ == nullptr) {
        pickler.save_none();
    } else {
        save_(pickler, value_.get(), place, shared);
    }
}

namespace detail {

/// An object whose type was erased, at a place that is known at run time only.
template <class T>
void save_erased(AnyPickler& pickler, const void* value, Place place, const Shared* shared) {
    const T& object = *static_cast<const T*>(value);
    if (place == Place::value) {
        pickler.with_identity(shared, [&](auto& saver) { saver.save_wrapped(object); });
    } else if constexpr (hashable<T>) {
        pickler.with_identity(shared, [&](auto& saver) { saver.save_wrapped_hashable(object); });
    } else {
        throw_pickling(Errc::unhashable, "Python can't hash a " + std::string(type_name<T>()) +
                                             ", so it can't be a dict key or a set element");
    }
}

}  // namespace detail

template <class T>
void Boxed::save_as(AnyPickler& pickler, const void* value, Place place, const Shared* shared) {
    detail::save_erased<T>(pickler, value, place, shared);
}

template <class T>
Registry& Registry::add() {
    static_assert(has_codec<T>, "brine: registry.add<T>() needs a codec<T>");
    savers_.insert_or_assign(type_info_of<T>(), &detail::save_erased<T>);
    if constexpr (detail::loaded_class<T>) {
        classes_.insert_or_assign(global(codec<T>::module, codec<T>::class_name),
                                  &detail::loaded_class_of<T>);
    }
    return *this;
}

template <class T, class Root, class Reducer>
Registry& Registry::add_reducer(Reducer reducer) {
    static_assert(
        std::is_polymorphic_v<Root> && std::is_base_of_v<Root, T>,
        "brine: registry.add_reducer<T, Root>() needs a Root that is T or a base class of "
        "it and has virtual functions");
    base_reducers_.push_back(
        {type_info_of<Root>(), [reducer = std::move(reducer)](
                                   AnyPickler& pickler, const void* object, const Shared* shared) {
             const T* found = detail::downcast<T>(static_cast<const Root*>(object));
             return found != nullptr && pickler.with_identity(shared, [&](auto& saver) {
                 return detail::write_answer(saver, reducer(*found));
             });
         }});
    return *this;
}

template <class T>
bool Registry::save(AnyPickler& pickler, const T& object, Place place, const Shared* shared) const {
    // An entry for T itself would only come back here: it means codec<T>.
    if (detail::dynamic_type_of(object) != type_info_of<T>()) {
        const auto found = savers_.find(detail::dynamic_type_of(object));
        if (found != savers_.end()) {
            found->second(pickler, detail::whole_object(&object), place, shared);
            return true;
        }
    }
    for (auto entry = base_reducers_.rbegin(); entry != base_reducers_.rend(); ++entry) {
        if (entry->root == type_info_of<T>() && entry->save(pickler, &object, shared)) {
            return true;
        }
    }
    return false;
}

/// A chain that is put together at run time, from plugins for instance; itself one hook of a
/// Pickler. Entries are asked in the order in which they were added.
class DynamicHooks {
public:
    static constexpr bool takes_erased = true;

    /// reducer(const T&) answers as a reducer_override does.
    template <class T, class Reducer>
    DynamicHooks& add_reducer(Reducer reducer) {
        reducers_[type_info_of<T>()].push_back(
            [reducer = std::move(reducer)](AnyPickler& pickler, const void* object,
                                           const Shared* shared) {
                return pickler.with_identity(shared, [&](auto& saver) {
                    return detail::write_answer(saver, reducer(*static_cast<const T*>(object)));
                });
            });
        return *this;
    }

    /// name(const T&) answers as a persistent_id does: a picklable id, or std::nullopt.
    template <class T, class Namer>
    DynamicHooks& add_persistent_id(Namer namer) {
        namers_[type_info_of<T>()].push_back(
            [namer = std::move(namer)](AnyPickler& pickler, const void* object, const Shared*) {
                return detail::write_persistent_id(pickler, namer(*static_cast<const T*>(object)));
            });
        return *this;
    }

    bool reduce(AnyPickler& pickler, const TypeInfo& type, const void* object,
                const Shared* shared) const {
        return ask(reducers_, pickler, type, object, shared);
    }
    bool name(AnyPickler& pickler, const TypeInfo& type, const void* object) const {
        return ask(namers_, pickler, type, object, nullptr);
    }

private:
    using Entry = std::function<bool(AnyPickler&, const void* object, const Shared*)>;
    using Table = std::unordered_map<TypeIndex, std::vector<Entry>>;

    static bool ask(const Table& table, AnyPickler& pickler, const TypeInfo& type,
                    const void* object, const Shared* shared) {
        const auto found = table.find(type);
        if (found == table.end()) {
            return false;
        }
        for (const Entry& entry : found->second) {
            if (entry(pickler, object, shared)) {
                return true;
            }
        }
        return false;
    }

    Table reducers_;
    Table namers_;
};

}  // namespace brine
