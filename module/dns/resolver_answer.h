/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* resolver_answer.h - what an answer of c-ares comes to. Private to resolver.c. */
#ifndef WB_RESOLVER_ANSWER_H
#define WB_RESOLVER_ANSWER_H

#include "dns/cares.h"
#include "dns/resolver.h"

/* What a question wants of its answer. */
struct wb_answer_wanted {
	enum wb_resolver_type type;
	wb_resolver_record *record; /* gets each record; NULL: the answer holds what is wanted */
	void *context;
};

/* The outcome alone, without records. */
void wb_answer_classify(const struct wb_cares_reply *reply, struct wb_resolver_answer *answer_r);

/* There are records, or it is known that there are none. */
bool wb_answer_is_good(const struct wb_resolver_answer *answer);

/* Reads the records of an answer that was classified as WB_RESOLVER_ANSWER; it may become another. */
void wb_answer_read(
    const struct wb_cares_reply *reply, const struct wb_answer_wanted *wanted, struct wb_resolver_answer *answer);

#endif
