#pragma once
// What becomes of text that is no valid Unicode.

namespace brine {

/// What becomes of a C++ string that is not valid UTF-8. The names are those of Python's codecs.
enum class text {
    strict,           ///< a PicklingError
    surrogateescape,  ///< each offending byte becomes U+DC80 to U+DCFF, as in os.fsdecode
    surrogatepass,    ///< lone surrogates, of three bytes each, pass; the rest is an error
};

}  // namespace brine
