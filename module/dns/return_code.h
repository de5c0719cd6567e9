/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * return_code.h - the addresses by which a DNSBL or DNSWL zone answers, and patterns of them. Source: RFC 5782 section 2.1.
 */
#ifndef WB_RETURN_CODE_H
#define WB_RETURN_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* One or more return codes: "127.0.0.2", "127.0.0.4-127.0.0.7", "127.0.*.3" (any octet), "127.0.0.&8" (a bit of the last octet). */
struct wb_code_match {
	uint32_t care;     /* bits that are compared */
	uint32_t from, to; /* host byte order */
	uint32_t bit;      /* must be set; 0: none */
};

enum wb_status wb_code_match_parse(const char *text, struct wb_code_match *match_r, struct wb_error *error_r);
bool wb_code_match_holds(const struct wb_code_match *match, uint32_t code);

#define WB_CODE_TEXT_SIZE 16 /* of "127.255.255.255" and its NUL */

/* The code as people write it: "127.0.0.2". text_r: WB_CODE_TEXT_SIZE bytes. */
void wb_code_format(uint32_t code, char *text_r);

/* True in 127.0.0.0/8, outside of which no answer is a listing; and in 127.255.0.0/16 of it, by which zones refuse to answer. */
bool wb_code_is_loopback(uint32_t code);
bool wb_code_is_refusal(uint32_t code);

#endif
