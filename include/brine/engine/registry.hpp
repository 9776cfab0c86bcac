#pragma once
// Registry: names and reducers for what only run time knows: dynamic types, functions, types and
// extension codes. An instance, never a static: two libraries can't overwrite each other's entries.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/base/type_info.hpp>
#include <brine/model/global.hpp>

namespace brine {

class AnyPickler;
struct Shared;
enum class Place;

namespace detail {

struct LoadedClass;

/// By the names' text, so that a look-up copies none.
struct GlobalLess {
    using is_transparent = void;
    using Names = std::pair<std::string_view, std::string_view>;

    [[nodiscard]] static Names names(const Global& named) noexcept {
        return {named.module, named.name};
    }
    [[nodiscard]] static Names names(const Names& named) noexcept { return named; }
    [[nodiscard]] bool operator()(const auto& a, const auto& b) const noexcept {
        return names(a) < names(b);
    }
};

}  // namespace detail

/// May be read from many threads at once when nobody adds to it.
class Registry {
public:
    /// Objects whose dynamic type is T are written by codec<T>, also through pointers and
    /// references to its base classes; and where a pointer to a base class is loaded, the Python
    /// class that codec<T> names is made as a T, where codec<T> can load. Needs loads_typed.hpp.
    template <class T>
    Registry& add();

    /// Objects of every class derived from T that is not added itself, and of T if it has no codec,
    /// are written as reducer(const T&) answers: with a reduction, a Global, or an optional of
    /// them. They are met as a Root: T or a base class of it. Of several entries that match, the
    /// last counts.
    template <class T, class Root = T, class Reducer>
    Registry& add_reducer(Reducer reducer);

    /// The Python name of a C++ function.
    template <class R, class... Args>
    Registry& add_function(R (*function)(Args...), std::string_view module, std::string_view name) {
        functions_.insert_or_assign(key_of(function), global(module, name));
        named_functions_.insert_or_assign(global(module, name),
                                          Named{type_info_of<R (*)(Args...)>(), key_of(function)});
        return *this;
    }

    /// The Python name of a C++ type, which a TypeIndex stands for: std::type_index where there is
    /// RTTI.
    template <class T>
    Registry& add_type(std::string_view module, std::string_view name) {
        types_.insert_or_assign(type_info_of<T>(), global(module, name));
        named_types_.insert_or_assign(global(module, name), type_info_of<T>());
        return *this;
    }

    /// An extension code (copyreg.add_extension) for a global; the reader must know it too.
    /// @throws PicklingError where the code is not in 1 to 2^31 - 1 or stands for another global.
    Registry& add_extension(std::string_view module, std::string_view name, std::int32_t code);

    template <class R, class... Args>
    [[nodiscard]] const Global* find_function(R (*function)(Args...)) const {
        const auto found = functions_.find(key_of(function));
        return found == functions_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const Global* find_type(TypeIndex type) const {
        const auto found = types_.find(type);
        return found == types_.end() ? nullptr : &found->second;
    }
    /// 0 where there is none.
    [[nodiscard]] std::int32_t extension_code(std::string_view module,
                                              std::string_view name) const {
        if (codes_.empty()) {
            return 0;
        }
        const auto found = codes_.find(global(module, name));
        return found == codes_.end() ? 0 : found->second;
    }
    /// Null where there is none.
    [[nodiscard]] const Global* find_extension(std::int32_t code) const {
        const auto found = extensions_.find(code);
        return found == extensions_.end() ? nullptr : &found->second;
    }

    /// The function of that Python name, if it is of this type; or null.
    template <class Pointer>
    [[nodiscard]] Pointer find_function_named(std::string_view module,
                                              std::string_view name) const {
        const auto found = named_functions_.find(detail::GlobalLess::Names(module, name));
        return found == named_functions_.end() || found->second.type != type_info_of<Pointer>()
                   ? nullptr
                   : reinterpret_cast<Pointer>(found->second.function);
    }
    /// The C++ type of that Python name; null where there is none.
    [[nodiscard]] const TypeIndex* find_type_named(std::string_view module,
                                                   std::string_view name) const {
        const auto found = named_types_.find(detail::GlobalLess::Names(module, name));
        return found == named_types_.end() ? nullptr : &found->second;
    }
    /// What makes objects of a Python class; null where it was not added.
    [[nodiscard]] const detail::LoadedClass* find_class(std::string_view module,
                                                        std::string_view name) const {
        const auto found = classes_.find(detail::GlobalLess::Names(module, name));
        return found == classes_.end() ? nullptr : found->second;
    }

    /// Writes an object by its dynamic type; false where nothing is registered for it.
    template <class T>
    bool save(AnyPickler& pickler, const T& object, Place place, const Shared* shared) const;

private:
    using AnyFunction = void (*)();
    using Save = void (*)(AnyPickler&, const void* object, Place, const Shared*);

    struct Named {
        TypeIndex type;
        AnyFunction function;
    };
    struct BaseReducer {
        TypeIndex root;
        /// False where the object, a Root, is none of this class, or the reducer declines.
        std::function<bool(AnyPickler&, const void* object, const Shared*)> save;
    };

    template <class R, class... Args>
    static AnyFunction key_of(R (*function)(Args...)) {
        return reinterpret_cast<AnyFunction>(function);
    }

    std::unordered_map<TypeIndex, Save> savers_;
    std::vector<BaseReducer> base_reducers_;
    std::unordered_map<AnyFunction, Global> functions_;
    std::unordered_map<TypeIndex, Global> types_;
    template <class Held>
    using ByName = std::map<Global, Held, detail::GlobalLess>;
    ByName<Named> named_functions_;
    ByName<TypeIndex> named_types_;
    ByName<const detail::LoadedClass*> classes_;
    std::map<Global, std::int32_t> codes_;
    std::map<std::int32_t, Global> extensions_;
};

inline Registry& Registry::add_extension(std::string_view module, std::string_view name,
                                         std::int32_t code) {
    const Global named = global(module, name);
    if (code <= 0) {
        throw_pickling(Errc::invalid_hook, "extension codes are 1 to 2^31 - 1");
    }
    const auto taken = extensions_.find(code);
    const auto known = codes_.find(named);
    if ((taken != extensions_.end() && taken->second != named) ||
        (known != codes_.end() && known->second != code)) {
        throw_pickling(Errc::invalid_hook, "extension code " + std::to_string(code) + " for " +
                                               named.module + "." + named.name +
                                               " clashes with an earlier one");
    }
    extensions_.insert_or_assign(code, named);
    codes_.insert_or_assign(named, code);
    return *this;
}

}  // namespace brine
