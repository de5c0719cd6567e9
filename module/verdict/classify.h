/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * classify.h - evidence, policy and the time in; a verdict out. Pure.
 */
#ifndef WB_CLASSIFY_H
#define WB_CLASSIFY_H

#include <stdint.h>

#include "verdict/category.h"
#include "verdict/choice.h"
#include "verdict/evidence.h"
#include "verdict/policy.h"

#define WB_GUARD_UNKNOWN "unknown" /* as the name of a sender: nobody knows whose host it is, since the DNS did not say */

struct wb_category_score {
	uint64_t score_milli;   /* sum of the weights that count now */
	enum wb_action action;  /* what would be done if this category won; WB_OFF under all its marks */
	bool capped;            /* would reject, but no evidence is about the host itself */
	bool lowered;           /* would reject, but for zones alone, and an allow list in the DNS gave no answer: it defers */
	bool is_in_grace;       /* would reject, but not by evidence that is as old as the category's grace: it defers */
	int64_t refused_from_s; /* of that: Unix time before which it does not reject; 0: what is known ends before */
	bool guarded;           /* would do more, but the host is a known sender's, or it is unknown whether it is */
	enum wb_action
	    wanted;          /* what would be done but for the recipients' choice; the same as action unless that lowered it */
	const char *chooser; /* whose choice lowered it: a recipient's name in the policy; NULL: nobody's */
	const struct wb_evidence *heaviest;
};

struct wb_verdict {
	enum wb_action action;              /* WB_OFF: accept */
	const struct wb_category *category; /* NULL when no category reached its threshold, tag_at or defer_at */
	uint64_t score_milli;
	const struct wb_evidence *heaviest; /* named in the reply */
	char exempt[160];                   /* why nothing was looked at or counted; empty when not exempt */
	int64_t decided_at_s;               /* the time that it is about */
	bool on_error;                      /* deferred because something could not be checked */
	bool lowered, is_in_grace;          /* see wb_category_score */
	int64_t refused_from_s;             /* while it is in grace: Unix time before which no category rejects; 0: none does */
	const char *guard;                  /* the known sender for whose sake it is lowered, or WB_GUARD_UNKNOWN; NULL: none */
	const char *chooser;                /* whose choice made it milder than it would be; NULL: nobody's */
	/* It refuses, which an allow list that is suspended, or failed its test, might have prevented. */
	bool misses_allow_list;
	struct wb_category_score scores[WB_POLICY_CATEGORIES_MAX]; /* beside the configuration's categories */
};

/* Nothing was decided. The rows of categories that the policy does not have stay what they are. */
void wb_verdict_clear(const struct wb_policy *policy, struct wb_verdict *verdict_r);

/* Why a row of evidence does not count. */
enum wb_discount {
	WB_DISCOUNT_NONE, /* it counts */
	WB_DISCOUNT_CATEGORY_OFF,
	WB_DISCOUNT_EXPIRED,
	WB_DISCOUNT_VOUCHED_FOR, /* it is a zone's, and an allow list in the DNS vouches for the host */
	WB_DISCOUNT_OUTWEIGHED,  /* it is a zone's, and an allow list in the DNS weighs as much as all zones in that category */
	WB_DISCOUNT_SAME_OPERATOR, /* of the evidence of one operator the heaviest row counts in a category, and the first of equals */
	WB_DISCOUNT_SAME_SUBJECT, /* of rules about a host's names, and of weak signs in a mail, the same */
	WB_DISCOUNT_COUNT,        /* how many there are; none itself */
};

/* For a row of facts' evidence at this time. */
enum wb_discount wb_classify_discount(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s);

/* In words, for staff; empty for WB_DISCOUNT_NONE. */
const char *wb_discount_text(enum wb_discount discount);

/*
 * Each category acts by its score, see wb_category_action_at. The strictest action wins, then the highest score divided by threshold, then
 * the order of the table. An allow listing always wins. Evidence of scope range or network defers at most until evidence about
 * the host joins it. From what the zones say in a category an allow list in the DNS takes its weight, or all. When the listings are unknown nothing is blocked: an allow listing might be among them. Evidence of zones that an
 * allow list in the DNS might have taken away, had it answered, defers at most; what rejects without it does so still. In a category
 * with grace evidence that is younger defers at most; whose age is not known is as young as can be.
 * A known sender's verdict is lowered, to a defer or as the policy says, unless staff's own listings of scope host decide alone; where it
 * is unknown whose host it is, a reject is a defer.
 * limits: what the mail's recipients want at most, or NULL: they lower what a category does, so that another one may win.
 * verdict_r points into policy, facts and the policy's recipients.
 */
void wb_classify(const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_limits *limits, int64_t now_s,
    struct wb_verdict *verdict_r);

/* The verdict would be lowered if the client were a known sender's: it is worth to ask for its name. Pure. */
bool wb_classify_could_be_guarded(const struct wb_policy *policy, const struct wb_facts *facts, int64_t now_s);

#endif
