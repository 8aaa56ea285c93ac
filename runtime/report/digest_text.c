/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests as the reports show them.
 */
#include "report.h"

void zvm_report_digest(struct zvm_digest digest, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	uint8_t bytes[ZVM_DIGEST_MAX];
	size_t size = zvm_digest_finish(&digest, bytes);

	for (size_t i = 0; i < size; i++) {
		out[2 * i] = hex[bytes[i] >> 4];
		out[2 * i + 1] = hex[bytes[i] & 15];
	}
	out[2 * size] = '\0';
}

int zvm_report_digests_valid(const struct zvm_result *result)
{
	switch (result->problem.end) {
	case ZVM_END_EXIT:
	case ZVM_END_ABORT:
	case ZVM_END_FAULT:
	case ZVM_END_PIPE:
	case ZVM_END_SOURCES:
		return 1;
	default:
		return 0;
	}
}
