# SPDX-License-Identifier: Apache-2.0
#
# zerovm, and the runtime's unit tests. Included by the top
# Makefile. zerovm is a static PIE: it needs nothing of the host, and the
# kernel places it above 8 GiB. Gate objects are compiled apart: general
# registers only, nothing that libc could be asked for.
#
# zerovm and zvm-run use musl: glibc's start asks the processor dozens of questions,
# each of which a virtual machine's monitor answers, and that was two thirds of
# a short session (tests/bench/start).

RUNTIME := runtime
RUNTIME_OUT := $(BUILD)/runtime
RUNTIME_CFLAGS := $(CFLAGS) -D_GNU_SOURCE -fPIE \
	-DZVM_VERSION='"$(VERSION)"' -Werror=pointer-to-int-cast \
	-Werror=int-to-pointer-cast
RUNTIME_CC := musl-gcc -isystem $(RUNTIME_OUT)/include
RUNTIME_LIBC := /usr/lib/x86_64-linux-musl
# A static PIE; musl-gcc's own specification knows no such thing.
RUNTIME_LINK := -nostartfiles -Wl,-static,-pie,--no-dynamic-linker \
	-Wl,-z,text,-z,relro,-z,now,-z,noexecstack \
	$(RUNTIME_LIBC)/rcrt1.o $(RUNTIME_LIBC)/crti.o
RUNTIME_LINK_END := $(RUNTIME_LIBC)/crtn.o
RUNTIME_GATE_CFLAGS := $(CFLAGS) -fPIE -ffreestanding -mgeneral-regs-only \
	-fno-stack-protector -fcf-protection=none \
	-fno-tree-loop-distribute-patterns

RUNTIME_GATE := gate/gate gate/link gate/fork gate/memory gate/jail gate/bytes \
	gate/digest gate/trace gptr
RUNTIME_JAIL_CORE := validate table rules
RUNTIME_PURE := problem plain options boot describe filter gate/slots \
	manifest/number manifest/network manifest/span manifest/parse manifest/channel_v2 \
	manifest/channel_historical report/digest_text report/symbol report/line \
	report/json report/six trace/format
RUNTIME_LAYERS := isolate confine
RUNTIME_HOST := $(RUNTIME_LAYERS) main processor affinity supervisor ending child load \
	space gate/fault report/confined_line warm/front warm/listen warm/request warm/server \
	channel/open channel/aside channel/finish channel/network channel/names trace/follow
