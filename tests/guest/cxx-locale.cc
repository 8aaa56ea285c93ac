/* SPDX-License-Identifier: Apache-2.0
 * The locale that the environment names, in C++.
 *
 * NATIVE
 */
#include <clocale>
#include <locale>
#include <sstream>
#include <stdexcept>

#include "test.h"

int main()
{
	setenv("LANG", "C.UTF-8", 1);
	unsetenv("LC_ALL");
	try {
		std::locale environment("");
		std::ostringstream text;

		text.imbue(environment);
		text << 1234567 << ' ' << 1.5;
		check(text.str() == "1234567 1.5");
	} catch (const std::runtime_error &) {
		check(!"the locale of the environment");
	}
	try {
		std::locale absent("xx_YY.UTF-8");
		check(!"a locale that is not there was made");
	} catch (const std::runtime_error &) {
	}
	return 0;
}
