# SPDX-License-Identifier: Apache-2.0
"""Text: arguments, json, re, csv, string formatting, files of the session."""
import csv
import io
import json
import os
import re
import sys
import tempfile
import textwrap

print(sys.argv[1:])
data = {"name": "Ünïcödé €", "list": [1, 2.5, None, True], "nested": {"k": "v"}}
text = json.dumps(data, sort_keys=True, ensure_ascii=False)
print(text, json.loads(text) == data)
try:
    json.loads('{"a": ]')
except json.JSONDecodeError as error:
    print(error)

words = re.findall(r"\b(\w)(\w*)\b", "the quick brown fox")
print(words, re.sub(r"(?P<a>\w+) (?P<b>\w+)", r"\g<b> \g<a>", "hello world"))
print(re.split(r"[,;]\s*", "a, b;c,d"), re.fullmatch(r"(?i)HELLO", "hello") is not None)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "table.csv")
    with open(path, "w", newline="", encoding="utf-8") as sink:
        writer = csv.writer(sink)
        writer.writerow(["name", "said"])
        writer.writerow(["Ada", 'She said "yes", twice\nat least'])
    with open(path, newline="", encoding="utf-8") as source:
        print(list(csv.DictReader(source)))
    print(os.listdir(folder), os.path.getsize(path))
print(os.path.exists(folder))

print(textwrap.fill("All work and no play makes Jack a dull boy. " * 3, 40))
print(f"{3.14159:10.3f}|{255:#x}|{'x':^9}|{1234567:,}|{0.1 + 0.2!r}")
buffer = io.StringIO()
print("to a string", file=buffer)
print(repr(buffer.getvalue()), "straße".upper(), "é".encode(), b"\xff".decode("latin-1"))
