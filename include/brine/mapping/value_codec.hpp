#pragma once
// codec<Value> and codec<Document>: what was read is written back, sharing, cycles and order
// included. The writing itself is engine/save_value.hpp, which dumps.hpp's users include by
// loads.hpp.

#include <brine/mapping/codec.hpp>
#include <brine/model/document.hpp>
#include <brine/model/value.hpp>

namespace brine {

/// The object that the Value refers to. Of any depth, whatever options.max_depth says.
/// Loaded it refers to the document, by Value::as() or Document::as(). loads<T>() keeps no document
/// and takes no T with a Value in it.
template <>
struct codec<Value> {
    static constexpr bool any_protocol = true;
    static constexpr bool one_graph = true;
    static constexpr bool asks_reducers = true;
    static constexpr bool tells_none = true;
    static void save(auto& pickler, const Value& value) { save_value(pickler, value); }
    static void load(auto& loader, const auto& in, Value& out) { out = loader.get_value(in); }
};

/// The root, and what the pickle made and dropped.
/// Loaded it is a copy, with all that the object holds, and lasts.
template <>
struct codec<Document> {
    static constexpr bool any_protocol = true;
    static constexpr bool one_graph = true;
    static void save(auto& pickler, const Document& document) { save_value(pickler, document); }
    static void load(auto& loader, const auto& in, Document& out) { loader.load_document(in, out); }
};

}  // namespace brine
