#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# zvm-pack: images are readable by others, deterministic, complete, and say
# what they leave out. Hostile images end zvm-run with a sentence.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
    export PATH=$sdk/bin:$PATH
    umask 022
}

# A tree with one of everything that an image can hold.
make_tree() {
    mkdir -p "$1/bin" "$1/d/e" "$1/empty"
    echo hi >"$1/bin/a"
    chmod 755 "$1/bin/a"
    ln "$1/bin/a" "$1/d/hard"
    ln -s a "$1/bin/soft"
    ln -s /bin/a "$1/d/absolute"
    long=$(printf 'l%.0s' {1..200})
    mkdir -p "$1/d/$long"
    echo long >"$1/d/$long/$long"
    ln -s "$long/$long" "$1/d/to-long"
    echo dash >"$1/d-a"
    printf 'x%.0s' {1..1000} >"$1/d/e/thousand"
    chmod 640 "$1/d/e/thousand"
    chmod 4711 "$1/d-a"
}

@test "GNU tar and Python unpack the very tree" {
    make_tree t
    zvm-pack t -o t.tar
    mkdir u v
    tar -xpf t.tar -C u
    diff -r --no-dereference t u
    # Both names are one file, modes are the host's.
    [ "$(stat -c %i u/bin/a)" = "$(stat -c %i u/d/hard)" ]
    [ "$(cd t && find . -printf '%P %m %y\n' | sort | tail -n +2)" = \
        "$(cd u && find . -printf '%P %m %y\n' | sort | tail -n +2)" ]
    python3 -c 'import tarfile; tarfile.open("t.tar").extractall("v")'
    diff -r --no-dereference t v
}

@test "the same tree gives the same bytes, whatever the host says of it" {
    make_tree one
    zvm-pack one -o one.tar
    # Made in another order, at another time, by somebody else.
    mkdir two
    (cd one && find . -depth ! -type d | sort -r | tar -c -T -) | tar -xp -C two
    mkdir -p two/empty
    find two -exec touch -h -d '2011-01-01' {} +
    chown -Rh 1234:4321 two 2>/dev/null || true
    chmod 4711 two/d-a # chown clears it
    (cd /; TZ=Asia/Tokyo LC_ALL=C.UTF-8 zvm-pack "$OLDPWD/two" -o "$OLDPWD/two.tar")
    cmp one.tar two.tar
    # Sorted, owned by root, of one time.
    tar -tf one.tar | sed 's,/$,,' >names
    LC_ALL=C sort -c names
    [ "$(tar --numeric-owner -tvf one.tar | awk '{print $2, $4, $5}' | sort -u)" = \
        "0/0 2000-01-01 00:00" ]
}

@test "--mtime and --preserve" {
    mkdir t
    echo a >t/a
    touch -d @1000000000.25 t/a
    zvm-pack --mtime 2020-02-03T04:05:06Z t -o t.tar
    TZ=UTC tar -tvf t.tar | grep -F '2020-02-03 04:05'
    zvm-pack --preserve t -o t.tar
    python3 - <<'PYTHON'
import os, tarfile
m = tarfile.open("t.tar").getmember("a")
assert m.mtime == 1000000000.25, m.mtime
assert (m.uid, m.gid) == (os.getuid(), os.getgid())
PYTHON
    run zvm-pack --mtime yesterday t -o t.tar
    [ "$status" = 2 ]
    [[ ${lines[0]} == "zvm-pack: error: wrong --mtime (got 'yesterday', expected "* ]]
}

@test "SOURCE::GUEST: directories, files, parents, later sources on top" {
    mkdir -p a/x b/x
    echo a1 >a/x/f
    echo a2 >a/x/g
    echo b1 >b/x/f
    zvm-pack a b::/ a/x/g::/usr/lib/deep/name a/x/f::/opt/ a/x/f -o t.tar
    mkdir u
    tar -xf t.tar -C u
    [ "$(cat u/x/f u/x/g u/usr/lib/deep/name u/opt/f u/f)" = $'b1\na2\na2\na1\na1' ]
    [ "$(stat -c %a u/usr/lib)" = 755 ]
    run zvm-pack a a/x/g::/x/f/inside -o t2.tar
    [ "$status" = 1 ]
    text="it would be inside /x/f, which is a/x/f and no directory"
    [ "$output" = "zvm-pack: error: a/x/g: $text" ]
    [ ! -e t2.tar ]
}

@test "--exclude: names, whole paths, directories are not entered" {
    mkdir -p t/keep t/skip/deep t/keep/skip
    touch t/a.pyc t/keep/b.pyc t/keep/c.py t/skip/deep/x t/keep/skip/y
    run zvm-pack --list t --exclude '*.pyc' --exclude /skip
    [ "$status" = 0 ]
    [ "$(awk '{print $3}' <<<"$output")" = $'/keep\n/keep/c.py\n/keep/skip\n/keep/skip/y' ]
    chmod 0 t/skip
    run zvm-pack --list t --exclude skip
    [ "$(awk '{print $3}' <<<"$output")" = $'/a.pyc\n/keep\n/keep/b.pyc\n/keep/c.py' ]
    chmod 755 t/skip
}

