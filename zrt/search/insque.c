/* SPDX-License-Identifier: Apache-2.0
 *
 * insque and remque: doubly linked lists, linear or circular. The caller's
 * structure starts with the two links.
 */
#include <search.h>
#include <stddef.h>

struct links {
	struct links *next, *previous;
};

void insque(void *element, void *predecessor)
{
	struct links *new = element, *before = predecessor;

	if (!before) {
		new->next = new->previous = NULL;
		return;
	}
	new->next = before->next;
	new->previous = before;
	before->next = new;
	if (new->next)
		new->next->previous = new;
}

void remque(void *element)
{
	struct links *old = element;

	if (old->next)
		old->next->previous = old->previous;
	if (old->previous)
		old->previous->next = old->next;
}
