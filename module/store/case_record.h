/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_record.h - a case, what is remembered of one verdict with evidence, and its bytes in the store. Private to the files of cases; who
 * shows one needs the struct.
 */
#ifndef WB_CASE_RECORD_H
#define WB_CASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"
#include "verdict/event.h"

#define WB_CASE_SPAN_S 3600  /* the same host and verdict within so long of the first one is one case */
#define WB_CASE_MAILS_MAX 16 /* senders and recipients of one case; further ones are counted */
#define WB_CASE_BYTES_MAX (WB_EVENT_BYTES_MAX + WB_CASE_MAILS_MAX * 700 + 64)

/* A mail, as its envelope says: printable ASCII, at most WB_QUERY_MAILBOX_SIZE bytes each; what is not known is empty. */
struct wb_case_mail {
	uint32_t count;
	const char *sender, *recipient;
};

struct wb_case {
	uint64_t number; /* in the order of first_s; a key, and no secret */
	int64_t first_s, last_s;
	uint32_t count;    /* verdicts */
	uint32_t accepted; /* recipients for whom its connections' mail was accepted in the end, as whyblock_done has told */
	bool has_accepted; /* that was told */
	bool is_from_log;  /* read from a line of the log, which says less: no mails, and no facts for another policy */
	bool helo_varies;  /* its verdicts had other names in HELO than event has */
	uint32_t mails_left_out;
	size_t mail_count;
	struct wb_case_mail mails[WB_CASE_MAILS_MAX];
	/* The first verdict, without what follows from the rest; its texts point where those of mails do. */
	struct wb_event event;
};

/* The value of a case; { NULL, 0 }: it does not fit. bytes: WB_CASE_BYTES_MAX. */
struct wb_blob wb_case_record_encode(const struct wb_case *remembered, unsigned char *bytes);

/* False: damaged, or of a newer whyblock. The texts point into bytes. */
bool wb_case_record_decode(uint64_t number, struct wb_blob bytes, struct wb_case *case_r);

/* Begins a case of an event: what is needed of it, the mails included, with texts that point where the event's do. */
void wb_case_record_begin(const struct wb_event *event, int64_t at_s, struct wb_case *case_r);

/* The event could be another verdict of this case. */
bool wb_case_record_is_same(const struct wb_case *remembered, const struct wb_event *event, int64_t at_s);

/* Takes it in. */
void wb_case_record_add(struct wb_case *remembered, const struct wb_event *event, int64_t at_s);

#endif
