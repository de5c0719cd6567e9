/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * range.h - from one address to another, as many lists have it, and as the fewest prefixes that make it up.
 */
#ifndef WB_RANGE_H
#define WB_RANGE_H

#include "base/address.h"

struct wb_range {
	struct wb_address first, last; /* of one family, first not behind last */
	bool is_empty;                 /* all of it was taken */
};

/* "192.0.2.7-192.0.2.66", "192.0.2.0/24" or "192.0.2.1", with blanks around a hyphen only. text is cut apart. */
enum wb_status wb_range_parse(char *text, struct wb_range *range_r, struct wb_error *error_r);

/* Takes the largest prefix off the beginning of what is left. False: nothing was. */
bool wb_range_take(struct wb_range *range, struct wb_prefix *prefix_r);

#endif
