#pragma once
// ObjectParts: an instance of a Python class as its class and what it was made from, whichever
// protocol wrote it: NEWOBJ, NEWOBJ_EX, a call, or one of copyreg's helpers (Lib/copyreg.py).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <brine/engine/registry.hpp>
#include <brine/model/compat_names.hpp>
#include <brine/model/node.hpp>
#include <brine/model/value.hpp>
#include <brine/wire/decode_errors.hpp>

namespace brine {

namespace detail {

/// Of a name in a message.
inline constexpr std::size_t longest_name = 80;

/// Of attributes with their dots, and of what they are got of: as of a name in a line.
inline constexpr std::size_t longest_path = 4096;

/// A class by its name: a global, an extension code, or, below protocol 4, getattr(outer, "Inner").
class ClassName {
public:
    explicit ClassName(const Value& cls, const Registry* registry = nullptr) : cls_(cls) {
        if (cls.is_extension() && registry != nullptr) {
            extension_ = registry->find_extension(cls.extension_code());
        }
    }

    [[nodiscard]] bool is(std::string_view module, std::string_view name) const noexcept {
        if (cls_.is_global()) [[likely]] {
            return cls_.is_global(module, name);
        }
        if (extension_ != nullptr) {
            return extension_->module == module && extension_->name == name;
        }
        return is_attribute(cls_.node(), module, name);
    }

    /// Empty names where it is no name of a class, or one that no class of Python's has.
    [[nodiscard]] Global global() const {
        if (const NamePair whole = plain(); !whole.name.empty()) {
            return brine::global(whole.module, whole.name);
        }
        const Attributes found = attributes();
        if (found.root == nullptr) {
            return {};
        }
        std::string name(text_of(found.root->name));
        name.resize(name.size() + found.size, '.');
        std::size_t end = name.size();
        const Node* node = &cls_.node();
        while (const Node* const attribute = attribute_of(*node)) {
            const std::string_view last = text_of(attribute[1]);
            last.copy(name.data() + (end - last.size()), last.size());
            end -= last.size() + 1;
            node = attribute;
        }
        return brine::global(text_of(found.root->module), name);
    }

    /// The names of a global or an extension code, which nothing is copied for; empty for others.
    [[nodiscard]] NamePair plain() const noexcept {
        if (extension_ != nullptr) {
            return {extension_->module, extension_->name};
        }
        const Node& node = cls_.node();
        return node.kind == Kind::global
                   ? NamePair{text_of(node.global->module), text_of(node.global->name)}
                   : NamePair{};
    }

    /// cls.__new__ of some class.
    [[nodiscard]] bool is_new() const noexcept {
        if (const Node* const attribute = attribute_of(cls_.node())) {
            return text_of(attribute[1]) == "__new__";
        }
        return plain().name.ends_with(".__new__");
    }

    /// As in "geometry.Point".
    [[nodiscard]] std::string text() const {
        const NamePair whole = plain();
        if (!whole.name.empty()) {
            return text_of_names(whole.module, whole.name);
        }
        const Global named = global();
        if (!named.name.empty()) {
            return text_of_names(named.module, named.name);
        }
        return attributes().too_long ? "a class of a very long name" : "a class without a name";
    }

private:
    /// The two arguments of a getattr, the name being the second; null for anything else.
    [[nodiscard]] static const Node* attribute_of(const Node& node) noexcept {
        if (node.kind != Kind::object || node.object->made != Made::reduce ||
            node.object->callable.kind != Kind::global || size_of(node.object->args) != 2) {
            return nullptr;
        }
        const GlobalName& callable = *node.object->callable.global;
        const Node* const args = begin_of(node.object->args);
        return text_of(callable.name) == "getattr" && text_of(callable.module) == "builtins" &&
                       args[1].kind == Kind::str
                   ? args
                   : nullptr;
    }
    /// What attributes are got of, or null, and the size of their names with dots.
    struct Attributes {
        const GlobalName* root;
        std::size_t size;
        bool too_long = false;
    };
    /// Looks no further than a name can be long: each attribute may be the same text, so that all
    /// of them together are far more than the pickle.
    [[nodiscard]] Attributes attributes() const noexcept {
        std::size_t size = 0;
        const Node* node = &cls_.node();
        while (const Node* const attribute = attribute_of(*node)) {
            size += 1 + text_of(attribute[1]).size();
            if (size > longest_path) {
                return {nullptr, size, true};
            }
            node = attribute;
        }
        if (node->kind != Kind::global) {
            return {nullptr, size};
        }
        const GlobalName* const root = node->global;
        return text_of(root->module).size() + text_of(root->name).size() > longest_path
                   ? Attributes{nullptr, size, true}
                   : Attributes{root, size};
    }
    [[nodiscard]] static std::string text_of_names(std::string_view module, std::string_view name) {
        std::string text(module.substr(0, longest_name + 1));
        text += '.';
        text += name.substr(0, longest_name + 1);
        return shown(text, longest_name);
    }
    [[nodiscard]] static bool is_attribute(const Node& start, std::string_view module,
                                           std::string_view name) noexcept {
        const Node* node = &start;
        while (const Node* const args = attribute_of(*node)) {
            const std::string_view last = text_of(args[1]);
            if (!name.ends_with(last) || name.size() <= last.size() ||
                name[name.size() - last.size() - 1] != '.') {
                return false;
            }
            name.remove_suffix(last.size() + 1);
            node = args;
        }
        return node->kind == Kind::global && text_of(node->global->name) == name &&
               text_of(node->global->module) == module;
    }

