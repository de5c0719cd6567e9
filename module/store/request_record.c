/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_record.c - see request_record.h
 *
 * A request: version (1), state (1), origin (1), flags (1), created (8), client (16 + 1), hash of the token (32), visitor (16),
 * the reference's time (8), action (1), category hash (2) and client (16 + 1), decided (8), allowed until (8), and nine strings,
 * each with its NUL, in the order of walk_texts. A note: version (1), time (8), and two strings: login, text. Both have a tail.
 *
 * What an older whyblock cannot know, it must not fall over: one that waits is kept as open, and a text of several lines as one line,
 * cut to what fits there, and whole in the tail.
 */
#include "store/request_record.h"

#include <string.h>

#include "base/crockford.h"
#include "base/email.h"
#include "base/text.h"

#define VALUE_VERSION 1
#define NOTE_VERSION 1

/* Of a request. */
enum { TAG_WAITING = 1, TAG_TOKEN, TAG_ASSIGNEE, TAG_QUESTION, TAG_ASKED_BACK, TAG_REPLIED, TAG_ANSWER, TAG_TOLD };

/* Of a note. */
enum { TAG_KIND = 1, TAG_TEXT };

#define NOTE_LINE_SIZE 1001

enum { FLAG_REFERENCE = 1, FLAG_VISITOR = 2, FLAG_ALLOWED = 4, FLAG_UNCHANGED = 8, FLAGS = 15 };

const char *wb_request_state_name(enum wb_request_state state)
{
	switch (state) {
	case WB_REQUEST_OPEN:
		return "open";
	case WB_REQUEST_APPROVED:
		return "approved";
	case WB_REQUEST_DENIED:
		return "denied";
	case WB_REQUEST_WAITING:
		return "waiting";
	}
	return "";
}

const char *wb_request_note_kind_name(enum wb_request_note_kind kind)
{
	static const char *const names[] = {
		[WB_REQUEST_NOTE_INTERNAL] = "internal",
		[WB_REQUEST_NOTE_QUESTION] = "question",
		[WB_REQUEST_NOTE_REPLY] = "reply",
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == WB_REQUEST_NOTE_KINDS, "a kind has no name");
	return names[kind];
}

const char *wb_request_origin_name(enum wb_request_origin origin)
{
	switch (origin) {
	case WB_REQUEST_WEB:
		return "web";
	case WB_REQUEST_MAIL:
		return "mail";
	}
	return "";
}

static bool is_host_or_subnet(const struct wb_prefix *client)
{
	return wb_prefix_is_host(client) || (client->prefix_bits == WB_ADDRESS_V6_SUBNET_BITS && wb_prefix_is_valid(client));
}

static bool has_good_reference(const struct wb_request *request)
{
	const struct wb_reference *reference = &request->reference;

	return is_host_or_subnet(&reference->client) && wb_prefix_overlaps(&reference->client, &request->client) &&
	    reference->action >= WB_LOG && reference->action <= WB_REJECT && reference->at_s >= 0;
}

enum wb_status wb_request_record_check(const struct wb_request *request, struct wb_error *error_r)
{
	if (!is_host_or_subnet(&request->client))
		return wb_fail(error_r, WB_INVALID, "a request is about a host, or about a /64 of IPv6");
	if (request->has_reference && !has_good_reference(request))
		return wb_fail(error_r, WB_INVALID, "the reference is not about the host of the request");
	if (request->email[0] != '\0' && !wb_email_is_valid(request->email))
		return wb_fail(
		    error_r, WB_INVALID, "the e-mail address cannot be answered: expected one such as ann@example.net");
	if (request->category[0] != '\0' && !wb_category_id_is_valid(request->category))
		return wb_fail(error_r, WB_INVALID, "the category of the request is none");
	if (request->language[0] != '\0' &&
	    (strlen(request->language) != 2 || strspn(request->language, "abcdefghijklmnopqrstuvwxyz") != 2))
		return wb_fail(error_r, WB_INVALID, "the language of the request is none: wanted are two letters such as en");
	if (request->state > WB_REQUEST_WAITING || request->origin > WB_REQUEST_MAIL || request->created_at_s < 0 ||
	    request->decided_at_s < 0 || request->allowed_until_s < 0 || request->asked_back_at_s < 0 ||
	    request->replied_at_s < 0 || request->told_at_s < 0)
		return wb_fail(error_r, WB_INVALID, "the request has a state, an origin or a time that there is not");
	return WB_OK;
}

/* What pruning needs, too; flags: those of the request. Which state and which origin there are says wb_request_record_check. */
static void walk_head(struct wb_record *record, struct wb_request_record *row, unsigned *flags)
{
	struct wb_request *request = &row->request;

	wb_record_version(record, VALUE_VERSION);
	request->state = (enum wb_request_state)wb_record_number(record, request->state, 1);
	request->origin = (enum wb_request_origin)wb_record_number(record, request->origin, 1);
	*flags = (unsigned)wb_record_number(record, *flags, 1);
	request->created_at_s = wb_record_time(record, request->created_at_s);
	wb_record_prefix(record, &request->client);
	wb_record_bytes(record, row->token_hash, sizeof(row->token_hash));
}

