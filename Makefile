# SPDX-License-Identifier: Apache-2.0
#
# `make` builds the SDK in build/sdk and runs a sample in it; `make check`
# tests it. Each part's rules stand in its own folder, in <part>/<part>.mk.
# V=1 shows every command.

BUILD := build
SDK := $(BUILD)/sdk
PREFIX := /usr/local/zerovm
VERSION := 0.1.0

CC := gcc
CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror
QUIET := $(if $(V),,--silent)
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

.PHONY: all sdk toolchain packages check check-fast check-long style install \
	clean help

## all: install build dependencies, build everything, run a sample (the default)
all: packages
	@$(MAKE) sdk
	@$(MAKE) run-sample

## packages: install the Debian packages that building and testing need
packages:
	@toolchain/install-packages.sh

include validator/validator.mk
include runtime/runtime.mk
include sdk-scripts/sdk-scripts.mk
include zrt/zrt.mk
include samples/samples.mk
include ports/ports.mk

## toolchain: the cross toolchain, cached; CACHE= builds from source, STEP=name from a step on
toolchain:
	@toolchain/build.sh $(if $(STEP),--from $(STEP))
	@sdk-scripts/merge-toolchain $(BUILD)/toolchain $(SDK)

## sdk: the whole SDK in build/sdk
sdk: toolchain
	@$(MAKE) $(QUIET) -j$$(nproc) sdk-host sdk-guest
	@echo "sdk: ready in $(SDK); try: $(SDK)/bin/zvm-gcc --help"

.PHONY: sdk-host sdk-guest
sdk-host: validator runtime sdk-scripts
sdk-guest: zrt

## check: the tests (at most 25 minutes beside a built toolchain)
check: packages
	@$(MAKE) sdk
	@$(MAKE) $(QUIET) -j$$(nproc) unit-tests
	@tests/run

## check-fast: what runs in under a minute
check-fast: packages
	@$(MAKE) sdk
	@$(MAKE) $(QUIET) -j$$(nproc) unit-tests
	@tests/run --fast

## check-long: everything, results kept in docs/results
check-long: packages
	@$(MAKE) sdk
	@$(MAKE) $(QUIET) -j$$(nproc) unit-tests
	@tests/run --long

.PHONY: unit-tests
unit-tests: $(validator_tests) $(runtime_tests) $(scripts_tests) $(zrt_tests)

## style: formatting, shell and patch lint
style: packages
	@tests/style

## install: copy the SDK to PREFIX (now: /usr/local/zerovm)
install:
	@test -x $(SDK)/bin/zvm-run || { echo "install: error: $(SDK) is not built" >&2; \
		echo "install: hint: make" >&2; exit 1; }
	@mkdir -p "$(DESTDIR)$(PREFIX)"
	@cp -a $(SDK)/. "$(DESTDIR)$(PREFIX)/"
	@echo "install: the SDK is in $(DESTDIR)$(PREFIX); add $(PREFIX)/bin to PATH"

## clean: remove build/ (the cache of finished toolchains stays)
clean:
	rm -rf $(BUILD)

## help: this list
help:
	@sed -n 's/^## \([a-z-]*\): /\1\t/p' Makefile | expand -t 14
