/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_record.c - see case_record.h
 *
 * Value: version, flags (1 byte each), first and last time (8 each), verdicts, accepted, mails left out (4 each), count of mails (1), each
 * with its count (4), sender and recipient; then the event, as it travels.
 */
#include "store/case_record.h"

#include <string.h>

#include "verdict/query.h"

#define VALUE_VERSION 1
#define CUT "..." /* stands behind a list of recipients that was too long: its last one is none */

enum { FLAG_ACCEPTED = 1, FLAG_LOG = 2, FLAG_HELO = 4 };

static void walk_head(struct wb_record *record, struct wb_case *remembered)
{
	unsigned flags = (remembered->has_accepted ? FLAG_ACCEPTED : 0U) | (remembered->is_from_log ? FLAG_LOG : 0U) |
	    (remembered->helo_varies ? FLAG_HELO : 0U);

	wb_record_version(record, VALUE_VERSION);
	flags = (unsigned)wb_record_number(record, flags, 1);
	remembered->has_accepted = (flags & FLAG_ACCEPTED) != 0;
	remembered->is_from_log = (flags & FLAG_LOG) != 0;
	remembered->helo_varies = (flags & FLAG_HELO) != 0;
	remembered->first_s = wb_record_time(record, remembered->first_s);
	remembered->last_s = wb_record_time(record, remembered->last_s);
	remembered->count = (uint32_t)wb_record_number(record, remembered->count, 4);
	remembered->accepted = (uint32_t)wb_record_number(record, remembered->accepted, 4);
	remembered->mails_left_out = (uint32_t)wb_record_number(record, remembered->mails_left_out, 4);
	remembered->mail_count = wb_record_choice(record, (unsigned)remembered->mail_count, WB_CASE_MAILS_MAX + 1);
	for (size_t i = 0; i < remembered->mail_count; i++) {
		struct wb_case_mail *mail = &remembered->mails[i];

		mail->count = (uint32_t)wb_record_number(record, mail->count, 4);
		wb_record_string(record, &mail->sender);
		wb_record_string(record, &mail->recipient);
	}
}

struct wb_blob wb_case_record_encode(const struct wb_case *remembered, unsigned char *bytes)
{
	struct wb_record record;
	struct wb_blob head, event;

	wb_record_open_write(&record, bytes, WB_CASE_BYTES_MAX);
	walk_head(&record, (struct wb_case *)remembered); /* which it only reads when it writes */
	head = wb_record_blob(&record);
	event = wb_event_write(&remembered->event, bytes + head.size, WB_CASE_BYTES_MAX - head.size);
	if (head.size == 0 || event.size == 0)
		return (struct wb_blob){ NULL, 0 };
	return (struct wb_blob){ bytes, head.size + event.size };
}

bool wb_case_record_decode(uint64_t number, struct wb_blob bytes, struct wb_case *case_r)
{
	struct wb_record record;

	memset(case_r, 0, offsetof(struct wb_case, mails));
	case_r->number = number;
	wb_record_open_read(&record, bytes);
	walk_head(&record, case_r);
	if (record.has_failed)
		return false;
	return wb_event_read((struct wb_blob){ bytes.data + record.at, bytes.size - record.at }, &case_r->event, NULL) ==
	    WB_OK &&
	    case_r->event.kind == WB_EVENT_VERDICT;
}

/* What of an event's fields a case has no use for: it follows from the others, or is of this one connection. */
static bool is_needless(const char *key)
{
	static const char *const needless[] = { "client", "below", "evidence", "checks", "us", "event", "sender", "recipient",
		"recipients" };

	for (size_t i = 0; i < sizeof(needless) / sizeof(needless[0]); i++) {
		if (strcmp(key, needless[i]) == 0)
			return true;
	}
	return false;
}

