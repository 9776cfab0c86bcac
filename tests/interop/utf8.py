"""Compares brine's UTF-8, as utf8.cpp wrote it, with Python's codecs."""
# pythons: --system

import io
import os
import sys


def decoded(data, errors):
    try:
        return data.decode("utf-8", errors), -1
    except UnicodeDecodeError as error:
        return None, error.start


def expected(data):
    strict, strict_at = decoded(data, "strict")
    lax, lax_at = decoded(data, "surrogatepass")
    escaped = data.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass")
    ascii_only = all(byte < 0x80 for byte in data)
    if lax is None:
        points = utf16 = "-"
    else:
        points = ",".join([str(len(lax))] + [str(ord(c)) for c in lax])
        utf16 = "x" + lax.encode("utf-16-le", "surrogatepass").hex()
    flags = f"{strict is not None:d}{lax is not None:d}{ascii_only:d}"
    return f"{strict_at} {lax_at} {flags} x{escaped.hex()} 1 {points} {utf16}"


def main():
    seen = set()
    with io.open(os.path.join(sys.argv[1], "utf8.txt"), encoding="utf-8") as lines:
        for line in lines:
            text, answer = line.rstrip("\n").split(" ", 1)
            data = bytes.fromhex(text[1:])
            if answer != expected(data):
                sys.exit(f"{text}\n  brine  {answer}\n  Python {expected(data)}")
            seen.add(data)
    if sum(len(data) == 2 for data in seen) != 256 ** 2:
        sys.exit("not all pairs of bytes are there")
    print(f"{len(seen)} byte strings as in Python's codecs")


main()
