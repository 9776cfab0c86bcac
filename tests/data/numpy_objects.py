"""Objects of numpy: arrays of each type and layout, scalars, dtypes."""

import numpy

from corpus_case import Cases

PROTOCOLS = (0, 2, 3, 4, 5)
case = Cases()


@case("arrays of each numeric type", PROTOCOLS)
def arrays():
    kinds = "? i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16".split()
    return [numpy.array([0, 1, 2], dtype=kind) for kind in kinds]


@case("arrays of the other byte order", PROTOCOLS)
def big_endian():
    return [numpy.array([1, 2], dtype=kind) for kind in (">i4", ">f8", ">U2", ">M8[s]")]


@case("arrays of texts, bytes, dates, times and raw memory", PROTOCOLS)
def other_types():
    return [numpy.array(["a", "\u20acbc"]), numpy.array([b"a", b"bc"]),
            numpy.array(["2024-02-29", "NaT"], dtype="M8[D]"), numpy.array([1, 2], dtype="m8[ms]"),
            numpy.array([b"ab", b"c"], dtype="V2")]


@case("arrays of objects, which share one, and which hold themselves", PROTOCOLS)
def object_arrays():
    shared, made = [1], numpy.empty(2, dtype=object)
    made[:] = [shared, None]
    recursive = numpy.empty(1, dtype=object)
    recursive[0] = recursive
    return [made, shared, recursive]


@case("arrays of 0, 1, 2 and 3 dimensions, in either order, empty, with strides", PROTOCOLS)
def shapes():
    cube = numpy.arange(24).reshape(2, 3, 4)
    return [numpy.array(7), numpy.array([]), numpy.zeros((0, 3)), cube, numpy.asfortranarray(cube),
            cube[:, ::2, ::-1], cube.T, numpy.broadcast_to(numpy.arange(3), (2, 3))]


@case("one array twice, an array and a view of it", PROTOCOLS)
def shared_arrays():
    made = numpy.arange(6.0).reshape(2, 3)
    return [made, made, made[0], {u"again": made}]


@case("scalars of each kind", PROTOCOLS)
def scalars():
    return [numpy.bool_(True), numpy.int8(-1), numpy.uint64(2 ** 64 - 1), numpy.float32(1.5),
            numpy.float64("nan"), numpy.complex128(1 - 2j), numpy.str_("text"), numpy.bytes_(b"b"),
            numpy.datetime64("2024-02-29T01:02:03"), numpy.timedelta64(5, "m"), numpy.float16(0.5)]


@case("dtypes, structured, aligned, with titles, with sub-arrays", PROTOCOLS)
def dtypes():
    pair = numpy.dtype([("x", "<f4"), ("y", ">i2", (2,))])
    return [numpy.dtype("f8"), numpy.dtype("U5"), numpy.dtype(object), pair,
            numpy.dtype({"names": ["a", "b"], "formats": ["u1", "f8"]}, align=True),
            numpy.dtype([(("title", "name"), "i4"), ("inner", pair)]), numpy.dtype("M8[us]"), pair]


@case("structured and record arrays", PROTOCOLS)
def structured():
    kind = [("id", "<i4"), ("name", "U4"), ("where", [("x", "<f8"), ("y", "<f8")])]
    made = numpy.array([(1, "one", (0.5, 1.5)), (2, "two", (2.5, 3.5))], dtype=kind)
    return [made, made[0], made.view(numpy.recarray)]


@case("masked arrays, matrices, polynomials", (2, 4, 5))
def derived():
    return [numpy.ma.array([1, 2, 3], mask=[0, 1, 0], fill_value=9), numpy.ma.masked,
            numpy.matrix([[1, 2]]), numpy.poly1d([1, 0, -1])]


@case("functions and types of numpy", PROTOCOLS)
def functions():
    return [numpy.add, numpy.sin, numpy.float64, numpy.ndarray, numpy.linspace]


@case("generators of random numbers", (2, 4, 5))
def generators():
    return [numpy.random.RandomState(1), numpy.random.default_rng(1)]


@case("readonly arrays, and large ones, whose memory may be left out of the pickle", (5,))
def buffers():
    readonly = numpy.arange(4)
    readonly.flags.writeable = False
    large = numpy.arange(500, dtype="u2")
    return [readonly, large, large, numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3))]
