#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The command zvm-validate: verdicts, exit statuses, and what it prints.

bats_require_minimum_version 1.5.0

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
validate=$sdk/bin/zvm-validate

# assemble NAME TEXT: a program with the text as its first and only code.
assemble() {
    printf '.section .note.ZeroVM,"a",@note\n.long 7, 12, 1\n.asciz "ZeroVM"
.p2align 2\n.long 1, 0, 0\n.text\n.globl _start\n_start:\n%b\n' "$2" >"$1.s"
    "$sdk/bin/zvm-as" "$1.s" -o "$1.o"
    "$sdk/bin/zvm-ld" "$1.o" -o "$1"
}

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    assemble good 'nop'
    # syscall; mov %eax,(%rbx); twelve times int3
    assemble bad '.byte 0x0f, 0x05\n.p2align 5\n.byte 0x89, 0x03
.rept 12\n.p2align 5\n.byte 0xcc\n.endr'
    echo 'not a program' >text
}

setup() {
    cd "$BATS_FILE_TMPDIR"
}

@test "status 0 and a line for what is accepted" {
    run --separate-stderr "$validate" good
    [ "$status" -eq 0 ]
    [ "$output" = "good: ok" ]
    [ -z "$stderr" ]
}

@test "status 1 for refused code, with address, offset, bytes, text, rule, sentence" {
    run "$validate" bad
    [ "$status" -eq 1 ]
    [ "${lines[0]}" = "bad: refused" ]
    [[ ${lines[1]} =~ ^'  0x00020020 (file 0x'[0-9a-f]{6}'): 0f 05 '\ *syscall$ ]]
    [ "${lines[2]}" = "      table: enters or configures the system" ]
    [[ ${lines[3]} =~ ^'  0x00020040 ('.*'): 89 03 '\ *'mov %eax, (%rbx)'$ ]]
    [[ ${lines[4]} = "      memory: "* ]]
}

