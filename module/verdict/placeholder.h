/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * placeholder.h - what "%{...}" in the template of a reply stands for: one row each, read by rendering, check-config and the manual.
 */
#ifndef WB_PLACEHOLDER_H
#define WB_PLACEHOLDER_H

#include <stddef.h>

#include "base/text.h"

struct wb_outcome;

#define WB_PLACEHOLDER_BYTES_MAX 200 /* of a value; more is cut */
/* site.url is as long as a value, and a reference is never cut: "?ref=" and 44 symbols come behind it. */
#define WB_PLACEHOLDER_URL_BYTES_MAX (WB_PLACEHOLDER_BYTES_MAX + 50)

/* The longest values that can come, to see what a template looks like with them. Each row names its member. */
struct wb_placeholder_extremes {
	const char *text; /* WB_PLACEHOLDER_BYTES_MAX bytes: of what a stranger or a database says */
	const char *client, *country, *asn, *ref, *refused_from, *site, *url;
};

struct wb_placeholder {
	const char *name;
	void (*add)(const struct wb_outcome *outcome, struct wb_text *text); /* leaves text empty when there is no value */
	size_t widest;                                                       /* offset in struct wb_placeholder_extremes */
	size_t bytes_max;
	const char *help;
};

extern const struct wb_placeholder wb_placeholders[];
extern const size_t wb_placeholder_count;

/* The row of this name, which need not end there; NULL: there is none. */
const struct wb_placeholder *wb_placeholder_find(const char *name, size_t length);

#endif
