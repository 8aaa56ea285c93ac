/* SPDX-License-Identifier: Apache-2.0
 *
 * As much of JSON as reading zerovm's report needs. A value is a place in the
 * text; text that is no JSON has no values.
 */
#ifndef LIBZVM_JSON_H
#define LIBZVM_JSON_H

/* The value of a member of the object at `object`, or NULL. */
const char *json_member(const char *object, const char *name);
/* The first element of an array, and the one behind an element; NULL when
 * there is none. */
const char *json_first(const char *array);
const char *json_next(const char *element);
/* A string without its escapes; NULL when it is none. The caller frees it. */
char *json_string(const char *value);
/* Of a number that is not negative and has no exponent; 0 when it is none. */
double json_number(const char *value);

#endif
