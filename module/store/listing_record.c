/*
 * listing_record.c - see listing_record.h
 *
 * Key = address (16 bytes), prefix length (1), category, NUL, source; value = version (1), scope (1), created and expires
 * (8 each, big-endian seconds), reason (the rest).
 */
#include "store/listing_record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

#define VALUE_VERSION 1
#define CREATED_AT 2
#define EXPIRES_AT 10
#define REASON_AT 18

size_t wb_listing_record_encode_head(const struct wb_prefix *prefix, unsigned char *bytes)
{
	memcpy(bytes, prefix->address.bytes, 16);
	bytes[16] = prefix->prefix_bits;
	return WB_LISTING_HEAD_BYTES;
}

size_t wb_listing_record_encode_key(const struct wb_listing *listing, unsigned char *bytes)
{
	size_t category_length = strlen(listing->category);
	size_t source_length = strlen(listing->source);
	size_t length = wb_listing_record_encode_head(&listing->prefix, bytes);

	memcpy(bytes + length, listing->category, category_length + 1);
	length += category_length + 1;
	memcpy(bytes + length, listing->source, source_length);
	return length + source_length;
}

size_t wb_listing_record_encode_value(const struct wb_listing *listing, unsigned char *bytes)
{
	size_t reason_length = strlen(listing->reason);

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)listing->scope;
	wb_bytes_put(bytes + CREATED_AT, (uint64_t)listing->created_at_s, 8);
	wb_bytes_put(bytes + EXPIRES_AT, (uint64_t)listing->expires_at_s, 8);
	memcpy(bytes + REASON_AT, listing->reason, reason_length);
	return REASON_AT + reason_length;
}

static bool decode_key(const unsigned char *key, size_t key_bytes, struct wb_listing *listing_r)
{
	const char *names = (const char *)key + WB_LISTING_HEAD_BYTES;
	const char *end = (const char *)key + key_bytes;
	const char *category_end;

	if (key_bytes <= WB_LISTING_HEAD_BYTES || key_bytes > WB_LISTING_KEY_BYTES_MAX)
		return false;
	memcpy(listing_r->prefix.address.bytes, key, 16);
	listing_r->prefix.prefix_bits = key[16];
	if (!wb_prefix_is_valid(&listing_r->prefix))
		return false;
	category_end = memchr(names, '\0', (size_t)(end - names));
	if (category_end == NULL || category_end - names >= WB_CATEGORY_ID_SIZE || end - category_end > WB_LISTING_SOURCE_SIZE)
		return false;
	memcpy(listing_r->category, names, (size_t)(category_end - names) + 1);
	memcpy(listing_r->source, category_end + 1, (size_t)(end - category_end) - 1);
	listing_r->source[end - category_end - 1] = '\0';
	return wb_listing_category_is_valid(listing_r->category) && wb_listing_source_is_valid(listing_r->source);
}

static bool decode_value(const unsigned char *value, size_t value_bytes, struct wb_listing *listing_r)
{
	if (value_bytes < REASON_AT || value_bytes >= WB_LISTING_VALUE_BYTES_MAX || value[0] != VALUE_VERSION ||
	    value[1] > WB_SCOPE_NETWORK)
		return false;
	listing_r->scope = (enum wb_scope)value[1];
	listing_r->created_at_s = (int64_t)wb_bytes_get(value + CREATED_AT, 8);
	listing_r->expires_at_s = (int64_t)wb_bytes_get(value + EXPIRES_AT, 8);
	memcpy(listing_r->reason, value + REASON_AT, value_bytes - REASON_AT);
	listing_r->reason[value_bytes - REASON_AT] = '\0';
	return wb_listing_check(listing_r, NULL) == WB_OK;
}

bool wb_listing_record_decode(const void *key, size_t key_bytes, const void *value, size_t value_bytes,
    struct wb_listing *listing_r, size_t *unreadable_r)
{
	bool has_name;

	memset(listing_r, 0, sizeof(*listing_r));
	has_name = decode_key(key, key_bytes, listing_r);
	if (has_name && decode_value(value, value_bytes, listing_r))
		return true;
	(*unreadable_r)++;
	if (!has_name || strcmp(listing_r->category, WB_CATEGORY_ALLOW) != 0)
		return false;
	listing_r->scope = WB_SCOPE_HOST;
	listing_r->created_at_s = listing_r->expires_at_s = 0;
	wb_text_copy(listing_r->reason, sizeof(listing_r->reason), "unreadable record");
	return true;
}

bool wb_listing_record_might_allow(const void *key, size_t key_bytes)
{
	char category[WB_CATEGORY_ID_SIZE] = "";
	const char *names = (const char *)key + WB_LISTING_HEAD_BYTES;
	size_t room = key_bytes > WB_LISTING_HEAD_BYTES ? key_bytes - WB_LISTING_HEAD_BYTES : 0;
	const char *end = memchr(names, '\0', room);

	if (end == NULL || (size_t)(end - names) >= sizeof(category))
		return true;
	memcpy(category, names, (size_t)(end - names));
	return !wb_category_id_is_valid(category);
}

bool wb_listing_record_says(
    const void *value, size_t value_bytes, enum wb_scope scope, const char *reason, int64_t *expires_at_s_r)
{
	const unsigned char *bytes = value;
	size_t reason_length = strlen(reason);

	if (value_bytes != REASON_AT + reason_length || bytes[0] != VALUE_VERSION || bytes[1] != (unsigned char)scope ||
	    memcmp(bytes + REASON_AT, reason, reason_length) != 0)
		return false;
	*expires_at_s_r = (int64_t)wb_bytes_get(bytes + EXPIRES_AT, 8);
	return (int64_t)wb_bytes_get(bytes + CREATED_AT, 8) >= 0 && *expires_at_s_r >= 0;
}
