/* SPDX-License-Identifier: Apache-2.0
 *
 * random, srandom, initstate, setstate, and with a generator of the caller's
 * own random_r and its kin: an additive feedback generator over the state that
 * the caller chooses, x[n] = x[n-degree] + x[n-separation]. The numbers for a
 * seed are those of other Unix systems. Of the eight bytes the smallest state
 * holds, all are used by a congruential generator instead.
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

static int fail(void)
{
	errno = EINVAL;
	return -1;
}

static int32_t next(struct random_data *data)
{
	const struct kind *now = &kinds[data->__kind];
	int32_t *state = data->state;
	unsigned position = data->__position;
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
	data->__position = (position + 1) % now->degree;
	return (int32_t)(sum >> 1);
}

/* Write down in the state where it stands. */
static void leave(struct random_data *data)
{
	data->state[-1] = (int32_t)(data->__kind + KINDS * data->__position);
}

int random_r(struct random_data *data, int32_t *result)
{
	if (!data || !data->state || !result)
		return fail();
	*result = next(data);
	return 0;
}

int srandom_r(unsigned seed, struct random_data *data)
{
	const struct kind *now;
	int64_t word = (int32_t)(seed ? seed : 1);

	if (!data || !data->state)
		return fail();
	now = &kinds[data->__kind];
	data->state[0] = (int32_t)word;
	for (unsigned i = 1; i < now->degree; i++) {
		word = word * 16807 % 2147483647;
		if (word < 0)
			word += 2147483647;
		data->state[i] = (int32_t)word;
	}
	data->__position = now->separation;
	for (unsigned i = 0; i < 10 * now->degree; i++)
		next(data);
	return 0;
}

int initstate_r(
    unsigned seed, char *memory, size_t size, struct random_data *data)
{
	unsigned kind = KINDS;

	if (!data || !memory)
		return fail();
	if (data->state)
		leave(data);
	while (kind && kinds[kind - 1].bytes > size)
		kind--;
	if (!kind)
		return fail();
	data->__kind = kind - 1;
	data->state = (int32_t *)memory + 1;
	srandom_r(seed, data);
	leave(data);
	return 0;
}

int setstate_r(char *memory, struct random_data *data)
{
	unsigned kind, where;

	if (!data || !memory)
		return fail();
	if (data->state)
		leave(data);
	kind = *(uint32_t *)memory % KINDS;
	where = *(uint32_t *)memory / KINDS;
	if (where && where >= kinds[kind].degree)
		return fail();
	data->__kind = kind;
	data->__position = where;
	data->state = (int32_t *)memory + 1;
	return 0;
}

/* The generator of those that have none of their own. */
static struct random_data *common(void)
{
	static struct random_data data;
	static int32_t words[32];

	if (!data.state)
		initstate_r(1, (char *)words, sizeof(words), &data);
	return &data;
}

long random(void)
{
	return next(common());
}

void srandom(unsigned seed)
{
	srandom_r(seed, common());
}

char *initstate(unsigned seed, char *memory, size_t size)
{
	struct random_data *data = common();
	char *former = (char *)(data->state - 1);

	return initstate_r(seed, memory, size, data) ? NULL : former;
}

char *setstate(char *memory)
{
	struct random_data *data = common();
	char *former = (char *)(data->state - 1);

	return setstate_r(memory, data) ? NULL : former;
}
