#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Tar images as the guest's files: every writer and every format gives the tree
# it was made from; what is wrong is told with image and offset; exports give
# it all back; /dev/nvram does what docs/zrt.md says.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
bin=$(cd "${ZVM_SDK:-$root/build/sdk}/bin" && pwd)

setup_file() {
    "$bin/zvm-gcc" -O2 -Wall -Wextra -Werror -o "$BATS_FILE_TMPDIR/show" \
        "$root/tests/bats/fixtures/show-tree.c"
    gcc -O2 -o "$BATS_FILE_TMPDIR/show-native" "$root/tests/bats/fixtures/show-tree.c"
    "$bin/zvm-gcc" -O2 -Wall -Wextra -Werror -o "$BATS_FILE_TMPDIR/session-files" \
        "$root/tests/bats/fixtures/session-files.c"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    umask 022
    cp "$BATS_FILE_TMPDIR"/{show,show-native,session-files} .
}

# A tree with what images hold. Names at the borders of ustar's fields.
make_tree() {
    mkdir -p t/a/b t/empty
    echo hello >t/a/hello
    chmod 741 t/a/hello
    ln t/a/hello t/hard
    ln -s a/hello t/soft
    printf 'x%.0s' {1..5000} >t/a/b/large
    n95=$(printf 'n%.0s' {1..95})
    echo 95 >"t/$n95"
    touch -d @1000000000 t/a/b/large t/a
    chmod 1755 t/empty
}

# What only GNU and pax formats can hold.
make_more() {
    mkfifo t/fifo
    n200=$(printf 'd%.0s' {1..200})
    mkdir -p "t/$n200/$n200"
    echo deep >"t/$n200/$n200/file"
    printf 'y%.0s' {1..255} >t/255
    mv t/255 "t/$(cat t/255)"
    ln -s "$n200/$n200/file" t/to-deep
    truncate -s 5M t/sparse
    printf middle | dd of=t/sparse bs=1 seek=2000000 conv=notrunc status=none
}

same_tree() { # IMAGE [DIRECTORY]
    ./show-native "${2:-t}" | sort >expected
    "$bin/zvm-run" --root "$1" show / | sort >got
    diff expected got
}

@test "GNU tar's formats" {
    make_tree
    for format in v7 oldgnu gnu ustar posix; do
        tar -C t --format=$format -cf $format.tar .
        same_tree $format.tar
    done
    make_more
    for format in oldgnu gnu posix; do
        tar -C t --format=$format -cf $format.tar .
        same_tree $format.tar
        tar -C t --format=$format -cSf sparse.tar .
        [ "$(stat -c %s sparse.tar)" -lt 100000 ]
        same_tree sparse.tar
    done
    for version in 0.0 0.1 1.0; do
        tar -C t --format=posix --sparse-version=$version -cSf sparse.tar .
        same_tree sparse.tar
    done
}

@test "Python's tarfile" {
    make_tree
    make_more
    for format in GNU PAX; do
        python3 -c "import tarfile
t = tarfile.open('p.tar', 'w', format=tarfile.${format}_FORMAT)
t.add('t', '.')
t.close()"
        same_tree p.tar
    done
}

@test "zvm-pack's images" {
    make_tree
    make_more
    rm t/fifo
    find t -exec touch -h -d 2000-01-01T00:00:00Z {} +
    "$bin/zvm-pack" t -o image.tar
    # In the image everything is root's.
    ./show-native t | sort |
        awk -v id="$(id -u)" '{ $6 = ""; if ($3 == id) $3 = $4 = 0; print }' >expected
    "$bin/zvm-run" --root image.tar show / | sort | awk '{ $6 = ""; print }' >got
    diff expected got
}

@test "owners, large numbers and fractions" {
    python3 - <<'EOF'
import io, tarfile
t = tarfile.open('o.tar', 'w', format=tarfile.GNU_FORMAT)
for name, uid, time in (('a', 3000000, 0), ('b', 7, -5), ('c', 0, 10**11)):
    i = tarfile.TarInfo(name)
    i.uid = i.gid = uid
    i.mtime = time
    t.addfile(i, io.BytesIO())
t.close()
EOF
    "$bin/zvm-run" --root o.tar show / | sed 's/ $//' >got
    diff - got <<'EOF'
100644 1 3000000 3000000 0 0 0 /a
100644 1 7 7 0 -5 0 /b
100644 1 0 0 0 100000000000 0 /c
EOF
}

