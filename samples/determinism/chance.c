/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints what differs from run to run on other systems.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	unsigned char random[8];
	struct timespec now;
	time_t start = time(NULL);

	printf("date: %s", asctime(gmtime(&start)));
	sleep(3600); /* virtual: returns at once */
	clock_gettime(CLOCK_MONOTONIC, &now);
	printf(
	    "an hour later: %lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec);
	if (getentropy(random, sizeof(random)) != 0)
		return perror("getentropy"), 1;
	printf("random:");
	for (size_t i = 0; i < sizeof(random); i++)
		printf(" %02x", random[i]);
	printf("\nheap: %p, stack: %p\n", malloc(100), (void *)random);
	return 0;
}
