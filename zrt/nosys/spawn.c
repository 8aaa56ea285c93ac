/* SPDX-License-Identifier: Apache-2.0
 *
 * -lnosys: posix_spawn. Its preparations fail before it would.
 */
#include <errno.h>
#include <spawn.h>

int posix_spawn(pid_t *restrict, const char *restrict,
    const posix_spawn_file_actions_t *, const posix_spawnattr_t *restrict,
    char *const[], char *const[])
{
	return ENOSYS;
}

int posix_spawnp(pid_t *restrict, const char *restrict,
    const posix_spawn_file_actions_t *, const posix_spawnattr_t *restrict,
    char *const[], char *const[])
{
	return ENOSYS;
}

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *)
{
	return ENOSYS;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *)
{
	return EINVAL;
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict, int,
    const char *restrict, int, mode_t)
{
	return EINVAL;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *, int, int)
{
	return EINVAL;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *, int)
{
	return EINVAL;
}

int posix_spawnattr_init(posix_spawnattr_t *)
{
	return ENOSYS;
}

int posix_spawnattr_destroy(posix_spawnattr_t *)
{
	return EINVAL;
}

int posix_spawnattr_setflags(posix_spawnattr_t *, short)
{
	return EINVAL;
}

int posix_spawnattr_setpgroup(posix_spawnattr_t *, pid_t)
{
	return EINVAL;
}

int posix_spawnattr_setsigdefault(
    posix_spawnattr_t *restrict, const sigset_t *restrict)
{
	return EINVAL;
}

int posix_spawnattr_setsigmask(
    posix_spawnattr_t *restrict, const sigset_t *restrict)
{
	return EINVAL;
}
