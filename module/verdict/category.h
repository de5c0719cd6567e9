/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * category.h - why a host is blocked, and what the operator does about it.
 */
#ifndef WB_CATEGORY_H
#define WB_CATEGORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/position.h"

/* What to do with a host, in the order of strictness. WB_OFF as a verdict means: accept. */
enum wb_action { WB_OFF, WB_LOG, WB_TAG, WB_DEFER, WB_REJECT };

#define WB_CATEGORY_ID_SIZE 33
#define WB_CATEGORY_ALLOW "allow"             /* a listing's category that always wins; has no policy of its own */
#define WB_CATEGORY_SPAM_SOURCE "spam-source" /* the built-in one for what many hosts of a network say of the others */

struct wb_reply_template;

struct wb_category {
	char id[WB_CATEGORY_ID_SIZE]; /* [a-z0-9-], begins with a letter */
	const char *title;            /* as people say it: "open relay" */
	int action;                   /* enum wb_action */
	uint32_t threshold_milli;     /* thousandths of weight: where the action is taken */
	uint32_t tag_at_milli;        /* below it, where it tags already ... */
	uint32_t defer_at_milli;      /* ... and above that, where it defers; 0: nowhere */
	int64_t grace_s;              /* evidence that is younger defers, where it would reject; 0: none */
	uint32_t floor_milli;         /* of hosts, in thousandths, a source must be right: see lowered_file.h; 0: none */
	const char *status;           /* enhanced status code of a reject, RFC 3463: "5.7.1" */
	const char *text;             /* template of the reply, see reply.h */
	struct wb_position position;  /* where it stands in the file; line 0: nowhere */
};

/* One built-in category; the table is in the order that breaks a tie. */
struct wb_category_builtin {
	const char *id;
	const char *title;
	const char *phrase; /* how line 1 of the reply ends */
	const char *about;  /* for help and the sample configuration */
};

extern const struct wb_category_builtin wb_category_builtins[];
extern const size_t wb_category_builtin_count;

/* The operator gave it a title: that of a built-in category is then not the table's. */
bool wb_category_has_own_title(const struct wb_category *category);

/* What the category does with a client of this score: never more than its action. WB_OFF: nothing. */
enum wb_action wb_category_action_at(const struct wb_category *category, uint64_t score_milli);

/* Names as the configuration and the log write them; NULL or false for what is none. */
const char *wb_action_name(enum wb_action action);
bool wb_action_parse(const char *name, enum wb_action *action_r);

/* True for an id that a category may have: 1 to 32 of a-z 0-9 '-', a letter first, and not "allow". */
bool wb_category_id_is_valid(const char *id);

#endif
