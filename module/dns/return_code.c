/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* return_code.c - see return_code.h */
#include "dns/return_code.h"

#include <stdio.h>
#include <stdlib.h>

/* Four octets, each a number or '*' (any); the last one also & and a bit. Moves *at behind them. */
static bool parse_code(const char **at, struct wb_code_match *match)
{
	*match = (struct wb_code_match){ 0 };
	for (int i = 0; i < 4; i++) {
		bool is_bit;
		char *end;
		unsigned long number;

		if (i > 0 && *(*at)++ != '.')
			return false;
		if (**at == '*') {
			match->care <<= 8;
			match->from <<= 8;
			(*at)++;
			continue;
		}
		is_bit = i == 3 && **at == '&';
		*at += is_bit;
		if (**at < '0' || **at > '9')
			return false;
		number = strtoul(*at, &end, 10);
		if (number > 255 || end - *at > 3 || (is_bit && (number == 0 || (number & (number - 1)) != 0)))
			return false;
		*at = end;
		match->care = match->care << 8 | (is_bit ? 0 : 0xff);
		match->from = match->from << 8 | (is_bit ? 0 : (uint32_t)number);
		match->bit = is_bit ? (uint32_t)number : 0;
	}
	match->to = match->from;
	return match->from >> 24 == 127 && match->care >> 24 == 0xff;
}

enum wb_status wb_code_match_parse(const char *text, struct wb_code_match *match_r, struct wb_error *error_r)
{
	const char *at = text;
	struct wb_code_match last;

	if (parse_code(&at, match_r)) {
		if (*at == '\0')
			return WB_OK;
		if (*at++ == '-' && match_r->care == UINT32_MAX && parse_code(&at, &last) && *at == '\0' &&
		    last.care == UINT32_MAX && last.from >= match_r->from) {
			match_r->to = last.from;
			return WB_OK;
		}
	}
	return wb_fail(error_r, WB_INVALID,
	    "\"127.0.0.2\", \"127.0.0.3-127.0.0.5\", \"127.0.*.3\" or \"127.0.0.&8\" (a bit of the last octet)");
}

bool wb_code_match_holds(const struct wb_code_match *match, uint32_t code)
{
	return (code & match->care) >= match->from && (code & match->care) <= match->to &&
	    (match->bit == 0 || (code & match->bit) != 0);
}

void wb_code_format(uint32_t code, char *text_r)
{
	snprintf(text_r, WB_CODE_TEXT_SIZE, "%u.%u.%u.%u", code >> 24, code >> 16 & 255, code >> 8 & 255, code & 255);
}

bool wb_code_is_loopback(uint32_t code)
{
	return code >> 24 == 127;
}

bool wb_code_is_refusal(uint32_t code)
{
	return code >> 16 == 0x7fff;
}
