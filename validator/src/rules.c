/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and texts of rules and reasons, from the public .def file. Kept apart
 * from the checking core, which needs none of them but the reason's rule.
 */
#include "zvm_validator.h"

enum zvm_val_rule zvm_val_reason_rule(uint32_t reason)
{
	static const uint8_t rules[ZVM_VAL_REASON_COUNT] = {
	    ZVM_VAL_RULE_COUNT,
#define ZVM_REASON(id, rule, sentence) ZVM_VAL_RULE_##rule,
#include "zvm_validator_rules.def"
	};

	return reason < ZVM_VAL_REASON_COUNT ? rules[reason]
					     : ZVM_VAL_RULE_COUNT;
}

const char *zvm_val_reason_text(uint32_t reason)
{
	static const char *const texts[ZVM_VAL_REASON_COUNT] = {
	    "?",
#define ZVM_REASON(id, rule, sentence) sentence,
#include "zvm_validator_rules.def"
	};

	return reason < ZVM_VAL_REASON_COUNT ? texts[reason] : "?";
}

const char *zvm_val_rule_name(uint32_t rule)
{
	static const char *const names[] = {
#define ZVM_RULE(id, name, statement, why) name,
#include "zvm_validator_rules.def"
	};

	return rule < ZVM_VAL_RULE_COUNT ? names[rule] : "?";
}

const char *zvm_val_rule_statement(uint32_t rule)
{
	static const char *const statements[] = {
#define ZVM_RULE(id, name, statement, why) statement,
#include "zvm_validator_rules.def"
	};

	return rule < ZVM_VAL_RULE_COUNT ? statements[rule] : "?";
}

const char *zvm_val_rule_why(uint32_t rule)
{
	static const char *const whys[] = {
#define ZVM_RULE(id, name, statement, why) why,
#include "zvm_validator_rules.def"
	};

	return rule < ZVM_VAL_RULE_COUNT ? whys[rule] : "?";
}
