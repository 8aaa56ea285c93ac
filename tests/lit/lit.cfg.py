# SPDX-License-Identifier: Apache-2.0
"""Compiler, assembler and validator tests: RUN lines checked by FileCheck.

By hand: ZVM_SDK=$PWD/build/sdk lit.py -v tests/lit (LLVM 14's lit).
"""

import os
import re

import lit.formats

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
build = os.environ.get("ZVM_BUILD", os.path.join(root, "build"))
sdk = os.path.realpath(os.environ.get("ZVM_SDK", os.path.join(build, "sdk")))
llvm = os.environ.get("ZVM_LLVM", "/usr/lib/llvm-14/bin")

config.name = "zerovm"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cc", ".s", ".S", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.environ.get(
    "ZVM_LIT_WORK", os.path.join(build, "tests", "lit"))
config.environment["PATH"] = os.pathsep.join(
    [llvm, config.environment.get("PATH", "/usr/bin:/bin")])
config.environment["LC_ALL"] = "C.UTF-8"
# The compiler's scratch files; without it lit would drop the variable.
config.environment["TMPDIR"] = os.environ.get("TMPDIR", "/tmp")

for tool in ("as", "ld", "ar", "nm", "objcopy", "objdump", "readelf", "size",
             "strip", "gcc", "g++", "validate", "run"):
    config.substitutions.append(
        ("%" + re.escape("zvm-" + tool) + r"(?![\w+-])",
         os.path.join(sdk, "bin", "zvm-" + tool)))
config.substitutions.append(("%zerovm(?!\\w)",
                             os.path.join(sdk, "bin", "zerovm")))
