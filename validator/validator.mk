# SPDX-License-Identifier: Apache-2.0
#
# The machine-code verifier: generator, library, command, tests, benchmark.
# Included by the top Makefile, which sets CC, CFLAGS, BUILD and SDK.

VALIDATOR := validator
VALIDATOR_OUT := $(BUILD)/validator
VALIDATOR_INC := -I$(VALIDATOR)/include -I$(VALIDATOR)/elf \
	-I$(VALIDATOR)/parallel -Izrt/abi
VALIDATOR_CORE_INC := $(VALIDATOR_INC) -I$(VALIDATOR)/src \
	-I$(VALIDATOR)/strict -I$(VALIDATOR)/table -I$(VALIDATOR_OUT)
VALIDATOR_LIB := $(VALIDATOR_OUT)/libzvmvalidator.a
VALIDATOR_HEADERS := $(wildcard $(VALIDATOR)/include/* $(VALIDATOR)/src/*.h \
	$(VALIDATOR)/elf/*.h $(VALIDATOR)/elf/*.def $(VALIDATOR)/parallel/*.h \
	zrt/abi/*)
VALIDATOR_TABLE := $(wildcard $(VALIDATOR)/table/*)
VALIDATOR_OBJECTS := $(addprefix $(VALIDATOR_OUT)/,validate.o table.o rules.o zvm_strict.o \
	zvm_elf.o zvm_parallel.o)

$(VALIDATOR_OUT) $(BUILD)/tests/unit:
	mkdir -p $@

$(VALIDATOR_OUT)/generate: $(VALIDATOR_TABLE) $(VALIDATOR_HEADERS) | $(VALIDATOR_OUT)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -I$(VALIDATOR)/table -o $@ \
		$(VALIDATOR)/table/generate.c

$(VALIDATOR_OUT)/zvm_table.inc: $(VALIDATOR_OUT)/generate
	$(VALIDATOR_OUT)/generate > $@.new
	mv $@.new $@

# The gate runs the core on the guest's vector registers and without a libc.
VALIDATOR_CORE_CFLAGS := $(CFLAGS) -mgeneral-regs-only \
	-minline-all-stringops -fno-tree-loop-distribute-patterns \
	-fno-stack-protector -fcf-protection=none

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/src/%.c $(VALIDATOR_OUT)/zvm_table.inc \
		$(VALIDATOR_HEADERS) $(VALIDATOR)/validator.mk
	$(CC) $(VALIDATOR_CORE_CFLAGS) $(VALIDATOR_CORE_INC) -c -o $@ $<

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/strict/%.c $(VALIDATOR)/strict/flags.def \
		$(VALIDATOR_HEADERS) $(VALIDATOR_TABLE) $(VALIDATOR)/validator.mk
	$(CC) $(VALIDATOR_CORE_CFLAGS) $(VALIDATOR_CORE_INC) -c -o $@ $<

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/elf/%.c $(VALIDATOR_HEADERS) | $(VALIDATOR_OUT)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -c -o $@ $<

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/parallel/%.c $(VALIDATOR_HEADERS) | $(VALIDATOR_OUT)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -c -o $@ $<

$(VALIDATOR_LIB): $(VALIDATOR_OBJECTS)
	rm -f $@
	ar rcs $@ $^

# The command may use Zydis; the library may not. Debian has only the shared
# one, so it goes into the SDK, which must work wherever it is moved to.
VALIDATOR_CMD := $(wildcard $(VALIDATOR)/cmd/*.c) \
	runtime/options.c runtime/problem.c \
	runtime/manifest/span.c runtime/manifest/number.c

$(SDK)/bin/zvm-validate: $(VALIDATOR_CMD) \
		$(wildcard $(VALIDATOR)/cmd/*.h $(VALIDATOR)/cmd/*.def) \
		$(wildcard runtime/options*.h runtime/manifest/*.h) \
		$(VALIDATOR_LIB)
	@mkdir -p $(@D) $(SDK)/lib/zvm-validate
	$(CC) $(CFLAGS) -D_GNU_SOURCE $(VALIDATOR_INC) -I. \
		-DZVM_VERSION='"$(VERSION)"' -o $@ $(VALIDATOR_CMD) $(VALIDATOR_LIB) -lZydis \
		-Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../lib/zvm-validate'
	$(VALIDATOR)/copy-libraries $@ $(SDK)/lib/zvm-validate

.PHONY: validator
validator: $(VALIDATOR_LIB) $(SDK)/bin/zvm-validate

# Unit tests, TAP on stdout; run from the top of the tree. The _asan variants
# are the same program with the sanitizers in it and in the library.
VALIDATOR_TEST_INC := $(VALIDATOR_CORE_INC) -Itests/unit
VALIDATOR_SANITIZE := -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all
VALIDATOR_SOURCES := $(wildcard $(VALIDATOR)/src/*.c $(VALIDATOR)/strict/*.c \
	$(VALIDATOR)/elf/*.c)
VALIDATOR_TEST_HEADERS := $(wildcard tests/unit/*.h) $(VALIDATOR_HEADERS)

$(BUILD)/tests/unit/validator_%: tests/unit/validator_%.c $(VALIDATOR_LIB) \
		$(VALIDATOR_TEST_HEADERS) | $(BUILD)/tests/unit
	$(CC) $(CFLAGS) $(VALIDATOR_TEST_INC) -o $@ $< $(VALIDATOR_LIB) \
		$(VALIDATOR_TEST_LIBS)

$(BUILD)/tests/unit/validator_%_asan: tests/unit/validator_%.c \
		$(VALIDATOR_SOURCES) $(VALIDATOR_OUT)/zvm_table.inc \
		$(VALIDATOR_TEST_HEADERS) | $(BUILD)/tests/unit
	$(CC) $(CFLAGS) $(VALIDATOR_SANITIZE) $(VALIDATOR_TEST_INC) -o $@ $< \
		$(VALIDATOR_SOURCES)

# This one includes the core and asks Zydis about all that it accepts.
$(BUILD)/tests/unit/validator_zydis \
$(BUILD)/tests/unit/validator_strict \
$(BUILD)/tests/unit/validator_mutate \
$(BUILD)/tests/unit/validator_execute: VALIDATOR_TEST_LIBS := -lZydis

validator_tests := $(addprefix $(BUILD)/tests/unit/validator_,vectors \
	vectors_asan elf elf_asan parts parts_tsan strict zydis objdump \
	language shape coverage execute mutate)

# The parts run in threads: no two may write the same word.
$(BUILD)/tests/unit/validator_parts: VALIDATOR_TEST_LIBS := -pthread

$(BUILD)/tests/unit/validator_parts_tsan: tests/unit/validator_parts.c \
		$(VALIDATOR_SOURCES) $(VALIDATOR_OUT)/zvm_table.inc \
		$(VALIDATOR_TEST_HEADERS) | $(BUILD)/tests/unit
	$(CC) $(CFLAGS) -O1 -fsanitize=thread $(VALIDATOR_TEST_INC) -o $@ $< \
		$(VALIDATOR_SOURCES) -pthread

$(BUILD)/tests/unit/validator_language: tests/unit/validator_language.sh \
		$(VALIDATOR_OUT)/generate tests/validator/language.txt \
		| $(BUILD)/tests/unit
	cp $< $@

$(BUILD)/tests/unit/validator_shape: tests/unit/validator_shape.sh \
		$(VALIDATOR_LIB) | $(BUILD)/tests/unit
	cp $< $@

$(BUILD)/tests/unit/validator_objdump: tests/unit/validator_objdump.sh \
		tests/validator/objdump_oracle.py \
		tests/validator/second_opinion.py docs/abi.md \
		$(BUILD)/tests/unit/validator_zydis
	cp $< $@

$(BUILD)/tests/unit/validator_coverage: tests/validator/coverage \
		$(VALIDATOR_LIB) $(VALIDATOR_TEST_HEADERS) | $(BUILD)/tests/unit
	printf '#!/bin/sh\nexec $< $(BUILD)/tests/coverage %s\n' \
		'$(VALIDATOR_CORE_INC)' > $@
	chmod +x $@

$(BUILD)/tests/bench/validator: tests/bench/validator.c $(VALIDATOR_LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -o $@ $< $(VALIDATOR_LIB) -lZydis

## validator-exhaustive: every encoding against Zydis and objdump, 2e7 executed
.PHONY: validator-exhaustive
validator-exhaustive: $(addprefix $(BUILD)/tests/unit/validator_,zydis execute mutate)
	$(BUILD)/tests/unit/validator_zydis --all
	$(BUILD)/tests/unit/validator_execute 20000000
	$(BUILD)/tests/unit/validator_mutate 200000
	python3 tests/validator/objdump_oracle.py \
		$(BUILD)/tests/unit/validator_zydis --all

# Fuzzers: build/tests/fuzz/validator_core [libFuzzer options] CORPUS. They are
# instrumented by Clang; everything else is built by GCC.
FUZZ_CC := clang-14
FUZZ_SECONDS := 60
validator_fuzzers := $(addprefix $(BUILD)/tests/fuzz/validator_,core elf)

$(BUILD)/tests/fuzz/validator_%: tests/fuzz/validator_%.c \
		$(VALIDATOR_SOURCES) $(VALIDATOR_OUT)/zvm_table.inc \
		$(VALIDATOR_HEADERS)
	@mkdir -p $(@D)
	$(FUZZ_CC) -std=gnu11 -O1 -g -Wall -Wextra -Werror \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(VALIDATOR_TEST_INC) -o $@ $< \
		$(VALIDATOR_SOURCES) -lZydis

.PHONY: build-fuzzers
build-fuzzers: $(validator_fuzzers)

## validator-fuzz: both fuzzers, FUZZ_SECONDS (60) each
.PHONY: validator-fuzz
validator-fuzz: $(validator_fuzzers)
	tests/fuzz/run $(FUZZ_SECONDS) $^
