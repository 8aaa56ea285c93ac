# SPDX-License-Identifier: Apache-2.0
"""Recipes: ports/NAME/port.toml, read strictly. docs/ports.md explains each key."""

import dataclasses
import tomllib
from pathlib import Path


class Problem(Exception):
    """What is wrong, and what to do about it."""

    def __init__(self, what, *hints):
        super().__init__(what)
        self.hints = hints


@dataclasses.dataclass
class Test:
    name: str
    run: str  # bash, in the port's installed tests folder
    long: bool = False  # only in the long run
    tap: bool = False  # it prints TAP: each of its lines is a result
    timeout: int = 600


@dataclasses.dataclass
class Recipe:
    folder: Path
    name: str
    version: str
    summary: str
    licence: str
    licence_files: list
    package: str  # Debian source package, its version and its files' sums
    package_version: str
    files: dict
    debian_patches: list  # patterns over Debian's own series
    needs: list
    long: bool  # too long for the normal test run
    configure: str
    build: str
    install: str
    installs: list  # what must stand in the result
    tests: list


def load(ports, name):
    path = ports / name / "port.toml"
    if not path.is_file():
        raise Problem(f"no port '{name}'", "ports/build --list")
    try:
        data = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path}: {error}") from error
    return Reader(path, data).recipe()


def load_all(ports):
    return {path.parent.name: load(ports, path.parent.name)
            for path in sorted(ports.glob("*/port.toml"))}


class Reader:
    """Takes keys out of a table; what is left at the end is an error."""

    def __init__(self, path, data):
        self.path, self.data = path, data

    def fail(self, what):
        raise Problem(f"{self.path}: {what}")

    def take(self, table, where, key, kind, default=None):
        value = table.pop(key, default)
        if value is None:
            self.fail(f"{where} lacks '{key}'")
        if not isinstance(value, kind):
            self.fail(f"{where}: '{key}' is a {type(value).__name__}, "
                      f"expected {kind.__name__}")
        return value

    def done(self, table, where):
        if table:
            self.fail(f"{where}: unknown key '{next(iter(table))}'")

    def recipe(self):
        top = self.data
        source = self.take(top, "the recipe", "source", dict)
        steps = self.take(top, "the recipe", "steps", dict)
        recipe = Recipe(
            folder=self.path.parent,
            name=self.path.parent.name,
            version=self.take(top, "the recipe", "version", str),
            summary=self.take(top, "the recipe", "summary", str),
            licence=self.take(top, "the recipe", "licence", str),
            licence_files=self.take(top, "the recipe", "licence-files", list),
            package=self.take(source, "[source]", "package", str),
            package_version=self.take(source, "[source]", "version", str),
            files=self.take(source, "[source]", "sha256", dict),
            debian_patches=self.take(source, "[source]", "debian-patches",
                                     list, []),
            needs=self.take(top, "the recipe", "needs", list, []),
            long=self.take(top, "the recipe", "long", bool, False),
            configure=self.take(steps, "[steps]", "configure", str, ""),
            build=self.take(steps, "[steps]", "build", str),
            install=self.take(steps, "[steps]", "install", str),
            installs=self.take(top, "the recipe", "installs", list),
            tests=[self.test(table) for table in
                   self.take(top, "the recipe", "test", list, [])])
        self.done(source, "[source]")
        self.done(steps, "[steps]")
        self.done(top, "the recipe")
        return recipe

    def test(self, table):
        test = Test(
            name=self.take(table, "[[test]]", "name", str),
            run=self.take(table, "[[test]]", "run", str),
            long=self.take(table, "[[test]]", "long", bool, False),
            tap=self.take(table, "[[test]]", "tap", bool, False),
            timeout=self.take(table, "[[test]]", "timeout", int, 600))
        self.done(table, "[[test]]")
        return test
