/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reference_scan.c - see reference_scan.h */
#include "desk/reference_scan.h"

#include <string.h>

#include "base/crockford.h"

#define SYMBOLS_V4 24
#define SYMBOLS_V6 32
#define GROUP 4
#define SEALS_MAX 20000 /* candidates that are looked at with the keys: some milliseconds for each key */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Blanks and line ends, with the marks of quoting at the beginning of each line; 0 when there is none. */
static size_t gap_at(const char *text, size_t left)
{
	bool at_line = false;
	size_t i;

	for (i = 0; i < left; i++) {
		if (text[i] == '\n')
			at_line = true;
		else if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r' &&
		    !(at_line && (text[i] == '>' || text[i] == '|')))
			break;
	}
	return i;
}

/*
 * How much may stand between two symbols: a hyphen with any gap around it, "=" and a line end as quoted-printable writes them, or
 * between whole groups a gap alone.
 */
static size_t joint_at(const char *text, size_t left, size_t count)
{
	size_t before = gap_at(text, left), behind = left - before, hyphen;
	char head[8] = "";

	if (left > 1 && text[0] == '=' && (text[1] == '\n' || text[1] == '\r'))
		return 1 + gap_at(text + 1, left - 1);
	/* The text is the caller's and not terminated where it is cut: what looks at several bytes looks at a copy. */
	memcpy(head, text + before, behind < sizeof(head) - 1 ? behind : sizeof(head) - 1);
	hyphen = wb_crockford_separator(head);
	if (hyphen > 0)
		return before + hyphen + gap_at(text + before + hyphen, behind - hyphen);
	return count % GROUP == 0 ? before : 0;
}

/* A code that begins here. */
static bool scan_from(
    const struct wb_reference_keys *keys, const char *text, size_t left, int *seals, struct wb_reference *reference_r)
{
	char symbols[SYMBOLS_V6 + 1];
	size_t count = 0, at = 0, key;
	struct wb_error error;

	while (count < SYMBOLS_V6) {
		if (at < left && wb_crockford_value(text[at]) >= 0) {
			symbols[count++] = text[at++];
		} else {
			size_t joint = count > 0 ? joint_at(text + at, left - at, count) : 0;

			if (joint == 0)
				return false;
			at += joint;
			continue;
		}
		if ((count == SYMBOLS_V4 || count == SYMBOLS_V6) && (at == left || !is_word(text[at]))) {
			symbols[count] = '\0';
			(*seals)++;
			if (wb_reference_parse(keys, symbols, reference_r, &key, &error) == WB_OK)
				return true;
		}
	}
	return false;
}

bool wb_reference_scan(const struct wb_reference_keys *keys, const char *text, size_t length, struct wb_reference *reference_r)
{
	int seals = 0;

	for (size_t i = 0; keys->count > 0 && i < length && seals < SEALS_MAX; i++) {
		/* A code begins where a word does; "=3D" is the "=" of a URL in quoted-printable that nobody has decoded. */
		bool begins = i == 0 || !is_word(text[i - 1]) || (i >= 3 && memcmp(text + i - 3, "=3D", 3) == 0);

		if (begins && wb_crockford_value(text[i]) >= 0 && scan_from(keys, text + i, length - i, &seals, reference_r))
			return true;
	}
	return false;
}
