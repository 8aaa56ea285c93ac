/* SPDX-License-Identifier: Apache-2.0
 *
 * The zone that the environment names. TZ is looked at on every use, so a
 * program may change it at any time; its zone is loaded when it is another
 * one than before. `:name`, or what is the name of a file below TZDIR
 * (/usr/share/zoneinfo), is read from there; otherwise TZ is a rule, and
 * what is neither means UTC. Without TZ it is /etc/localtime.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal/zone.h"

#define DATABASE   "/usr/share/zoneinfo"
#define LOCAL_FILE "/etc/localtime"

/* Zones once loaded stay: tm_zone and tzname point into them. */
struct named_zone {
	struct named_zone *next;
	struct zrt_zone zone;
	char name[];
};

static struct named_zone *zones, *current;

static bool load_named(const char *name, struct zrt_zone *zone)
{
	const char *folder = getenv("TZDIR");
	char *path;
	bool good;

	if (name[0] == '/')
		return __zrt_zone_read(name, zone);
	if (asprintf(&path, "%s/%s", folder && *folder ? folder : DATABASE,
		name) < 0)
		return false;
	good = __zrt_zone_read(path, zone);
	free(path);
	return good;
}

static void load(const char *name, struct zrt_zone *zone)
{
	if (!name) {
		if (__zrt_zone_read(LOCAL_FILE, zone))
			return;
	} else if (*name) {
		const char *file = name + (*name == ':');

		if (load_named(file, zone))
			return;
		if (*name != ':' && __zrt_rule_parse(name, &zone->rule)) {
			zone->has_rule = true;
			return;
		}
	}
	zone->has_rule = __zrt_rule_parse("UTC0", &zone->rule);
}

const struct zrt_zone *__zrt_zone_current(void)
{
	static const char unset[] = "\n"; /* no name of a zone */
	static struct named_zone last_resort;
	const char *name = getenv("TZ");
	const char *key = name ? name : unset;
	struct named_zone *found;
	int error;

	if (current && !strcmp(current->name, key))
		return &current->zone;
	for (found = zones; found; found = found->next)
		if (!strcmp(found->name, key)) {
			current = found;
			return &found->zone;
		}
	found = calloc(1, sizeof(*found) + strlen(key) + 1);
	if (!found) {
		__zrt_rule_parse("UTC0", &last_resort.zone.rule);
		last_resort.zone.has_rule = true;
		return &last_resort.zone;
	}
	strcpy(found->name, key);
	/* No function of time fails because the image has no such file. */
	error = errno;
	load(name, &found->zone);
	errno = error;
	found->next = zones;
	zones = current = found;
	return &found->zone;
}

const struct zrt_local *__zrt_zone_at(
    const struct zrt_zone *zone, int64_t seconds)
{
	uint32_t low = 0, high = zone->transitions;

	if (zone->has_rule && (high == 0 || seconds >= zone->times[high - 1]))
		return __zrt_rule_at(&zone->rule, seconds);
	if (high == 0 || seconds < zone->times[0])
		return &zone->kind[0];
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (seconds >= zone->times[middle])
			low = middle;
		else
			high = middle;
	}
	return &zone->kind[zone->kinds[low]];
}
