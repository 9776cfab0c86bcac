// flags: -fno-rtti
// expect: brine: without RTTI a class with virtual functions has to be final
#include <brine/brine.hpp>

struct Shape {
    virtual ~Shape() = default;
};
struct Circle final : Shape {};

template <>
struct brine::codec<Shape> : brine::dataclass<"module", "Shape"> {};
template <>
struct brine::codec<Circle> : brine::dataclass<"module", "Circle"> {};

#ifdef BRINE_FAIL
std::string use(const Shape& shape) { return brine::dumps(shape); }
#else
std::string use(const Circle& circle) { return brine::dumps(circle); }
#endif
