/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * range.h - an address, a network, or from one address to another, in the ways in which people write them; and as the fewest
 * prefixes that make it up.
 */
#ifndef WB_RANGE_H
#define WB_RANGE_H

#include "base/address.h"

struct wb_range {
	struct wb_address first, last; /* of one family, first not behind last */
	bool is_empty;                 /* all of it was taken */
};

#define WB_RANGE_NOTE_SIZE 240

/*
 * text, which is cut apart, is one of
 *	192.0.2.1, 2001:db8::1, [2001:db8::1]   an address; a port behind it is passed over (192.0.2.1:3128, [2001:db8::1]:25)
 *	192.0.2.0/24, 192.0.2.0/255.255.255.0, 192.0.2/24, 192.0.2.*, 192.0.2.   a network
 *	AS64496   an autonomous system, as a prefix of its own (address.h)
 *	192.0.2.7-192.0.2.66, 192.0.2.7-66, with blanks around the hyphen or without
 * What is read otherwise than it is written, host bits (192.0.2.1/24) and four numbers of three digits (192.000.002.001),
 * is told in note_r (WB_RANGE_NOTE_SIZE bytes, "" when there is nothing to tell), or refused when note_r is NULL. Other numbers with a
 * zero in front are always refused, since some programs take them for octal.
 * Returns: WB_OK. WB_INVALID: it is none of them.
 */
enum wb_status wb_range_parse(char *text, struct wb_range *range_r, char *note_r, struct wb_error *error_r);

/* The length that an IPv4 netmask of /8 or longer stands for, 24 for "255.255.255.0"; -1: text is none. */
int wb_range_mask_length(const char *text);

/* True when what is left is one prefix. */
bool wb_range_is_prefix(const struct wb_range *range);

/* Takes the largest prefix off the beginning of what is left. False: nothing was. */
bool wb_range_take(struct wb_range *range, struct wb_prefix *prefix_r);

#endif
