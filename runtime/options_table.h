/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes the tables of one tool from its options.def; included once, by the
 * file that reads the tool's command line. options.h describes the rows.
 */
#ifndef ZVM_OPTIONS_FILE
#error "ZVM_OPTIONS_FILE must name the tool's options.def"
#endif

#include "options.h"

#define ZVM_TOOL(name, synopsis, purpose)
#define ZVM_OPTION(id, letter, name, value, completion, help) OPTION_##id,
#define ZVM_TEXT(text)
#define ZVM_EXAMPLE(text, meaning)
#define ZVM_STATUS(text, meaning)
enum {
#include ZVM_OPTIONS_FILE
	OPTION_COUNT
};

#undef ZVM_OPTION
#define ZVM_OPTION(id, letter, name, value, completion, help)                  \
	{letter, name, value, completion, help},
static const struct zvm_option zvm_tool_options[] = {
#include ZVM_OPTIONS_FILE
};

#undef ZVM_OPTION
#undef ZVM_TEXT
#undef ZVM_EXAMPLE
#undef ZVM_STATUS
#define ZVM_OPTION(id, letter, name, value, completion, help)
#define ZVM_TEXT(text)             {ZVM_TEXT_PARAGRAPH, text, NULL},
#define ZVM_EXAMPLE(text, meaning) {ZVM_TEXT_EXAMPLE, text, meaning},
#define ZVM_STATUS(text, meaning)  {ZVM_TEXT_STATUS, text, meaning},
static const struct zvm_tool_text zvm_tool_texts[] = {
#include ZVM_OPTIONS_FILE
};

#undef ZVM_TOOL
#undef ZVM_TEXT
#undef ZVM_EXAMPLE
#undef ZVM_STATUS
#define ZVM_TOOL(name, synopsis, purpose) name, synopsis, purpose,
#define ZVM_TEXT(text)
#define ZVM_EXAMPLE(text, meaning)
#define ZVM_STATUS(text, meaning)
static const struct zvm_tool zvm_tool = {
#include ZVM_OPTIONS_FILE
    zvm_tool_options,
    OPTION_COUNT,
    zvm_tool_texts,
    sizeof(zvm_tool_texts) / sizeof(zvm_tool_texts[0]),
};

#undef ZVM_TOOL
#undef ZVM_OPTION
#undef ZVM_TEXT
#undef ZVM_EXAMPLE
#undef ZVM_STATUS