@test "the file offset is where the bytes are" {
    offset=$("$validate" bad | sed -n 's/.*0x00020040 (file 0x\([0-9a-f]*\)).*/\1/p')
    [ "$(od -An -tx1 -j "$((16#$offset))" -N 2 bad)" = " 89 03" ]
}

@test "ten refusals, then their number, then a count for each rule" {
    run "$validate" bad
    [ "$(grep -c 'file 0x' <<<"$output")" -eq 10 ]
    [ "${lines[-2]}" = "  and 4 more (--max=0 shows all)" ]
    [ "${lines[-1]}" = "  refusals by rule: table 13, memory 1" ]
    run "$validate" --max=0 bad
    [ "$(grep -c 'file 0x' <<<"$output")" -eq 14 ]
    run "$validate" --max=1 bad
    [ "$(grep -c 'file 0x' <<<"$output")" -eq 1 ]
}

@test "a branch to a wrong place names its target" {
    assemble branch 'jmp . + 4\n.byte 0xb8, 0, 0, 0, 0'
    run "$validate" branch
    [ "$status" -eq 1 ]
    [[ $output == *"direct: the branch goes into the middle"* ]]
    [[ $output == *"its target is 0x00020024"* ]]
}

@test "several files: every one is judged, the worst gives the status" {
    run "$validate" good bad good
    [ "$status" -eq 1 ]
    [ "$(grep -c '^good: ok' <<<"$output")" -eq 2 ]
    run "$validate" bad missing good
    [ "$status" -eq 2 ]
    [[ $output == *"missing: error: No such file or directory"* ]]
    [[ $output == *"good: ok"* ]]
}

@test "status 1 for what is no program, with the place and a hint" {
    run "$validate" text
    [ "$status" -eq 1 ]
    [[ $output == *"text: refused"*"byte 0x0: elf: "* ]]
    : >empty
    run "$validate" empty
    [ "$status" -eq 1 ]
    run "$validate" /bin/true
    [ "$status" -eq 1 ]
}

@test "status 2 for a folder, no file, wrong options, a full disk" {
    run "$validate" .
    [ "$status" -eq 2 ]
    run "$validate"
    [ "$status" -eq 2 ]
    [[ $output == *"no file given"*"hint: "* ]]
    run "$validate" --no-such-option good
    [ "$status" -eq 2 ]
    run "$validate" --max=many good
    [ "$status" -eq 2 ]
    [[ $output == *"--max: not a number (got many)"* ]]
    run "$validate" --return=fast good
    [ "$status" -eq 2 ]
    run bash -c "'$validate' good >/dev/full"
    [ "$status" -eq 2 ]
}

@test "a pipe is read as well as a file" {
    run bash -c "cat bad | '$validate' /dev/stdin"
    [ "$status" -eq 1 ]
    [[ $output == *"0x00020040"* ]]
}

@test "--json says the same, as JSON, about all files" {
    run --separate-stderr "$validate" --json --max=2 good bad text missing
    [ "$status" -eq 2 ]
    python3 - "$output" <<'END'
import json, sys
good, bad, text, missing = json.loads(sys.argv[1])["files"]
assert good == {"file": "good", "verdict": "accepted"}, good
assert bad["verdict"] == "refused" and bad["refused"] == 14, bad
assert bad["by_rule"] == {"table": 13, "memory": 1}, bad
first, second = bad["refusals"]
assert first["address"] == 0x20020 and first["bytes"] == "0f 05", first
assert first["rule"] == "table" and first["instruction"] == "syscall", first
code = open("bad", "rb").read()
assert code[second["offset"]:second["offset"] + 2] == b"\x89\x03", second
assert second["reason"].startswith("the operand has 64-bit"), second
assert text["verdict"] == "refused" and text["elf"]["offset"] == 0, text
assert missing["verdict"] == "unreadable" and missing["error"], missing
END
}

@test "--json keeps a file name that is no text in one piece" {
    cp good $'a"b\\c\n\xff'
    "$validate" --json $'a"b\\c\n\xff' | python3 -c '
import json, sys
name = json.load(sys.stdin)["files"][0]["file"]
assert name == "a\"b\\c\n\xff", repr(name)'
}

@test "--stats prints sizes, policy and speed" {
    run "$validate" --stats good
    [ "$status" -eq 0 ]
    [[ $output =~ 'text '[0-9]+' bytes, '[0-9]+' bundles, '[0-9]+' instructions' ]]
    [[ $output =~ 'masked returns' ]]
    [[ $output =~ 'checked in '[0-9.]+' ms, '[0-9]+' MB/s, 1 thread' ]]
}

@test "--return=register refuses a masked return" {
    assemble masked '.byte 0x48,0x81,0x24,0x24,0xe0,0xff,0xff,0x7f,0xc3'
    run "$validate" masked
    [ "$status" -eq 0 ]
    run "$validate" --return=register masked
    [ "$status" -eq 1 ]
    [[ $output == *"return: masked return where the register form is demanded"* ]]
}

@test "--strict also refuses what depends on undefined flags" {
    assemble flags 'imul %ecx, %eax\nsete %dl\nlahf'
    run "$validate" flags
    [ "$status" -eq 0 ]
    run "$validate" --strict flags
    [ "$status" -eq 1 ]
    [[ $output == *"strict: reads a flag that may be undefined here"* ]]
    [ "${lines[-1]}" = "  refusals by rule: strict 2" ]
    run "$validate" --strict good
    [ "$status" -eq 0 ]
}

@test "--list-rules, and --explain for each of them" {
    run "$validate" --list-rules
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -ge 13 ]
    for rule in $(awk '{ print $1 }' <<<"$output"); do
        run "$validate" --explain "$rule"
        [ "$status" -eq 0 ]
        [[ ${lines[0]} == "$rule: "* ]]
        [[ $output == *"Reasons of refusal:"*"  - "* ]]
    done
    run "$validate" --explain nonsense
    [ "$status" -eq 2 ]
    [[ $output == *"no such rule: nonsense"*"hint: "* ]]
}

@test "every code rule of docs/abi.md is listed, and no other" {
    grep -oE '^\| `[a-z]+` \|' "$BATS_TEST_DIRNAME/../../docs/abi.md" |
        tr -d '|` ' | sort >documented
    "$validate" --list-rules | awk '{ print $1 }' | sort >listed
    comm -13 documented listed >undocumented
    [ "$(tr '\n' ' ' <undocumented)" = "isa strict " ]
    comm -23 documented listed >absent
    [ ! -s absent ]
}

@test "a large text is checked by several threads, with the same refusals" {
    if [ "$(nproc)" -lt 2 ]; then skip "one processor"; fi
    body='.rept 90000\n.p2align 5\nmov %edi,%ebx\nadd $12,%eax\n.endr'
    assemble large "$body"
    run "$validate" --stats large
    [ "$status" -eq 0 ]
    [[ $output =~ 'MB/s, '[2-9][0-9]*' threads' ]]
    assemble large "$body\n.p2align 5\n.byte 0x0f,0x05\n$body\n.p2align 5\njmp . - 3"
    run "$validate" large
    [ "$status" -eq 1 ]
    [[ $output == *"refusals by rule: table 1, direct 1" ]]
    where=$(sed -n 's/^  \(0x[0-9a-f]*\) .* 0f 05 .*/\1/p' <<<"$output")
    run "$sdk/bin/zvm-run" large
    [ "$status" -ne 0 ]
    [[ $output == *"refused at $(printf "%#x" "$where"): 0f 05: "* ]]
}

@test "--help names every option, --version the version" {
    run "$validate" --version
    [[ $output =~ ^'zvm-validate '[0-9] ]]
    run "$validate" --help
    [ "$status" -eq 0 ]
    for option in json stats max return strict list-rules explain; do
        [[ $output == *"--$option"* ]]
    done
}
