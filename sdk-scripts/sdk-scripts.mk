# SPDX-License-Identifier: Apache-2.0
#
# The host's tools beside zerovm: zvm-run, zvm-pack and zvm-name-server (with musl, as zerovm,
# whose rules come first), libzvm for programs of the host, and what is made
# from the tools' option tables.

SCRIPTS := sdk-scripts
SCRIPTS_OUT := $(BUILD)/sdk-scripts
SCRIPTS_CFLAGS := $(CFLAGS) -D_GNU_SOURCE -DZVM_VERSION='"$(VERSION)"' -I.
SCRIPTS_HEADERS := $(wildcard $(SCRIPTS)/*/*.h $(SCRIPTS)/*/*.def \
	$(RUNTIME)/*.h $(RUNTIME)/*.def $(RUNTIME)/manifest/*.h)

LIBZVM := $(patsubst %.c,%,$(wildcard $(SCRIPTS)/libzvm/*.c)) \
	$(SCRIPTS)/tar/read $(SCRIPTS)/tar/tree $(RUNTIME)/manifest/number
ZVM_RUN := $(patsubst %.c,%,$(wildcard $(SCRIPTS)/zvm-run/*.c)) $(LIBZVM) \
	$(RUNTIME)/plain
ZVM_PACK := $(patsubst %.c,%,$(wildcard $(SCRIPTS)/zvm-pack/*.c)) \
	$(SCRIPTS)/tar/read $(SCRIPTS)/tar/write $(RUNTIME)/manifest/number \
	$(RUNTIME)/plain
ZVM_NAME_SERVER := $(SCRIPTS)/zvm-name-server/main $(RUNTIME)/manifest/number
OPTIONS := $(RUNTIME)/options $(RUNTIME)/manifest/span $(RUNTIME)/problem

# Each tool with the folder of its options.def.
OPTION_TOOLS := zvm-run zvm-pack zvm-name-server zerovm zvm-validate
zvm-validate_options := $(VALIDATOR)/cmd/options.def
zerovm_options := $(RUNTIME)/main_options.def
zvm-run_options := $(SCRIPTS)/zvm-run/options.def
zvm-pack_options := $(SCRIPTS)/zvm-pack/options.def
zvm-name-server_options := $(SCRIPTS)/zvm-name-server/options.def

.PHONY: sdk-scripts
sdk-scripts: $(SDK)/share/licences/ZeroVM $(SDK)/share/VERSION \
	$(SDK)/bin/zvm-run $(SDK)/bin/zvm-pack $(SDK)/bin/zvm-name-server \
	$(SDK)/lib/libzvm.a $(SDK)/include/libzvm.h \
	$(SDK)/lib/pkgconfig/libzvm.pc \
	$(SDK)/bin/zvm-configure $(SDK)/bin/zvm-pkg-config \
	$(SDK)/bin/zvm-perf-map \
	$(SDK)/share/zerovm/meson-cross.ini \
	$(SDK)/share/zerovm/cmake/zerovm-toolchain.cmake \
	$(SDK)/share/zerovm/cmake/Platform/ZeroVM.cmake \
	$(SDK)/share/zerovm/cmake/Platform/NaCl.cmake \
	$(OPTION_TOOLS:%=$(SDK)/share/man/man1/%.1) \
	$(OPTION_TOOLS:%=$(SDK)/share/bash-completion/completions/%) \
	$(OPTION_TOOLS:%=$(SDK)/share/zsh/site-functions/_%)

$(SDK)/share/licences/ZeroVM: LICENSE
	@mkdir -p $(@D)
	cp $< $@

$(SDK)/share/VERSION: Makefile
	@mkdir -p $(@D)
	echo $(VERSION) >$@

$(SCRIPTS_OUT)/musl/%.o: %.c $(SCRIPTS_HEADERS) $(RUNTIME_OUT)/include/stamp
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(SCRIPTS_CFLAGS) -c -o $@ $<

$(SCRIPTS_OUT)/host/%.o: %.c $(SCRIPTS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SCRIPTS_CFLAGS) -fPIC -fvisibility=hidden -c -o $@ $<

$(SDK)/bin/zvm-run: $(patsubst %,$(SCRIPTS_OUT)/musl/%.o,$(ZVM_RUN) $(OPTIONS))
$(SDK)/bin/zvm-pack: $(patsubst %,$(SCRIPTS_OUT)/musl/%.o,$(ZVM_PACK) $(OPTIONS))
$(SDK)/bin/zvm-name-server: $(patsubst %,$(SCRIPTS_OUT)/musl/%.o, \
	$(ZVM_NAME_SERVER) $(OPTIONS))
$(SDK)/bin/zvm-run $(SDK)/bin/zvm-pack $(SDK)/bin/zvm-name-server:
	@mkdir -p $(@D)
	$(RUNTIME_CC) -static -o $@ $^

# One object, of which only the public names can be seen.
$(SCRIPTS_OUT)/libzvm.o: $(LIBZVM:%=$(SCRIPTS_OUT)/host/%.o)
	$(CC) -r -nostdlib -o $@.new $^
	objcopy --wildcard --keep-global-symbol='zvm_session_*' $@.new $@
	rm $@.new

$(SDK)/lib/libzvm.a: $(SCRIPTS_OUT)/libzvm.o
	@mkdir -p $(@D)
	rm -f $@
	ar rcsD $@ $<

$(SDK)/include/libzvm.h: $(SCRIPTS)/libzvm/libzvm.h
	@mkdir -p $(@D)
	cp $< $@

$(SDK)/lib/pkgconfig/libzvm.pc: $(SCRIPTS)/libzvm/libzvm.pc.in Makefile
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@

$(SCRIPTS_OUT)/generate-%: $(SCRIPTS)/options/generate.c $(SCRIPTS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SCRIPTS_CFLAGS) -DZVM_OPTIONS_FILE='"$($*_options)"' -o $@ $<

$(SDK)/share/man/man1/%.1: $(SCRIPTS_OUT)/generate-%
	@mkdir -p $(@D)
	$< man >$@

$(SDK)/share/bash-completion/completions/%: $(SCRIPTS_OUT)/generate-%
	@mkdir -p $(@D)
	$< bash >$@

$(SDK)/share/zsh/site-functions/_%: $(SCRIPTS_OUT)/generate-%
	@mkdir -p $(@D)
	$< zsh >$@

# For the build systems of others: no paths inside, they stand anywhere.
$(SDK)/bin/zvm-configure $(SDK)/bin/zvm-pkg-config: $(SDK)/bin/%: \
		$(SCRIPTS)/build-systems/%
	@mkdir -p $(@D)
	cp $< $@

$(SDK)/share/zerovm/%: $(SCRIPTS)/build-systems/%
	@mkdir -p $(@D)
	cp $< $@

$(SDK)/share/zerovm/cmake/%: $(SCRIPTS)/build-systems/%
	@mkdir -p $(@D)
	cp $< $@

# The tests of what reads hostile bytes have the sanitizers in them.
scripts_tests := $(BUILD)/tests/unit/scripts_tar $(BUILD)/tests/unit/scripts_json \
	$(BUILD)/tests/zerovm-no-filter

$(BUILD)/tests/unit/scripts_%: tests/unit/scripts_%.c tests/unit/tap.h \
		$(wildcard $(SCRIPTS)/tar/*.c $(SCRIPTS)/libzvm/json.c) \
		$(SCRIPTS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SCRIPTS_CFLAGS) -O1 -fsanitize=address,undefined \
		-fno-sanitize-recover=all -Itests/unit -o $@ $< \
		$(SCRIPTS)/tar/*.c $(SCRIPTS)/libzvm/json.c

$(BUILD)/tests/fuzz/scripts_tar: tests/fuzz/scripts_tar.c \
		tests/fuzz/tar_mutate.h $(wildcard $(SCRIPTS)/tar/*.[ch])
	@mkdir -p $(@D)
	$(FUZZ_CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -I. -o $@ $< $(SCRIPTS)/tar/*.c

# For qemu-user, which has no seccomp: the determinism ring runs it.
$(BUILD)/tests/zerovm-no-filter: tests/determinism/host/no-filter.c $(SDK)/bin/zerovm
	@mkdir -p $(@D)
	$(RUNTIME_CC) $(SCRIPTS_CFLAGS) -fPIE $(RUNTIME_LINK) -o $@ $< \
		$(filter-out $(RUNTIME_OUT)/filter.o,$(runtime_host_objects) \
			$(runtime_pure_objects) $(runtime_gate_objects)) \
		$(RUNTIME_OUT)/gate-only/entry.o $(VALIDATOR_LIB) \
		$(RUNTIME_LINK_END)

$(SDK)/bin/zvm-perf-map: $(SCRIPTS)/zvm-perf-map
	@mkdir -p $(@D)
	cp $< $@
