/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * tell.h - which verdicts of a connection the agent is told. Nobody waits for that, and what cannot be sent is counted for the log.
 */
#ifndef WB_EXIM_TELL_H
#define WB_EXIM_TELL_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict/check.h"
#include "verdict/event.h"

/* Of one connection; all zero at its beginning. */
#define TOLD_ROWS 8

/* Verdicts that were told of a message, so that each is told once. */
struct told {
	struct {
		enum wb_action action;
		const struct wb_category *category;
		const char *chooser; /* recipients of one message may have different answers */
	} rows[TOLD_ROWS];
	size_t count; /* of all that were noted: the oldest make room */
};

/* verdict: NULL: something else was told. is_first: of its message; what was told of another one is forgotten then. */
void told_note(struct told *told, const struct wb_verdict *verdict, bool is_first);

/* Something speaks against a client that is let through, and the operator wants a line of it. */
bool tell_logs_accept(const struct wb_outcome *outcome);

/*
 * One line of the log for each verdict about a message, not for each recipient; before the first message, one for each new verdict.
 * logged: verdicts that have their line; complained: a complaint of this connection has; is_new: the verdict is about a message without a line.
 */
bool tell_is_worth_a_line(const struct wb_outcome *outcome, const struct told *logged, bool complained, bool is_new);

struct tell {
	const char *store;  /* whose agent; NULL: that of the usual one */
	uint64_t opened_us; /* on a clock that only goes forward; 0: not opened yet */
	uint32_t message;   /* the last one of which something was told */
	uint32_t lost;      /* events since the last line of the log */
	uint32_t untold;    /* events that were lost since a verdict went out: the next one has to tell of them */
	bool knows_zones;   /* what was learnt of the zones was told */
	bool knows_complaint;
	struct wb_event_senders senders;
	struct told told; /* of the last message that something was told of */
};

/* Where in the dialogue a verdict was asked for. */
struct tell_at {
	bool is_in_message;     /* from MAIL on */
	bool was_told;          /* of this message a verdict was told */
	const char *recipients; /* at the message's end: Exim's $recipients; NULL elsewhere */
};

/* store: the folder, which must outlive it, or NULL for the usual one. */
void tell_open(struct tell *tell, const char *store);

/*
 * Tells the last verdict, if it is worth it: it rests on evidence that counts, something could not be checked, or something was learnt of
 * a zone. Once for a message; but each refusal, so that all recipients are known.
 * outcome: knows by wb_check_note_lost how many events are untold.
 * Returns: whether it was worth it, sent or lost.
 */
bool tell_verdict(struct tell *tell, const struct wb_outcome *outcome, struct tell_at at);

/* What the connection did in all, see whyblock_done; with its senders. */
void tell_done(struct tell *tell, const struct wb_address *client, const struct wb_event_counts *counts);

/*
 * What an ACL has seen, see whyblock_report. sender: as the ACL says; NULL: it says nothing, and that of the last verdict is told.
 * last: the query of that verdict; NULL: there was none.
 */
void tell_report(struct tell *tell, const struct wb_address *client, const char *kind, const char *reason, const char *sender,
    const struct wb_query *last);

#endif
