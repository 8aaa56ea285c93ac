#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# zvm-run --root, --out, --save, --check-deterministic: what they promise, and
# what they say when it cannot be kept.

load runtime.bash

setup_file() {
    PATH=$bin:$PATH
    cd "$BATS_FILE_TMPDIR" || return
    cat >show.c <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* show COMMAND...: args; cat PATH; write PATH TEXT; random PATH */
int main(int argc, char **argv)
{
    char line[200];
    if (argc > 1 && !strcmp(argv[1], "args"))
        for (int i = 0; i < argc; i++)
            printf("<%s>\n", argv[i]);
    for (int i = 1; i + 1 < argc; i++) {
        if (!strcmp(argv[i], "cat")) {
            FILE *f = fopen(argv[i + 1], "r");
            if (!f)
                return perror(argv[i + 1]), 1;
            while (fgets(line, sizeof line, f))
                fputs(line, stdout);
            fclose(f);
        } else if (!strcmp(argv[i], "write")) {
            FILE *f = fopen(argv[i + 1], "w");
            if (!f)
                return perror(argv[i + 1]), 1;
            fputs(argv[i + 2], f);
            fclose(f);
        } else if (!strcmp(argv[i], "bytes")) {
            int fd = open(argv[i + 1], O_RDONLY);
            printf("%zd\n", read(fd, line, 8));
            write(1, line, 8);
        } else if (!strcmp(argv[i], "exit")) {
            return atoi(argv[i + 1]);
        } else if (!strcmp(argv[i], "abort")) {
            abort();
        }
    }
    return 0;
}
END
    zvm-gcc -O2 -w show.c -o show
    mkdir -p tree/bin tree/usr/bin tree/opt tree/etc
    cp show tree/usr/bin/show
    ln -s ../usr/bin/show tree/bin/linked
    ln tree/usr/bin/show tree/opt/hard
    echo from-image >tree/etc/name
    zvm-pack tree -o tree.tar
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    PATH=$bin:$PATH
    ln "$BATS_FILE_TMPDIR/tree.tar" tree.tar
}

@test "a program out of an image: by name, by path, through links" {
    for name in show linked /usr/bin/show /bin/linked /opt/hard; do
        run_apart zvm-run --root tree.tar $name cat /etc/name
        ended 0 from-image ''
    done
    run_apart zvm-run --root tree.tar -e PATH=/opt hard cat /etc/name
    ended 0 from-image ''
    run_apart zvm-run --root tree.tar::/mnt /mnt/usr/bin/show cat /mnt/etc/name
    ended 0 from-image ''
}

@test "its arguments arrive as they are" {
    run_apart zvm-run --root tree.tar linked args 'a  b' '' 'q"\,=#' $'n\nl' --root '\x41' @@x é
    ended 0 $'<linked>\n<args>\n<a  b>\n<>\n<q"\\,=#>\n<n\nl>\n<--root>\n<\\x41>\n<@x>\n<é>' ''
    # Found elsewhere than in PATH: the whole path is its name.
    run_apart zvm-run --root tree.tar show args
    ended 0 $'</usr/bin/show>\n<args>' ''
}

@test "a host program counts first; what no sandbox runs does not" {
    cp "$BATS_FILE_TMPDIR/show" prog
    run_apart zvm-run --root tree.tar prog args
    ended 0 $'<prog>\n<args>' ''
    run_apart zvm-run --root tree.tar ./prog cat /etc/name
    ended 0 from-image ''
    cp /bin/true linked # a host file of that name, and no program of ours
    run_apart zvm-run --root tree.tar linked args
    ended 0 $'<linked>\n<args>' ''
    run_apart zvm-run --root tree.tar ./linked args
    ended 126 ''
    [[ $err == 'zvm-run: ./linked: error: an x86-64 Linux program'* ]]
}

@test "a program that is nowhere: 127" {
    run_apart zvm-run --root tree.tar nothing
    ended 127 '' 'zvm-run: nothing: error: No such file or directory'
    run_apart zvm-run --root tree.tar /etc
    ended 126 ''
    run_apart zvm-run --root tree.tar /etc/name # found, and no program
    ended 126 ''
}

@test "images that are none, missing, or cut: a sentence and 125" {
    run_apart zvm-run --root missing.tar show
    ended 125 '' 'zvm-run: error: missing.tar: No such file or directory'
    run_apart zvm-run --root . show
    ended 125 '' 'zvm-run: error: .: not a regular file'
    seq 10000 >text.tar
    run_apart zvm-run --root text.tar show
    ended 125 '' 'zvm-run: error: text.tar: offset 0: no tar header (wrong checksum)'
    head -c 3000 tree.tar >cut.tar
    run_apart zvm-run --root cut.tar show
    [ "$status" = 125 ]
    [[ $err == 'zvm-run: error: cut.tar: offset '* ]]
    run_apart zvm-run --root tree.tar::relative show
    ended 125 '' "zvm-run: error: wrong --root (got 'tree.tar::relative', expected IMAGE or\
 IMAGE::DIR, such as root.tar::/usr)"
}

