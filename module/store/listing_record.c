/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_record.c - see listing_record.h
 *
 * Key = address (16 bytes), prefix length (1), category, NUL, source; value = version (1), scope (1), created and expires
 * (8 each, seconds), reason (the rest), and a tail with the note, when there is one.
 */
#include "store/listing_record.h"

#include <string.h>

#include "base/text.h"

#define VALUE_VERSION 1
enum { TAG_NOTE = 1 };

#define SCOPES (WB_SCOPE_NETWORK + 1)

static void walk_key(struct wb_record *record, struct wb_listing *listing)
{
	wb_record_prefix(record, &listing->prefix);
	wb_record_text(record, listing->category, sizeof(listing->category));
	wb_record_last_text(record, listing->source, sizeof(listing->source));
}

static void walk_value(struct wb_record *record, struct wb_listing *listing)
{
	wb_record_version(record, VALUE_VERSION);
	listing->scope = wb_record_choice(record, listing->scope, SCOPES);
	listing->created_at_s = wb_record_time(record, listing->created_at_s);
	listing->expires_at_s = wb_record_time(record, listing->expires_at_s);
	wb_record_last_text(record, listing->reason, sizeof(listing->reason));
	wb_record_optional_text(record, TAG_NOTE, listing->note, sizeof(listing->note));
}

struct wb_blob wb_listing_record_encode_head(const struct wb_prefix *prefix, unsigned char *bytes)
{
	struct wb_prefix copy = *prefix;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_LISTING_HEAD_BYTES);
	wb_record_prefix(&record, &copy);
	return wb_record_blob(&record);
}

struct wb_blob wb_listing_record_encode_key(const struct wb_listing *listing, unsigned char *bytes)
{
	struct wb_listing copy = *listing;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_LISTING_KEY_BYTES_MAX);
	walk_key(&record, &copy);
	return wb_record_blob(&record);
}

struct wb_blob wb_listing_record_encode_value(const struct wb_listing *listing, unsigned char *bytes)
{
	struct wb_listing copy = *listing;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_LISTING_VALUE_BYTES_MAX);
	walk_value(&record, &copy);
	return wb_record_blob(&record);
}

static bool decode_key(struct wb_blob key, struct wb_listing *listing_r)
{
	struct wb_record record;

	wb_record_open_read(&record, key);
	walk_key(&record, listing_r);
	return wb_record_ends_key(&record) && wb_listing_source_is_valid(listing_r->source);
}

static bool decode_value(struct wb_blob value, struct wb_listing *listing_r)
{
	struct wb_record record;

	wb_record_open_read(&record, value);
	walk_value(&record, listing_r);
	return wb_record_ends_value(&record);
}

bool wb_listing_record_decode(struct wb_blob key, struct wb_blob value, struct wb_listing *listing_r, size_t *unreadable_r)
{
	bool has_name;

	memset(listing_r, 0, sizeof(*listing_r));
	has_name = decode_key(key, listing_r);
	/* The rules of wb_listing_check: scope and times were read so, and the source is that of a good name. */
	if (has_name && wb_listing_category_is_valid(listing_r->category) && decode_value(value, listing_r) &&
	    wb_listing_check_reason(listing_r->reason, NULL) == WB_OK &&
	    wb_listing_check_reason(listing_r->note, NULL) == WB_OK)
		return true;
	(*unreadable_r)++;
	if (!has_name || strcmp(listing_r->category, WB_CATEGORY_ALLOW) != 0)
		return false;
	listing_r->scope = WB_SCOPE_HOST;
	listing_r->created_at_s = listing_r->expires_at_s = 0;
	wb_text_copy(listing_r->reason, sizeof(listing_r->reason), "unreadable record");
	listing_r->note[0] = '\0';
	return true;
}

bool wb_listing_record_decode_head(struct wb_blob key, struct wb_prefix *prefix_r)
{
	struct wb_record record;

	/* Not as a prefix: one with bits behind its length is counted among its length, too. */
	wb_record_open_read(&record, key);
	wb_record_bytes(&record, prefix_r->address.bytes, sizeof(prefix_r->address.bytes));
	prefix_r->prefix_bits = (uint8_t)wb_record_choice(&record, 0, WB_ADDRESS_BITS + 1);
	return !record.has_failed && key.size > WB_LISTING_HEAD_BYTES;
}

bool wb_listing_record_might_allow(struct wb_blob key)
{
	char category[WB_CATEGORY_ID_SIZE];
	unsigned char head[WB_LISTING_HEAD_BYTES];
	struct wb_record record;

	wb_record_open_read(&record, key);
	wb_record_bytes(&record, head, sizeof(head));
	wb_record_text(&record, category, sizeof(category));
	return record.has_failed || !wb_category_id_is_valid(category);
}

bool wb_listing_record_is_from(struct wb_blob key, const char *source)
{
	size_t bytes = strlen(source);
	const unsigned char *end = key.data + key.size;

	return key.size > WB_LISTING_HEAD_BYTES + bytes && end[-(ptrdiff_t)bytes - 1] == '\0' &&
	    memcmp(end - bytes, source, bytes) == 0;
}

bool wb_listing_record_says(struct wb_blob value, enum wb_scope scope, const char *reason, int64_t *expires_at_s_r)
{
	struct wb_listing listing;

	if (!decode_value(value, &listing) || listing.scope != scope || strcmp(listing.reason, reason) != 0)
		return false;
	*expires_at_s_r = listing.expires_at_s;
	return true;
}