    Value cls_;
    const Global* extension_ = nullptr;
};

}  // namespace detail

class ObjectParts {
public:
    /// @throws ConversionError where `in` is no inert object.
    ObjectParts(const Value& in, const Registry* registry)
        : in_(in), cls_(in.callable()), registry_(registry) {
        const detail::Inert& object = *in.node().object;
        take_args(object.args, 0);
        if (object.made == Made::reduce && cls_.is_global() && cls_.module() == "copyreg") {
            take_copyreg(cls_.name());
        }
        if (object.made == Made::newobj_ex) {
            kwargs_ = in.kwargs();
        }
        if (object.made == Made::reduce && cls_.is_object() && arg_count_ == 0) {
            take_partial();
        }
    }

    [[nodiscard]] bool is(std::string_view module, std::string_view name) const noexcept {
        return detail::ClassName(cls_, registry_).is(module, name);
    }
    [[nodiscard]] Global name() const { return detail::ClassName(cls_, registry_).global(); }
    /// Without a copy; empty where the class is not at the top of its module.
    [[nodiscard]] NamePair plain_name() const noexcept {
        return detail::ClassName(cls_, registry_).plain();
    }
    [[nodiscard]] std::string name_text() const {
        return detail::ClassName(cls_, registry_).text();
    }

    /// Arguments of the class: of a call, of __new__, or a tuple's items where it is one.
    [[nodiscard]] std::size_t arg_count() const noexcept { return arg_count_; }
    [[nodiscard]] Value arg(std::size_t index) const noexcept {
        return {args_[index], in_.store()};
    }
    /// A dict, or None.
    [[nodiscard]] Value kwargs() const noexcept { return kwargs_; }
    [[nodiscard]] auto steps() const { return in_.steps(); }
    [[nodiscard]] bool has_steps() const noexcept { return in_.node().object->step_count != 0; }

private:
    void take_args(const detail::Node& args, std::size_t skip) noexcept {
        args_ = detail::begin_of(args) + skip;
        arg_count_ = detail::size_of(args) - skip;
    }
    void take_copyreg(std::string_view helper) {
        const detail::Node& args = in_.node().object->args;
        if (helper == "__newobj__" && arg_count_ >= 1) {
            cls_ = arg(0);
            take_args(args, 1);
        } else if (helper == "__newobj_ex__" && arg_count_ == 3 && arg(1).is_tuple()) {
            cls_ = arg(0);
            kwargs_ = arg(2);
            take_args(detail::begin_of(args)[1], 0);
        } else if (helper == "_reconstructor" && arg_count_ == 3) {
            const Value base = arg(1);
            if (base.is_global("builtins", "object") && arg(2).is_none()) {
                cls_ = arg(0);
                arg_count_ = 0;
            } else if (base.is_global("builtins", "tuple") && arg(2).is_tuple()) {
                cls_ = arg(0);
                take_args(detail::begin_of(args)[2], 0);
            }
        }
    }

    /// functools.partial(cls.__new__, cls, *args, **kwargs)(), which is NEWOBJ_EX below protocol 4.
    void take_partial() {
        const std::optional<Value> state = cls_.state();
        if (!cls_.callable().is_global("functools", "partial") || !state || !state->is_tuple() ||
            state->size() != 4) {
            return;
        }
        const detail::Node* const parts = detail::begin_of(state->node());
        if (detail::ClassName(Value(parts[0], in_.store()), registry_).is_new() &&
            parts[1].kind == Kind::tuple && detail::size_of(parts[1]) != 0 &&
            parts[2].kind == Kind::dict) {
            kwargs_ = Value(parts[2], in_.store());
            cls_ = Value(*detail::begin_of(parts[1]), in_.store());
            take_args(parts[1], 1);
        }
    }

    Value in_;
    Value cls_;
    const Registry* registry_;
    const detail::Node* args_ = nullptr;
    std::size_t arg_count_ = 0;
    Value kwargs_;
};

}  // namespace brine
