# SPDX-License-Identifier: Apache-2.0
#
# The samples, built by the finished SDK. `make run-sample` is what `make`
# ends with.

SAMPLES_OUT := $(BUILD)/samples
SAMPLES_TOOLS = $(SDK)/bin/zvm-gcc $(wildcard $(SDK)/x86_64-nacl/lib/*.a)

.PHONY: samples run-sample

## samples: compile samples/ with the SDK into build/samples
samples: $(SAMPLES_OUT)/hello $(SAMPLES_OUT)/hello-cxx $(SAMPLES_OUT)/spell \
	$(SAMPLES_OUT)/jit run-sample

$(SAMPLES_OUT):
	@mkdir -p $@

$(SAMPLES_OUT)/hello: samples/hello/hello.c $(SAMPLES_TOOLS) | $(SAMPLES_OUT)
	$(SDK)/bin/zvm-gcc -O2 -Wall -Wextra $< -o $@

$(SAMPLES_OUT)/spell: samples/warm/spell.c $(SAMPLES_TOOLS) | $(SAMPLES_OUT)
	$(SDK)/bin/zvm-gcc -O2 -Wall -Wextra $< -o $@

$(SAMPLES_OUT)/jit: samples/jit/jit.c $(SAMPLES_TOOLS) | $(SAMPLES_OUT)
	$(SDK)/bin/zvm-gcc -O2 -Wall -Wextra $< -o $@

$(SAMPLES_OUT)/hello-cxx: samples/hello-cxx/hello.cc $(SAMPLES_TOOLS) | $(SAMPLES_OUT)
	$(SDK)/bin/zvm-g++ -O2 -Wall -Wextra $< -o $@

run-sample:
	@samples/lua/run
