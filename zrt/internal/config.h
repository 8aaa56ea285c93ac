/* SPDX-License-Identifier: Apache-2.0
 *
 * What /dev/nvram says (docs/zrt.md). Read once, before anything of the
 * program runs; what is wrong in it ends the session.
 */
#ifndef ZRT_INTERNAL_CONFIG_H
#define ZRT_INTERNAL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/* Read the channel, if there is one. */
void __zrt_config_init(void);

/* [args] in place of the session's; null: there is no such section. */
char **__zrt_config_arguments(int *count);
/* [env] over the session's: call for each NAME=VALUE. */
void __zrt_config_environment(void (*set)(const char *name_and_value));
/* [time]; false: there is no such section. */
bool __zrt_config_time(int64_t *seconds);

/* [fstab] or [cwd] says something: the tree is built at once, so that what is
 * wrong with an image is found whatever the program does. */
bool __zrt_config_has_mounts(void);

/* Steps of building the tree: images, modes of channels, what is exported,
 * where the program starts. */
void __zrt_config_mount(void);
void __zrt_config_map_modes(void);
void __zrt_config_exports(void);
void __zrt_config_directory(void);

/* Each image: its channel, where it is mounted, whether it is writable. */
void __zrt_config_each_mount(void (*tell)(void *argument, const char *channel,
				 const char *mountpoint, bool writable),
    void *argument);

#endif
