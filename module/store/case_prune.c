/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_prune.c - see case_prune.h */
#include "store/case_prune.h"

#include <stdlib.h>
#include <strings.h>

#include "base/timestamp.h"
#include "store/case_find.h"

#define BATCH 1000 /* cases in a transaction */
#define DAY_S 86400

/* The cases that began early enough; all of them together. */
static enum wb_status count_old(
    struct wb_case_session *session, int64_t before_s, size_t *old_r, size_t *all_r, struct wb_error *error_r)
{
	struct wb_walk walk;

	*old_r = 0;
	wb_walk_open(&walk, &session->tables[WB_CASE_CASES]);
	while (wb_walk_next(&walk) && wb_case_session_number_of(walk.key) < wb_case_number_at(before_s - WB_CASE_SPAN_S))
		(*old_r)++;
	*all_r = 0;
	return wb_walk_close(&walk, error_r) == WB_OK ? wb_case_session_size(session, all_r, error_r) : WB_UNAVAILABLE;
}

static enum wb_status remove_days(struct wb_case_session *session, int64_t before_s, struct wb_error *error_r)
{
	struct wb_walk walk;

	wb_walk_open(&walk, &session->tables[WB_CASE_DAYS]);
	while (wb_walk_next(&walk) && (int64_t)wb_case_session_number_of(walk.key) < before_s / DAY_S)
		wb_walk_remove(&walk);
	return wb_walk_close(&walk, error_r);
}

static enum wb_status remove_batch(
    const char *store, size_t most, int64_t before_s, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_case_session session;
	enum wb_status status = wb_case_session_open_write(store, &session, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = wb_case_session_remove_oldest(&session, most, removed_r, error_r);
	if (status == WB_OK)
		status = remove_days(&session, before_s, error_r);
	if (status == WB_OK)
		status = wb_case_session_commit(&session, error_r);
	wb_case_session_close(&session);
	return status;
}

enum wb_status wb_case_expire(
    const char *store, int64_t before_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_case_session session;
	char before[WB_TIMESTAMP_TEXT_SIZE];
	size_t old = 0, all = 0, removed = 1;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = count_old(&session, before_s, &old, &all, error_r);
	wb_case_session_close(&session);
	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	if (!wb_age_guard_allows(guard, old, all)) {
		wb_timestamp_format(before_s, before);
		return wb_fail(error_r, WB_INVALID,
		    "%zu of %zu cases are older than %s, more than half: nothing was removed: expected a clock that is right; or --force",
		    old, all, before);
	}
	/* The agent may add some meanwhile, behind these. */
	for (; old > 0 && removed > 0 && status == WB_OK; old -= removed < old ? removed : old) {
		status = remove_batch(store, old < BATCH ? old : BATCH, before_s, &removed, error_r);
		*removed_r += status == WB_OK ? removed : 0;
	}
	return status;
}

/* ---- Forgetting ------------------------------------------------------------------------------------------------------ */

/* Numbers of cases, found first and changed then: a walk stands on what it reads. */
struct found {
	uint64_t numbers[BATCH];
	size_t count;
};

static bool note(void *context, const struct wb_case *remembered)
{
	struct found *found = context;

	found->numbers[found->count++] = remembered->number;
	return found->count < BATCH;
}

/* A text of the event itself has the mail address: of a rule's detail, for one. */
static bool is_named(const struct wb_subject *subject, const struct wb_event *event)
{
	for (size_t i = 0; i < event->field_count; i++) {
		if (wb_subject_is_named(subject, event->fields[i].value))
			return true;
	}
	for (size_t i = 0; i < event->evidence_count; i++) {
		if (wb_subject_is_named(subject, event->evidence[i].detail) ||
		    wb_subject_is_named(subject, event->evidence[i].reason))
			return true;
	}
	return false;
}

/* Takes the mails of a mail address out of a case: by way of removing it and writing what is left, so that what leads to it goes, too. */
static enum wb_status forget_mails(
    struct wb_case_session *session, uint64_t number, const struct wb_subject *subject, struct wb_error *error_r)
{
	static struct wb_case remembered;
	static unsigned char value[WB_CASE_BYTES_MAX];
	struct wb_case left;
	struct wb_blob bytes = { NULL, 0 };
	enum wb_status status = wb_case_session_get(session, number, &remembered, error_r);

	if (status != WB_OK)
		return status;
	left = remembered;
	left.mail_count = 0;
	for (size_t i = 0; i < remembered.mail_count; i++) {
		const struct wb_case_mail *mail = &remembered.mails[i];

		if (strcasecmp(mail->sender, subject->mailbox) != 0 && strcasecmp(mail->recipient, subject->mailbox) != 0)
			left.mails[left.mail_count++] = *mail;
	}
	if (left.mail_count > 0 && !is_named(subject, &remembered.event))
		bytes = wb_case_record_encode(&left, value);
	status = wb_case_session_remove(session, number, error_r);
	/* Its texts point into what was removed: into the copy from here on. */
	if (status == WB_OK && bytes.size > 0 && wb_case_record_decode(number, bytes, &remembered))
		status = wb_case_session_put(session, &remembered, error_r);
	return status;
}

static enum wb_status forget_batch(
    const char *store, const struct found *found, const struct wb_subject *subject, struct wb_error *error_r)
{
	struct wb_case_session session;
	enum wb_status status = wb_case_session_open_write(store, &session, error_r);

	for (size_t i = 0; i < found->count && (status == WB_OK || status == WB_NOT_FOUND); i++)
		status = subject->client != NULL ? wb_case_session_remove(&session, found->numbers[i], error_r)
						 : forget_mails(&session, found->numbers[i], subject, error_r);
	if (status == WB_OK || status == WB_NOT_FOUND)
		status = wb_case_session_commit(&session, error_r);
	wb_case_session_close(&session);
	return status;
}

enum wb_status wb_case_forget(
    const char *store, const struct wb_subject *subject, size_t *changed_r, size_t *unreadable_r, struct wb_error *error_r)
{
	const struct wb_case_query queries[] = { { .client = subject->client, .sender = subject->mailbox },
		{ .client = subject->client, .recipient = subject->mailbox } };
	static struct found found;
	enum wb_status status = WB_OK;

	*changed_r = 0;
	*unreadable_r = 0;
	for (size_t i = 0; i < (subject->mailbox != NULL ? 2 : 1) && status == WB_OK; i++) {
		do {
			found.count = 0;
			status = wb_case_find(store, &queries[i], note, &found, unreadable_r, error_r);
			if (status == WB_OK && found.count > 0)
				status = forget_batch(store, &found, subject, error_r);
			*changed_r += status == WB_OK ? found.count : 0;
		} while (status == WB_OK && found.count > 0);
	}
	return status;
}
