/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* language.c - see language.h */
#include "page/language.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define LANGUAGE(NAME, tag, name) { #tag, name },
const struct wb_language_row wb_languages[WB_LANGUAGES] = { WB_LANGUAGE_ROWS(LANGUAGE) };

#define WEIGHT_MAX 1000
#define NOT_NAMED (-1)
#define PLACES 1000 /* of equal weights the one that stands first wins: most people mean it so */

bool wb_language_parse(const char *tag, enum wb_language *language_r)
{
	for (int i = 0; tag != NULL && i < WB_LANGUAGES; i++) {
		if (strcasecmp(wb_languages[i].tag, tag) == 0) {
			*language_r = (enum wb_language)i;
			return true;
		}
	}
	return false;
}

static void trim(const char **text, size_t *length)
{
	while (*length > 0 && (**text == ' ' || **text == '\t')) {
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
		(*length)--;
}

/*
 * One element of the list: its range in *range, and its weight in thousandths; NOT_NAMED when it is malformed. RFC 9110 section
 * 12.4.2: at most three places behind the point, at most 1.
 */
static int read_element(const char **range, size_t *length)
{
	const char *semicolon = memchr(*range, ';', *length), *q;
	int weight, place = WEIGHT_MAX / 10;
	size_t q_length;

	if (semicolon == NULL) {
		trim(range, length);
		return WEIGHT_MAX;
	}
	q = semicolon + 1;
	q_length = *length - (size_t)(q - *range);
	*length = (size_t)(semicolon - *range);
	trim(range, length);
	trim(&q, &q_length);
	/* "q=0.7": at least three bytes, at most seven */
	if (q_length < 3 || q_length > 7 || (q[0] != 'q' && q[0] != 'Q') || q[1] != '=' || (q[2] != '0' && q[2] != '1') ||
	    (q_length > 3 && q[3] != '.'))
		return NOT_NAMED;
	weight = (q[2] - '0') * WEIGHT_MAX;
	for (size_t i = 4; i < q_length; i++, place /= 10) {
		if (q[i] < '0' || q[i] > '9')
			return NOT_NAMED;
		weight += (q[i] - '0') * place;
	}
	return weight <= WEIGHT_MAX ? weight : NOT_NAMED;
}

enum wb_language wb_language_choose(const char *accept)
{
	int weights[WB_LANGUAGES], any = NOT_NAMED;
	enum wb_language best = WB_LANGUAGE_EN;
	int best_weight = 0, place = 0;

	for (int i = 0; i < WB_LANGUAGES; i++)
		weights[i] = NOT_NAMED;
	while (accept != NULL && *accept != '\0') {
		const char *range = accept;
		size_t length = strcspn(accept, ",");
		int weight;

		accept += length + (accept[length] == ',');
		weight = read_element(&range, &length);
		if (weight > 0)
			weight = weight * PLACES + PLACES - 1 - place;
		place += place < PLACES - 1;
		if (length == 1 && range[0] == '*' && weight > any)
			any = weight;
		for (int i = 0; i < WB_LANGUAGES; i++) {
			const char *tag = wb_languages[i].tag;
			size_t tag_length = strlen(tag);

			/* RFC 4647 section 3.3.1 the other way round: we have "de", and it serves best who asks for "de-AT". */
			if (weight > weights[i] && length >= tag_length && strncasecmp(range, tag, tag_length) == 0 &&
			    (length == tag_length || range[tag_length] == '-'))
				weights[i] = weight;
		}
	}
	for (int i = 0; i < WB_LANGUAGES; i++) {
		int weight = weights[i] != NOT_NAMED ? weights[i] : any;

		if (weight > best_weight) {
			best = (enum wb_language)i;
			best_weight = weight;
		}
	}
	return best;
}
