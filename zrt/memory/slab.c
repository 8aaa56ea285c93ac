/* SPDX-License-Identifier: Apache-2.0
 *
 * Small blocks: a slab is one unit of memory with objects of one size class.
 * Free objects are linked; those never used yet follow from `fresh` on.
 *
 * A slab is in its class's ring while it may have free objects, and marked
 * full when malloc found that it has none; free puts it back. A free object's
 * second word tells that it is free, which finds most double frees.
 *
 * What is known of a slab stands beside what is known of its neighbours, in a
 * folio for each 4 MiB of addresses: at the front of each slab it would lie at
 * the same place in its unit, and all slabs would share a few lines of cache.
 */
#include "memory/malloc.h"

#define CLASSES    20
#define KEPT_SLABS 64  /* unused ones that stay: 1 MiB */
#define FOLIO      256 /* slabs */

struct object {
	struct object *next;
	uintptr_t mark;
};

struct slab {
	struct object *free;
	uintptr_t fresh; /* the first object never used */
	uintptr_t end;   /* behind the last object */
	uintptr_t base;  /* of its unit */
	struct slab *next, *previous;
	uint16_t used, size;
	uint8_t class;
	bool full;
};

static struct slab *folios[sizeof(__zrt_kinds) / FOLIO];

/* A ring a class; null when empty. */
static struct slab *rings[CLASSES];
static struct slab *kept;
static unsigned kept_count;

static const uint16_t class_size[CLASSES] = {16, 32, 48, 64, 80, 96, 112, 128,
    160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024};

/* By size in sixteenths, rounded up. */
static const uint8_t class_of[ZRT_SMALL_MAX / 16 + 1] = {0, 0, 1, 2, 3, 4, 5, 6,
    7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14,
    14, 15, 15, 15, 15, 16, 16, 16, 16, 16, 16, 16, 16, 17, 17, 17, 17, 17, 17,
    17, 17, 18, 18, 18, 18, 18, 18, 18, 18, 19, 19, 19, 19, 19, 19, 19, 19};

static uintptr_t free_mark(const struct object *object)
{
	return (uintptr_t)object ^ 0x5ab1ec0du;
}

static struct slab *slab_of(const void *memory)
{
	uintptr_t unit = (uintptr_t)memory / ZRT_UNIT;

	return &folios[unit / FOLIO][unit % FOLIO];
}

static void ring_add(struct slab *slab)
{
	struct slab **ring = &rings[slab->class];

	if (!*ring) {
		slab->next = slab->previous = slab;
		*ring = slab;
		return;
	}
	/* Behind the current one, which is used up first. */
	slab->next = (*ring)->next;
	slab->previous = *ring;
	slab->next->previous = slab;
	(*ring)->next = slab;
}

static void ring_remove(struct slab *slab)
{
	struct slab **ring = &rings[slab->class];

	if (slab->next == slab) {
		*ring = NULL;
		return;
	}
	slab->next->previous = slab->previous;
	slab->previous->next = slab->next;
	if (*ring == slab)
		*ring = slab->next;
}

static struct slab *map_slab(void)
{
	char *base = __zrt_pages_map_aligned(ZRT_UNIT, ZRT_UNIT, 0);
	struct slab **folio = &folios[(uintptr_t)base / ZRT_UNIT / FOLIO];

	if (base && !*folio)
		*folio = __zrt_pages_map(FOLIO * sizeof(struct slab));
	if (base && !*folio) {
		__zrt_pages_unmap(base, ZRT_UNIT);
		return NULL;
	}
	if (!base)
		return NULL;
	slab_of(base)->base = (uintptr_t)base;
	return slab_of(base);
}

static struct slab *new_slab(unsigned class)
{
	struct slab *slab = kept;

	if (slab) {
		kept = slab->next;
		kept_count--;
	} else {
		slab = map_slab();
		if (!slab)
			return NULL;
	}
	__zrt_kinds[slab->base / ZRT_UNIT] = ZRT_SLAB;
	slab->free = NULL;
	slab->used = 0;
	slab->size = class_size[class];
	slab->fresh = slab->base;
	slab->end = slab->base + ZRT_UNIT - ZRT_UNIT % slab->size;
	slab->class = (uint8_t) class;
	slab->full = false;
	ring_add(slab);
	return slab;
}

static inline void *take(struct slab *slab)
{
	struct object *object = slab->free;

	if (object) {
		slab->free = object->next;
		object->mark = 0;
		slab->used++;
		return object;
	}
	if (slab->fresh < slab->end) {
		object = (struct object *)slab->fresh;
		/* The slab may have had another life. */
		object->mark = 0;
		slab->fresh += slab->size;
		slab->used++;
		return object;
	}
	return NULL;
}

static void *__attribute__((noinline)) take_from_next(unsigned class)
{
	struct slab *slab;
	void *memory;

	while ((slab = rings[class]) != NULL) {
		memory = take(slab);
		if (memory)
			return memory;
		ring_remove(slab);
		slab->full = true;
	}
	slab = new_slab(class);
	return slab ? take(slab) : NULL;
}

void *__zrt_slab_malloc(size_t size)
{
	unsigned class = class_of[(size + 15) / 16];
	struct slab *slab = rings[class];
	void *memory;

	if (slab && (memory = take(slab)) != NULL)
		return memory;
	return take_from_next(class);
}

/* No object is in use: keep it for any class, or give it back. */
static void __attribute__((noinline)) retire(struct slab *slab)
{
	/* The last of its class stays: a lone malloc and free is cheap. */
	if (slab->full || (slab->next == slab && rings[slab->class] == slab))
		return;
	ring_remove(slab);
	__zrt_kinds[slab->base / ZRT_UNIT] = ZRT_FOREIGN;
	if (kept_count == KEPT_SLABS) {
		__zrt_pages_unmap((void *)slab->base, ZRT_UNIT);
		return;
	}
	slab->next = kept;
	kept = slab;
	kept_count++;
}

static void __attribute__((noinline))
check_double(const struct slab *slab, const struct object *object)
{
	const struct object *other;

	/* The mark may be the program's own bytes by chance. */
	for (other = slab->free; other; other = other->next)
		if (other == object)
			__zrt_heap_error("free of a block that is free");
}

void __zrt_slab_free(void *memory)
{
	struct slab *slab = slab_of(memory);
	struct object *object = memory;

	if (__builtin_expect(object->mark == free_mark(object), 0))
		check_double(slab, object);
	object->next = slab->free;
	object->mark = free_mark(object);
	slab->free = object;
	if (__builtin_expect(slab->full, 0)) {
		slab->full = false;
		ring_add(slab);
	}
	if (--slab->used == 0)
		retire(slab);
}

size_t __zrt_slab_size(const void *memory)
{
	return slab_of(memory)->size;
}

bool __zrt_slab_release(void)
{
	bool any = kept != NULL;

	while (kept) {
		struct slab *slab = kept;

		kept = slab->next;
		__zrt_pages_unmap((void *)slab->base, ZRT_UNIT);
	}
	kept_count = 0;
	for (unsigned class = 0; class < CLASSES; class ++) {
		struct slab *slab = rings[class];

		if (!slab || slab->next != slab || slab->used)
			continue;
		ring_remove(slab);
		__zrt_kinds[slab->base / ZRT_UNIT] = ZRT_FOREIGN;
		__zrt_pages_unmap((void *)slab->base, ZRT_UNIT);
		any = true;
	}
	return any;
}

size_t __zrt_slab_used(uintptr_t unit)
{
	const struct slab *slab = slab_of((const void *)unit);

	return (size_t)slab->used * slab->size;
}
