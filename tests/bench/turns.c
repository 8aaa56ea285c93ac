/* SPDX-License-Identifier: Apache-2.0
 *
 * turns ROUNDS COMMAND...: run the commands, each a line of words, in turns,
 * so that what disturbs one disturbs all, and print for each the median and
 * the smallest time in microseconds from spawning to having waited.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define WORDS_MAX    32
#define COMMANDS_MAX 16

extern char **environ;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void split(char *line, char **words)
{
	int count = 0;

	for (char *word = strtok(line, " "); word && count < WORDS_MAX - 1;
	     word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
}

int main(int argc, char **argv)
{
	static char *words[COMMANDS_MAX][WORDS_MAX];
	static double *times[COMMANDS_MAX];
	posix_spawn_file_actions_t actions;
	int commands = argc - 2, rounds;

	if (argc < 3 || commands > COMMANDS_MAX) {
		fprintf(stderr, "usage: turns ROUNDS COMMAND...\n");
		return 2;
	}
	rounds = atoi(argv[1]);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	for (int i = 0; i < commands; i++) {
		split(argv[i + 2], words[i]);
		times[i] = calloc((size_t)rounds, sizeof(double));
	}
	/* Round -1 warms caches and is not counted. */
	for (int round = -1; round < rounds; round++)
		for (int i = 0; i < commands; i++) {
			double start = now();
			int status;
			pid_t child;

			if (posix_spawnp(&child, words[i][0], &actions, NULL,
				words[i], environ) != 0 ||
			    waitpid(child, &status, 0) < 0 || status != 0) {
				fprintf(stderr, "turns: error: %s failed\n",
				    words[i][0]);
				return 1;
			}
			if (round >= 0)
				times[i][round] = now() - start;
		}
	for (int i = 0; i < commands; i++) {
		qsort(times[i], (size_t)rounds, sizeof(double), compare);
		printf("%.0f %.0f\n", times[i][rounds / 2], times[i][0]);
	}
	return 0;
}
