#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What a program does not use it does not carry: every byte of text is read and
# checked at each start.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
gcc=$sdk/bin/zvm-gcc
nm=$sdk/bin/x86_64-nacl-nm

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# carries PROGRAM SYMBOL
carries() {
    "$nm" "$1" | grep -q " [A-Za-z] $2\$"
}

@test "hello carries no scheduler, no signals, no /proc, and little text" {
    cat >hello.c <<'EOF2'
#include <stdio.h>
int main(void) { puts("hello"); return 0; }
EOF2
    "$gcc" -O2 hello.c -o hello
    carries hello __zrt_tree_init
    for part in __zrt_wait __zrt_signal_send __zrt_proc_add __zrt_fifo_new \
        __zrt_lock_drop qsort; do
        ! carries hello "$part" || { echo "$part"; return 1; }
    done
    text=$("$sdk/bin/x86_64-nacl-size" -A hello | awk '$1 == ".text" {print $2}')
    echo "text: $text bytes"
    [ "$text" -le 68500 ]
}

@test "a program that opens a path has /proc, devices and FIFOs" {
    cat >opens.c <<'EOF2'
#include <fcntl.h>
#include <stdio.h>
int main(void)
{
    char line[64] = "";
    FILE *file = fopen("/proc/self/comm", "r");

    return !file || !fgets(line, sizeof(line), file) || fputs(line, stdout) < 0 ||
           open("/dev/null", O_RDWR) < 0;
}
EOF2
    "$gcc" -O2 opens.c -o opens
    carries opens __zrt_fifo_new
    [ "$("$sdk/bin/zvm-run" ./opens)" = opens ]
}

@test "abort runs a handler of a program that has one" {
    cat >aborts.c <<'EOF2'
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
static void handler(int number)
{
    _exit(number == SIGABRT ? 42 : 1);
}
int main(void)
{
    signal(SIGABRT, handler);
    abort();
}
EOF2
    "$gcc" -O2 aborts.c -o aborts
    run "$sdk/bin/zvm-run" ./aborts
    [ "$status" -eq 42 ]
    printf '#include <stdlib.h>\nint main(void) { abort(); }\n' >plain.c
    "$gcc" -O2 plain.c -o plain
    run "$sdk/bin/zvm-run" ./plain
    [ "$status" -eq 134 ]
    run carries plain __zrt_signal_send
    [ "$status" -ne 0 ]
}

@test "an image with devices and FIFOs is exported as it was by who opens nothing" {
    mkdir tree
    mkfifo tree/fifo
    echo text >tree/file
    python3 - <<'EOF2'
import tarfile
with tarfile.open("image.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
    tar.add("tree", arcname="tree")
    for name, number in ("null", 3), ("other", 77):
        entry = tarfile.TarInfo("tree/" + name)
        entry.type, entry.devmajor, entry.devminor = tarfile.CHRTYPE, 1, number
        tar.addfile(entry)
EOF2
    printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' >p.c
    "$gcc" -O2 p.c -o p
    run carries p __zrt_fifo_new
    [ "$status" -ne 0 ]
    "$sdk/bin/zvm-run" --root image.tar --out /::out.tar ./p
    python3 - <<'EOF2'
import tarfile
def entries(name):
    with tarfile.open(name) as tar:
        return {(e.name.removeprefix("./"), e.type, e.devmajor, e.devminor, e.size)
                for e in tar if "tree/" in e.name}
assert entries("image.tar") <= entries("out.tar"), entries("out.tar")
EOF2
}
