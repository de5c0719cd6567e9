/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* email.c - see email.h */
#include "base/email.h"

#include <string.h>

#include "base/text.h"

#define EMAIL_BYTES_MAX 254 /* RFC 5321 section 4.5.3.1.3: a path has 256 octets, its brackets included */
#define LOCAL_BYTES_MAX 64  /* RFC 5321 section 4.5.3.1.1 */
#define LABEL_BYTES_MAX 63  /* RFC 1035 section 2.3.4 */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* RFC 5322 section 3.2.3. */
static const char atom[] = LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~";
static const char label[] = LETTERS DIGITS "-";

/* How many bytes from here on are these characters, or none of ASCII. */
static size_t span(const char *text, const char *characters)
{
	size_t length = 0;

	while ((unsigned char)text[length] >= 0x80 || (text[length] != '\0' && strchr(characters, text[length]) != NULL))
		length++;
	return length;
}

/*
 * What is not ASCII is UTF-8, and can be seen: no control character, none of direction, and no space of any kind, by which one address
 * could be made to look like two.
 */
static bool can_be_seen(const char *email)
{
	static const char *const spaces[] = {
		"\xc2\xa0",
		"\xe1\x9a\x80",
		"\xe2\x80\x80",
		"\xe2\x80\x81",
		"\xe2\x80\x82",
		"\xe2\x80\x83",
		"\xe2\x80\x84",
		"\xe2\x80\x85",
		"\xe2\x80\x86",
		"\xe2\x80\x87",
		"\xe2\x80\x88",
		"\xe2\x80\x89",
		"\xe2\x80\x8a",
		"\xe2\x80\x8b",
		"\xe2\x80\xa8",
		"\xe2\x80\xa9",
		"\xe2\x80\xaf",
		"\xe2\x81\x9f",
		"\xe2\x81\xa0",
		"\xe3\x80\x80",
		"\xef\xbb\xbf",
	};
	char clean[EMAIL_BYTES_MAX + 1];

	wb_text_copy_utf8(clean, sizeof(clean), email, strlen(email));
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		if (strstr(email, spaces[i]) != NULL)
			return false;
	}
	return strcmp(clean, email) == 0;
}

/* Parts of these characters, each of 1 to max bytes, with dots between; the count of parts, or 0. */
static size_t count_parts(const char *text, size_t length, const char *characters, size_t max)
{
	const char *end = text + length;
	size_t count = 0;

	for (;; text++) {
		size_t part = span(text, characters); /* ends at the '@', the dot or the NUL at the latest */

		if (part == 0 || part > max || part > (size_t)(end - text))
			return 0;
		text += part;
		count++;
		if (text == end)
			return count;
		if (*text != '.')
			return 0;
	}
}

/* No label begins or ends with a hyphen (RFC 1123 section 2.1). */
static bool has_loose_hyphen(const char *domain)
{
	return domain[0] == '-' || domain[strlen(domain) - 1] == '-' || strstr(domain, ".-") != NULL ||
	    strstr(domain, "-.") != NULL;
}

/* The last label of a domain has a letter: what has none is an IPv4 address, or no domain at all. */
static bool ends_in_number(const char *domain)
{
	return strspn(strrchr(domain, '.') + 1, DIGITS) == strlen(strrchr(domain, '.') + 1);
}

bool wb_email_is_valid(const char *email)
{
	const char *at = strchr(email, '@');
	size_t local;

	if (at == NULL || strlen(email) > EMAIL_BYTES_MAX)
		return false;
	local = (size_t)(at - email);
	/* It may reach a command line, where a hyphen begins an option. */
	return email[0] != '-' && local <= LOCAL_BYTES_MAX && count_parts(email, local, atom, LOCAL_BYTES_MAX) > 0 &&
	    count_parts(at + 1, strlen(at + 1), label, LABEL_BYTES_MAX) > 1 && !has_loose_hyphen(at + 1) &&
	    !ends_in_number(at + 1) && can_be_seen(email);
}
