#pragma once
// The switch of the decoder.

#include <cstddef>
#include <cstdint>

#include <brine/base/errors.hpp>
#include <brine/wire/decode_arguments.hpp>
#include <brine/wire/decode_errors.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::detail {

template <class Input, class Visitor>
std::uint64_t Decoder<Input, Visitor>::run() {
    const char* p = reader_.start();
    while (true) {
        // With that much in hand, nothing but payloads and lines needs another check.
        if (reader_.end() - p < static_cast<std::ptrdiff_t>(longest_header)) [[unlikely]] {
            p = reader_.header(p);
        }
        switch (static_cast<Opcode>(*p)) {
            case Opcode::mark:
                p = bare<Opcode::mark>(p);
                continue;
            case Opcode::empty_tuple:
                p = maker<Opcode::empty_tuple>(p);
                continue;
            case Opcode::stop:
                give_highest();
                p = bare<Opcode::stop>(p);
                input_.finish(p);
                return input_.offset(p);
            case Opcode::pop:
                p = bare<Opcode::pop>(p);
                continue;
            case Opcode::pop_mark:
                p = bare<Opcode::pop_mark>(p);
                continue;
            case Opcode::dup:
                p = bare<Opcode::dup>(p);
                continue;
            case Opcode::binbytes:
                p = counted<Opcode::binbytes, std::uint32_t>(p);
                continue;
            case Opcode::short_binbytes:
                p = counted<Opcode::short_binbytes, std::uint8_t>(p);
                continue;
            case Opcode::float_:
                p = float_line(p);
                continue;
            case Opcode::binfloat:
                p = fixed_float(p);
                continue;
            case Opcode::int_:
                p = int_line<Opcode::int_>(p);
                continue;
            case Opcode::binint:
            case Opcode::binint1:
            case Opcode::binint2:
            case Opcode::long1:
                p = short_int(p);
                continue;
            case Opcode::long_:
                p = int_line<Opcode::long_>(p);
                continue;
            case Opcode::none:
                p = bare<Opcode::none>(p);
                continue;
            case Opcode::persid:
                p = persid_line(p);
                continue;
            case Opcode::binpersid:
                p = bare<Opcode::binpersid>(p);
                continue;
            case Opcode::reduce:
                p = maker<Opcode::reduce>(p);
                continue;
            case Opcode::string:
                p = text_line<Opcode::string>(p);
                continue;
            case Opcode::binstring:
                p = counted<Opcode::binstring, std::int32_t>(p);
                continue;
            case Opcode::short_binstring:
                p = counted<Opcode::short_binstring, std::uint8_t>(p);
                continue;
            case Opcode::unicode:
                p = text_line<Opcode::unicode>(p);
                continue;
            case Opcode::binunicode:
                p = counted<Opcode::binunicode, std::uint32_t>(p);
                continue;
            case Opcode::empty_list:
                p = maker<Opcode::empty_list>(p);
                continue;
            case Opcode::append:
                p = bare<Opcode::append>(p);
                continue;
            case Opcode::build:
                p = bare<Opcode::build>(p);
                continue;
            case Opcode::global:
                p = names<Opcode::global>(p);
                continue;
            case Opcode::dict:
                p = bare<Opcode::dict>(p);
                continue;
            case Opcode::appends:
                p = bare<Opcode::appends>(p);
                continue;
            case Opcode::get:
                p = index_line<Opcode::get>(p);
                continue;
            case Opcode::binget:
                p = memo<Opcode::binget, std::uint8_t>(p);
                continue;
            case Opcode::inst:
                p = names<Opcode::inst>(p);
                continue;
            case Opcode::long_binget:
                p = memo<Opcode::long_binget, std::uint32_t>(p);
                continue;
            case Opcode::list:
                p = bare<Opcode::list>(p);
                continue;
            case Opcode::obj:
                p = bare<Opcode::obj>(p);
                continue;
            case Opcode::put:
                p = index_line<Opcode::put>(p);
                continue;
            case Opcode::binput:
                p = memo<Opcode::binput, std::uint8_t>(p);
                continue;
            case Opcode::long_binput:
                p = memo<Opcode::long_binput, std::uint32_t>(p);
                continue;
            case Opcode::setitem:
                p = bare<Opcode::setitem>(p);
                continue;
            case Opcode::tuple:
                p = maker<Opcode::tuple>(p);
                continue;
            case Opcode::setitems:
                p = bare<Opcode::setitems>(p);
                continue;
            case Opcode::empty_dict:
                p = maker<Opcode::empty_dict>(p);
                continue;
            case Opcode::proto:
                p = proto(p);
                continue;
            case Opcode::newobj:
                p = maker<Opcode::newobj>(p);
                continue;
            case Opcode::ext1:
                p = extension<Opcode::ext1, std::uint8_t>(p);
                continue;
            case Opcode::ext2:
                p = extension<Opcode::ext2, std::uint16_t>(p);
                continue;
            case Opcode::ext4:
                p = extension<Opcode::ext4, std::int32_t>(p);
                continue;
            case Opcode::tuple1:
                p = maker<Opcode::tuple1>(p);
                continue;
            case Opcode::tuple2:
                p = maker<Opcode::tuple2>(p);
                continue;
            case Opcode::tuple3:
                p = maker<Opcode::tuple3>(p);
                continue;
            case Opcode::newtrue:
                p = bare<Opcode::newtrue>(p);
                continue;
            case Opcode::newfalse:
                p = bare<Opcode::newfalse>(p);
                continue;
            case Opcode::long4:
                p = counted<Opcode::long4, std::int32_t>(p);
                continue;
            case Opcode::short_binunicode:
                p = short_text(p);
                continue;
            case Opcode::binunicode8:
                p = counted<Opcode::binunicode8, std::uint64_t>(p);
                continue;
            case Opcode::binbytes8:
                p = counted<Opcode::binbytes8, std::uint64_t>(p);
                continue;
            case Opcode::empty_set:
                p = maker<Opcode::empty_set>(p);
                continue;
            case Opcode::additems:
                p = bare<Opcode::additems>(p);
                continue;
            case Opcode::frozenset:
                p = bare<Opcode::frozenset>(p);
                continue;
            case Opcode::newobj_ex:
                p = bare<Opcode::newobj_ex>(p);
                continue;
            case Opcode::stack_global:
                p = maker<Opcode::stack_global>(p);
                continue;
            case Opcode::memoize:
                p = bare<Opcode::memoize>(p);
                continue;
            case Opcode::frame:
                p = frame(p);
                continue;
            case Opcode::bytearray8:
                p = counted<Opcode::bytearray8, std::uint64_t>(p);
                continue;
            case Opcode::next_buffer:
                p = bare<Opcode::next_buffer>(p);
                continue;
            case Opcode::readonly_buffer:
                p = bare<Opcode::readonly_buffer>(p);
                continue;
        }
        at(p).fail(Errc::invalid_opcode, "unknown opcode '" + shown({p, 1}) + "'");
    }
}

}  // namespace brine::detail