static void add_mail(struct wb_case *remembered, const char *sender, const char *recipient)
{
	for (size_t i = 0; i < remembered->mail_count; i++) {
		struct wb_case_mail *mail = &remembered->mails[i];

		if (strcmp(mail->sender, sender) == 0 && strcmp(mail->recipient, recipient) == 0) {
			mail->count++;
			return;
		}
	}
	if (remembered->mail_count == WB_CASE_MAILS_MAX)
		remembered->mails_left_out++;
	else
		remembered->mails[remembered->mail_count++] = (struct wb_case_mail){ 1, sender, recipient };
}

/* The recipients of a whole message stand in one text, which add_mails cuts into its own copies. */
static void add_mails(struct wb_case *remembered, const struct wb_event *event)
{
	static char copies[WB_CASE_MAILS_MAX][WB_QUERY_MAILBOX_SIZE];
	const char *sender = wb_event_field(event, "sender"), *recipient = wb_event_field(event, "recipient");
	const char *list = wb_event_field(event, "recipients"), *mailbox;
	size_t length, used = 0;

	if (recipient[0] != '\0' || list[0] == '\0') {
		if (sender[0] != '\0' || recipient[0] != '\0')
			add_mail(remembered, sender, recipient);
		return;
	}
	while ((mailbox = wb_query_next_recipient(&list, &length)) != NULL) {
		bool is_cut =
		    *list == '\0' && length >= strlen(CUT) && memcmp(mailbox + length - strlen(CUT), CUT, strlen(CUT)) == 0;

		if (is_cut || used == WB_CASE_MAILS_MAX || length >= WB_QUERY_MAILBOX_SIZE) {
			remembered->mails_left_out++;
			continue;
		}
		memcpy(copies[used], mailbox, length);
		copies[used][length] = '\0';
		add_mail(remembered, sender, copies[used++]);
	}
}

void wb_case_record_begin(const struct wb_event *event, int64_t at_s, struct wb_case *case_r)
{
	struct wb_event *kept = &case_r->event;

	memset(case_r, 0, offsetof(struct wb_case, mails));
	case_r->first_s = case_r->last_s = at_s;
	case_r->count = 1;
	*kept = *event;
	kept->field_count = kept->zone_count = 0;
	for (size_t i = 0; i < event->field_count; i++) {
		if (!is_needless(event->fields[i].key))
			kept->fields[kept->field_count++] = event->fields[i];
	}
	add_mails(case_r, event);
}

static bool is_same_field(const struct wb_event *one, const struct wb_event *other, const char *key)
{
	return strcmp(wb_event_field(one, key), wb_event_field(other, key)) == 0;
}

static bool has_same_evidence(const struct wb_event *one, const struct wb_event *other)
{
	if (one->evidence_count != other->evidence_count || one->left_out_count != other->left_out_count)
		return false;
	for (size_t i = 0; i < one->evidence_count; i++) {
		const struct wb_event_evidence *a = &one->evidence[i], *b = &other->evidence[i];

		if (a->kind != b->kind || a->scope != b->scope || a->discount != b->discount ||
		    a->weight_milli != b->weight_milli || a->return_code != b->return_code ||
		    strcmp(a->category, b->category) != 0 || strcmp(a->origin, b->origin) != 0)
			return false;
	}
	return true;
}

bool wb_case_record_is_same(const struct wb_case *remembered, const struct wb_event *event, int64_t at_s)
{
	/* The verdict, and all that another policy would decide by. */
	static const char *const keys[] = { "action", "mode", "category", "choice", "dnswl", "guard", "fault", "country", "asn",
		"name", "translated", "stage", "login", "unread", "answers", "host", "names", "grace", "rules" };

	if (at_s < remembered->first_s || at_s - remembered->first_s >= WB_CASE_SPAN_S ||
	    !has_same_evidence(&remembered->event, event))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!is_same_field(&remembered->event, event, keys[i]))
			return false;
	}
	return true;
}

void wb_case_record_add(struct wb_case *remembered, const struct wb_event *event, int64_t at_s)
{
	remembered->count += remembered->count < UINT32_MAX;
	if (at_s > remembered->last_s)
		remembered->last_s = at_s;
	if (!is_same_field(&remembered->event, event, "helo"))
		remembered->helo_varies = true;
	add_mails(remembered, event);
}
