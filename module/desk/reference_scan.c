/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reference_scan.c - see reference_scan.h */
#include "desk/reference_scan.h"

#include <string.h>
#include <strings.h>

#include "base/crockford.h"

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

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/*
 * A hyphen as links and mails write it that were rewritten on the way: "%2D" (RFC 3986), "=2D" (RFC 2045), each once more encoded as "%252D".
 * is_rewritten: "-2D", too, as Proofpoint's version 2 writes each of them; elsewhere that is a hyphen and a group that begins so. 0: there is none.
 */
static size_t encoded_hyphen_at(const char *text, size_t left, bool is_rewritten)
{
	size_t at = left > 0 && (text[0] == '%' || text[0] == '=' || (text[0] == '-' && is_rewritten)) ? 1 : 0;

	while (at > 0 && at + 2 <= left && text[at] == '2' && text[at + 1] == '5')
		at += 2;
	return at > 0 && at + 2 <= left && text[at] == '2' && (text[at + 1] == 'D' || text[at + 1] == 'd') ? at + 2 : 0;
}

/* An encoded character ends here, "%3D" or "-3D" for one: what follows begins a word. */
static bool is_behind_encoded(const char *text, size_t at)
{
	size_t mark;

	if (at < 3 || !is_hex(text[at - 1]) || !is_hex(text[at - 2]))
		return false;
	for (mark = at - 3; mark >= 2 && text[mark] == '5' && text[mark - 1] == '2';)
		mark -= 2;
	/* Or as JSON and scripts have it, "\\u003d". */
	return text[mark] == '%' || text[mark] == '=' || text[mark] == '-' ||
	    (at >= 6 && text[at - 6] == '\\' && text[at - 5] == 'u');
}

/* "ref" without anything behind it. */
static bool is_behind_ref(const char *text, size_t at)
{
	return at >= 3 && strncasecmp(text + at - 3, "ref", 3) == 0 && (at == 3 || !is_word(text[at - 4]));
}

/* Nothing that belongs to it follows a code: no letter and no digit, or the next line of a reply that was joined to this one, "550-5.7.1". */
static bool ends_at(const char *text, size_t left)
{
	if (left == 0 || !is_word(text[0]))
		return true;
	return left > 3 && (text[0] == '2' || text[0] == '4' || text[0] == '5') && text[1] >= '0' && text[1] <= '9' &&
	    text[2] >= '0' && text[2] <= '9' && (text[3] == '-' || text[3] == ' ');
}

/*
 * How much may stand between two symbols: a hyphen, encoded or not, with any gap around it, "=" and a line end as quoted-printable writes
 * them, a line end where a program has wrapped what it took for a word, or between whole groups a gap alone.
 */
static size_t joint_at(const char *text, size_t left, size_t count, bool is_rewritten)
{
	size_t before = gap_at(text, left), behind = left - before;
	size_t hyphen = encoded_hyphen_at(text + before, behind, is_rewritten);
	char head[8] = "";

	if (left > 1 && text[0] == '=' && (text[1] == '\n' || text[1] == '\r'))
		return 1 + gap_at(text + 1, left - 1);
	/* The text is the caller's and not terminated where it is cut: what looks at several bytes looks at a copy. */
	memcpy(head, text + before, behind < sizeof(head) - 1 ? behind : sizeof(head) - 1);
	if (hyphen == 0)
		hyphen = wb_crockford_separator(head);
	if (hyphen > 0)
		return before + hyphen + gap_at(text + before + hyphen, behind - hyphen);
	return count % GROUP == 0 || memchr(text, '\n', before) != NULL ? before : 0;
}

/* A code that begins here. */
static bool scan_from(const struct wb_reference_keys *keys, const char *text, size_t left, bool is_rewritten, int *seals,
    struct wb_reference *reference_r)
{
	char symbols[WB_REFERENCE_SYMBOLS_MAX + 1];
	size_t count = 0, at = 0, key;
	struct wb_error error;

	while (count < WB_REFERENCE_SYMBOLS_MAX) {
		if (at < left && wb_crockford_value(text[at]) >= 0) {
			symbols[count++] = text[at++];
		} else {
			size_t joint = count > 0 ? joint_at(text + at, left - at, count, is_rewritten) : 0;

			if (joint == 0)
				return false;
			at += joint;
			continue;
		}
		if (wb_reference_has_length(count) && ends_at(text + at, left - at)) {
			symbols[count] = '\0';
			(*seals)++;
			if (wb_reference_parse(keys, symbols, reference_r, &key, &error) == WB_OK)
				return true;
		}
	}
	return false;
}

size_t wb_reference_scan(
    const struct wb_reference_keys *keys, const char *text, size_t length, struct wb_reference *references_r, size_t room)
{
	struct wb_reference found;
	size_t count = 0;
	int seals = 0;

	for (size_t i = 0; keys->count > 0 && i < length && count < room && seals < SEALS_MAX; i++) {
		bool begins = i == 0 || !is_word(text[i - 1]) || is_behind_encoded(text, i) || is_behind_ref(text, i),
		     is_new = true;

		if (!begins || wb_crockford_value(text[i]) < 0 ||
		    (!scan_from(keys, text + i, length - i, false, &seals, &found) &&
			!scan_from(keys, text + i, length - i, true, &seals, &found)))
			continue;
		for (size_t k = 0; k < count; k++)
			is_new = is_new && !wb_prefix_equals(&references_r[k].client, &found.client);
		if (is_new)
			references_r[count++] = found;
	}
	return count;
}

enum wb_status wb_reference_read(const struct wb_reference_keys *keys, const char *text, struct wb_reference *reference_r,
    size_t *key_r, struct wb_error *error_r)
{
	enum wb_status status = wb_reference_parse(keys, text, reference_r, key_r, error_r);

	for (size_t i = 0; i < keys->count && (status == WB_INVALID || status == WB_NOT_FOUND); i++) {
		struct wb_reference_keys one = { .count = 1 };

		memcpy(one.bytes[0], keys->bytes[i], WB_REFERENCE_KEY_BYTES);
		if (wb_reference_scan(&one, text, strlen(text), reference_r, 1) == 1) {
			*key_r = i;
			status = WB_OK;
		}
	}
	return status;
}
