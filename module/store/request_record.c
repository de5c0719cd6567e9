/*
 * request_record.c - see request_record.h
 *
 * A request: version (1), state (1), origin (1), flags (1), created (8), client (16 + 1), hash of the token (32), visitor (16),
 * the reference's time (8), action (1), category hash (2) and client (16 + 1), decided (8), allowed until (8), and nine strings,
 * each with its NUL, in the order of list_strings. A note: version (1), time (8), and two strings: login, text.
 */
#include "store/request_record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crockford.h"
#include "base/text.h"

#define VALUE_VERSION 1
#define NOTE_VERSION 1
#define NOTE_HEAD_BYTES 9
#define STRINGS 9
#define NOTE_STRINGS 2

enum { FLAG_REFERENCE = 1, FLAG_VISITOR = 2, FLAG_ALLOWED = 4, FLAG_UNCHANGED = 8, FLAGS = 15 };

/* Where the fields of the head begin. */
enum {
	AT_STATE = 1,
	AT_ORIGIN = 2,
	AT_FLAGS = 3,
	AT_CREATED = 4,
	AT_CLIENT = 12,
	AT_HASH = 29,
	AT_VISITOR = AT_HASH + WB_REQUEST_HASH_BYTES,
	AT_REFERENCE_TIME = AT_VISITOR + 16,
	AT_REFERENCE_ACTION = AT_REFERENCE_TIME + 8,
	AT_REFERENCE_CATEGORY = AT_REFERENCE_ACTION + 1,
	AT_REFERENCE_CLIENT = AT_REFERENCE_CATEGORY + 2,
	AT_DECIDED = AT_REFERENCE_CLIENT + 17,
	AT_ALLOWED_UNTIL = AT_DECIDED + 8,
	HEAD_BYTES = AT_ALLOWED_UNTIL + 8,
};

_Static_assert(HEAD_BYTES + WB_CATEGORY_ID_SIZE + 3 + WB_REQUEST_NAME_SIZE + WB_REQUEST_EMAIL_SIZE + 2 * WB_REQUEST_TEXT_SIZE +
	    WB_REQUEST_TOKEN_SIZE + WB_HISTORY_LOGIN_SIZE + WB_LISTING_REASON_SIZE <=
	WB_REQUEST_VALUE_BYTES_MAX,
    "a request fits");
_Static_assert(NOTE_HEAD_BYTES + WB_HISTORY_LOGIN_SIZE + WB_REQUEST_NOTE_SIZE <= WB_REQUEST_NOTE_BYTES_MAX, "a note fits");

const char *const wb_request_state_names[3] = { "open", "approved", "denied" };
const char *const wb_request_origin_names[2] = { "web", "mail" };

struct string {
	char *data;
	size_t size;
	bool has_lines;
};

/* The strings in the order of the value. */
static void list_strings(struct wb_request *request, struct string strings_r[STRINGS])
{
	const struct string strings[STRINGS] = {
		{ request->category, sizeof(request->category), false },
		{ request->language, sizeof(request->language), false },
		{ request->name, sizeof(request->name), false },
		{ request->email, sizeof(request->email), false },
		{ request->how, sizeof(request->how), true },
		{ request->done, sizeof(request->done), true },
		{ request->dns_token, sizeof(request->dns_token), false },
		{ request->decided_by, sizeof(request->decided_by), false },
		{ request->answer, sizeof(request->answer), false },
	};

	memcpy(strings_r, strings, sizeof(strings));
}

static void list_note_strings(struct wb_request_note *note, struct string strings_r[NOTE_STRINGS])
{
	const struct string strings[NOTE_STRINGS] = {
		{ note->login, sizeof(note->login), false },
		{ note->text, sizeof(note->text), false },
	};

	memcpy(strings_r, strings, sizeof(strings));
}

static void copy_text(const struct string *string, const char *foreign, size_t length)
{
	if (string->has_lines)
		wb_text_copy_utf8_lines(string->data, string->size, foreign, length);
	else
		wb_text_copy_utf8(string->data, string->size, foreign, length);
}

static void clean(const struct string *strings, size_t count)
{
	char foreign[WB_REQUEST_TEXT_SIZE];

	for (size_t i = 0; i < count; i++) {
		/* A caller may have forgotten the NUL. */
		size_t length = strnlen(strings[i].data, strings[i].size);

		memcpy(foreign, strings[i].data, length);
		copy_text(&strings[i], foreign, length);
	}
}

