// expect: brine: Python can't hash this type
#include <brine/brine.hpp>

#include <map>
#include <string>
#include <vector>

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(std::map<std::vector<std::map<int, int>>, int>()); }
#else
std::string use() { return brine::dumps(std::map<std::vector<std::string>, int>()); }
#endif