RUNTIME_HEADERS := $(wildcard $(RUNTIME)/*.h $(RUNTIME)/*.def \
	$(RUNTIME)/*/*.h $(RUNTIME)/*/*.def zrt/abi/* \
	validator/elf/* validator/include/* validator/parallel/*)
RUNTIME_TEST_SOURCES := $(wildcard tests/unit/runtime_*.c)

runtime_gate_objects := $(RUNTIME_GATE:%=$(RUNTIME_OUT)/gate-only/%.o) \
	$(RUNTIME_OUT)/gate-only/validator.o \
	$(RUNTIME_OUT)/gate-vector/sha.o $(RUNTIME_OUT)/gate-vector/sha_entry.o
runtime_jail_core := $(RUNTIME_JAIL_CORE:%=$(RUNTIME_OUT)/gate-only/core/%.o)
runtime_pure_objects := $(RUNTIME_PURE:%=$(RUNTIME_OUT)/%.o)
runtime_host_objects := $(RUNTIME_HOST:%=$(RUNTIME_OUT)/%.o)
runtime_tests := $(RUNTIME_TEST_SOURCES:%.c=$(BUILD)/%) \
	$(BUILD)/tests/unit/runtime_manifest_asan

.PHONY: runtime
runtime: $(SDK)/bin/zerovm

# musl brings no kernel headers; the host's other headers must not be found.
$(RUNTIME_OUT)/include/stamp:
	@mkdir -p $(@D)
	ln -sfn /usr/include/linux $(@D)/linux
	ln -sfn /usr/include/asm-generic $(@D)/asm-generic
	ln -sfn "$$($(CC) -print-sysroot)/usr/include/$$($(CC) -print-multiarch)/asm" $(@D)/asm
	@touch $@

$(RUNTIME_OUT)/%.o: $(RUNTIME)/%.c $(RUNTIME_HEADERS) $(RUNTIME_OUT)/include/stamp
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(RUNTIME_CFLAGS) -c -o $@ $<

$(RUNTIME_OUT)/gate-only/%.o: $(RUNTIME)/%.c $(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(RUNTIME_GATE_CFLAGS) -c -o $@ $<

# The exception: vector registers, saved and given back by its own entry.
$(RUNTIME_OUT)/gate-vector/%.o: $(RUNTIME)/gate/%.c $(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(filter-out -mgeneral-regs-only,$(RUNTIME_GATE_CFLAGS)) -mno-avx \
		-msse4.1 -msha -c -o $@ $<

$(RUNTIME_OUT)/gate-vector/%.o: $(RUNTIME)/gate/%.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

# The validator's core again, for code made at run time: nothing of it is seen
# from outside but the entry, and it asks for nothing but gate/bytes.c.
$(RUNTIME_OUT)/gate-only/core/%.o: $(VALIDATOR)/src/%.c \
		$(VALIDATOR_OUT)/zvm_table.inc $(VALIDATOR_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(RUNTIME_GATE_CFLAGS) $(VALIDATOR_CORE_INC) -c -o $@ $<

$(RUNTIME_OUT)/gate-only/validator.o: $(runtime_jail_core)
	ld -r -o $@.all $^
	objcopy --redefine-sym zvm_validate=zvm_jail_validate \
		--redefine-sym memcpy=zvm_gate_memcpy \
		--redefine-sym memset=zvm_gate_memset \
		--redefine-sym memcmp=zvm_gate_memcmp \
		--keep-global-symbol=zvm_jail_validate $@.all $@

$(RUNTIME_OUT)/gate-only/entry.o: $(RUNTIME)/gate/entry.S $(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(SDK)/bin/zerovm: $(runtime_host_objects) $(runtime_pure_objects) \
		$(runtime_gate_objects) $(RUNTIME_OUT)/gate-only/entry.o \
		$(VALIDATOR_LIB)
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(CFLAGS) $(RUNTIME_LINK) -o $@ $^ $(RUNTIME_LINK_END)

# Unit tests see pure functions, the gate and the layers, never the rest of
# the host part.
runtime_tested_objects := $(runtime_pure_objects) $(runtime_gate_objects) \
	$(RUNTIME_OUT)/gate-only/entry.o $(RUNTIME_OUT)/processor.o \
	$(RUNTIME_LAYERS:%=$(RUNTIME_OUT)/%.o)
$(BUILD)/tests/unit/runtime_%: tests/unit/runtime_%.c tests/unit/tap.h \
		$(runtime_tested_objects) $(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(RUNTIME_CFLAGS) -Itests/unit -I. $(RUNTIME_LINK) -o $@ \
		$< $(runtime_tested_objects) $(RUNTIME_LINK_END)

# Fuzzers: build/tests/fuzz/runtime_manifest [libFuzzer options] CORPUS.
runtime_fuzzers := $(addprefix $(BUILD)/tests/fuzz/runtime_,manifest symbol)
runtime_fuzzed := $(RUNTIME)/describe.c $(RUNTIME)/problem.c $(RUNTIME)/plain.c \
	$(wildcard $(RUNTIME)/manifest/*.c) \
	$(filter-out %/confined_line.c,$(wildcard $(RUNTIME)/report/*.c)) \
	$(RUNTIME)/gate/digest.c

$(BUILD)/tests/fuzz/runtime_%: tests/fuzz/runtime_%.c $(runtime_fuzzed) \
		$(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(FUZZ_CC) -D_GNU_SOURCE -std=gnu11 -O1 -g -Wall -Wextra -I. \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -o $@ $< $(runtime_fuzzed)

## runtime-fuzz: the runtime's fuzzers, FUZZ_SECONDS (60) each
.PHONY: runtime-fuzz
runtime-fuzz: $(runtime_fuzzers)
	tests/fuzz/run $(FUZZ_SECONDS) $^

# The parser again, with the sanitizers in it.
$(BUILD)/tests/unit/runtime_manifest_asan: tests/unit/runtime_manifest.c \
		tests/unit/tap.h $(wildcard $(RUNTIME)/manifest/*.c) \
		$(RUNTIME)/problem.c $(RUNTIME_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(RUNTIME_CFLAGS) -O1 -fsanitize=address,undefined \
		-fno-sanitize-recover=all -Itests/unit -I. -o $@ $< \
		$(RUNTIME)/manifest/*.c $(RUNTIME)/problem.c

# zerovm with layers left out, for tests/bats/layers.bats; in no other place.
escape_zerovm := $(BUILD)/tests/escape/zerovm
ESCAPE_WRAPPED := zvm_parallel_validate zvm_confine_early zvm_confine_isolate \
	zvm_isolate_clone_flags zvm_confine_limits zvm_confine_filter \
	zvm_gate_exit
runtime_tests += $(escape_zerovm)
$(escape_zerovm): tests/escape/layers.c $(SDK)/bin/zerovm
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(RUNTIME_CFLAGS) -I. $(RUNTIME_LINK) \
		$(ESCAPE_WRAPPED:%=-Wl,--wrap=%) -o $@ $< \
		$(runtime_host_objects) $(runtime_pure_objects) \
		$(runtime_gate_objects) $(RUNTIME_OUT)/gate-only/entry.o \
		$(VALIDATOR_LIB) $(RUNTIME_LINK_END)
