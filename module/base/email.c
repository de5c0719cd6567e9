/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* email.c - see email.h */
#include "base/email.h"

#include <string.h>

#define EMAIL_BYTES_MAX 254 /* RFC 5321 section 4.5.3.1.3: a path has 256 octets, its brackets included */
#define LOCAL_BYTES_MAX 64  /* RFC 5321 section 4.5.3.1.1 */
#define LABEL_BYTES_MAX 63  /* RFC 1035 section 2.3.4 */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* RFC 5322 section 3.2.3. */
static const char atom[] = LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~";
static const char label[] = LETTERS DIGITS "-";

/* Parts of these characters, each of 1 to max of them, with dots between; the count of parts, or 0. */
static size_t count_parts(const char *text, size_t length, const char *characters, size_t max)
{
	const char *end = text + length;
	size_t count = 0;

	for (;; text++) {
		size_t part = strspn(text, characters); /* ends at the '@', the dot or the NUL at the latest */

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
	    !ends_in_number(at + 1);
}
