/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_record.c - see request_record.h
 *
 * A request: version (1), state (1), origin (1), flags (1), created (8), client (16 + 1), hash of the token (32), visitor (16),
 * the reference's time (8), action (1), category hash (2) and client (16 + 1), decided (8), allowed until (8), and nine strings,
 * each with its NUL, in the order of walk_texts. A note: version (1), time (8), and two strings: login, text.
 */
#include "store/request_record.h"

#include <string.h>

#include "base/crockford.h"
#include "base/email.h"

#define VALUE_VERSION 1
#define NOTE_VERSION 1

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
	}
	return "";
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
	if (request->state > WB_REQUEST_DENIED || request->origin > WB_REQUEST_MAIL || request->created_at_s < 0 ||
	    request->decided_at_s < 0 || request->allowed_until_s < 0)
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
	wb_record_text(record, request->answer, sizeof(request->answer));
}

static void walk(struct wb_record *record, struct wb_request_record *row, unsigned *flags)
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
}

struct wb_blob wb_request_record_encode(const struct wb_request_record *row, unsigned char *bytes)
{
	struct wb_request_record copy = *row;
	const struct wb_request *request = &copy.request;
	unsigned flags = (request->has_reference ? FLAG_REFERENCE : 0U) | (request->has_visitor ? FLAG_VISITOR : 0U) |
	    (request->is_allowed ? FLAG_ALLOWED : 0U) | (request->is_unchanged ? FLAG_UNCHANGED : 0U);
	struct wb_record record;

	if (!request->has_reference)
		memset(&copy.request.reference, 0, sizeof(copy.request.reference));
	if (!request->has_visitor)
		memset(&copy.request.visitor, 0, sizeof(copy.request.visitor));
	wb_record_open_write(&record, bytes, WB_REQUEST_VALUE_BYTES_MAX);
	walk(&record, &copy, &flags);
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
	unsigned flags = 0;

	memset(row_r, 0, sizeof(*row_r));
	wb_record_open_read(&record, bytes);
	walk(&record, row_r, &flags);
	request->number = number;
	request->has_reference = (flags & FLAG_REFERENCE) != 0;
	request->has_visitor = (flags & FLAG_VISITOR) != 0;
	request->is_allowed = (flags & FLAG_ALLOWED) != 0;
	request->is_unchanged = (flags & FLAG_UNCHANGED) != 0;
	return number != 0 && wb_record_ends_value(&record) && (flags & ~(unsigned)FLAGS) == 0 &&
	    wb_crockford_decode(request->dns_token, token, sizeof(token)) && wb_request_record_check(request, NULL) == WB_OK;
}

/* What was written and read again is clean. */
void wb_request_record_clean(struct wb_request *request)
{
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	struct wb_record record;

	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_texts(&record, request);
	wb_record_open_read(&record, wb_record_blob(&record));
	walk_texts(&record, request);
}

static void walk_note_texts(struct wb_record *record, struct wb_request_note *note)
{
	wb_record_text(record, note->login, sizeof(note->login));
	wb_record_text(record, note->text, sizeof(note->text));
}

static void walk_note(struct wb_record *record, struct wb_request_note *note)
{
	wb_record_version(record, NOTE_VERSION);
	note->at_s = wb_record_time(record, note->at_s);
	walk_note_texts(record, note);
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
	return wb_record_ends_value(&record);
}

void wb_request_record_clean_note(struct wb_request_note *note)
{
	unsigned char bytes[WB_REQUEST_NOTE_BYTES_MAX];
	struct wb_record record;

	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_note_texts(&record, note);
	wb_record_open_read(&record, wb_record_blob(&record));
	walk_note_texts(&record, note);
}