@test "an image's bytes do not reach the terminal" {
    truncate -s 1M hole
    tar -cSf sparse.tar --transform=$'s/hole/a\e[31mb/' hole
    ln -s $'a\e[31mb' innocent
    tar -rf sparse.tar innocent
    run_apart zvm-run --root sparse.tar /innocent
    ended 125 '' 'zvm-run: error: /a\x1b[31mb: a program cannot be a sparse file of its image'
}

@test "--out: at exit, atomically, sorted, and not after an abort" {
    run_apart zvm-run --root tree.tar --out /o::o.tar show write /o/b 2 write /o/a 1 exit 3
    ended 3 '' ''
    [ "$(tar -xOf o.tar ./a)$(tar -xOf o.tar ./b)" = 12 ]
    [ "$(tar -tf o.tar | tr '\n' ' ')" = './ ./a ./b ' ]
    cp o.tar before
    run_apart zvm-run --root tree.tar --out /o::o.tar show write /o/a 1 abort x
    ended 134
    cmp o.tar before
    run_apart zvm-run --root tree.tar --out /o::new.tar show write /o/a 1 abort x
    [ ! -e new.tar ]
    run_apart zvm-run --out o.tar show
    ended 125 '' "zvm-run: error: wrong --out (got 'o.tar', expected DIR::IMAGE, such as\
 /out::out.tar)"
    run_apart zvm-run --root tree.tar --out /o::no/where.tar show
    ended 125
    [[ $err == 'zvm-run: no/where.tar: error: channel /dev/out.0: '* ]]
}

@test "--cwd: where the program starts; a directory that is there" {
    run_apart zvm-run --root tree.tar --cwd /etc linked cat name
    ended 0 from-image ''
    run_apart zvm-run --root tree.tar --cwd /none linked
    ended 125 ''
    [[ $err == *'/dev/nvram:4: error: No such file or directory (got "/none")'* ]]
    run_apart zvm-run --root tree.tar --cwd /etc/name linked
    [[ $err == *'error: Not a directory (got "/etc/name")'* ]]
    run_apart zvm-run --cwd etc linked
    ended 125 '' "zvm-run: error: wrong --cwd (got 'etc', expected an absolute path)"
}

@test "what a session exports is an image for the next" {
    zvm-run --root tree.tar --out /o::o.tar show write /o/file carried
    run_apart zvm-run --root tree.tar --root o.tar::/in show cat /in/file
    ended 0 carried ''
}

@test "--save: files that zerovm runs, from anywhere" {
    zvm-run --root tree.tar --save saved linked args cat /etc/name
    [ "$(ls saved | tr '\n' ' ')" = 'manifest nvram program ' ]
    zvm-run --root tree.tar linked args cat /etc/name >direct
    saved=$PWD/saved/manifest
    (cd / && "$bin/zerovm" --report=none "$saved") | cmp - direct
    run_apart zvm-run --root tree.tar --print-manifest linked
    ended 125 '' "zvm-run: error: the manifest needs files; zvm-run --save DIR writes the\
 manifest and all that it needs"
}

check=(zvm-run --memory 48M --check-deterministic)

@test "--check-deterministic: output, status and files as without it" {
    cp "$BATS_FILE_TMPDIR/show" .
    mkdir tmp
    export TMPDIR=$PWD/tmp
    echo old >rw
    run_apart "${check[@]}" --out /o::o.tar show cat /dev/stdin write @+rw new write /o/x 1 \
        exit 7 < <(echo piped)
    [ "$status" = 7 ]
    [ "$out" = piped ]
    [[ $err == 'zvm-run: deterministic: two runs gave the same bytes, end and memory ('* ]]
    [ "$(cat rw)" = new ]
    [ "$(tar -xOf o.tar ./x)" = 1 ]
    seq 5 >lines
    (read -r _; "${check[@]}" show cat /dev/stdin 2>err) <lines >out
    [ "$(tail -n 1 out)" = 5 ]
    run_apart "${check[@]}" show abort x
    [ "$status" = 134 ]
    [[ $err == 'zvm-run: '*'(SIGABRT)'$'\n'*'deterministic: two runs'* ]]
    run_apart "${check[@]}" --out /o::o.tar show cat @lines @missing
    ended 125
    [ "$(ls tmp)" = "" ]
}

@test "--check-deterministic: an input that changes is found, nothing is delivered" {
    cp "$BATS_FILE_TMPDIR/show" .
    run_apart "${check[@]}" --out /o::o.tar show write /o/x 1 bytes @/dev/urandom
    [ "$status" = 125 ]
    [ "$out" = '' ]
    [[ $err == 'zvm-run: error: not deterministic: standard output differs at byte '[0-9]*\
' ("'*'" in the first run, "'*'" in the second)' ]]
    [ ! -e o.tar ]
}

@test "--check-deterministic: a run that the host ended is not compared" {
    "$bin/zvm-gcc" -O2 -nostdlib -ffreestanding -I"$root/zrt/abi" \
        -o session "$root/tests/bats/fixtures/session.c"
    run_apart "${check[@]}" --timeout 0.3 session spin
    [ "$status" = 124 ]
    [[ $err == *'time limit of 0.300 seconds reached' ]]
    run_apart "${check[@]}" nothing
    ended 127
}
