"""Objects of pandas."""

import numpy
import pandas

from corpus_case import Cases

PROTOCOLS = (2, 4, 5)
case = Cases()


@case("a DataFrame with columns of each kind", PROTOCOLS)
def data_frame():
    return pandas.DataFrame({
        "ints": [1, 2, 3], "floats": [0.5, float("nan"), -0.0], "texts": ["a", None, "\u20ac"],
        "bools": [True, False, True], "when": pandas.date_range("2024-02-28", periods=3),
        "kinds": pandas.Categorical(["x", "y", "x"])}, index=pandas.Index([10, 20, 30], name="key"))


@case("DataFrames: empty, of objects, with two levels of columns", PROTOCOLS)
def more_data_frames():
    columns = pandas.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["letter", None])
    return [pandas.DataFrame(), pandas.DataFrame({"lists": [[1], [2, 3]]}),
            pandas.DataFrame(numpy.arange(4.0).reshape(2, 2), columns=columns)]


@case("Series: named, of dates with a zone, of nullable types", PROTOCOLS)
def series():
    return [pandas.Series([1, 2], name="n"), pandas.Series([1.5], index=["a"]),
            pandas.Series(pandas.date_range("2024", periods=2, tz="UTC")),
            pandas.Series([1, None], dtype="Int64"), pandas.Series(["a", None], dtype="string"),
            pandas.Series([True, None], dtype="boolean"), pandas.Series([], dtype="float64")]


@case("one Series twice, and a DataFrame with its index", PROTOCOLS)
def shared():
    made = pandas.Series([1, 2], index=["a", "b"])
    return [made, made, pandas.DataFrame({"c": made}), made.index]


@case("an Index of each kind", PROTOCOLS)
def indexes():
    return [pandas.RangeIndex(1, 10, 2), pandas.Index([1.5, 2.5]),
            pandas.Index(["a", "b"], name="n"),
            pandas.MultiIndex.from_product([[1, 2], ["x", "y"]], names=["i", "t"]),
            pandas.DatetimeIndex(["2024-01-01", "NaT"]),
            pandas.date_range("2024", periods=3, freq="M", tz="UTC"),
            pandas.period_range("2024-01", periods=2, freq="M"),
            pandas.to_timedelta([1, 2], unit="h"), pandas.interval_range(0, 2),
            pandas.CategoricalIndex(["a", "b", "a"], ordered=True)]


@case("Categoricals, with and without an order", PROTOCOLS)
def categoricals():
    return [pandas.Categorical(["b", "a", None]),
            pandas.Categorical(["lo", "hi"], categories=["lo", "mid", "hi"], ordered=True),
            pandas.CategoricalDtype([1, 2])]


@case("Timestamps, Timedeltas, Periods, Intervals, offsets, and what is missing", PROTOCOLS)
def scalars():
    return [pandas.Timestamp("2024-02-29T01:02:03.000000004"),
            pandas.Timestamp("2024-01-01", tz="UTC"), pandas.Timedelta(1, "ns"),
            pandas.Period("2024-02", "M"), pandas.Interval(0, 1.5, closed="left"), pandas.NaT,
            pandas.NA, pandas.offsets.MonthEnd(2), pandas.offsets.BDay()]


@case("sparse and interval arrays", (4,))
def extension_arrays():
    return [pandas.arrays.SparseArray([0, 0, 1]),
            pandas.arrays.IntervalArray.from_breaks([0, 1, 2])]


@case("a DataFrame whose memory may be left out of the pickle", (5,))
def buffers():
    return pandas.DataFrame({"ints": range(50), "floats": numpy.arange(50) / 4.0})
