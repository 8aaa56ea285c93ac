// SPDX-License-Identifier: Apache-2.0
// NATIVE
//
// Static and thread_local objects: order of construction and destruction,
// function-local statics, atexit in between, priorities.

#include <cstdio>
#include <cstdlib>
#include <string>

struct Loud {
	explicit Loud(const char *name) : name(name)
	{
		std::printf("+%s\n", name);
	}
	~Loud()
	{
		std::printf("-%s\n", name);
	}
	const char *name;
};

static Loud one("one");
__attribute__((init_priority(2000))) static Loud early("early");
static Loud two("two");
static thread_local Loud per_thread("per thread");
static thread_local std::string text(50, 'y');
static thread_local int plain = 11;

static Loud &local()
{
	static Loud once("local");
	return once;
}

static void leaving()
{
	std::puts("atexit");
}

__attribute__((constructor)) static void constructor()
{
	std::puts("constructor");
}

__attribute__((destructor)) static void destructor()
{
	std::puts("destructor");
}

int main()
{
	std::puts("main");
	std::atexit(leaving);
	local();
	local();
	std::printf("%s %zu %d\n", per_thread.name, text.size(), plain++);
	std::printf("%d\n", plain);
	return 0;
}
