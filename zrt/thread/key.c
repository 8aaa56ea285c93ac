/* SPDX-License-Identifier: Apache-2.0
 *
 * Thread-specific data. Values lie in blocks that a thread gets when it first
 * sets one there. A key that is deleted and made again has another generation,
 * which makes the values of its former life count as null.
 */
#include <errno.h>
#include <stdlib.h>
#include "internal/thread.h"

static struct key {
	bool used;
	unsigned generation;
	void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX];

static struct zrt_key_value *value_of(
    struct zrt_thread *thread, pthread_key_t key)
{
	struct zrt_key_value *block = thread->keys[key / ZRT_KEY_BLOCK];
	struct zrt_key_value *value;

	if (!block)
		return NULL;
	value = &block[key % ZRT_KEY_BLOCK];
	return value->generation == keys[key].generation ? value : NULL;
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
		if (keys[i].used)
			continue;
		keys[i].used = true;
		keys[i].generation++;
		keys[i].destructor = destructor;
		*key = i;
		return 0;
	}
	return EAGAIN;
}

int pthread_key_delete(pthread_key_t key)
{
	if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
		return EINVAL;
	keys[key].used = false;
	keys[key].generation++;
	return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
	struct zrt_key_value *value;

	if (key >= PTHREAD_KEYS_MAX)
		return NULL;
	value = value_of(__zvm_tp, key);
	return value ? (void *)value->value : NULL;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
	struct zrt_key_value **block;

	if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
		return EINVAL;
	block = &__zvm_tp->keys[key / ZRT_KEY_BLOCK];
	if (!*block) {
		int saved = errno;

		*block = calloc(ZRT_KEY_BLOCK, sizeof(**block));
		errno = saved;
		if (!*block)
			return ENOMEM;
	}
	(*block)[key % ZRT_KEY_BLOCK] = (struct zrt_key_value){
	    .generation = keys[key].generation, .value = value};
	return 0;
}

static bool destroy_values(struct zrt_thread *thread)
{
	bool any = false;

	for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
		struct zrt_key_value *value = value_of(thread, i);
		void *old = value ? (void *)value->value : NULL;

		if (!old || !keys[i].used)
			continue;
		value->value = NULL;
		if (!keys[i].destructor)
			continue;
		keys[i].destructor(old);
		any = true;
	}
	return any;
}

void __zrt_keys_end(struct zrt_thread *thread)
{
	for (int i = 0; i < PTHREAD_DESTRUCTOR_ITERATIONS; i++)
		if (!destroy_values(thread))
			break;
	for (unsigned i = 0; i < ZRT_KEY_BLOCKS; i++) {
		free(thread->keys[i]);
		thread->keys[i] = NULL;
	}
}
