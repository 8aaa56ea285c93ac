#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Help, man pages and completions say the same: they are made from one table
# for each tool.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")
tools="zvm-run zvm-pack zerovm zvm-validate"

long_options() { # TOOL: those that --help shows
    "$sdk/bin/$1" --help | sed -n 's/^  \(-., \)\?--\([a-z-]*\).*/\2/p'
}

@test "each option is in the man page and in both completions" {
    for tool in $tools; do
        [ "$(long_options $tool | wc -l)" -gt 5 ]
        for option in $(long_options $tool); do
            grep -qF -e "\\-\\-$option\\fR" "$sdk/share/man/man1/$tool.1"
            grep -qE -e "[ |']--($option)[ |)]" \
                "$sdk/share/bash-completion/completions/$tool"
            grep -qE -e "--($option)=?-?\[" "$sdk/share/zsh/site-functions/_$tool"
        done
    done
}

@test "man pages: name, synopsis, options, exit status; no raw dash or dot" {
    for tool in $tools; do
        page=$sdk/share/man/man1/$tool.1
        for section in NAME SYNOPSIS OPTIONS EXAMPLES 'EXIT STATUS'; do
            grep -qx ".SH $section" "$page"
        done
        grep -q "^$tool .-" "$page"
        # Every line that starts with a dot is one of the commands used.
        [ "$(grep -c '^\.' "$page")" = "$(grep -cE '^\.(TH|SH|TP|PP|B)( |$)' "$page")" ]
    done
}

# complete TOOL WORD...: what bash would offer for the last word.
complete_words() {
    bash --norc -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        "_${1//-/_}"; printf "%s\n" "${COMPREPLY[@]}"' - \
        "$sdk/share/bash-completion/completions/$1" "$@" | sort
}

@test "bash completes options, their values, files and @files" {
    cd "$BATS_TEST_TMPDIR"
    touch words.txt weights
    mkdir folder
    [ "$(complete_words zvm-run --ti)" = --timeout ]
    [ "$(complete_words zvm-run --report = js)" = json ]
    [ "$(complete_words zvm-run --report js)" = json ]
    [ "$(complete_words zvm-run --root w)" = $'weights\nwords.txt' ]
    [ "$(complete_words zvm-run --save '')" = folder ]
    [ "$(complete_words zvm-run prog @wo)" = @words.txt ]
    [ "$(complete_words zvm-run --timeout '')" = "" ]
    [ "$(complete_words zvm-pack -o we)" = weights ]
    [ "$(complete_words zerovm --isolate = f)" = full ]
    # What is only understood for old scripts' sake is not offered.
    [ "$(complete_words zerovm -v)" = "" ]
    [ "$(complete_words zvm-run --under)" = "" ]
}

@test "zsh completions have balanced quotes and one line for an option" {
    for tool in $tools; do
        file=$sdk/share/zsh/site-functions/_$tool
        [ "$(head -n 1 "$file")" = "#compdef $tool" ]
        bash -n <(sed 1d "$file") # the quoting rules are the same here
    done
}

@test "no long option can be abbreviated" {
    for tool in $tools; do
        for option in $(long_options $tool); do
            for cut in "${option%?}" "${option%???}"; do
                [ -n "$cut" ] || continue
                ! long_options $tool | grep -qxF -e "$cut" || continue
                run "$sdk/bin/$tool" "--$cut"
                [[ $output == *"unknown option '--$cut'"* ]]
            done
        done
    done
}
