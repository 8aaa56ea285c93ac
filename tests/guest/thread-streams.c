/* SPDX-License-Identifier: Apache-2.0
 *
 * A thousand rounds of bytes through pipes, socket pairs and FIFOs: each stage
 * is a thread that changes what it reads and passes it on, while a condition
 * variable lets no more than a few rounds be on the way. What arrives is what
 * was sent, in order and whole.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define STAGES  7
#define ROUNDS  1000
#define LARGEST 9000
#define WINDOW  5 /* rounds on the way */

static int from[STAGES], to[STAGES]; /* streams behind each stage */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int sent, arrived;

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void read_all(int fd, void *to_bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		struct pollfd one = {fd, POLLIN, 0};
		ssize_t got;

		if (size % 3 == 0)
			check(poll(&one, 1, -1) == 1 && (one.revents & POLLIN));
		got = read(fd, (char *)to_bytes + done, size - done);
		check(got > 0);
		done += (size_t)got;
	}
}

static void write_all(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t put =
		    write(fd, (const char *)bytes + done, size - done);

		check(put > 0);
		done += (size_t)put;
	}
}

static void *stage(void *argument)
{
	static _Thread_local uint8_t bytes[LARGEST];
	size_t number = (size_t)argument;
	uint8_t extra;

	for (int i = 0; i < ROUNDS; i++) {
		uint32_t size;

		read_all(from[number], &size, sizeof(size));
		check(size <= LARGEST);
		read_all(from[number], bytes, size);
		for (uint32_t j = 0; j < size; j++)
			bytes[j] = (uint8_t)(bytes[j] + number + 1);
		write_all(to[number + 1], &size, sizeof(size));
		write_all(to[number + 1], bytes, size);
	}
	check(read(from[number], &extra, 1) == 0);
	check(close(to[number + 1]) == 0 && close(from[number]) == 0);
	return NULL;
}

static void *send_rounds(void *unused)
{
	static uint8_t bytes[LARGEST];
	uint32_t state = 1;

	for (int i = 0; i < ROUNDS; i++) {
		uint32_t size = next(&state) % (LARGEST + 1);

		check(pthread_mutex_lock(&mutex) == 0);
		while (sent - arrived >= WINDOW)
			check(pthread_cond_wait(&changed, &mutex) == 0);
		sent++;
		check(pthread_mutex_unlock(&mutex) == 0);
		for (uint32_t j = 0; j < size; j++)
			bytes[j] = (uint8_t)next(&state);
		write_all(to[0], &size, sizeof(size));
		write_all(to[0], bytes, size);
	}
	check(close(to[0]) == 0);
	return unused;
}

static void *open_writer(void *path)
{
	int fd = open(path, O_WRONLY);

	check(fd >= 0);
	return (void *)(intptr_t)fd;
}

/* Pipes, stream pairs and FIFOs in turn. */
static void make_stream(int number)
{
	char path[] = "/tmp/zvm-thread-streams-XXXXXX";
	pthread_t opener;
	void *opened;
	int ends[2];

	switch (number % 3) {
	case 0:
		check(pipe(ends) == 0);
		break;
	case 1:
		check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
		check(shutdown(ends[0], SHUT_WR) == 0);
		break;
	default:
		check(mkdtemp(path) == path && chdir(path) == 0);
		check(mkfifo("fifo", 0600) == 0);
		check(pthread_create(&opener, NULL, open_writer, "fifo") == 0);
		ends[0] = open("fifo", O_RDONLY);
		check(ends[0] >= 0 && pthread_join(opener, &opened) == 0);
		ends[1] = (int)(intptr_t)opened;
		check(unlink("fifo") == 0 && rmdir(path) == 0);
	}
	from[number] = ends[0];
	to[number] = ends[1];
}

int main(void)
{
	pthread_t threads[STAGES];
	uint8_t bytes[LARGEST], extra;
	uint32_t state = 1;

	for (int i = 0; i < STAGES; i++)
		make_stream(i);
	for (size_t i = 0; i + 1 < STAGES; i++)
		check(pthread_create(&threads[i], NULL, stage, (void *)i) == 0);
	check(
	    pthread_create(&threads[STAGES - 1], NULL, send_rounds, NULL) == 0);
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t size, expected = next(&state) % (LARGEST + 1);

		read_all(from[STAGES - 1], &size, sizeof(size));
		check(size == expected);
		read_all(from[STAGES - 1], bytes, size);
		for (uint32_t j = 0; j < size; j++)
			check(bytes[j] == (uint8_t)(next(&state) +
						    (STAGES - 1) * STAGES / 2));
		check(pthread_mutex_lock(&mutex) == 0);
		arrived++;
		check(sent >= arrived && sent - arrived <= WINDOW);
		check(pthread_cond_signal(&changed) == 0);
		check(pthread_mutex_unlock(&mutex) == 0);
	}
	check(read(from[STAGES - 1], &extra, 1) == 0);
	for (int i = 0; i < STAGES; i++)
		check(pthread_join(threads[i], NULL) == 0);
	return 0;
}
