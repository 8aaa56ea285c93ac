// SPDX-License-Identifier: Apache-2.0
//
// Counting words on several nodes. `words map FROM TO...` deals the words of
// FROM out to as many reducers as there are TO, each word always to the same
// one; `words reduce FROM...` counts what the mappers sent.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

// std::hash may differ from library to library, this may not.
static std::uint32_t hash(const std::string &word)
{
	std::uint32_t value = 2166136261;

	for (unsigned char c : word)
		value = (value ^ c) * 16777619;
	return value;
}

static int map(char **from)
{
	std::ifstream in(*from);
	std::vector<std::ofstream> reducers;
	std::string word;

	while (*++from != nullptr)
		reducers.emplace_back(*from);
	while (in >> word)
		reducers[hash(word) % reducers.size()] << word << '\n';
	for (auto &reducer : reducers)
		if (!reducer.flush())
			return 1;
	return in.eof() ? 0 : 1;
}

static int reduce(char **from)
{
	std::map<std::string, long> counts;
	std::string word;

	for (; *from != nullptr; from++) {
		std::ifstream in(*from);

		while (in >> word)
			counts[word]++;
		// A mapper that failed sent no end.
		if (in.bad() || !in.eof())
			return 1;
	}
	for (const auto &[counted, count] : counts)
		std::cout << counted << ' ' << count << '\n';
	return std::cout.flush() ? 0 : 1;
}

int main(int argc, char **argv)
{
	const std::string what = argc > 2 ? argv[1] : "";

	if (what == "map" && argc > 3)
		return map(argv + 2);
	if (what == "reduce")
		return reduce(argv + 2);
	std::cerr << "usage: words map FROM TO..., words reduce FROM...\n";
	return 2;
}
