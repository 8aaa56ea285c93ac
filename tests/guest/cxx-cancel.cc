// SPDX-License-Identifier: Apache-2.0
//
// A C++ thread that is cancelled, or that calls pthread_exit, leaves its frames
// one by one: destructors and cleanup handlers run in the order of nesting.
//
// FLAGS: -pthread
// NATIVE
#include <cstdio>
#include <cstring>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static char trace[64];
static sem_t ready;

struct noted {
	const char *text;
	explicit noted(const char *t) : text(t)
	{
	}
	~noted()
	{
		std::strcat(trace, text);
	}
};

thread_local noted local("t");

static void handler(void *text)
{
	std::strcat(trace, static_cast<const char *>(text));
}

static void inner(bool leave)
{
	noted first("1");
	pthread_cleanup_push(handler, const_cast<char *>("h"));
	noted second("2");
	sem_post(&ready);
	if (leave)
		pthread_exit(nullptr);
	for (;;)
		sleep(1000);
	pthread_cleanup_pop(0);
}

static void *thread(void *leave)
{
	noted outer("o");

	local.text = "T";
	try {
		inner(leave != nullptr);
	} catch (...) {
		std::strcat(trace, "c");
		throw;
	}
	return nullptr;
}

static void thrown()
{
	try {
		pthread_cleanup_push(handler, const_cast<char *>("e"));
		throw 1;
		pthread_cleanup_pop(0);
	} catch (int) {
		std::strcat(trace, "!");
	}
}

int main()
{
	pthread_t id;
	void *value;

	sem_init(&ready, 0, 0);
	pthread_create(&id, nullptr, thread, nullptr);
	sem_wait(&ready);
	pthread_cancel(id);
	pthread_join(id, &value);
	std::printf("%s %d\n", trace, value == PTHREAD_CANCELED);
	trace[0] = 0;
	pthread_create(&id, nullptr, thread, trace);
	pthread_join(id, &value);
	std::printf("%s %d\n", trace, value == nullptr);
	trace[0] = 0;
	thrown();
	std::printf("%s\n", trace);
	return 0;
}
