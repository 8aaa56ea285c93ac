#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Build the cross toolchain in named steps, or take it from the cache.
#
# Every step has a digest: of its script, its sources, its patches, the host
# compiler and the digest of the step before. A step whose stamp holds its
# digest is not run again; the last digest names the cache entry. So nothing
# is rebuilt without a cause, and nothing stale is used.

tool=toolchain
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
    cat <<EOF
usage: toolchain/build.sh [--list] [--from STEP] [--only STEP] [--digest]
Builds the x86_64-nacl toolchain into build/toolchain/prefix.
  --list        the steps, with their estimates and whether they are done
  --from STEP   forget this step and all after it, then build
  --only STEP   run this one step again, whatever its stamp says
  --digest      print the digest that names the cache entry
Environment:
  CACHE         folder for downloads and finished toolchains (now: ${cache:-none});
                empty: build from source and keep nothing
  JOBS          parallel jobs (now: $jobs)
EOF
}

jobs=${JOBS:-$(nproc)}
from='' only='' list='' digest_only=''
while [ $# -gt 0 ]; do
    case $1 in
    --list) list=1 ;;
    --digest) digest_only=1 ;;
    --from) from=${2:?--from needs a step}; shift ;;
    --only) only=${2:?--only needs a step}; shift ;;
    --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
guard_environment

mapfile -t steps < <(cd "$root/toolchain/steps" && ls -- [0-9]*.sh | sed 's/\.sh$//')
for name in ${from:+"$from"} ${only:+"$only"}; do
    [[ " ${steps[*]} " == *" $name "* ]] ||
        die "no step '$name'" "the steps are: ${steps[*]}"
done

# header STEP KEY: the `# KEY: value` line at the top of a step.
header() { sed -n "s/^# $2: //p" "$root/toolchain/steps/$1.sh"; }

# The files a step is built from, named by its `# inputs:` line relative to
# the root; a word `lock:NAME` is that row of sources.lock.
step_inputs() {
    local word
    for word in $(header "$1" inputs); do
        case $word in
        lock:*) grep -E "^${word#lock:} " "$root/toolchain/sources.lock" ;;
        *) (cd "$root" && find "$word" -type f ! -name README.md -print0 | LC_ALL=C sort -z |
            xargs -0 -r sha256sum) ;;
        esac
    done
    sha256sum <"$root/toolchain/steps/$1.sh"
}

host=$({ cc --version | head -n 1; uname -m; sha256sum <"$root/toolchain/lib.sh"; })
declare -A digest
previous=$host
for step in "${steps[@]}"; do
    previous=$({ printf '%s\n' "$previous"; step_inputs "$step"; } | sha256sum | cut -c1-24)
    digest[$step]=$previous
done
key=$previous
[ -z "$digest_only" ] || { printf '%s\n' "$key"; exit 0; }

stamps=$work/stamps logs=$work/log times=$work/times
mkdir -p "$stamps" "$logs" "$times"
is_done() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "${digest[$1]}" ]; }
estimate() { cat "$times/$1" 2>/dev/null || header "$1" estimate; }
minutes() { printf '%dm%02ds' $(($1 / 60)) $(($1 % 60)); }

if [ -n "$list" ]; then
    for step in "${steps[@]}"; do
        is_done "$step" && state='done' || state='to do'
        printf '%-14s %-6s %8s  %s\n' "$step" "$state" \
            "$(minutes "$(estimate "$step")")" "$(header "$step" what)"
    done
    exit 0
fi

if [ -n "$from" ]; then
    for step in "${steps[@]}"; do
        [[ $step < $from ]] || rm -f "$stamps/$step"
    done
fi
[ -z "$only" ] || rm -f "$stamps/$only"

last=${steps[-1]}
entry=${cache:+$cache/toolchain-$key.tar.zst}
if ! is_done "$last" && [ -z "$from$only" ] && [ -n "$entry" ] && [ -f "$entry" ]; then
    rm -rf "$work/prefix"
    mkdir -p "$work/prefix"
    if tar -C "$work/prefix" --zstd -xf "$entry"; then
        for step in "${steps[@]}"; do printf '%s\n' "${digest[$step]}" >"$stamps/$step"; done
        touch "$entry" # the time of last use, for whoever cleans the cache
        say "taken from the cache: $entry ($(du -h "$entry" | cut -f1))"
    else
        say "the cache entry is damaged and removed: $entry"
        rm -rf "$entry" "$work/prefix"
    fi
fi

total=0
for step in "${steps[@]}"; do is_done "$step" || total=$((total + $(estimate "$step"))); done
[ "$total" = 0 ] ||
    say "building $target from source: about $(minutes "$total") on $jobs jobs, logs in $logs"

begin=$SECONDS stale=''
for step in "${steps[@]}"; do
    # Once a step has run, those after it hold its results.
    if [ -z "$stale" ] && is_done "$step"; then continue; fi
    stale=1
    rm -f "$stamps/$step"
    log=$logs/$step.log start=$SECONDS
    printf '%s: [%6s] %-14s %s (about %s)\n' "$tool" \
        "$(minutes $((SECONDS - begin)))" "$step" "$(header "$step" what)" \
        "$(minutes "$(estimate "$step")")"
    # shellcheck disable=SC2016 # expanded by the step's own shell
    if ! JOBS=$jobs bash -E -c 'trap "echo \"failed command: \$BASH_COMMAND\"" ERR; . "$0"' \
        "$root/toolchain/steps/$step.sh" >"$log" 2>&1; then
        {
            echo
            say "last lines of the log:"
            tail -n 30 "$log" | sed 's/^/    /'
        } >&2
        die "step $step failed: $(header "$step" what)" \
            "the whole log: $log" \
            "try again: make toolchain STEP=$step"
    fi
    printf '%s\n' "${digest[$step]}" >"$stamps/$step"
    printf '%s\n' $((SECONDS - start)) >"$times/$step"
    [ -z "$only" ] || break
done
[ -z "$stale" ] || say "finished in $(minutes $((SECONDS - begin)))"

if is_done "$last" && [ -n "$entry" ] && [ ! -f "$entry" ]; then
    mkdir -p "$cache"
    tar -C "$work/prefix" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 \
        --group=0 --numeric-owner -cf - . | zstd -q -T0 -3 -o "$entry.$$"
    mv "$entry.$$" "$entry"
    say "kept in the cache: $entry ($(du -h "$entry" | cut -f1))"
fi
[ -z "$cache" ] || [ ! -d "$cache" ] ||
    say "cache folder: $cache ($(du -sh "$cache" | cut -f1))"
