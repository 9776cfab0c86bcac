#include <brine/engine/record_memo.hpp>

#include <cstddef>
#include <string_view>

#include <brine/wire/encode.hpp>

#include "catch.hpp"

TEST_CASE("record_memo: a packed GET is that of its slot, on both sides of 256") {
    for (const brine::Slot slot : {0U, 1U, 255U, 256U, 257U, 65535U, 65536U, 0xfffffffeU}) {
        INFO(slot);
        char packed[brine::encode::slack];
        char written[brine::encode::slack];
        const auto text = [](const char* first, const char* last) {
            return std::string_view(first, static_cast<std::size_t>(last - first));
        };
        CHECK(text(packed, brine::put_packed(packed, brine::pack_get(slot))) ==
              text(written, brine::encode::get(written, slot)));
        CHECK(brine::unpack_slot(brine::pack_get(slot)) == slot);
    }
}
