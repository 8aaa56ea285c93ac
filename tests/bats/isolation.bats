#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The kernel's layers as a user sees them: --isolate, --explain-isolation.

# shellcheck disable=SC2154  # bin, out and err come from runtime.bash
load runtime.bash

@test "--isolate=full runs a session where the kernel has all layers" {
    in_force namespaces || skip 'this kernel does not give namespaces'
    in_force landlock || skip 'this kernel does not give Landlock'
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" --isolate=full --report=none m
    ended 0 hello ''
}

@test "the confined process of root is not root" {
    [ "$(id -u)" = 0 ] || skip 'needs a caller that is root'
    in_force 'user id' || skip 'id 65534 is not to be had here'
    manifest 'Argument = spin'
    "$bin/zerovm" --report=none m >out 2>err 3>&- &
    supervisor=$!
    wait_for out # the guest is running
    child=$(tr -d ' ' <"/proc/$supervisor/task/$supervisor/children")
    status=$(cat "/proc/$child/status")
    kill $supervisor
    wait $supervisor || true
    grep -q '^Uid:.65534.65534.65534' <<<"$status"
    grep -q '^CapPrm:.0*$' <<<"$status"
    grep -q '^CapEff:.0*$' <<<"$status"
}

@test "a killed supervisor takes a fully isolated session with it" {
    in_force namespaces || skip 'this kernel does not give namespaces'
    manifest 'Argument = spin'
    "$bin/zerovm" --isolate=full --report=none m >out 2>err 3>&- &
    supervisor=$!
    wait_for out # the guest is running
    child=$(tr -d ' ' <"/proc/$supervisor/task/$supervisor/children")
    kill -KILL $supervisor
    wait $supervisor || true
    for _ in $(seq 100); do
        [ -d "/proc/$child" ] || return 0
        sleep 0.05
    done
    false
}

@test "an unknown level is refused by name" {
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" --isolate=most m
    [[ $err == *"wrong --isolate (got 'most', expected standard or full)"* ]]
    [ "$status" = 22 ]
}
