/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_exclusion.c - see feed_exclusion.h */
#include "desk/feed_exclusion.h"

#include <string.h>
#include <strings.h>

#define AROUND_WORDS " \t,;|\""
#define ADDRESS_BYTES "0123456789abcdefABCDEF.:/*"

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of the mark that stands here; 0: none does. */
static size_t mark_length(const char *text)
{
	static const char *const marks[] = { "!", "\xef\xbc\x81", "\xef\xb9\x97" }; /* also U+FF01 and U+FE57 */

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	}
	return 0;
}

/* The first mark, or NULL. */
static const char *find_mark(const char *text)
{
	for (text += strcspn(text, "!\xef"); *text != '\0'; text += 1 + strcspn(text + 1, "!\xef")) {
		if (mark_length(text) > 0)
			return text;
	}
	return NULL;
}

bool wb_feed_exclusion_has_mark(const char *text)
{
	return find_mark(text) != NULL;
}

bool wb_feed_exclusion_take(char *text)
{
	const char *found = find_mark(text);
	char *mark;

	if (found == NULL)
		return false;
	mark = text + (found - text);
	for (const char *c = text; c < mark; c++) {
		/* "<!-- 192.0.2.1 -->" is HTML. */
		if (is_alphanumeric(*c) || *c == '<')
			return false;
	}
	for (char *c = text; c < mark; c++) {
		if ((unsigned char)*c >= 0x80)
			*c = ' ';
	}
	found += mark_length(found);
	memmove(mark, found, strlen(found) + 1);
	return true;
}

/* Not whether it is a good one: an address with a mistake in it is meant as one, too. */
static bool begins_like_address(const char *text)
{
	size_t length = strspn(text, ADDRESS_BYTES), dots = 0, colons = 0;
	bool is_network = false, has_double = false;

	for (size_t i = 0; i < length; i++) {
		dots += text[i] == '.';
		colons += text[i] == ':';
		has_double = has_double || (i > 0 && text[i] == ':' && text[i - 1] == ':');
		is_network = is_network || (i > 0 && text[i] == '/' && is_digit(text[i + 1]));
	}
	return dots >= 3 || has_double || colons >= 4 || (dots > 0 && is_network) ||
	    (strncasecmp(text, "as", 2) == 0 && is_digit(text[2])) || strncasecmp(text, "ip4:", 4) == 0 ||
	    strncasecmp(text, "ip6:", 4) == 0;
}

size_t wb_feed_exclusion_count(const char *text, const char *end)
{
	const char *mark = text - 1;
	size_t count = 0;

	while ((mark = find_mark(mark + 1)) != NULL && mark < end) {
		const char *next = mark + mark_length(mark);

		/* "Yahoo! 192.0.2.1" is about something else. */
		if (mark > text && is_alphanumeric(mark[-1]))
			continue;
		while (*next != '\0' && (strchr(" \t\"'[(<", *next) != NULL || (unsigned char)*next >= 0x80))
			next++;
		count += begins_like_address(next);
	}
	return count;
}

bool wb_feed_exclusion_has_word(const char *line, const char *word)
{
	size_t length = strlen(word);

	for (const char *c = line; (c = strcasestr(c, word)) != NULL; c += length) {
		if ((c == line || strchr(AROUND_WORDS, c[-1]) != NULL) && strchr(AROUND_WORDS, c[length]) != NULL)
			return true;
	}
	return false;
}

bool wb_feed_exclusion_is_likely(const char *text, const char *end)
{
	static const char *const qualified[] = { "-ip4:", "-ip6:", "~ip4:", "~ip6:", "?ip4:", "?ip6:" };
	const char *mark = text - 1, *word;
	char first[24];
	size_t length;

	while ((mark = find_mark(mark + 1)) != NULL && mark < end) {
		char next = mark[mark_length(mark)];

		/* Neither the end of a sentence nor HTML. */
		if (is_digit(next) || mark == text || (!is_alphanumeric(mark[-1]) && mark[-1] != '<'))
			return true;
	}
	word = strcasestr(text, "nomatch");
	if (word != NULL && word < end && wb_feed_exclusion_has_word(text, "nomatch"))
		return true;
	for (size_t i = 0; i < sizeof(qualified) / sizeof(qualified[0]); i++) {
		word = strcasestr(text, qualified[i]);
		if (word != NULL && word < end)
			return true;
	}
	/* What takes an address out of an ipset again, and other ways to say not. */
	if (strncmp(text, "del ", 4) == 0 || strncmp(text, "-D ", 3) == 0 || strncasecmp(text, "not ", 4) == 0 ||
	    ((text[0] == '~' || text[0] == '-') && is_digit(text[1])))
		return true;
	/* Postfix goes on with the result in the next line, behind blanks. */
	length = strcspn(text, AROUND_WORDS);
	if (length >= sizeof(first))
		return false;
	memcpy(first, text, length);
	first[length] = '\0';
	return wb_feed_exclusion_is_let_in(first, false);
}

bool wb_feed_exclusion_is_let_in(const char *word, bool is_blank)
{
	static const char *const words[] = { "OK", "PERMIT", "DUNNO", "RELAY", "ALLOW", "ACCEPT", "WHITELIST", "PASS",
		"NOMATCH", "WARN_IF_REJECT", "DEFER_IF_REJECT", "!", "\xef\xbc\x81", "\xef\xb9\x97" };
	static const char *const everyday[] = { "INFO", "WARN", "FILTER", "HOLD", "PREPEND", "REDIRECT", "BCC", "SKIP",
		"SLEEP" };
	static const char *const families[] = { "permit_", "check_" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(word, words[i]) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (strncasecmp(word, families[i], strlen(families[i])) == 0)
			return true;
	}
	for (size_t i = 0; is_blank && i < sizeof(everyday) / sizeof(everyday[0]); i++) {
		if (strcasecmp(word, everyday[i]) == 0)
			return true;
	}
	return false;
}
