/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * pattern.h - a rule's regular expression over text that a stranger sent. Perl's syntax, as Exim's own: PCRE2, 8 bit, which is loaded when the
 * first pattern is opened.
 *
 * Caseless, by the letters of ASCII; '^' and '$' are the ends of a line, which is what stands between two \n, \A and \z those of the text; '.' is any
 * byte but \n. Bytes are characters: there is no UTF, and a pattern that begins with (*UTF) or (*UCP) is none.
 *
 * Whoever sends the text shall not choose what it costs. PCRE2's limits of backtracking, depth and memory are set, and each item of the pattern
 * that is tried counts, with the bytes that it moved over, from all beginnings together: WB_PATTERN_COST_MAX. A match that would go beyond is
 * unknown; so is one of "(.|\n)*" over a thousand bytes, by its depth ("[\s\S]*" says the same, and has none). (*LIMIT_MATCH=...) and its like
 * at the beginning of a pattern can make these limits smaller, and not larger.
 */
#ifndef WB_PATTERN_H
#define WB_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/library.h"
#include "base/status.h"

#define WB_PATTERN_BYTES_MAX 200      /* of the pattern itself */
#define WB_PATTERN_COMPILED_MAX 32768 /* bytes that it may become: "(abc){1,500}" is written out */
#define WB_PATTERN_SUBJECT_MAX 8192   /* bytes; of a longer one it is unknown whether it matches */
/* Half a nanosecond each, about: 0.1 ms for a name, 0.5 ms for the longest text; back references may cost four times that. */
#define WB_PATTERN_COST_MAX(length) (UINT32_C(100000) + UINT32_C(100) * (uint32_t)(length))

enum wb_pattern_result {
	WB_PATTERN_NO,
	WB_PATTERN_YES,
	WB_PATTERN_UNKNOWN, /* a limit was reached, or memory was short */
};

/* One that is compiled, for one thread at a time. */
struct wb_pattern;

/*
 * Returns:   WB_OK; WB_INVALID: not a regular expression, or too large; WB_UNAVAILABLE: PCRE2 cannot be loaded; WB_NO_MEMORY.
 * Ownership: keeps nothing of pattern.
 */
enum wb_status wb_pattern_open(const char *pattern, struct wb_pattern **pattern_r, struct wb_error *error_r);

/* Any byte may be in subject, a NUL too. Anywhere in it is enough. */
enum wb_pattern_result wb_pattern_match(struct wb_pattern *pattern, const char *subject, size_t length);

/* What the last match has cost; at most WB_PATTERN_COST_MAX and what one item costs. */
uint32_t wb_pattern_cost(const struct wb_pattern *pattern);

/* NULL is allowed; leaves NULL. */
void wb_pattern_close(struct wb_pattern **pattern);

/* Whether it can be opened, with the same statuses. For WB_INVALID error_r has PCRE2's words: "missing closing parenthesis at character 3". */
enum wb_status wb_pattern_check(const char *pattern, struct wb_error *error_r);

/* For who only wants it loaded, and calls nothing of it. */
extern struct wb_library wb_pattern_library;

#endif
