#pragma once
// What --help says.

#include <string_view>

namespace pickletool {

inline constexpr std::string_view help = R"(usage:
  pickletool load     [LOADING]... [--consumed] IN    load, check, say nothing
  pickletool show     [LOADING]... IN                 as Python's repr()
  pickletool dis      [--strict] IN                   as Python's pickletools.dis()
  pickletool globals  [--strict] [--json] IN          what would be imported and called
  pickletool optimize [--strict] IN OUT               drop what the memo keeps for nothing
  pickletool repickle [LOADING]... [--protocol P] [--memo M] IN OUT
                                                      load, and write anew
  pickletool --help | --version

Looks into Python's pickles. Nothing that a pickle names is imported or called.
IN and OUT are files, "-" is standard input and output; OUT may be IN.

LOADING:
  --encoding E   of Python 2's strings: ascii (the default), latin-1, utf-8 or bytes
  --errors E     what becomes of bytes that are not of that encoding: strict (the default:
                 an error), ignore, replace, surrogateescape or surrogatepass
  --buffer FILE  an out-of-band buffer of protocol 5; several, in the order in which the
                 pickles ask for them
  --all          every pickle of IN, one after another; there must be at least one
  --strict       narrow limits on size, depth and memory, for pickles from strangers

  --consumed     print how many bytes the pickle has, up to and with its STOP
  --json         print the globals as JSON
  --protocol P   0 to 5; if not given, IN's own
  --memo M       what is written once only: default (what turns up again), python (what
                 CPython remembers, for the same bytes) or strings (equal strings, too)

Exit status: 0 if all is well; 1 for a bad pickle or a file that cannot be read or written,
with one line that says why; 2 for wrong usage.
)";

}  // namespace pickletool
