# SPDX-License-Identifier: Apache-2.0
#
# zrt: the guest's system layer, built with the cross tools, once a return
# form (docs/abi.md section 2). crt1.o and libzrt.a go where the compiler looks
# for them, the headers beside newlib's, which must be there already.
#
#   make zrt [SDK=build/sdk] [ZVM_CC=...] [ZVM_AR=...]

BUILD ?= build
SDK ?= $(BUILD)/sdk
ZVM_CC ?= $(SDK)/bin/x86_64-nacl-gcc
ZVM_AR ?= $(SDK)/bin/x86_64-nacl-ar

zrt_dir := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
zrt_obj := $(BUILD)/zrt
zrt_sysroot := $(SDK)/x86_64-nacl
zrt_lib := $(zrt_sysroot)/lib

# Debug information names no folder of this machine, so that the objects are
# the same wherever they are built. The last map that fits is used.
zrt_maps := $(foreach map,$(CURDIR)=/usr/src $(abspath $(zrt_dir))=zrt \
	$(abspath $(zrt_obj))=/usr/obj/zrt \
	$(realpath $(dir $(ZVM_CC))..)=/usr/sdk,-ffile-prefix-map=$(map))

zrt_cflags := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror \
	-ffunction-sections -fdata-sections -fasynchronous-unwind-tables \
	$(zrt_maps) -I$(zrt_dir)/include -I$(abspath $(zrt_obj))/include \
	-I$(zrt_dir) -I$(zrt_dir)/abi

# Where a C++ exception may pass through (thread/once.c says why).
zrt_unwound := thread/once

# What programs spend time in; the rest is linked into all of them and checked
# at each start, so it is small.
zrt_fast := memory/chunk memory/malloc memory/slab memory/span \
	memory/mapping fd/% gate/% thread/% fs/pipe fs/regular

# The code that runs before the canary is set.
zrt_early := startup/%

zrt_sources := $(sort $(patsubst $(zrt_dir)/%,%, \
	$(wildcard $(zrt_dir)/*/*.c $(zrt_dir)/*/*.S)))
zrt_nosys := $(filter nosys/%,$(basename $(zrt_sources)))
zrt_members := $(filter-out startup/crt1 nosys/%,$(basename $(zrt_sources)))
# Parts of the library that have a name of their own elsewhere. Builds say
# -lpthread and the like; there is nothing in them here.
zrt_empty := atomic pthread rt dl util xnet
zrt_headers := $(patsubst $(zrt_dir)/include/%,%, \
	$(wildcard $(zrt_dir)/include/*.h $(zrt_dir)/include/*/*.h))
