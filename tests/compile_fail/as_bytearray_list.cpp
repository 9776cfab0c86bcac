// expect: brine: as_bytes and as_bytearray take contiguous memory of one-byte items
#include <brine/brine.hpp>

#include <list>
#include <string>

const std::list<char> list{1};
const std::string text;

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_bytearray(list)); }
#else
std::string use() { return brine::dumps(brine::as_bytearray(text)); }
#endif