static size_t encode_strings(const struct string *strings, size_t count, unsigned char *bytes)
{
	size_t length = 0;

	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(strings[i].data) + 1;

		memcpy(bytes + length, strings[i].data, size);
		length += size;
	}
	return length;
}

/* What does not come back as it was cleaned on the way in was not written here. */
static bool decode_strings(const unsigned char *at, const unsigned char *end, const struct string *strings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const unsigned char *nul = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;

		if (nul == NULL || (size_t)(nul - at) >= strings[i].size)
			return false;
		copy_text(&strings[i], (const char *)at, (size_t)(nul - at));
		if (strcmp(strings[i].data, (const char *)at) != 0)
			return false;
		at = nul + 1;
	}
	return at == end;
}

void wb_request_record_clean(struct wb_request *request)
{
	struct string strings[STRINGS];

	list_strings(request, strings);
	clean(strings, STRINGS);
}

void wb_request_record_clean_note(struct wb_request_note *note)
{
	struct string strings[NOTE_STRINGS];

	list_note_strings(note, strings);
	clean(strings, NOTE_STRINGS);
}

static bool is_host_or_subnet(const struct wb_prefix *client)
{
	return wb_prefix_is_host(client) || (client->prefix_bits == WB_ADDRESS_V6_SUBNET_BITS && wb_prefix_is_valid(client));
}

static bool is_language(const char *language)
{
	return strlen(language) == 2 && strspn(language, "abcdefghijklmnopqrstuvwxyz") == 2;
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
	if (request->email[0] != '\0' && !wb_request_email_is_valid(request->email))
		return wb_fail(
		    error_r, WB_INVALID, "the e-mail address cannot be answered: wanted is one such as ann@example.net");
	if (request->category[0] != '\0' && !wb_category_id_is_valid(request->category))
		return wb_fail(error_r, WB_INVALID, "the category of the request is none");
	if (request->language[0] != '\0' && !is_language(request->language))
		return wb_fail(error_r, WB_INVALID, "the language of the request is none: wanted are two letters such as en");
	if (request->state > WB_REQUEST_DENIED || request->origin > WB_REQUEST_MAIL || request->created_at_s < 0 ||
	    request->decided_at_s < 0 || request->allowed_until_s < 0)
		return wb_fail(error_r, WB_INVALID, "the request has a state, an origin or a time that there is not");
	return WB_OK;
}

static void encode_prefix(const struct wb_prefix *prefix, unsigned char *bytes)
{
	memcpy(bytes, prefix->address.bytes, 16);
	bytes[16] = prefix->prefix_bits;
}

static struct wb_prefix decode_prefix(const unsigned char *bytes)
{
	struct wb_prefix prefix = { .prefix_bits = bytes[16] };

	memcpy(prefix.address.bytes, bytes, 16);
	return prefix;
}

size_t wb_request_record_encode(const struct wb_request_record *record, unsigned char *bytes)
{
	struct wb_request request = record->request;
	struct string strings[STRINGS];

	memset(bytes, 0, HEAD_BYTES);
	bytes[0] = VALUE_VERSION;
	bytes[AT_STATE] = (unsigned char)request.state;
	bytes[AT_ORIGIN] = (unsigned char)request.origin;
	bytes[AT_FLAGS] =
	    (unsigned char)((request.has_reference ? FLAG_REFERENCE : 0) | (request.has_visitor ? FLAG_VISITOR : 0) |
		(request.is_allowed ? FLAG_ALLOWED : 0) | (request.is_unchanged ? FLAG_UNCHANGED : 0));
	wb_bytes_put(bytes + AT_CREATED, (uint64_t)request.created_at_s, 8);
	encode_prefix(&request.client, bytes + AT_CLIENT);
	memcpy(bytes + AT_HASH, record->token_hash, WB_REQUEST_HASH_BYTES);
	if (request.has_visitor)
		memcpy(bytes + AT_VISITOR, request.visitor.bytes, 16);
	if (request.has_reference) {
		wb_bytes_put(bytes + AT_REFERENCE_TIME, (uint64_t)request.reference.at_s, 8);
		bytes[AT_REFERENCE_ACTION] = (unsigned char)request.reference.action;
		wb_bytes_put(bytes + AT_REFERENCE_CATEGORY, request.reference.category_hash, 2);
		encode_prefix(&request.reference.client, bytes + AT_REFERENCE_CLIENT);
	}
	wb_bytes_put(bytes + AT_DECIDED, (uint64_t)request.decided_at_s, 8);
	wb_bytes_put(bytes + AT_ALLOWED_UNTIL, (uint64_t)request.allowed_until_s, 8);
	list_strings(&request, strings);
	return HEAD_BYTES + encode_strings(strings, STRINGS, bytes + HEAD_BYTES);
}

