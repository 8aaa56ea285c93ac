/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands for a character that an encoding lacks, in ASCII: letters without
 * their marks, signs written out, else a question mark.
 */
static const char *transliteration(ucs4_t character, char letter[2])
{
	static const struct {
		ucs2_t character;
		char text[6];
	} signs[] = {
		{0xa0, " "}, {0xa9, "(C)"}, {0xab, "<<"}, {0xad, "-"}, {0xae, "(R)"},
		{0xb4, "'"}, {0xb5, "u"}, {0xb7, "."}, {0xb8, ","}, {0xbb, ">>"},
		{0xbc, " 1/4 "}, {0xbd, " 1/2 "}, {0xbe, " 3/4 "}, {0xc6, "AE"},
		{0xd7, "x"}, {0xde, "TH"}, {0xdf, "ss"}, {0xe6, "ae"}, {0xf7, ":"},
		{0xfe, "th"}, {0x132, "IJ"}, {0x133, "ij"}, {0x149, "'n"}, {0x152, "OE"},
		{0x153, "oe"}, {0x2002, " "}, {0x2003, " "}, {0x2009, " "}, {0x2010, "-"},
		{0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2015, "-"},
		{0x2018, "'"}, {0x2019, "'"}, {0x201a, ","}, {0x201b, "'"},
		{0x201c, "\""}, {0x201d, "\""}, {0x201e, ",,"}, {0x201f, "\""},
		{0x2022, "o"}, {0x2025, ".."}, {0x2026, "..."}, {0x202f, " "},
		{0x2032, "'"}, {0x2033, "\""}, {0x2039, "<"}, {0x203a, ">"},
		{0x2044, "/"}, {0x20ac, "EUR"}, {0x2122, "TM"}, {0x2190, "<-"},
		{0x2192, "->"}, {0x2212, "-"}, {0xfb00, "ff"}, {0xfb01, "fi"},
		{0xfb02, "fl"}, {0xfb03, "ffi"}, {0xfb04, "ffl"},
	};
	static const char letters[] = /* from U+00C0 on */
		"AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
		"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkqLlLlLlL"
		"lLlNnNnNn?NnOoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (signs[i].character == character)
			return signs[i].text;
	letter[0] = '?';
	if (character >= 0xc0 && character < 0xc0 + sizeof(letters) - 1)
		letter[0] = letters[character - 0xc0];
	letter[1] = '\0';
	return letter;
}