zrt_abi := $(notdir $(wildcard $(zrt_dir)/abi/*))

.PHONY: zrt zrt-headers zrt-clean
zrt: zrt-headers $(SDK)/share/zerovm/config.site ## the guest's system layer

# <zvm/...> is the ABI folder, for zrt itself as for programs.
$(zrt_obj)/include/zvm/stamp: $(wildcard $(zrt_dir)/abi/*)
	@mkdir -p $(@D)
	cp $^ $(@D)
	@touch $@

# malloc is zrt's (memory/malloc.h): what newlib has of it leaves its archive, or
# a program could get half of each.
zrt_own := malloc mallocr calloc callocr freer cfreer realloc reallocr \
	mallinfor mallstatsr msize msizer mstats mtrim malign malignr malloptr \
	valloc vallocr pvallocr mlock

# zrt_form OBJECTS LIBRARIES FLAGS: all of it in one return form.
define zrt_form
zrt: $(2)/libzrt.a $(2)/libnosys.a $(2)/crt1.o $(zrt_empty:%=$(2)/lib%.a)

$(1)/%.o: $(zrt_dir)/%.c $(zrt_obj)/include/zvm/stamp
	@mkdir -p $$(@D)
	$$(ZVM_CC) $$(zrt_cflags) $(3) \
		$$(if $$(filter $$(zrt_early),$$*),-fno-stack-protector) \
		$$(if $$(filter $$(zrt_unwound),$$*),-fexceptions) \
		$$(if $$(filter $$(zrt_fast),$$*),,-Os) \
		-MMD -MP -c $$< -o $$@

$(1)/%.o: $(zrt_dir)/%.S $(zrt_obj)/include/zvm/stamp
	@mkdir -p $$(@D)
	$$(ZVM_CC) $$(zrt_cflags) $(3) -MMD -MP -c $$< -o $$@

$(2)/libzrt.a: $(zrt_members:%=$(1)/%.o) $(zrt_dir)/own-names.py
	@mkdir -p $$(@D)
	rm -f $$@
	$$(ZVM_AR) qcSD $$@ $$(filter %.o,$$^)
	test ! -f $(2)/libc.a || $$(ZVM_AR) d $(2)/libc.a $$(zrt_own:%=libc_a-%.o)
	for archive in $$@ $$(wildcard $(2)/libc.a $(2)/libm.a); do \
		$(zrt_dir)/own-names.py $$$$archive && \
		$$(ZVM_AR) sD $$$$archive || exit 1; \
	done

$(2)/libnosys.a: $(zrt_nosys:%=$(1)/%.o) $(zrt_dir)/own-names.py
	@mkdir -p $$(@D)
	rm -f $$@
	$$(ZVM_AR) qcSD $$@ $$(filter %.o,$$^)
	$(zrt_dir)/own-names.py $$@ && $$(ZVM_AR) sD $$@

$(zrt_empty:%=$(2)/lib%.a):
	@mkdir -p $$(@D)
	$$(ZVM_AR) rcsD $$@

$(2)/crt1.o: $(1)/startup/crt1.o
	@mkdir -p $$(@D)
	cp $$< $$@

-include $(patsubst %,$(1)/%.d,$(zrt_members) $(zrt_nosys) startup/crt1)
endef

# The compiler, once there is one, says which forms there are, as FOLDER;@FLAG.
zrt_forms := $(shell $(ZVM_CC) -print-multi-lib 2>/dev/null)
ifeq ($(zrt_forms),)
zrt: $(ZVM_CC)
endif
zrt_folder = $(patsubst %/.,%,$(1)/$(firstword $(subst ;, ,$(2))))
zrt_flags = $(patsubst @%,-% -g0,$(word 2,$(subst ;, ,$(1))))

$(foreach form,$(zrt_forms),$(eval $(call zrt_form,$(strip \
	$(call zrt_folder,$(zrt_obj),$(form))),$(strip \
	$(call zrt_folder,$(zrt_lib),$(form))),$(call zrt_flags,$(form)))))

zrt-headers:
	@for header in $(zrt_headers); do \
		install -D -m 644 $(zrt_dir)/include/$$header \
			$(zrt_sysroot)/include/$$header || exit 1; \
	done
	@for header in $(zrt_abi); do \
		install -D -m 644 $(zrt_dir)/abi/$$header \
			$(zrt_sysroot)/include/zvm/$$header || exit 1; \
	done

answers = $(zrt_dir)/posix.def $(zrt_dir)/gnulib-answers.txt
$(SDK)/share/zerovm/config.site: $(answers) $(zrt_dir)/posix.py
	@mkdir -p $(@D)
	$(zrt_dir)/posix.py config-site >$@

# What reads hostile bytes compiles on the host too, with the sanitizers.
zrt_host_sources := $(zrt_dir)/fs/tar.c $(zrt_dir)/config/nvram.c
zrt_tests := $(BUILD)/tests/unit/zrt_tar $(BUILD)/tests/unit/zrt_nvram

$(BUILD)/tests/unit/zrt_%: tests/unit/zrt_%.c tests/unit/tap.h \
		$(zrt_host_sources) $(zrt_dir)/internal/tar.h \
		$(zrt_dir)/config/nvram.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -D_GNU_SOURCE -fsanitize=address,undefined \
		-fno-sanitize-recover=all -I$(zrt_dir) -Itests/unit \
		-o $@ $< $(zrt_host_sources)

## tar-fuzz: the guest's and the host's tar readers, FUZZ_SECONDS (60) each
.PHONY: tar-fuzz
tar-fuzz: $(BUILD)/tests/fuzz/zrt_tar $(BUILD)/tests/fuzz/scripts_tar
	FUZZ_MAX_LEN=16384 tests/fuzz/run $(FUZZ_SECONDS) $^

$(BUILD)/tests/fuzz/zrt_tar: tests/fuzz/zrt_tar.c tests/fuzz/tar_mutate.h \
		$(zrt_dir)/fs/tar.c $(zrt_dir)/internal/tar.h
	@mkdir -p $(@D)
	$(FUZZ_CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -I$(zrt_dir) -o $@ $< $(zrt_dir)/fs/tar.c

zrt-clean:
	rm -rf $(zrt_obj)
