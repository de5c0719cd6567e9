/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_find.h - the cases that somebody asks for, the newest first.
 * By client, sender or recipient they are found by an index; by anything else each case of the time is looked at.
 */
#ifndef WB_CASE_FIND_H
#define WB_CASE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "store/case_record.h"

#define WB_CASE_SOURCE_SIZE 256 /* of a piece of evidence as a source: "dnsbl:zen.example.org:127.0.0.2" */

/* All that is given must hold. NULL, or 0: not given. */
struct wb_case_query {
	const struct wb_prefix *client; /* the client lies in it */
	/* A mail address, in any case; "@example.org": any of that domain; "": the empty sender of a bounce. */
	const char *sender, *recipient;
	const char *category; /* the verdict's */
	const char *source;   /* a part of one of the sources of its evidence, such as a zone's name or "staff:ann" */
	int64_t since_s;      /* Unix time: the last verdict was then or later */
};

/* False ends the walk. The case is the walk's. The store is not held meanwhile: a visit may take as long as it wants. */
typedef bool wb_case_visit(void *context, const struct wb_case *remembered);

/*
 * unreadable_r: how many cases were passed over that cannot be read.
 * Returns: WB_OK, also when there are none; WB_UNAVAILABLE, WB_NO_MEMORY.
 */
enum wb_status wb_case_find(const char *store, const struct wb_case_query *query, wb_case_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

/* All of them since a time, the oldest first; for who goes through the past. */
enum wb_status wb_case_walk(
    const char *store, int64_t since_s, wb_case_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

#endif
