// SPDX-License-Identifier: Apache-2.0
// NATIVE
//
// Exceptions thrown by the callbacks of C functions unwind through the C
// library and are caught behind it.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <ftw.h>
#include <pthread.h>
#include <search.h>
#include <stdexcept>
#include <sys/stat.h>

static int unwound, failed;

struct Frame {
	~Frame()
	{
		unwound++;
	}
};

template <class Call> static void throws(const char *name, Call call)
{
	const int before = unwound;

	try {
		Frame frame;
		call();
	} catch (const std::runtime_error &error) {
		if (!std::strcmp(error.what(), "thrown") &&
		    unwound == before + 1)
			return;
	}
	std::printf("%s\n", name);
	failed = 1;
}

static int compare(const void *, const void *)
{
	throw std::runtime_error("thrown");
}

static int compare_with(const void *, const void *, void *)
{
	throw std::runtime_error("thrown");
}

static int in_order(const void *a, const void *b)
{
	return std::strcmp(
	    static_cast<const char *>(a), static_cast<const char *>(b));
}

static void visit(const void *, VISIT, int)
{
	throw std::runtime_error("thrown");
}

static int select_entry(const dirent *)
{
	throw std::runtime_error("thrown");
}

static int file(const char *, const struct stat *, int, struct FTW *)
{
	throw std::runtime_error("thrown");
}

static ssize_t read_cookie(void *, char *, size_t)
{
	throw std::runtime_error("thrown");
}

static void once()
{
	throw std::runtime_error("thrown");
}

int main()
{
	int numbers[64] = {};
	size_t count = 64;
	void *root = nullptr;
	dirent **entries;
	pthread_once_t control = PTHREAD_ONCE_INIT;
	FILE *stream =
	    fopencookie(nullptr, "r", {read_cookie, nullptr, nullptr, nullptr});

	tsearch("a", &root, in_order);
	throws("qsort", [&] { qsort(numbers, 64, sizeof(int), compare); });
	throws("qsort_r",
	    [&] { qsort_r(numbers, 64, sizeof(int), compare_with, nullptr); });
	throws("bsearch",
	    [&] { (void)bsearch(numbers, numbers, 64, sizeof(int), compare); });
	throws("lfind", [&] {
		(void)lfind(numbers, numbers, &count, sizeof(int), compare);
	});
	throws("tsearch", [&] { tsearch("b", &root, compare); });
	throws("tfind", [&] { (void)tfind("b", &root, compare); });
	throws("twalk", [&] { twalk(root, visit); });
	throws(
	    "scandir", [&] { scandir("/", &entries, select_entry, nullptr); });
	throws("nftw", [&] { nftw("/", file, 8, 0); });
	throws("fopencookie", [&] { fgetc(stream); });
	throws("pthread_once", [&] { pthread_once(&control, once); });
	return failed;
}
