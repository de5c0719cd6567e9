/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* forget.c - see forget.h */
#include "desk/forget.h"

#include <stdio.h>
#include <string.h>

#include "store/case_prune.h"
#include "store/held_mail.h"
#include "store/judged.h"
#include "store/request_prune.h"

const struct wb_held wb_held_table[] = {
	{ "cases", "cases/ of the store",
	    "what was decided about a host: addresses, HELO, sender and recipients of mail, evidence", "cases.keep, 30d",
	    "a host's cases are removed; of a mail address the mails from and to it" },
	{ "requests", "requests/ of the store",
	    "requests for removal: host, visitor's address, name, mail address, what was written; staff's notes; mails that were kept for staff",
	    "removal.keep, 400d", "removed, with notes" },
	{ "history", "listings/ of the store", "who listed or removed a host, when and why", "history_keep, 400d",
	    "records about the host, or that name the mail address, are removed" },
	{ NULL, "cases/ of the store",
	    "which sources spoke against a host, and whether its mail was accepted since, for accuracy",
	    "90 days after the last sign", "a host's is removed with its cases" },
	{ NULL, "listings/ and published/", "whom the site blocks and why", "until a listing ends or is removed",
	    "stays: whyblock list remove; it is told how many there are" },
	{ NULL, "seen/ of the store", "since when networks (/24, /64) have evidence; accepted mail of networks, as numbers",
	    "90 days without a sign", "stays: it names no host" },
	{ NULL, "requests/ of the store", "hashes of mail addresses that were answered", "24 hours", "stays until then" },
	{ NULL, "the agent's memory", "reports and counts of hosts, until they are decided", "hours, or until it restarts",
	    "stays until then" },
	{ NULL, "Exim's log, and backups", "what Exim and the operator write there", "the operator's own rules",
	    "stays: whyblock does not write there" },
};
const size_t wb_held_count = sizeof(wb_held_table) / sizeof(wb_held_table[0]);

/* Listings that stay, of which whoever asked should hear. */
struct counting {
	const struct wb_subject *subject;
	size_t count;
};

static bool count_listing(void *context, const struct wb_listing *listing)
{
	struct counting *counting = context;

	if ((counting->subject->client != NULL && wb_prefix_overlaps(&listing->prefix, counting->subject->client)) ||
	    wb_subject_is_named(counting->subject, listing->reason))
		counting->count++;
	return true;
}

/* The history's own records, and that it was asked: in one transaction. */
static enum wb_status forget_history(const struct wb_config *config, const struct wb_change *change,
    const struct wb_subject *subject, struct wb_forgotten *forgotten, struct wb_error *error_r)
{
	struct wb_history_record record = { .action = WB_HISTORY_FORGET };
	struct wb_listing_writer *writer;
	enum wb_status status = wb_listing_writer_open(config->policy.store, &writer, error_r);

	if (status == WB_OK)
		status = wb_history_forget(writer, subject, &forgotten->removed[WB_FORGET_HISTORY], error_r);
	for (int i = 0; i < WB_FORGET_PLACES; i++)
		record.removed += forgotten->removed[i];
	snprintf(record.why, sizeof(record.why), "what was held about a %s", subject->client != NULL ? "host" : "mail address");
	if (status == WB_OK)
		status = wb_change_note(writer, change, &record, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

enum wb_status wb_forget(const struct wb_config *config, const struct wb_change *change, const struct wb_subject *subject,
    struct wb_forgotten *forgotten_r, struct wb_error *error_r)
{
	const char *store = config->policy.store;
	struct counting counting = { subject, 0 };
	size_t unreadable, judged, held = 0;
	enum wb_status status;

	memset(forgotten_r, 0, sizeof(*forgotten_r));
	status = wb_case_forget(store, subject, &forgotten_r->removed[WB_FORGET_CASES], &forgotten_r->unreadable, error_r);
	if (status == WB_OK && subject->client != NULL)
		status = wb_judged_forget(store, subject->client, &judged, error_r);
	if (status == WB_OK)
		status = wb_request_forget(store, subject, &forgotten_r->removed[WB_FORGET_REQUESTS], error_r);
	if (status == WB_OK)
		status = wb_held_mail_forget(store, subject, &held, error_r);
	forgotten_r->removed[WB_FORGET_REQUESTS] += held;
	if (status == WB_OK)
		status = forget_history(config, change, subject, forgotten_r, error_r);
	if (wb_status_is_done(status) && wb_listing_walk(store, count_listing, &counting, &unreadable, NULL) == WB_OK)
		forgotten_r->listings = counting.count;
	return status;
}
