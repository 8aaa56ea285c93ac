# SPDX-License-Identifier: Apache-2.0
#
# The machine-code verifier: generator, library, command, tests, benchmark.
# Included by the top Makefile, which sets CC, CFLAGS, BUILD and SDK.

VALIDATOR := validator
VALIDATOR_OUT := $(BUILD)/validator
VALIDATOR_INC := -I$(VALIDATOR)/include -I$(VALIDATOR)/elf -Izrt/abi
VALIDATOR_CORE_INC := $(VALIDATOR_INC) -I$(VALIDATOR)/src \
	-I$(VALIDATOR)/table -I$(VALIDATOR_OUT)
VALIDATOR_LIB := $(VALIDATOR_OUT)/libzvmvalidator.a
VALIDATOR_HEADERS := $(wildcard $(VALIDATOR)/include/* $(VALIDATOR)/src/*.h \
	$(VALIDATOR)/elf/*.h $(VALIDATOR)/elf/*.def zrt/abi/*)
VALIDATOR_TABLE := $(wildcard $(VALIDATOR)/table/*)
VALIDATOR_OBJECTS := $(addprefix $(VALIDATOR_OUT)/,validate.o rules.o zvm_elf.o)

$(VALIDATOR_OUT) $(BUILD)/tests/unit:
	mkdir -p $@

$(VALIDATOR_OUT)/generate: $(VALIDATOR_TABLE) $(VALIDATOR_HEADERS) | $(VALIDATOR_OUT)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -I$(VALIDATOR)/table -o $@ \
		$(VALIDATOR)/table/generate.c

$(VALIDATOR_OUT)/zvm_table.inc: $(VALIDATOR_OUT)/generate
	$(VALIDATOR_OUT)/generate > $@.new
	mv $@.new $@

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/src/%.c $(VALIDATOR_OUT)/zvm_table.inc $(VALIDATOR_HEADERS)
	$(CC) $(CFLAGS) $(VALIDATOR_CORE_INC) -c -o $@ $<

$(VALIDATOR_OUT)/%.o: $(VALIDATOR)/elf/%.c $(VALIDATOR_HEADERS) | $(VALIDATOR_OUT)
	$(CC) $(CFLAGS) $(VALIDATOR_INC) -c -o $@ $<

$(VALIDATOR_LIB): $(VALIDATOR_OBJECTS)
	rm -f $@
	ar rcs $@ $^

.PHONY: validator
validator: $(VALIDATOR_LIB)

validator_tests :=