@test "--list of an image says what GNU tar says" {
    make_tree t
    run zvm-pack --list -q t -o t.tar
    [ "$status" = 0 ]
    packed=$output
    run zvm-pack --list t.tar
    [ "$(awk '{print $3}' <<<"$output" | sed 's,/$,,')" = \
        "$(awk '{print $3}' <<<"$packed")" ]
    [ "$(tar -tf t.tar | wc -l)" = "${#lines[@]}" ]
    for format in gnu pax ustar v7 oldgnu; do
        mkdir -p "s/$format"
        echo x >"s/$format/file"
        ln -sf file "s/$format/link"
        tar --format=$format -cf f.tar -C s "$format"
        run zvm-pack --list f.tar
        [ "$status" = 0 ]
        [[ $output == *"/$format/file"*"/$format/link -> file"* ]]
    done
}

@test "what a guest cannot have is left out, with a warning" {
    mkdir t
    mkfifo t/fifo
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("t/socket")'
    ln -s /etc/passwd t/outside
    ln -s ../../../x t/above
    ln -s nothing t/dangling
    ln -s /dev/null t/device-link
    touch t/file
    ln -s file/../file t/fine
    run zvm-pack t -o t.tar
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 5 ]
    [[ $output == *"t/fifo: warning: a FIFO is left out (a guest cannot have it)"* ]]
    [[ $output == *"t/socket: warning: a socket is left out"* ]]
    what="the symbolic link leads to"
    [[ $output == *"t/outside: warning: $what '/etc/passwd', which is not in the image"* ]]
    [[ $output == *"t/above: warning: $what '../../../x'"* ]]
    [[ $output == *"t/dangling: warning: $what 'nothing'"* ]]
    [ "$(tar -tf t.tar | tr '\n' ' ')" = "above dangling device-link file fine outside " ]
    run zvm-pack --quiet t -o t.tar
    [ "$output" = "" ]
}

@test "an image is there when it is complete, and does not hold itself" {
    mkdir t
    echo a >t/a
    zvm-pack t -o t/image.tar
    zvm-pack t -o t/image.tar
    [ "$(tar -tf t/image.tar)" = a ]
    cp t/image.tar before
    if [ "$(id -u)" != 0 ]; then chmod 0 t/a; else ln -s loop t/loop; fi
    run zvm-pack t t/loop -o t/image.tar
    [ "$status" = 1 ]
    cmp before t/image.tar
    [ "$(find t -name '*zvm-*')" = "" ]
    run zvm-pack t -o nowhere/image.tar
    [ "$status" = 1 ]
    [ "$output" = "zvm-pack: error: nowhere/image.tar: No such file or directory" ]
}

@test "usage errors: 2, with a hint" {
    run zvm-pack
    [ "$status" = 2 ]
    [ "${lines[1]}" = "zvm-pack: hint: zvm-pack DIRECTORY -o root.tar" ]
    mkdir t
    run zvm-pack t
    [ "$status" = 2 ]
    [ "${lines[0]}" = "zvm-pack: error: no image to make (expected -o IMAGE)" ]
    run zvm-pack t --exlude x -o t.tar
    [ "$status" = 2 ]
    [ "${lines[0]}" = "zvm-pack: error: unknown option '--exlude'" ]
    [ "${lines[1]}" = "zvm-pack: hint: did you mean '--exclude'?" ]
    run zvm-pack t --excl x -o t.tar # nothing is abbreviated
    [ "$status" = 2 ]
    run zvm-pack t --list=yes
    [ "${lines[0]}" = "zvm-pack: error: --list takes no value" ]
    run zvm-pack t::../x -o t.tar
    [ "$status" = 1 ]
    [ "$output" = "zvm-pack: error: t::../x: '..' in the guest's path" ]
    run zvm-pack nothing -o t.tar
    [ "$output" = "zvm-pack: error: nothing: No such file or directory" ]
}

@test "to standard output, with short options in one word" {
    mkdir t
    echo a >t/a
    zvm-pack -qo- t | tar -xO a | grep -x a
}

@test "a file beyond 8 GiB, in a hole" {
    mkdir t
    truncate -s 9G t/large
    zvm-pack -o - t | tar -tv | grep -w 9663676416
}

# bats test_tags=slow
@test "10,000 files" {
    mkdir t
    for i in {0..99}; do
        mkdir t/$i
        for j in {0..98}; do echo "$i $j" >t/$i/$j; done
    done
    zvm-pack t -o t.tar
    [ "$(zvm-pack --list t.tar | wc -l)" = 10000 ]
    mkdir u
    tar -xf t.tar -C u
    diff -r t u
}