bool wb_request_record_decode_head(const unsigned char *bytes, size_t size, struct wb_request_record *record_r)
{
	memset(record_r, 0, sizeof(*record_r));
	if (size < HEAD_BYTES || bytes[0] != VALUE_VERSION)
		return false;
	record_r->request.created_at_s = (int64_t)wb_bytes_get(bytes + AT_CREATED, 8);
	record_r->request.client = decode_prefix(bytes + AT_CLIENT);
	memcpy(record_r->token_hash, bytes + AT_HASH, WB_REQUEST_HASH_BYTES);
	return record_r->request.created_at_s >= 0 && is_host_or_subnet(&record_r->request.client);
}

bool wb_request_record_decode(uint64_t number, const unsigned char *bytes, size_t size, struct wb_request_record *record_r)
{
	struct wb_request *request = &record_r->request;
	struct string strings[STRINGS];
	unsigned char token[16];

	if (!wb_request_record_decode_head(bytes, size, record_r) || (bytes[AT_FLAGS] & ~FLAGS) != 0)
		return false;
	request->number = number;
	request->state = (enum wb_request_state)bytes[AT_STATE];
	request->origin = (enum wb_request_origin)bytes[AT_ORIGIN];
	request->has_reference = (bytes[AT_FLAGS] & FLAG_REFERENCE) != 0;
	request->has_visitor = (bytes[AT_FLAGS] & FLAG_VISITOR) != 0;
	request->is_allowed = (bytes[AT_FLAGS] & FLAG_ALLOWED) != 0;
	request->is_unchanged = (bytes[AT_FLAGS] & FLAG_UNCHANGED) != 0;
	memcpy(request->visitor.bytes, bytes + AT_VISITOR, 16);
	request->reference.at_s = (int64_t)wb_bytes_get(bytes + AT_REFERENCE_TIME, 8);
	request->reference.action = (enum wb_action)bytes[AT_REFERENCE_ACTION];
	request->reference.category_hash = (uint16_t)wb_bytes_get(bytes + AT_REFERENCE_CATEGORY, 2);
	request->reference.client = decode_prefix(bytes + AT_REFERENCE_CLIENT);
	request->decided_at_s = (int64_t)wb_bytes_get(bytes + AT_DECIDED, 8);
	request->allowed_until_s = (int64_t)wb_bytes_get(bytes + AT_ALLOWED_UNTIL, 8);
	list_strings(request, strings);
	return number != 0 && decode_strings(bytes + HEAD_BYTES, bytes + size, strings, STRINGS) &&
	    wb_crockford_decode(request->dns_token, token, sizeof(token)) && wb_request_record_check(request, NULL) == WB_OK;
}

size_t wb_request_record_encode_note(const struct wb_request_note *note, unsigned char *bytes)
{
	struct wb_request_note copy = *note;
	struct string strings[NOTE_STRINGS];

	bytes[0] = NOTE_VERSION;
	wb_bytes_put(bytes + 1, (uint64_t)note->at_s, 8);
	list_note_strings(&copy, strings);
	return NOTE_HEAD_BYTES + encode_strings(strings, NOTE_STRINGS, bytes + NOTE_HEAD_BYTES);
}

bool wb_request_record_decode_note(const unsigned char *bytes, size_t size, struct wb_request_note *note_r)
{
	struct string strings[NOTE_STRINGS];

	memset(note_r, 0, sizeof(*note_r));
	if (size < NOTE_HEAD_BYTES || bytes[0] != NOTE_VERSION)
		return false;
	note_r->at_s = (int64_t)wb_bytes_get(bytes + 1, 8);
	list_note_strings(note_r, strings);
	return note_r->at_s >= 0 && decode_strings(bytes + NOTE_HEAD_BYTES, bytes + size, strings, NOTE_STRINGS);
}
