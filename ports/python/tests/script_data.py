# SPDX-License-Identifier: Apache-2.0
"""Data: sqlite3, compression, digests, exact numbers, dates, structures."""
import array
import base64
import bz2
import collections
import datetime
import decimal
import fractions
import hashlib
import itertools
import lzma
import math
import pickle
import random
import sqlite3
import statistics
import struct
import zlib

base = sqlite3.connect(":memory:")
base.execute("create table t(n integer, square integer, name text)")
base.executemany("insert into t values (?, ?, ?)",
                 [(n, n * n, f"n{n}") for n in range(1000)])
print(base.execute("select sum(n), avg(square), max(name) from t").fetchone())
print(base.execute("select name from t where square between 90 and 200").fetchall())
try:
    base.execute("select * from nothing")
except sqlite3.OperationalError as error:
    print(error)

text = b"All work and no play makes Jack a dull boy. " * 1000
for module in (zlib, bz2, lzma):
    small = module.compress(text)
    print(module.__name__, len(small) < 1000, module.decompress(small) == text)
print(hex(zlib.crc32(text)), hex(zlib.adler32(text)))
for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
    print(name, hashlib.new(name, text).hexdigest())

decimal.getcontext().prec = 50
print(decimal.Decimal(2).sqrt(), decimal.Decimal("0.1") * 3, fractions.Fraction(1, 3) + 1)
print(2 ** 500 % 1000007, math.factorial(60), math.comb(100, 50), (-7) // 2, divmod(-7, 3))
print(datetime.date(2024, 2, 28) + datetime.timedelta(days=2),
      datetime.datetime(2001, 9, 9, 1, 46, 40, tzinfo=datetime.timezone.utc).timestamp(),
      datetime.datetime.fromisoformat("2011-11-04T00:05:23+04:00"))
print(datetime.datetime.strptime("21 June, 2018", "%d %B, %Y").strftime("%A %j %U"))

print(struct.pack("<iQd3s", -1, 2 ** 63, 0.5, b"abc").hex(),
      array.array("d", [1, 2]).tobytes().hex())
print(base64.b85encode(b"some bytes"), pickle.loads(pickle.dumps({1: [2, (3,)]})))
print(collections.Counter("mississippi").most_common(2), list(itertools.permutations("abc"))[:3])
random.seed(7)
print([random.randrange(1000) for _ in range(5)], statistics.stdev([1, 2, 3, 4]))
