// SPDX-License-Identifier: Apache-2.0
//
// What a C++ program takes for granted: static constructors in order,
// exceptions through several frames, containers, iostreams, thread_local,
// run-time types. It prints the same bytes confined and natively.

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

namespace
{

// Constructed before main, in this order; destroyed after it, in reverse.
struct Announced {
	explicit Announced(std::string name) : name(std::move(name))
	{
		std::cout << "construct " << this->name << '\n';
	}
	~Announced()
	{
		std::cout << "destroy " << name << '\n';
	}
	std::string name;
};

std::ios_base::Init streams_first;
Announced first("first static");
Announced second("second static");

thread_local int calls = 40;
thread_local std::string last_word = "none yet";

class ParseError : public std::runtime_error
{
      public:
	ParseError(const std::string &what, int where)
	    : std::runtime_error(what), where(where)
	{
	}
	int where;
};

struct Shape {
	virtual ~Shape() = default;
	virtual double area() const = 0;
};
struct Square : Shape {
	explicit Square(double side) : side(side)
	{
	}
	double area() const override
	{
		return side * side;
	}
	double side;
};
struct Circle : Shape {
	explicit Circle(double radius) : radius(radius)
	{
	}
	double area() const override
	{
		return 3.14159265358979 * radius * radius;
	}
	double radius;
};

// The exception passes through all of these frames, and each of them has
// something to destroy on the way.
int deepest(int depth)
{
	Announced local("frame " + std::to_string(depth));
	if (calls < 100)
		throw ParseError("unexpected end", depth);
	return depth;
}

int nested(int depth)
{
	Announced local("frame " + std::to_string(depth));
	calls++;
	if (depth == 4)
		return deepest(depth + 1);
	return nested(depth + 1) + 1;
}

int rethrown(int depth)
try {
	return nested(depth);
} catch (const std::logic_error &) {
	return -1; // not this kind
} catch (...) {
	std::cout << "passing it on\n";
	throw;
}

void exceptions()
{
	try {
		std::cout << rethrown(1) << '\n';
	} catch (const ParseError &error) {
		std::cout << "caught " << error.what() << " at " << error.where
			  << '\n';
	}
	try {
		std::vector<int> few(3);
		std::cout << few.at(7) << '\n';
	} catch (const std::out_of_range &) {
		std::cout << "caught out_of_range\n";
	}
	try {
		Shape *none = nullptr;
		std::cout << typeid(*none).name() << '\n';
	} catch (const std::bad_typeid &) {
		std::cout << "caught bad_typeid\n";
	}
	try {
		throw 42;
	} catch (int number) {
		std::cout << "caught " << number << '\n';
	}
}

void containers()
{
	std::map<std::string, int> counts;
	std::istringstream text("the cat and the dog and the bird");
	for (std::string word; text >> word; last_word = word)
		counts[word]++;
	for (const auto &[word, count] : counts)
		std::cout << std::left << std::setw(6) << word << std::right
			  << std::setw(3) << count << '\n';

	std::vector<std::unique_ptr<Shape>> shapes;
	shapes.push_back(std::make_unique<Square>(3));
	shapes.push_back(std::make_unique<Circle>(2));
	std::sort(shapes.begin(), shapes.end(),
	    [](auto &a, auto &b) { return a->area() > b->area(); });
	for (const auto &shape : shapes)
		std::cout << (dynamic_cast<Circle *>(shape.get()) ? "circle "
								  : "square ")
			  << std::fixed << std::setprecision(4) << shape->area()
			  << '\n';
	std::function<int(int)> factorial = [&](int n) {
		return n < 2 ? 1 : n * factorial(n - 1);
	};
	std::cout << "10! = " << factorial(10) << '\n';
}

} // namespace

int main()
{
	std::cout << "main starts\n";
	exceptions();
	containers();
	std::cout << "calls " << calls << ", last word " << last_word << '\n';
	std::cout << std::hex << std::showbase << 255 << ' ' << std::boolalpha
		  << true << ' ' << std::scientific << std::setprecision(3)
		  << 12345.678 << '\n';
	std::cout << "main ends\n";
	return 0;
}
