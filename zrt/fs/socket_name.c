/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of sockets: paths, which are nodes of the tree, and abstract names,
 * which begin with a null byte and last as long as the socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "internal/socket.h"
#include "internal/zrt.h"

#define PATH_START offsetof(struct sockaddr_un, sun_path)

static struct zrt_node *abstract;

struct zrt_socket_name *__zrt_socket_name_hold(struct zrt_socket_name *name)
{
	name->references++;
	return name;
}

void __zrt_socket_name_drop(struct zrt_socket_name *name)
{
	if (!--name->references)
		free(name);
}

/* An address as the program gave it. A path's end is its first null byte, or
 * the end of the address. */
static int parse(const struct sockaddr *address, socklen_t size,
    struct zrt_socket_name *name)
{
	*name = (struct zrt_socket_name){.references = 1};
	if (size < PATH_START || size > sizeof(name->address))
		return __zrt_fail(EINVAL);
	memcpy(&name->address, address, size);
	if (name->address.sun_family != AF_UNIX)
		return __zrt_fail(EAFNOSUPPORT);
	name->length = size;
	if (size > PATH_START && name->address.sun_path[0])
		name->length = (socklen_t)(PATH_START + 1 +
					   strnlen(name->address.sun_path,
					       size - PATH_START));
	return 0;
}

static bool is_path(const struct zrt_socket_name *name)
{
	return name->length > PATH_START && name->address.sun_path[0];
}

/* The path, which fills its array to the last byte when it has no end. */
static const char *path_of(
    const struct zrt_socket_name *name, char path[sizeof(struct sockaddr_un)])
{
	size_t length =
	    strnlen(name->address.sun_path, sizeof(name->address.sun_path));

	memcpy(path, name->address.sun_path, length);
	path[length] = '\0';
	return path;
}

static bool is_called(
    const struct zrt_socket *socket, const struct zrt_socket_name *name)
{
	return socket->name->length == name->length &&
	       !memcmp(&socket->name->address, &name->address, name->length);
}

/* Each type has names of its own. */
static struct zrt_node *find_abstract(
    const struct zrt_socket_name *name, int type)
{
	struct zrt_node *node = abstract;

	while (node &&
	       (node->socket->type != type || !is_called(node->socket, name)))
		node = node->socket->next_abstract;
	return node;
}

/* Bound without a name: five hexadecimal digits that nobody has. */
static void choose(struct zrt_socket_name *name, int type)
{
	static unsigned last;

	name->length = PATH_START + 6;
	do {
		last++;
		for (int i = 0; i < 5; i++)
			name->address.sun_path[5 - i] =
			    "0123456789abcdef"[last >> (4 * i) & 15];
	} while (find_abstract(name, type));
}

static int bind_abstract(struct zrt_node *node, struct zrt_socket_name *name)
{
	struct zrt_socket *socket = node->socket;

	if (name->length == PATH_START)
		choose(name, socket->type);
	else if (find_abstract(name, socket->type))
		return __zrt_fail(EADDRINUSE);
	socket->name = name;
	socket->next_abstract = abstract;
	socket->abstract_link = &abstract;
	if (abstract)
		abstract->socket->abstract_link = &socket->next_abstract;
	abstract = node;
	return 0;
}

static int bind_path(struct zrt_node *node, struct zrt_socket_name *name)
{
	char path[sizeof(struct sockaddr_un)];
	struct zrt_lookup found;
	struct zrt_node *place;

	if (__zrt_lookup(AT_FDCWD, path_of(name, path), ZRT_PARENT, &found))
		return -1;
	if (found.node || found.must_be_directory)
		return __zrt_fail(found.node ? EADDRINUSE : ENOENT);
	if (__zrt_permit_names(found.directory))
		return -1;
	place = __zrt_socket_file_new(0);
	if (!place)
		return -1;
	__zrt_node_own(place, found.directory, 0777);
	if (!__zrt_name_add(found.directory, found.last, found.length, place)) {
		__zrt_node_release(place);
		return -1;
	}
	place->uses++;
	place->bound = node;
	node->socket->place = place;
	node->socket->name = name;
	return 0;
}

int __zrt_socket_bind(
    struct zrt_node *node, const struct sockaddr *address, socklen_t size)
{
	struct zrt_socket_name *name, parsed;

	if (parse(address, size, &parsed))
		return -1;
	if (node->socket->name)
		return __zrt_fail(EINVAL);
	name = malloc(sizeof(*name));
	if (!name)
		return __zrt_fail(ENOBUFS);
	*name = parsed;
	if (is_path(name) ? bind_path(node, name) : bind_abstract(node, name)) {
		free(name);
		return -1;
	}
	return 0;
}

static struct zrt_node *find_path(const struct zrt_socket_name *name)
{
	char path[sizeof(struct sockaddr_un)];
	struct zrt_node *place =
	    __zrt_node_at(AT_FDCWD, path_of(name, path), ZRT_FOLLOW);

	if (!place || __zrt_permit(place, W_OK))
		return NULL;
	errno = ECONNREFUSED;
	return S_ISSOCK(place->mode) ? place->bound : NULL;
}

struct zrt_node *__zrt_socket_find(
    const struct sockaddr *address, socklen_t size, int type)
{
	struct zrt_socket_name name;
	struct zrt_node *node;

	if (parse(address, size, &name))
		return NULL;
	if (name.length == PATH_START) {
		errno = EINVAL;
		return NULL;
	}
	errno = ECONNREFUSED;
	node = is_path(&name) ? find_path(&name) : find_abstract(&name, type);
	if (node && node->socket->type != type) {
		errno = EPROTOTYPE;
		return NULL;
	}
	return node;
}