/* A text of several lines as one, for where the record has no room for more. */
static void join_lines(const char *text, size_t size, char *line_r, size_t line_size)
{
	char joined[WB_REQUEST_TEXT_SIZE];
	size_t length = strnlen(text, size);

	for (size_t i = 0; i < length; i++)
		joined[i] = text[i] == '\n' ? ' ' : text[i];
	wb_text_copy_utf8(line_r, line_size, joined, length);
}

/* What stands in the fixed part of the record for a text whose whole is in the tail, when that line is not all of it. */
static void walk_line(struct wb_record *record, char *text, size_t size, size_t line_size)
{
	char line[NOTE_LINE_SIZE];

	join_lines(text, size, line, line_size);
	wb_record_text(record, line, line_size);
	if (record->in != NULL)
		memcpy(text, line, strlen(line) + 1);
}

/* The tail cleans no text: what is not clean there was not written here. */
static void walk_tail_text(struct wb_record *record, uint8_t tag, char *text, size_t size)
{
	char clean[WB_REQUEST_TEXT_SIZE];

	wb_record_optional_text(record, tag, text, size);
	if (record->in == NULL || record->has_failed)
		return;
	wb_text_copy_utf8_lines(clean, size, text, strlen(text));
	record->has_failed = strcmp(clean, text) != 0;
}

/* The whole of what walk_line has walked over. */
static void walk_tail_lines(struct wb_record *record, uint8_t tag, char *text, size_t size, size_t line_size)
{
	char line[NOTE_LINE_SIZE], whole[WB_REQUEST_TEXT_SIZE] = "";

	if (record->in == NULL) {
		join_lines(text, size, line, line_size);
		if (strcmp(line, text) != 0)
			wb_record_optional_text(record, tag, text, size);
		return;
	}
	walk_tail_text(record, tag, whole, size);
	if (whole[0] != '\0')
		memcpy(text, whole, strlen(whole) + 1);
}

static void clean_lines(char *text, size_t size)
{
	char copy[WB_REQUEST_TEXT_SIZE];

	wb_text_copy_utf8_lines(copy, size, text, strnlen(text, size - 1));
	memcpy(text, copy, strlen(copy) + 1);
}

static void walk_texts(struct wb_record *record, struct wb_request *request)
{
	wb_record_text(record, request->category, sizeof(request->category));
	wb_record_text(record, request->language, sizeof(request->language));
	wb_record_text(record, request->name, sizeof(request->name));
	wb_record_text(record, request->email, sizeof(request->email));
	wb_record_lines(record, request->how, sizeof(request->how));
	wb_record_lines(record, request->done, sizeof(request->done));
	wb_record_text(record, request->dns_token, sizeof(request->dns_token));
	wb_record_text(record, request->decided_by, sizeof(request->decided_by));
	walk_line(record, request->answer, sizeof(request->answer), WB_LISTING_REASON_SIZE);
}

static void walk_tail(struct wb_record *record, struct wb_request *request, bool *is_waiting)
{
	*is_waiting = wb_record_optional_number(record, TAG_WAITING, *is_waiting) != 0;
	walk_tail_text(record, TAG_TOKEN, request->token, sizeof(request->token));
	walk_tail_text(record, TAG_ASSIGNEE, request->assignee, sizeof(request->assignee));
	walk_tail_text(record, TAG_QUESTION, request->question, sizeof(request->question));
	request->asked_back_at_s =
	    (int64_t)wb_record_optional_number(record, TAG_ASKED_BACK, (uint64_t)request->asked_back_at_s);
	request->replied_at_s = (int64_t)wb_record_optional_number(record, TAG_REPLIED, (uint64_t)request->replied_at_s);
	request->told_at_s = (int64_t)wb_record_optional_number(record, TAG_TOLD, (uint64_t)request->told_at_s);
	walk_tail_lines(record, TAG_ANSWER, request->answer, sizeof(request->answer), WB_LISTING_REASON_SIZE);
}

static void walk(struct wb_record *record, struct wb_request_record *row, unsigned *flags, bool *is_waiting)
{
	struct wb_request *request = &row->request;
	struct wb_reference *reference = &request->reference;

	walk_head(record, row, flags);
	wb_record_bytes(record, request->visitor.bytes, sizeof(request->visitor.bytes));
	reference->at_s = wb_record_time(record, reference->at_s);
	reference->action = (enum wb_action)wb_record_number(record, reference->action, 1);
	reference->category_hash = (uint16_t)wb_record_number(record, reference->category_hash, 2);
	wb_record_prefix(record, &reference->client);
	request->decided_at_s = wb_record_time(record, request->decided_at_s);
	request->allowed_until_s = wb_record_time(record, request->allowed_until_s);
	walk_texts(record, request);
	walk_tail(record, request, is_waiting);
}

