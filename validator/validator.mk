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

# Unit tests, TAP on stdout; run from the top of the tree. The _asan variants
# are the same program with the sanitizers in it and in the library.
VALIDATOR_TEST_INC := $(VALIDATOR_CORE_INC) -Itests/unit
VALIDATOR_SANITIZE := -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all
VALIDATOR_SOURCES := $(wildcard $(VALIDATOR)/src/*.c $(VALIDATOR)/elf/*.c)
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

validator_tests := $(addprefix $(BUILD)/tests/unit/validator_,vectors \
	vectors_asan)
