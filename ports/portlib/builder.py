# SPDX-License-Identifier: Apache-2.0
"""From a recipe to build/ports/NAME/out, by digest.

out/root is what the port installs, a tree as the guest sees it (/usr/bin,
/usr/lib...); out/NAME.tar is a root image of it, without what only compilers
read; out/tests is what its tests need beside it. They are all that anything
later uses, so a result from the cache is as good as a fresh one.
The roots of all built ports are laid over each other in build/ports/sysroot,
where the next port finds its libraries.
"""

import contextlib
import dataclasses
import fcntl
import fnmatch
import functools
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from .recipe import Problem, load

LOG_TAIL, LOG_WIDTH = 25, 300
# Another one makes all results of this driver's earlier forms stale.
RESULT_FORM = b"1"
TARGET = "x86_64-nacl"
# What decides, beside the recipe, what a port's programs are made of.
SDK_PARTS = ["share/toolchain-digest", "share/zerovm/config.site",
             f"{TARGET}/lib/libzrt.a", f"{TARGET}/lib/libc.a",
             f"{TARGET}/lib/crt1.o"]
# What a program does not need to run.
NOT_IN_IMAGE = ("/usr/include", "*.a", "*.la", "*.pc")
# Variables of the caller that a build may see.
KEPT = ("HOME", "USER", "TMPDIR", "TERM")


