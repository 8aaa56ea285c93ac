// SPDX-License-Identifier: Apache-2.0
// NATIVE
// STDIN: cxx-library.in
//
// The C++ library: iostreams in both directions, number formatting and
// parsing, containers, algorithms, smart pointers, random engines, locale C.

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <cmath>
#include <complex>
#include <cstdint>
#include <deque>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

static void streams()
{
	std::string name;
	int count;
	double share;
	while (std::cin >> name >> count >> share)
		std::cout << name << ':' << std::setw(8) << count << '|'
			  << std::setprecision(4) << share * count << '\n';
	std::cout << (std::cin.eof() ? "end of input\n" : "stopped early\n");
	std::cout << std::oct << 511 << ' ' << std::hex << std::uppercase
		  << 48879 << std::dec << ' ' << std::fixed << 1e9 / 7 << ' '
		  << std::scientific << 1.0 / 3 << std::defaultfloat << '\n';
	std::cout << std::numeric_limits<double>::max() << ' '
		  << std::numeric_limits<long long>::min() << ' '
		  << -std::numeric_limits<double>::infinity() << ' ' << 2.5L
		  << '\n';
	std::istringstream broken("12x");
	int number = 0;
	char rest = 0;
	broken >> number >> rest;
	std::cout << number << rest << '\n';
}

static void numbers()
{
	std::array<char, 64> text;
	for (double value : {0.1, 1e300, 5e-324, 123456789.125}) {
		auto end =
		    std::to_chars(text.data(), text.data() + 64, value).ptr;
		std::string_view shown(
		    text.data(), static_cast<size_t>(end - text.data()));
		double back = 0;
		std::from_chars(text.data(), end, back);
		std::cout << shown << (back == value ? " =" : " differs")
			  << '\n';
	}
	std::cout << std::stoll("-9000000000000000000") << ' '
		  << std::stod("0x1.8p1") << ' ' << std::to_string(3.25f)
		  << '\n';
	std::complex<double> z(3, -4);
	std::cout << std::abs(z) << ' ' << z * z << ' ' << std::sqrt(z) << '\n';
	std::mt19937 engine(12345);
	std::mt19937_64 wide(12345);
	std::uniform_int_distribution<int> die(1, 6);
	uint64_t sum = 0;
	for (int i = 0; i < 1000; i++)
		sum += engine() ^ wide() ^ static_cast<uint64_t>(die(engine));
	std::cout << sum << '\n';
}

static void containers()
{
	std::unordered_map<std::string, int> words;
	std::istringstream text("to be or not to be that is the question");
	for (std::string word; text >> word;)
		words[word]++;
	std::vector<std::pair<std::string, int>> sorted(
	    words.begin(), words.end());
	std::sort(sorted.begin(), sorted.end());
	for (auto &[word, count] : sorted)
		std::cout << word << count << ' ';
	std::cout << '\n';

	std::priority_queue<int> queue;
	std::deque<int> deque;
	std::list<int> list{5, 3, 9};
	std::set<int, std::greater<>> set;
	for (int i = 0; i < 20; i++) {
		queue.push(i * 7 % 20);
		deque.push_front(i);
		set.insert(i % 6);
	}
	list.sort();
	std::cout << queue.top() << ' ' << deque[3] << ' ' << list.front()
		  << ' ' << *set.begin() << ' ' << std::bitset<10>(677) << '\n';
	std::vector<std::string> names{"zeta", "alpha", "mid"};
	std::stable_sort(names.begin(), names.end());
	std::cout << std::accumulate(
			 names.begin(), names.end(), std::string("="))
		  << '\n';
	std::variant<int, std::string> either = "held";
	std::optional<double> maybe;
	std::cout << std::get<std::string>(either) << maybe.value_or(0.5)
		  << '\n';
	auto shared = std::make_shared<std::tuple<int, char>>(4, 'c');
	std::weak_ptr<std::tuple<int, char>> weak = shared;
	std::cout << std::get<1>(*shared) << weak.use_count();
	shared.reset();
	std::cout << weak.expired() << '\n';
	std::regex pattern("(\\w+)@(\\w+)\\.com");
	std::smatch match;
	std::string mail = "write to someone@example.com today";
	if (std::regex_search(mail, match, pattern))
		std::cout << match[1] << " at " << match[2] << '\n';
}

int main()
{
	std::ios::sync_with_stdio(false);
	streams();
	numbers();
	containers();
	std::cerr << "";
	return std::cout.good() ? 0 : 1;
}
