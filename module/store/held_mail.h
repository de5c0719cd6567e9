/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * held_mail.h - mails to the address for requests that have become no request, and were not answered, since some limit was reached.
 * A person may have written them: they are kept for staff, in the store's requests/ folder.
 */
#ifndef WB_HELD_MAIL_H
#define WB_HELD_MAIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/request.h"
#include "store/subject.h"

#define WB_HELD_MAIL_MAX 1000       /* at once, of 2 kB each at most */
#define WB_HELD_MAIL_DOMAIN_MAX 100 /* of them from one domain that somebody registered (verdict/registered_domain.h) */
#define WB_HELD_MAIL_SENDER_MAX 20  /* of them from one address */
#define WB_HELD_MAIL_WARN_FROM (WB_HELD_MAIL_MAX / 2 + 1) /* so many are worth a word to staff, before any gives way */
#define WB_HELD_MAIL_WHY_SIZE 201

struct wb_held_mail {
	uint64_t number; /* for staff, from 1; given by wb_held_mail_add */
	int64_t at_s;    /* Unix time */
	char sender[WB_REQUEST_EMAIL_SIZE];
	char why[WB_HELD_MAIL_WHY_SIZE]; /* it is held */
	char text[WB_REQUEST_TEXT_SIZE]; /* subject and body; lines */
	bool is_told;                    /* staff were told of it; not of a new one */
};

struct wb_held_mail_counts {
	size_t kept;
	uint64_t gave_way;        /* since staff removed one the last time */
	int64_t gave_way_since_s; /* Unix time of the first of these; 0: none */
};

/*
 * Keeps one, unless the same text of the same sender is kept: a mail system may try it again. Those older than keep_s (0: none) go on
 * the way. The texts are cleaned. Waits for another writer.
 * Anybody can send more than there is room for, so nobody takes the room of all: beyond WB_HELD_MAIL_SENDER_MAX the oldest mail of the
 * same sender gives way, beyond WB_HELD_MAIL_DOMAIN_MAX the oldest of the same domain, beyond WB_HELD_MAIL_MAX the oldest of all. A
 * sender is what the envelope says, and may be forged.
 * gave_way_r: number of the mail that is gone for it; 0: none, which is so for a failure, too.
 * Returns:    WB_OK: durable when it returns. WB_UNAVAILABLE: it cannot be written; never since there are too many.
 */
enum wb_status wb_held_mail_add(
    const char *store, const struct wb_held_mail *mail, int64_t keep_s, uint64_t *gave_way_r, struct wb_error *error_r);

/* WB_OK, also when there are none. */
enum wb_status wb_held_mail_count(const char *store, struct wb_held_mail_counts *counts_r, struct wb_error *error_r);

/* Called for each, the oldest first; false ends the walk. Must not call a function that opens the folder. */
typedef bool wb_held_mail_visit(void *context, const struct wb_held_mail *mail);

/* WB_OK, also when there are none. What does not decode is skipped. */
enum wb_status wb_held_mail_walk(const char *store, wb_held_mail_visit *visit, void *context, struct wb_error *error_r);

/* Staff were told of those up to this number. WB_OK, also when there are none. */
enum wb_status wb_held_mail_tell(const char *store, uint64_t number, struct wb_error *error_r);

/* Staff have read it, and know how many gave way: that count begins anew. WB_NOT_FOUND: none has this number. */
enum wb_status wb_held_mail_remove(const char *store, uint64_t number, struct wb_error *error_r);

/* Removes each from, or with, this mail address, or with this host's address in its text. WB_OK, also when there were never any. */
enum wb_status wb_held_mail_forget(
    const char *store, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r);

#endif
