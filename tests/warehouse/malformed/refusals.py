"""Files that are no table of results, or that mean harm: each is refused as a whole, for a reason that is known."""

import gzip
import random
import zipfile
from collections.abc import Callable
from io import BytesIO

Make = Callable[[random.Random], bytes]
TABLE = b"student,school,grade,year,subject,score\n" + b"".join(b"%03d,N,3,2024,R,500\n" % n for n in range(40))
BEGINNINGS = (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
              b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"PAR1", b"{\\rtf1 ")  # fmt: skip


def foreign(chance: random.Random) -> bytes:
    return chance.choice(BEGINNINGS) + chance.randbytes(300)


def noise(chance: random.Random) -> bytes:
    return bytes(chance.randrange(1, 9) for _ in range(400)) + TABLE[:100]


def nothing(chance: random.Random) -> bytes:
    return chance.choice((b"", b"\n\n", b"   \r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"))


def one_column(chance: random.Random) -> bytes:
    return b"student\n" + b"".join(b"%03d\n" % n for n in range(chance.randrange(2, 30)))


def cut_gzip(chance: random.Random) -> bytes:
    packed = gzip.compress(chance.randbytes(200).hex().encode() + TABLE, mtime=0)
    return packed[: chance.randrange(20, len(packed) - 8)]


def broken_gzip(chance: random.Random) -> bytes:
    packed = bytearray(gzip.compress(TABLE, mtime=0))
    packed[-chance.randrange(5, 9)] ^= 0xFF  # the sum at its end
    return bytes(packed)


def swelling_gzip(chance: random.Random) -> bytes:
    return gzip.compress(b"1,2,3\n" * chance.randrange(3_000_000, 4_000_000), mtime=0)


def million_columns(chance: random.Random) -> bytes:
    n = chance.randrange(1_000_000, 1_000_100)
    return b",".join([b"c%d" % place for place in range(n)]) + b"\n" + b"," * (n - 1) + b"\n"


def many_columns(chance: random.Random) -> bytes:
    n = chance.randrange(1_001, 5_000)
    return b",".join([b"c%d" % place for place in range(n)]) + b"\n" + b"1," * (n - 1) + b"1\n"


def archive(chance: random.Random) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(chance.choice(("results.csv", "../results.csv", "word/document.xml", "inner.zip")), TABLE)
    return out.getvalue()


def many_entries(chance: random.Random) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for n in range(chance.randrange(60, 200)):
            packed.writestr(f"xl/part{n}.xml", "<x/>")
    return out.getvalue()


def cut_zip(chance: random.Random) -> bytes:
    packed = archive(chance)
    return packed[: chance.randrange(10, len(packed) - 30)]


def without_lines(chance: random.Random) -> bytes:
    return b"a" * (33_000_000 + chance.randrange(100)) + b",b"


REFUSED: tuple[tuple[Make, str, int], ...] = (
    (foreign, "not_a_table", 20), (noise, "not_a_table", 10), (nothing, "empty", 8), (one_column, "single_column", 10),
    (cut_gzip, "cut", 15), (broken_gzip, "cut", 6), (swelling_gzip, "unpacks_too_large", 2),
    (million_columns, "too_many_columns", 1), (many_columns, "too_many_columns", 6), (archive, "not_a_table", 8),
    (many_entries, "unpacks_too_large", 4), (cut_zip, "cut", 8), (without_lines, "not_a_table", 1),
)  # fmt: skip
