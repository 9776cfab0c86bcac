#pragma once
// DynamicReduction: a reduction whose shape only run time knows; and Boxed, any picklable value.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/engine/is_none.hpp>
#include <brine/engine/saver.hpp>
#include <brine/mapping/reduction.hpp>

namespace brine {

class AnyPickler;

/// A value of any picklable type. Copies share the value.
class Boxed {
public:
    Boxed() = default;  ///< None

    template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Boxed>) Boxed(T&& value)
        : value_(std::make_shared<const detail::part_t<T>>(std::forward<T>(value))),
          save_(&save_as<detail::part_t<T>>),
          is_none_(&is_none_as<detail::part_t<T>>) {}

    void save(AnyPickler& pickler, Place place = Place::value,
              const Shared* shared = nullptr) const;

    /// Nothing is in it, or what becomes None, such as a null pointer.
    [[nodiscard]] bool is_none() const { return save_ == nullptr || is_none_(value_.get()); }
    /// The value if it is a T, else null.
    template <class T>
    [[nodiscard]] const T* get_if() const noexcept {
        return save_ == &save_as<T> ? static_cast<const T*>(value_.get()) : nullptr;
    }

private:
    template <class T>
    static void save_as(AnyPickler& pickler, const void* value, Place place, const Shared* shared);
    template <class T>
    static bool is_none_as(const void* value) {
        return detail::is_none(*static_cast<const T*>(value));
    }

    std::shared_ptr<const void> value_;
    void (*save_)(AnyPickler&, const void*, Place, const Shared*) = nullptr;
    bool (*is_none_)(const void*) = nullptr;
};

template <>
struct codec<Boxed> {
    static constexpr bool hashable = true;  // what is in it is looked at when it is written
    static constexpr bool key_form = true;
    static constexpr bool tells_none = true;
    static void save(auto& pickler, const Boxed& object) {
        object.save(pickler.any(), Place::value, detail::shared_of(pickler));
    }
    static void save_hashable(auto& pickler, const Boxed& object) {
        object.save(pickler.any(), Place::key, detail::shared_of(pickler));
    }
};

/// Built part by part:
///
///     brine::DynamicReduction r(brine::global("fractions", "Fraction"));
///     r.arg(1);
///     if (denominator != 1) r.arg(denominator);
class DynamicReduction {
public:
    using Parts =
        Reduction<Boxed, std::vector<Boxed>, std::vector<Keyword<Boxed>>, std::optional<Boxed>,
                  std::vector<Boxed>, std::vector<std::pair<Boxed, Boxed>>, std::optional<Boxed>>;

    /// As reduce(), newobj() or newobj_ex(), by `construct`. Keywords need Construct::newobj_ex.
    explicit DynamicReduction(Boxed callable, Construct construct = Construct::reduce)
        : parts_{construct, std::move(callable), {}, {}, {}, {}, {}, {}} {}

    DynamicReduction& arg(Boxed value) {
        parts_.args.push_back(std::move(value));
        return *this;
    }
    DynamicReduction& keyword(std::string_view name, Boxed value) {
        parts_.kwargs.push_back({std::string(name), std::move(value)});
        return *this;
    }
    DynamicReduction& state(Boxed value) {
        parts_.state_part = std::move(value);
        return *this;
    }
    DynamicReduction& state_setter(Boxed callable) {
        parts_.setter_part = std::move(callable);
        return *this;
    }
    DynamicReduction& list_item(Boxed value) {
        parts_.list_part.push_back(std::move(value));
        return *this;
    }
    DynamicReduction& dict_item(Boxed key, Boxed value) {
        parts_.dict_part.emplace_back(std::move(key), std::move(value));
        return *this;
    }

    [[nodiscard]] const Parts& parts() const noexcept { return parts_; }

private:
    Parts parts_;
};

template <>
struct codec<DynamicReduction> {
    static void save(auto& pickler, const DynamicReduction& object) {
        pickler.save_reduce(object.parts());
    }
};

}  // namespace brine