@test "later images lie over earlier ones" {
    mkdir -p one/d/only one/d/both two/d/both two/d/file two/new
    echo 1 >one/d/file
    echo one >one/d/both/x
    echo two >two/d/both/x
    echo y >two/d/both/y
    tar -C one -cf one.tar .
    tar -C two -cf two.tar .
    "$bin/zvm-run" --root one.tar --root two.tar show / | cut -d' ' -f8 | sort >got
    printf '%s\n' /d /d/both /d/both/x /d/both/y /d/file /d/only /new | diff - got
    "$bin/zvm-run" --root one.tar --root two.tar session-files cat /d/both/x >got
    [ "$(cat got)" = two ]
    "$bin/zvm-run" --root one.tar --root two.tar::/mnt/deep session-files cat \
        /mnt/deep/d/both/x /d/both/x >got
    [ "$(cat got)" = "$(printf 'two\none')" ]
}

@test "what is written over an image stays in memory" {
    make_tree
    tar -C t -cf t.tar .
    cp t.tar before.tar
    "$bin/zvm-run" --root t.tar session-files rewrite /a/b/large
    cmp t.tar before.tar
}

@test "an export gives the tree back, and the same bytes each time" {
    make_tree
    make_more
    tar -C t --format=posix -cSf t.tar .
    "$bin/zvm-run" --root t.tar::/x --out /x::out.tar session-files cat /x/a/hello
    "$bin/zvm-run" --root t.tar::/x --out /x::again.tar session-files cat /x/a/hello
    cmp out.tar again.tar
    [ "$(stat -c %s out.tar)" -lt 100000 ]
    mkdir u
    tar -C u -xpf out.tar --numeric-owner
    ./show-native t | sort >expected
    ./show-native u | sort >got
    diff expected got
    # Others read it too, and so do we.
    python3 -c "import tarfile; tarfile.open('out.tar').extractall('v')"
    ./show-native v | sort >got
    diff <(grep -v /sparse expected | cut -d' ' -f5,7-) <(grep -v /sparse got | cut -d' ' -f5,7-)
    same_tree out.tar
    # Sorted by name whatever the order of making.
    "$bin/zvm-run" --out /o::o.tar session-files make /o/b /o/a /o/c
    [ "$(tar -tf o.tar)" = "$(printf './\n./a\n./b\n./c')" ]
}

@test "what is wrong with an image is told with its name and the offset" {
    make_tree
    tar -C t --format=posix -cf t.tar .
    printf XX | dd of=t.tar bs=1 seek=1540 conv=notrunc status=none
    run "$bin/zvm-run" --root t.tar show /
    [ "$status" = 125 ]
    [[ $output == *"offset 1"*": error: "* ]]
    printf 'no image at all' >bad.tar
    run "$bin/zvm-run" --root bad.tar show /
    [ "$status" = 125 ]
}

@test "10,000 files, paths near 4096 bytes" {
    python3 - <<'EOF'
import io, tarfile
t = tarfile.open('many.tar', 'w', format=tarfile.PAX_FORMAT)
for n in range(10000):
    i = tarfile.TarInfo(f'd{n // 100}/file{n}')
    i.size = 3
    t.addfile(i, io.BytesIO(b'abc'))
long = '/'.join(['p' * 255] * 15) + '/' + 'q' * 254
i = tarfile.TarInfo(long)
i.size = 4
t.addfile(i, io.BytesIO(b'long'))
t.close()
open('long', 'w').write('/' + long)
EOF
    [ "$("$bin/zvm-run" --root many.tar show / | grep -c ' 100644 \|^100644')" = 10001 ]
    [ "$("$bin/zvm-run" --root many.tar session-files cat "$(cat long)")" = long ]
}

# session NVRAM PROGRAM ARGUMENT...: with a configuration of one's own.
session() {
    cat >nvram
    program=$1
    shift
    {
        printf '%s\n' 'Version = 2' "Program = $program" \
            'Channel = /dev/nvram, from=nvram, random' "${channels[@]}"
        for word in "$@"; do printf 'Argument = %s\n' "$word"; done
    } >manifest
    run "$bin/zerovm" --report=json:report manifest </dev/null
    status=$(sed -n 's/.*"ended_by": "exit", "status": \([0-9]*\).*/\1/p' report)
}

