/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* crockford.c - see crockford.h */
#include "base/crockford.h"

#include <string.h>
#include <strings.h>

/* Without I, L, O and U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static const char *const separators[] = {
	"-", " ", "\t", "\r", "\n", "_", "+", "%20", "%2D", "\xc2\xa0", /* no-break space */
	"\xc2\xad",                                                     /* soft hyphen */
	"\xe2\x80\x8b",                                                 /* zero width space */
	"\xe2\x80\x8c",                                                 /* zero width non-joiner */
	"\xe2\x80\x8d",                                                 /* zero width joiner */
	"\xe2\x81\xa0",                                                 /* word joiner */
	"\xef\xbb\xbf",                                                 /* zero width no-break space */
	"\xe2\x80\x90",                                                 /* hyphen */
	"\xe2\x80\x91",                                                 /* non-breaking hyphen */
	"\xe2\x80\x92",                                                 /* figure dash */
	"\xe2\x80\x93",                                                 /* en dash */
	"\xe2\x80\x94",                                                 /* em dash */
	"\xe2\x80\xaf",                                                 /* narrow no-break space */
	"\xe2\x88\x92",                                                 /* minus sign */
};

void wb_crockford_put_bits(unsigned char *bytes, unsigned *at, uint64_t value, unsigned count)
{
	for (; count-- > 0; (*at)++)
		bytes[*at / 8] |= (unsigned char)((value >> count & 1) << (7 - *at % 8));
}

uint64_t wb_crockford_get_bits(const unsigned char *bytes, unsigned *at, unsigned count)
{
	uint64_t value = 0;

	for (; count > 0; count--, (*at)++)
		value = value << 1 | (bytes[*at / 8] >> (7 - *at % 8) & 1);
	return value;
}

char wb_crockford_symbol(unsigned value)
{
	return alphabet[value % (sizeof(alphabet) - 1)];
}

/* By hand, since toupper goes by the locale, which is Exim's. */
int wb_crockford_value(char c)
{
	const char *place;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	place = c == '\0' ? NULL : strchr(alphabet, c);
	return place == NULL ? -1 : (int)(place - alphabet);
}

size_t wb_crockford_separator(const char *text)
{
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		size_t length = strlen(separators[i]);

		if (strncasecmp(text, separators[i], length) == 0)
			return length;
	}
	return 0;
}

void wb_crockford_encode(const unsigned char *bytes, size_t count, char *buffer)
{
	unsigned end = (unsigned)count * 8;
	unsigned at = 0;

	while (at < end) {
		unsigned bits = end - at < WB_CROCKFORD_BITS ? end - at : WB_CROCKFORD_BITS;

		*buffer++ =
		    wb_crockford_symbol((unsigned)wb_crockford_get_bits(bytes, &at, bits) << (WB_CROCKFORD_BITS - bits));
	}
	*buffer = '\0';
}

bool wb_crockford_decode(const char *text, unsigned char *bytes, size_t count)
{
	unsigned end = (unsigned)count * 8;
	unsigned at = 0;

	memset(bytes, 0, count);
	while (*text != '\0') {
		size_t skip = wb_crockford_separator(text);
		int value = skip > 0 ? 0 : wb_crockford_value(*text);
		unsigned bits = end - at < WB_CROCKFORD_BITS ? end - at : WB_CROCKFORD_BITS;
		unsigned spare = WB_CROCKFORD_BITS - bits;

		text += skip > 0 ? skip : 1;
		if (skip > 0)
			continue;
		if (value < 0 || bits == 0 || ((unsigned)value & ((1U << spare) - 1)) != 0)
			return false;
		wb_crockford_put_bits(bytes, &at, (uint64_t)value >> spare, bits);
	}
	return at == end;
}
