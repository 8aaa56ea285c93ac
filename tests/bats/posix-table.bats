#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# zrt/posix.def says what the libraries have: each row is compared with them.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
tool=$BATS_TEST_DIRNAME/../../zrt/posix.py

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# functions STATE: the names of the rows with that state.
functions() {
    "$tool" names "$1"
}

symbols() {
    local library
    for library in libc.a libm.a libzrt.a; do
        "$sdk/bin/zvm-nm" --defined-only -g \
            "$("$sdk/bin/zvm-gcc" -print-file-name="$library")" 2>/dev/null
    done | awk 'NF == 3 { print $3 }' | sort -u
}

# Functions of the table that the headers define as macros.
macros() {
    printf '%s\n' pthread_cleanup_pop pthread_cleanup_push siglongjmp sigpause sigsetjmp
}

# Exported names that are no functions.
variables() {
    printf '%s\n' environ error_message_count error_one_per_line \
        error_print_progname in6addr_any in6addr_loopback optarg opterr optind \
        optopt program_invocation_name program_invocation_short_name suboptarg \
        getdate_err timezone daylight tzname
}

@test "what is full or partial is in the libraries" {
    { functions full; functions partial; } | grep -vxFf <(macros) | sort -u >promised
    [ "$(wc -l <promised)" -gt 1000 ]
    symbols >there
    run comm -23 promised there
    echo "promised but missing: $output"
    [ -z "$output" ]
}

@test "what is absent is in no library, not even as a stub" {
    functions absent | sort -u >absent
    [ "$(wc -l <absent)" -gt 100 ]
    symbols >there
    run comm -12 absent there
    echo "absent but there: $output"
    [ -z "$output" ]
}

@test "what the libraries export has a row" {
    { functions full; functions partial; } | sort -u >promised
    symbols | grep -v -e "^_" -e "^zvm_" -e "^nvram_" | grep -vxFf <(variables) >there
    run comm -13 promised there
    echo "exported without a row: $output"
    [ -z "$output" ]
}

@test "-lnosys has what is absent and says so, and nothing else" {
    "$sdk/bin/zvm-nm" --defined-only -g "$("$sdk/bin/zvm-gcc" -print-file-name=libnosys.a)" \
        2>/dev/null | awk 'NF == 3 && $3 !~ /^_/ { print $3 }' | sort >nosys
    sed -n 's/.*, \(.*\), absent, .*-lnosys.*/\1/p' "${tool%.py}.def" | sort >told
    [ "$(wc -l <nosys)" -gt 40 ]
    diff nosys told
}

@test "-lnosys: what is absent links and fails when it is called" {
    cat >refused.c <<'END'
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
    char *arguments[] = { "sh", NULL };
    struct addrinfo *found = NULL;
    pid_t child = 5;

    if (fork() != -1 || errno != ENOSYS || execv("/bin/sh", arguments) != -1 || errno != ENOSYS)
        return 1;
    if (wait(NULL) != -1 || errno != ECHILD || popen("true", "r") || errno != ENOSYS)
        return 2;
    if (posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) != ENOSYS)
        return 3;
    if (dlerror() || dlopen("libm.so", RTLD_NOW) || !dlerror() || dlerror())
        return 4;
    return getaddrinfo("localhost", NULL, NULL, &found) == EAI_FAIL && !found ? 0 : 5;
}
END
    run "$sdk/bin/zvm-gcc" refused.c -o refused
    [ "$status" -ne 0 ]
    "$sdk/bin/zvm-gcc" refused.c -o refused -lnosys
    "$sdk/bin/zvm-run" ./refused
}

@test "each function is declared by its header and links" {
    "$tool" declared >declared.c
    run "$sdk/bin/zvm-gcc" -D_GNU_SOURCE declared.c -o declared -lm
    echo "$output"
    [ "$status" = 0 ]
    run "$sdk/bin/zvm-run" ./declared
    [ "$status" = 0 ]
}

@test "the linker says why fork does not link" {
    printf '%s\n' 'int fork(void);' 'int main(void) { return fork(); }' >fork.c
    run "$sdk/bin/zvm-gcc" fork.c -o fork
    [ "$status" -ne 0 ]
    [[ "$output" == *"fork() does not exist: a sandbox holds one process"* ]]
    [[ "$output" == *"undefined reference to \`fork'"* ]]
    [ ! -e fork ]
}

@test "a program that calls nothing absent links without a warning" {
    printf '%s\n' 'int main(void) { return 0; }' >main.c
    run "$sdk/bin/zvm-gcc" main.c -o main
    [ "$status" = 0 ]
    [ -z "$output" ]
}

@test "docs/posix.md is what the table makes" {
    "$tool" page >page
    diff page "$BATS_TEST_DIRNAME/../../docs/posix.md" ||
        { echo "again: zrt/posix.py page >docs/posix.md"; false; }
}

@test "configure believes config.site, and only for the guest" {
    "$tool" config-site >site
    cmp site "$sdk/share/zerovm/config.site"
    host_alias=x86_64-nacl sh -c '. ./site; [ "$ac_cv_func_fork" = no ]'
    host_alias=x86_64-linux-gnu sh -c '. ./site; [ -z "${ac_cv_func_fork-}" ]'
    host_alias=x86_64-nacl ac_cv_func_fork=yes sh -c '. ./site; [ "$ac_cv_func_fork" = yes ]'
}