@test "nvram: arguments, environment, clock, modes" {
    touch in
    channels=('Channel = /dev/in, from=in, random')
    session session-files ignored <<'EOF'
# all sections
[args]
args=show "two words" \x22q\x22 a\x2cb
[env]
name=HOME, value=/home/x\x2cy
name=NEW, value=
[time]
seconds=12345
[mapping]
channel=/dev/in, mode=char
[debug]
verbosity=0
[precache]
precache=no
EOF
    diff - <(printf '%s\n' "$output") <<'EOF'
show
two words
"q"
a,b
HOME=/home/x,y
PATH=/bin
LANG=C.UTF-8
NEW=
time 12345
/dev/in character device
EOF
}

# A folder for the program fixtures/read-only.c.
make_read_only() {
    mkdir -p ro/folder
    printf 'hi there\n' >ro/file
    chmod 4644 ro/file
    echo more >ro/folder/file
    ln -s file ro/link
    mkfifo ro/fifo
}

@test "nvram: an image that is not writable" {
    make_read_only
    tar -cf data.tar -C ro .
    "$bin/zvm-gcc" -O2 -Wall -Wextra -Werror -o read-only \
        "$root/tests/bats/fixtures/read-only.c"
    channels=('Channel = /dev/data, from=data.tar, random')
    channels+=('Channel = /dev/debug, to=log')
    session read-only /data /tmp <<'EOF'
[debug]
verbosity=1
[fstab]
channel=/dev/data, mountpoint=/data, access=ro, writable=no
EOF
    echo "$output"
    [ "$status" = 0 ]
    [ "$(cat log)" = 'zrt: mounted /dev/data at /data' ]
    session session-files cat /proc/mounts <<'EOF'
[fstab]
channel=/dev/data, mountpoint=/data, access=ro, writable=no
channel=/dev/data, mountpoint=/more, access=ro
EOF
    diff - <(printf '%s\n' "$output") <<'EOF'
rootfs / rootfs rw 0 0
/dev/data /data tar ro 0 0
/dev/data /more tar rw 0 0
EOF
}

@test "the same on a read-only mount of the host's" {
    unshare -rm true || skip "no user namespaces for mounts here"
    make_read_only
    gcc -O2 -o read-only "$root/tests/bats/fixtures/read-only.c"
    unshare -rm sh -c 'mkdir data w && mount --bind ro data &&
        mount -o remount,ro,bind data &&
        ./read-only data "$PWD/w"'
}

@test "nvram: errors end the session with file and line" {
    channels=()
    refused() { # LINE TEXT...; the configuration comes on standard input
        local line=$1
        session session-files x
        [ "$status" = 125 ]
        [[ $output == "zrt: /dev/nvram:$line: error: "*"$2"* ]] || {
            echo "$output"
            return 1
        }
    }
    printf '[fstab]\nchannel=/dev/no, mountpoint=/, access=ro\n' | refused 2 'no such channel'
    printf '\n[what]\n' | refused 2 'unknown section (got "what"'
    printf '[env]\nname=A\n' | refused 2 'expected value'
    printf '[env]\nname=A, value=b, c\n' | refused 2 'no key=value'
    printf '[fstab]\nchannel=/dev/nvram, mountpoint=/, access=rx\n' |
        refused 2 'unknown access (got "rx", expected ro or wo)'
    printf '[fstab]\nchannel=/dev/nvram, mountpoint=x, access=ro\n' | refused 2 'absolute'
    touch in
    channels=('Channel = /dev/in, from=in, random')
    printf '[fstab]\nchannel=/dev/in, mountpoint=/, access=ro, writable=maybe\n' |
        refused 2 'unknown word for writable (got "maybe", expected yes or no)'
    channels=()
    printf '[args]\nargs="a\n' | refused 2 'quote'
    printf '[time]\nseconds=soon\n' | refused 2 'seconds'
    printf '[mapping]\nchannel=/dev/stdin, mode=block\n' | refused 2 'file, pipe or char'
    printf '[precache]\nprecache=yes\n' | refused 2 'zvm_serve'
}
