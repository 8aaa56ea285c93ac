// SPDX-License-Identifier: Apache-2.0
// NATIVE
//
// Exceptions: catch by base, rethrow, nested, through destructors and
// function pointers, from constructors, in static initialisation, unwinding
// out of frames that hold many registers.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

static int checks;

#define CHECK(condition)                                                       \
	do {                                                                   \
		checks++;                                                      \
		if (!(condition)) {                                            \
			std::printf("line %d: %s\n", __LINE__, #condition);    \
			std::exit(1);                                          \
		}                                                              \
	} while (0)

struct Base {
	virtual ~Base() = default;
	virtual int kind() const
	{
		return 1;
	}
};
struct Derived : virtual Base {
	int kind() const override
	{
		return 2;
	}
};

static int destroyed;
struct Counted {
	~Counted()
	{
		destroyed++;
	}
};

static int thrower(int kind)
{
	Counted on_the_way;
	switch (kind) {
	case 0:
		throw 7;
	case 1:
		throw Derived();
	case 2:
		throw std::string("text");
	case 3:
		throw nullptr;
	case 4:
		throw 2.5L;
	case 5:
		return std::vector<int>().at(1);
	default:
		return kind;
	}
}

static int (*volatile indirect)(int) = thrower;

static int classify(int kind)
{
	try {
		Counted also;
		return indirect(kind);
	} catch (int value) {
		return 100 + value;
	} catch (const Base &base) {
		return 200 + base.kind();
	} catch (const std::string &text) {
		return 300 + static_cast<int>(text.size());
	} catch (void *) {
		return 400;
	} catch (long double value) {
		return 500 + static_cast<int>(value * 2);
	} catch (const std::exception &) {
		return 600;
	}
}

// Callee-saved integer registers and spilled doubles survive the unwinding.
static int registers(int a, int b, int c, double x, double y)
{
	int d = a * b, e = b * c, f = a + c;
	double z = x * y;
	for (int round = 0; round < 3; round++) {
		try {
			d += round;
			classify(round);
			indirect(0);
			d = -1;
		} catch (int value) {
			e += value;
			z += 0.5;
		}
	}
	return a + b + c + d + e + f + static_cast<int>(z * 2);
}

struct ThrowsInConstructor {
	Counted member;
	ThrowsInConstructor()
	{
		throw std::runtime_error("constructor");
	}
};

struct NestedGuard {
	~NestedGuard()
	{
		try {
			throw 1;
		} catch (int) {
			destroyed += 10;
		}
	}
};

static bool static_failed;
static int static_value()
{
	try {
		return thrower(0);
	} catch (int value) {
		static_failed = true;
		return value;
	}
}
static int initialised = static_value();

static int deep(int n)
{
	std::string keep(static_cast<size_t>(n % 40), 'x');
	if (n == 0)
		throw std::length_error("bottom");
	return deep(n - 1) + static_cast<int>(keep.size());
}

int main()
{
	CHECK(static_failed && initialised == 7);

	destroyed = 0;
	CHECK(classify(0) == 107);
	CHECK(destroyed == 2);
	CHECK(classify(1) == 202);
	CHECK(classify(2) == 304);
	CHECK(classify(3) == 400);
	CHECK(classify(4) == 505);
	CHECK(classify(5) == 600);
	CHECK(classify(6) == 6);

	CHECK(registers(3, 4, 5, 1.5, 2.0) == 3 + 4 + 5 + 15 + 41 + 8 + 9);

	destroyed = 0;
	try {
		ThrowsInConstructor never;
		CHECK(false);
	} catch (const std::runtime_error &error) {
		CHECK(std::string("constructor") == error.what());
	}
	CHECK(destroyed == 1);

	destroyed = 0;
	try {
		NestedGuard guard;
		throw 3;
	} catch (int value) {
		CHECK(value == 3);
		CHECK(destroyed == 10);
		CHECK(std::uncaught_exceptions() == 0);
	}

	try {
		try {
			throw Derived();
		} catch (Base &) {
			throw;
		}
	} catch (Derived &derived) {
		CHECK(derived.kind() == 2);
	}

	try {
		try {
			thrower(2);
		} catch (...) {
			std::throw_with_nested(std::logic_error("outer"));
		}
	} catch (const std::logic_error &outer) {
		try {
			std::rethrow_if_nested(outer);
			CHECK(false);
		} catch (const std::string &inner) {
			CHECK(inner == "text");
		}
	}

	std::exception_ptr kept;
	try {
		thrower(0);
	} catch (...) {
		kept = std::current_exception();
	}
	try {
		std::rethrow_exception(kept);
	} catch (int value) {
		CHECK(value == 7);
	}

	for (int depth : {0, 1, 10, 1000}) {
		try {
			deep(depth);
			CHECK(false);
		} catch (const std::length_error &) {
			CHECK(true);
		}
	}

	// More than a 32-bit program can have; not so constant that the
	// compiler may drop the pair.
	try {
		volatile size_t huge = static_cast<size_t>(-1) / 2 - 64;
		char *volatile block = new char[huge];
		delete[] block;
		CHECK(false);
	} catch (const std::bad_alloc &) {
		CHECK(true);
	}
	std::printf("%d checks\n", checks);
	return 0;
}
