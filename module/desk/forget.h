/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * forget.h - what is held about a host or a person goes, from wherever it is kept; that it was asked stays in the history, without about
 * whom. Listings stay: they say whom the site blocks, and have their own way off the list. Which places there are, and for how long each
 * keeps what, is one table, for the command, the manual and the tests.
 */
#ifndef WB_FORGET_H
#define WB_FORGET_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "store/change.h"
#include "store/subject.h"

enum wb_forget_place { WB_FORGET_CASES, WB_FORGET_REQUESTS, WB_FORGET_HISTORY, WB_FORGET_PLACES };

/* One row of what is held: also what forget does not reach. */
struct wb_held {
	const char *key;    /* in --json; NULL: forget does not remove it */
	const char *where;  /* it is */
	const char *what;   /* about whom */
	const char *keep;   /* for how long: a setting's name, or in words */
	const char *forget; /* what becomes of it when somebody asks */
};

/* Those of enum wb_forget_place in its order, then the others. */
extern const struct wb_held wb_held_table[];
extern const size_t wb_held_count;

struct wb_forgotten {
	size_t removed[WB_FORGET_PLACES];
	size_t unreadable; /* cases that may be about it, and cannot be read: they stay */
	size_t listings;   /* that cover or lie in the host or network, or name the mail address: they stay */
};

/* Durable when it returns. What was removed before a failure stays so: it may be repeated. */
enum wb_status wb_forget(const struct wb_config *config, const struct wb_change *change, const struct wb_subject *subject,
    struct wb_forgotten *forgotten_r, struct wb_error *error_r);

#endif