class Builder:
    def __init__(self, root, build, sdk, jobs, say=print):
        self.root, self.sdk, self.jobs, self.say = root, sdk, jobs, say
        self.ports = root / "ports"
        self.work = build / "ports"
        self.sysroot = self.work / "sysroot"
        cache = os.environ.get("CACHE", os.environ.get(
            "XDG_CACHE_HOME", str(Path.home() / ".cache")) + "/zerovm")
        self.cache = Path(cache) if cache else None
        if not (sdk / "bin" / "zvm-gcc").exists():
            raise Problem(f"no SDK in {sdk}", "make sdk")

    def recipe(self, name):
        return load(self.ports, name)

    def out(self, name):
        return self.work / name / "out"

    def image(self, name):
        return self.out(name) / f"{name}.tar"

    @functools.lru_cache(None)
    def sdk_digest(self):
        total = hashlib.sha256()
        for part in SDK_PARTS:
            path = self.sdk / part
            total.update(path.read_bytes() if path.exists() else b"absent")
        return total.digest()

    @functools.lru_cache(None)
    def digest(self, name):
        """Of everything the result depends on; the tests' commands are read
        from the recipe when they run."""
        recipe = self.recipe(name)
        total = hashlib.sha256(self.sdk_digest() + RESULT_FORM)
        for need in recipe.needs:
            total.update(self.digest(need).encode())
        total.update(repr(dataclasses.replace(
            recipe, folder=None, tests=[])).encode())
        for path in sorted(recipe.folder.iterdir()):
            if path.name != "port.toml" and path.is_file():
                total.update(f"{path.name}\n".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()[:24]

    def build(self, name, again=False):
        """Bring out/ up to date, with what the port needs first."""
        recipe = self.recipe(name)
        for need in recipe.needs:
            self.build(need)
        with self.locked(name):
            stamp = self.work / name / "digest"
            digest = self.digest(name)
            if (not again and stamp.exists() and stamp.read_text() == digest):
                return
            stamp.unlink(missing_ok=True)
            entry = self.cache and (
                self.cache / f"port-{name}-{digest}.tar.zst")
            if again or not self.from_cache(name, entry):
                self.make(recipe)
                self.into_cache(name, entry)
            self.lay_over(recipe)
            stamp.write_text(digest)

    @contextlib.contextmanager
    def locked(self, name):
        self.work.mkdir(parents=True, exist_ok=True)
        with open(self.work / f".{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def from_cache(self, name, entry):
        if not entry or not entry.exists():
            return False
        out = self.out(name)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        done = subprocess.run(["tar", "-C", out, "--zstd", "-xf", entry])
        if done.returncode:
            self.say(f"the cache entry is damaged and removed: {entry}")
            entry.unlink()
            return False
        os.utime(entry)
        self.say(f"{name}: taken from the cache")
        return True

    def into_cache(self, name, entry):
        if not entry:
            return
        entry.parent.mkdir(parents=True, exist_ok=True)
        new = entry.with_name(f"{entry.name}.{os.getpid()}")
        subprocess.run(["tar", "-C", self.out(name), "--sort=name", "--zstd",
                        "-cf", new, "."], check=True)
        new.rename(entry)

    def make(self, recipe):
        """Unpack, configure, build, install; a log each, a whole tree anew."""
        name = recipe.name
        folder = self.work / name
        source = folder / "source"
        for old in (source, self.out(name)):
            shutil.rmtree(old, ignore_errors=True)
        log = self.work / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        self.say(f"{name} {recipe.version}: building (log: {log})")
        with open(log, "w") as sink:
            self.unpack(recipe, source, sink, log)
            for sub in ("root", "tests"):
                (self.out(name) / sub).mkdir(parents=True)
            for step in ("configure", "build", "install"):
                script = getattr(recipe, step)
                if script:
                    self.step(recipe, step, script, source, sink, log)
        root = self.out(name) / "root"
        for file in recipe.licence_files:
            place = root / "usr/share/licences" / name
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / file, place)
        with open(log, "a") as sink:
            self.checked(recipe, "image", sink, log, [
                "zvm-pack", "-q", root, "-o", self.image(name),
                *(word for glob in NOT_IN_IMAGE
                  for word in ("--exclude", glob))])
        missing = [f for f in recipe.installs
                   if not os.path.lexists(root / f.lstrip("/"))]
        if missing:
            raise Problem(f"{name}: the install step left out {missing[0]}",
                          f"the whole log: {log}")

    def unpack(self, recipe, source, sink, log):
        """The original archive, then Debian's patches that the recipe wants,
        then its own: all without fuzz."""
        words = [word for pair in recipe.files.items() for word in pair]
        fetched = self.checked(
            recipe, "fetch", sink, log,
            [self.root / "toolchain" / "fetch.sh", "--source", recipe.package,
             recipe.package_version, *words])
        original, debian = None, None
        for path in fetched.splitlines():
            if ".debian.tar." in path:
                debian = path
            else:
                original = path
        source.mkdir(parents=True)
        self.checked(recipe, "unpack", sink, log, [
            "tar", "-C", source, "--strip-components=1", "-xf", original])
        patches = []
        if debian:
            self.checked(recipe, "unpack", sink, log,
                         ["tar", "-C", source, "-xf", debian])
            patches += self.chosen(recipe, source / "debian" / "patches")
        patches += sorted(recipe.folder.glob("*.patch"))
        for patch in patches:
            self.checked(recipe, f"patch {patch.name}", sink, log, [
                "patch", "-d", source, "-p1", "-F0", "--no-backup-if-mismatch",
                "-i", patch])

    @staticmethod
    def chosen(recipe, folder):
        series = [line.split()[0] for line in
                  (folder / "series").read_text().splitlines()
                  if line.strip() and not line.startswith("#")]
        for pattern in recipe.debian_patches:
            if not fnmatch.filter(series, pattern):
                raise Problem(f"{recipe.name}: Debian's series has no "
                              f"'{pattern}'")
        return [folder / patch for patch in series
                if any(fnmatch.fnmatch(patch, pattern)
                       for pattern in recipe.debian_patches)]

    def checked(self, recipe, what, sink, log, command):
        print("+", *command, file=sink, flush=True)
        done = subprocess.run([str(word) for word in command], text=True,
                              stdout=subprocess.PIPE, stderr=sink,
                              env=self.host_environment())
        sink.write(done.stdout)
        sink.flush()
        if done.returncode:
            self.failed(recipe, what, log)
        return done.stdout

    def step(self, recipe, what, script, source, sink, log):
        print(f"+ step {what}", file=sink, flush=True)
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", script], cwd=source,
            stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
            env=self.environment(recipe))
        if done.returncode:
            self.failed(recipe, what, log)

    def failed(self, recipe, what, log):
        tail = [line[:LOG_WIDTH] for line in log.read_text(
            errors="replace").splitlines()[-LOG_TAIL:]]
        raise Problem(f"{recipe.name}: step {what} failed\n    " +
                      "\n    ".join(tail), f"the whole log: {log}",
                      f"again: ports/build --again {recipe.name}")

    def host_environment(self):
        kept = {k: os.environ[k] for k in (*KEPT, "CACHE", "XDG_CACHE_HOME",
                                           "ZVM_BUILD", "ZVM_DEBIAN_ARCHIVE")
                if k in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8",
                "PATH": f"{self.sdk / 'bin'}:/usr/sbin:/usr/bin:/sbin:/bin"}

    def environment(self, recipe):
        """What a step sees, and a test: the cross tools under the names that
        makefiles and configure scripts ask for."""
        usr = self.sysroot / "usr"
        out = self.out(recipe.name)
        tools = {"CC": "gcc", "CXX": "g++", "CPP": "cpp", "AR": "ar",
                 "RANLIB": "ranlib", "NM": "nm", "STRIP": "strip",
                 "READELF": "readelf", "OBJCOPY": "objcopy"}
        variables = {**self.host_environment(),
                     **{k: f"zvm-{v}" for k, v in tools.items()},
                     "CC_FOR_BUILD": "gcc", "HOST": TARGET,
                     "CFLAGS": "-O2", "CXXFLAGS": "-O2",
                     "CPPFLAGS": f"-isystem {usr / 'include'}",
                     "LDFLAGS": f"-L{usr / 'lib'}",
                     "PKG_CONFIG": "zvm-pkg-config",
                     "ZVM_PKG_CONFIG_PATH": str(usr / "lib/pkgconfig"),
                     "JOBS": str(self.jobs), "SOURCE_DATE_EPOCH": "1672531200",
                     "PORT": str(recipe.folder), "SYSROOT": str(self.sysroot),
                     "ROOT": str(out / "root"), "TESTS": str(out / "tests"),
                     "IMAGE": str(self.image(recipe.name))}
        site = self.sdk / "share/zerovm/config.site"
        if site.exists():
            variables["CONFIG_SITE"] = str(site)
        return variables

    def lay_over(self, recipe):
        """Add the port's root to the sysroot of all ports, without what an
        earlier build of it had put there."""
        listing = self.work / recipe.name / "installed"
        if listing.exists():
            for file in listing.read_text().splitlines():
                (self.sysroot / file).unlink(missing_ok=True)
        root = self.out(recipe.name) / "root"
        listing.write_text("".join(
            f"{path.relative_to(root)}\n" for path in sorted(root.rglob("*"))
            if path.is_symlink() or not path.is_dir()))
        self.sysroot.mkdir(exist_ok=True)
        subprocess.run(["cp", "-a", "--remove-destination", f"{root}/.",
                        self.sysroot], check=True)

    def into_sdk(self, name):
        """Copy the port's headers and libraries to where zvm-gcc looks without
        being told."""
        usr = self.out(name) / "root" / "usr"
        for sub in ("include", "lib"):
            if (usr / sub).is_dir():
                shutil.copytree(usr / sub, self.sdk / TARGET / sub,
                                symlinks=True, dirs_exist_ok=True)
