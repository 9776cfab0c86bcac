// Bytes as a program that makes and changes the objects of two documents by hand.
#pragma once

#include "fuzz.hpp"

#include <array>
#include <vector>

#include <brine/brine.hpp>

namespace fuzz {

/// A document with all that a program makes in it; what it makes in another comes over in part.
class EditProgram {
public:
    explicit EditProgram(std::string_view bytes) : bytes_(bytes) {
        values_.push_back(documents_[0].none());
    }

    /// A document with all objects that were made in it.
    const brine::Document& run() {
        for (int i = 0; i < 300 && !bytes_.empty(); ++i) {
            try {
                step();
            } catch (const brine::ConversionError&) {
                // Not of that kind, not to be hashed, no such item, not UTF-8.
            }
        }
        brine::Document& document = documents_[0];
        const brine::Value all = document.list();
        for (const brine::Value& value : values_) {
            if (value.store() == document.store().get()) {
                all.append(value);
            }
        }
        document.set_root(all);
        return document;
    }

private:
    std::uint8_t byte() { return take_byte(bytes_); }

    brine::Value any() { return values_[byte() % values_.size()]; }
    /// Copies from one document to the other can double what there is each time.
    brine::Value of(brine::Document& document) {
        const brine::Value value = any();
        if (value.store() != document.store().get() && ++copies_ > 12) {
            return document.none();
        }
        return value;
    }
    brine::Document& owner(const brine::Value& value) {
        return documents_[value.store() == documents_[1].store().get()];
    }
    std::vector<brine::Value> some(brine::Document& document) {
        std::vector<brine::Value> out(byte() % 4);
        for (brine::Value& value : out) {
            value = of(document);
        }
        return out;
    }

    brine::Value make(brine::Document& document) {
        switch (byte() % 21) {
            case 20: {
                static const char memory[] = "xxxxxxxx";
                const auto bytes = std::as_bytes(std::span(memory)).first(byte() % 9);
                return document.buffer(bytes, byte() % 2 == 0);
            }
            case 0:
                return document.make(std::int64_t{byte()} - 2);
            case 1:
                return document.make(std::int64_t{byte()} << 55U);
            case 2:
                return document.make(byte() / 4.0);
            case 3:
                return document.make(byte() % 2 == 0);
            case 4: {
                const auto unit = static_cast<char>(byte());
                return document.make(std::string(byte() % 20, unit));
            }
            case 5:
                return document.bytes(std::string(byte() % 20, 'x'));
            case 6:
                return document.bytearray(std::string(byte() % 20, 'x'));
            case 7:
                return document.list(some(document));
            case 8:
                return document.tuple(some(document));
            case 9:
                return document.frozenset(some(document));
            case 10:
                return document.dict();
            case 11:
                return document.set();
            case 12:
                return document.global("m", byte() % 2 == 0 ? "C" : "D");
            case 13: {
                const auto made = static_cast<brine::Made>(byte() % 5);
                const brine::Value callable = of(document);
                const brine::Value args = of(document);
                return document.object(made, callable, args, of(document));
            }
            case 14:
                return document.persistent_id(of(document));
            case 15:
                return document.extension(byte());
            case 16:
                return document.adopt(of(document));
            case 17:
                return document.list();
            case 18:
                return document.tuple({of(document)});
            default:
                return document.dict({{of(document), of(document)}});
        }
    }

    /// From either end, and beyond.
    static int index(std::uint8_t byte) { return byte % 8 < 4 ? byte % 8 : byte % 8 - 8; }
    static void set_item(const brine::Value& value, std::uint8_t at, const brine::Value& item) {
        if (at >= 0xFC) {
            return value.set_item(~std::uint64_t{at % 4U}, item);
        }
        value.set_item(index(at), item);
    }

    void step() {
        const std::uint8_t what = byte();
        if (what % 2 == 0) {
            values_.push_back(make(documents_[what / 2 % 8 == 0]));
            return;
        }
        const brine::Value value = any();
        brine::Document& document = owner(value);
        switch (what / 2 % 12) {
            case 0:
                return value.append(of(document));
            case 1: {
                const brine::Value key = of(document);
                return value.set(key, of(document));
            }
            case 2:
                return set_item(value, byte(), of(document));
            case 3:
                return value.add(of(document));
            case 4:
                static_cast<void>(value.erase(of(document)));
                return;
            case 5:
                return value.set_state(of(document));
            case 6:
                return value.add_call(of(document));
            case 7:
                return values_.push_back(value[index(byte())]);
            case 8:
                return values_.push_back(value[of(document)]);
            case 9:
                return values_.push_back(value.args());
            case 10:
                return value.set("key", byte());
            default: {
                const brine::Value other = any();
                return value.append(other == any());
            }
        }
    }

    std::string_view bytes_;
    std::array<brine::Document, 2> documents_;
    std::vector<brine::Value> values_;
    int copies_ = 0;
};

}  // namespace fuzz