struct wb_blob wb_request_record_encode(const struct wb_request_record *row, unsigned char *bytes)
{
	struct wb_request_record copy = *row;
	const struct wb_request *request = &copy.request;
	unsigned flags = (request->has_reference ? FLAG_REFERENCE : 0U) | (request->has_visitor ? FLAG_VISITOR : 0U) |
	    (request->is_allowed ? FLAG_ALLOWED : 0U) | (request->is_unchanged ? FLAG_UNCHANGED : 0U);
	bool is_waiting = request->state == WB_REQUEST_WAITING;
	struct wb_record record;

	if (!request->has_reference)
		memset(&copy.request.reference, 0, sizeof(copy.request.reference));
	if (!request->has_visitor)
		memset(&copy.request.visitor, 0, sizeof(copy.request.visitor));
	if (is_waiting)
		copy.request.state = WB_REQUEST_OPEN;
	wb_record_open_write(&record, bytes, WB_REQUEST_VALUE_BYTES_MAX);
	walk(&record, &copy, &flags, &is_waiting);
	return wb_record_blob(&record);
}

bool wb_request_record_decode_head(struct wb_blob bytes, struct wb_request_record *row_r)
{
	struct wb_record record;
	unsigned flags = 0;

	memset(row_r, 0, sizeof(*row_r));
	wb_record_open_read(&record, bytes);
	walk_head(&record, row_r, &flags);
	return !record.has_failed && is_host_or_subnet(&row_r->request.client);
}

bool wb_request_record_decode(uint64_t number, struct wb_blob bytes, struct wb_request_record *row_r)
{
	struct wb_request *request = &row_r->request;
	struct wb_record record;
	unsigned char token[16];
	bool is_waiting = false, is_known;
	unsigned flags = 0;

	memset(row_r, 0, sizeof(*row_r));
	wb_record_open_read(&record, bytes);
	walk(&record, row_r, &flags, &is_waiting);
	is_known = request->state <= WB_REQUEST_DENIED;
	if (is_waiting && request->state == WB_REQUEST_OPEN)
		request->state = WB_REQUEST_WAITING;
	request->number = number;
	request->has_reference = (flags & FLAG_REFERENCE) != 0;
	request->has_visitor = (flags & FLAG_VISITOR) != 0;
	request->is_allowed = (flags & FLAG_ALLOWED) != 0;
	request->is_unchanged = (flags & FLAG_UNCHANGED) != 0;
	return number != 0 && wb_record_ends_value(&record) && is_known && (flags & ~(unsigned)FLAGS) == 0 &&
	    wb_crockford_decode(request->dns_token, token, sizeof(token)) &&
	    (request->token[0] == '\0' || wb_crockford_decode(request->token, token, sizeof(token))) &&
	    wb_request_record_check(request, NULL) == WB_OK;
}

/* What was written and read again is clean; what has lines is cleaned beside it. */
void wb_request_record_clean(struct wb_request *request)
{
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	char answer[WB_REQUEST_ANSWER_SIZE], assignee[WB_HISTORY_LOGIN_SIZE];
	struct wb_record record;

	clean_lines(request->answer, sizeof(request->answer));
	clean_lines(request->question, sizeof(request->question));
	join_lines(request->assignee, sizeof(request->assignee) - 1, assignee, sizeof(assignee));
	memcpy(request->assignee, assignee, sizeof(assignee));
	memcpy(answer, request->answer, sizeof(answer));
	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_texts(&record, request);
	wb_record_open_read(&record, wb_record_blob(&record));
	walk_texts(&record, request);
	memcpy(request->answer, answer, sizeof(answer));
}

static void walk_note(struct wb_record *record, struct wb_request_note *note)
{
	wb_record_version(record, NOTE_VERSION);
	note->at_s = wb_record_time(record, note->at_s);
	wb_record_text(record, note->login, sizeof(note->login));
	walk_line(record, note->text, sizeof(note->text), NOTE_LINE_SIZE);
	note->kind = (enum wb_request_note_kind)wb_record_optional_number(record, TAG_KIND, note->kind);
	walk_tail_lines(record, TAG_TEXT, note->text, sizeof(note->text), NOTE_LINE_SIZE);
}

struct wb_blob wb_request_record_encode_note(const struct wb_request_note *note, unsigned char *bytes)
{
	struct wb_request_note copy = *note;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_REQUEST_NOTE_BYTES_MAX);
	walk_note(&record, &copy);
	return wb_record_blob(&record);
}

bool wb_request_record_decode_note(struct wb_blob bytes, struct wb_request_note *note_r)
{
	struct wb_record record;

	memset(note_r, 0, sizeof(*note_r));
	wb_record_open_read(&record, bytes);
	walk_note(&record, note_r);
	return wb_record_ends_value(&record) && note_r->kind < WB_REQUEST_NOTE_KINDS;
}

void wb_request_record_clean_note(struct wb_request_note *note)
{
	char login[WB_HISTORY_LOGIN_SIZE];

	join_lines(note->login, sizeof(note->login) - 1, login, sizeof(login));
	memcpy(note->login, login, sizeof(login));
	clean_lines(note->text, sizeof(note->text));
}
