/* SPDX-License-Identifier: Apache-2.0
 *
 * random, srandom, initstate, setstate: an additive feedback generator over
 * the state that the caller chooses, x[n] = x[n-degree] + x[n-separation].
 * The numbers for a seed are those of other Unix systems. Of the eight bytes
 * the smallest state holds, all are used by a congruential generator instead.
 *
 * The first word of a state tells its kind and position, so that setstate
 * finds what it left there.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#define KINDS 5

static const struct kind {
	unsigned bytes, degree, separation;
} kinds[KINDS] = {
    {8, 0, 0}, {32, 7, 3}, {64, 15, 1}, {128, 31, 3}, {256, 63, 1}};

static int32_t default_state[32];
static int32_t *state; /* after the word that describes it */
static unsigned current, position;

static long next(void)
{
	const struct kind *now = &kinds[current];
	uint32_t sum;

	if (!now->degree) {
		state[0] =
		    (int32_t)(((uint32_t)state[0] * 1103515245u + 12345u) &
			      0x7fffffffu);
		return state[0];
	}
	/* At the position is the oldest word, which the sum replaces. */
	sum =
	    (uint32_t)state[position] +
	    (uint32_t)
		state[(position + now->degree - now->separation) % now->degree];
	state[position] = (int32_t)sum;
	position = (position + 1) % now->degree;
	return (long)(sum >> 1);
}

static void seed_state(unsigned seed)
{
	const struct kind *now = &kinds[current];
	int64_t word = (int32_t)(seed ? seed : 1);

	state[0] = (int32_t)word;
	for (unsigned i = 1; i < now->degree; i++) {
		word = word * 16807 % 2147483647;
		if (word < 0)
			word += 2147483647;
		state[i] = (int32_t)word;
	}
	position = now->separation;
	for (unsigned i = 0; i < 10 * now->degree; i++)
		next();
}

static void need_state(void)
{
	if (!state) {
		state = default_state + 1;
		current = 3;
		seed_state(1);
	}
}

/* Write down in the state where it stands. */
static char *leave(void)
{
	need_state();
	state[-1] = (int32_t)(current + KINDS * position);
	return (char *)(state - 1);
}

long random(void)
{
	need_state();
	return next();
}

void srandom(unsigned seed)
{
	need_state();
	seed_state(seed);
}

char *initstate(unsigned seed, char *memory, size_t size)
{
	char *former = leave();
	unsigned kind = KINDS;

	while (kind && kinds[kind - 1].bytes > size)
		kind--;
	if (!kind) {
		errno = EINVAL;
		return NULL;
	}
	current = kind - 1;
	state = (int32_t *)memory + 1;
	seed_state(seed);
	leave();
	return former;
}

char *setstate(char *memory)
{
	char *former = leave();
	uint32_t word = (uint32_t) * (int32_t *)memory;
	unsigned kind = word % KINDS, where = word / KINDS;

	if (where && where >= kinds[kind].degree) {
		errno = EINVAL;
		return NULL;
	}
	current = kind;
	position = where;
	state = (int32_t *)memory + 1;
	return former;
}
