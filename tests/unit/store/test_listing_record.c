/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listing_record.c - listings as bytes: their order, and what does not decode. */
#include "fixture.h"

#include "base/bytes.h"
#include "store/listing_record.h"

struct record {
	unsigned char key[WB_LISTING_KEY_BYTES_MAX];
	unsigned char value[WB_LISTING_VALUE_BYTES_MAX];
	size_t key_bytes, value_bytes;
};

static struct record record_of(const struct wb_listing *listing)
{
	struct record record;

	record.key_bytes = wb_listing_record_encode_key(listing, record.key).size;
	record.value_bytes = wb_listing_record_encode_value(listing, record.value).size;
	return record;
}

static bool decode(const struct record *record, struct wb_listing *listing, size_t *unreadable)
{
	/* Copies of just that length: a sanitizer sees a byte too many. */
	unsigned char *key = malloc(record->key_bytes + 1), *value = malloc(record->value_bytes + 1);
	bool readable;

	memcpy(key + 1, record->key, record->key_bytes);
	memcpy(value + 1, record->value, record->value_bytes);
	*unreadable = 0;
	readable = wb_listing_record_decode((struct wb_blob){ key + 1, record->key_bytes },
	    (struct wb_blob){ value + 1, record->value_bytes }, listing, unreadable);
	free(key);
	free(value);
	return readable;
}

static void test_the_bytes_are_as_documented(void **state)
{
	static const unsigned char key[] = "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\0\170spam\0staff:ann";
	static const unsigned char value[] = "\1\1\1\2\3\4\5\6\7\10\0\0\0\0\0\0\0\5why";
	struct wb_listing listing = listing_of("192.0.2.0/24", "spam");
	struct record record;

	(void)state;
	listing.scope = WB_SCOPE_RANGE;
	listing.created_at_s = 0x0102030405060708;
	listing.expires_at_s = 5;
	strcpy(listing.reason, "why");
	record = record_of(&listing);
	assert_int_equal(record.key_bytes, sizeof(key) - 1);
	assert_memory_equal(record.key, key, sizeof(key) - 1);
	assert_int_equal(record.value_bytes, sizeof(value) - 1);
	assert_memory_equal(record.value, value, sizeof(value) - 1);
	assert_int_equal(wb_listing_record_encode_head(&listing.prefix, record.key).size, WB_LISTING_HEAD_BYTES);
	assert_memory_equal(record.key, key, WB_LISTING_HEAD_BYTES);
}

static void test_keys_sort_by_address_length_category_and_source(void **state)
{
	static const struct {
		const char *prefix, *category, *source;
	} rows[] = {
		{ "192.0.2.0/24", "spam", "staff:ann" },
		{ "192.0.2.0/25", "policy", "staff:ann" },
		{ "192.0.2.0/25", "spam", "feed:z" },
		{ "192.0.2.0/25", "spam", "staff:ann" },
		{ "192.0.2.0/25", "spam-source", "feed:a" },
		{ "192.0.2.1", "allow", "staff:ann" },
		{ "2001:db8::/32", "spam", "staff:ann" },
	};
	struct record before = { .key_bytes = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of(rows[i].prefix, rows[i].category);
		struct record record;
		size_t common;
		int order;

		begin_row(rows[i].source);
		snprintf(listing.source, sizeof(listing.source), "%s", rows[i].source);
		record = record_of(&listing);
		common = before.key_bytes < record.key_bytes ? before.key_bytes : record.key_bytes;
		order = memcmp(before.key, record.key, common);
		assert_true(order < 0 || (order == 0 && before.key_bytes < record.key_bytes));
		before = record;
	}
}

static void test_what_was_encoded_decodes(void **state)
{
	struct wb_listing rows[] = { listing_of("0.0.0.0/0", "allow"),
		listing_of("123:4567:89ab:cdef:fedc:ba98:7654:3210", "a2345678901234567890123456789012"),
		listing_of("::/0", "spam") };

	(void)state;
	memset(rows[1].source, 'x', sizeof(rows[1].source) - 1);
	memcpy(rows[1].source, "feed:", 5);
	memset(rows[1].reason, 'y', sizeof(rows[1].reason) - 1);
	rows[2].expires_at_s = INT64_MAX;
	rows[2].scope = WB_SCOPE_NETWORK;
	rows[2].reason[0] = '\0';
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct record record = record_of(&rows[i]);
		struct wb_listing listing;
		size_t unreadable;

		begin_row(rows[i].category);
		assert_true(decode(&record, &listing, &unreadable));
		assert_int_equal(unreadable, 0);
		assert_memory_equal(&listing.prefix, &rows[i].prefix, sizeof(listing.prefix));
		assert_string_equal(listing.category, rows[i].category);
		assert_string_equal(listing.source, rows[i].source);
		assert_string_equal(listing.reason, rows[i].reason);
		assert_int_equal(listing.scope, rows[i].scope);
		assert_int_equal(listing.created_at_s, rows[i].created_at_s);
		assert_int_equal(listing.expires_at_s, rows[i].expires_at_s);
	}
}

/* Whatever a record is cut to, and whichever byte is another: no crash, and nothing but a sound listing comes out. */
static void test_no_damage_decodes_to_what_breaks_a_rule(void **state)
{
	struct wb_listing good = listing_of("192.0.2.0/24", "spam");
	const struct record record = record_of(&good);
	struct wb_listing listing;
	size_t unreadable;

	(void)state;
	for (size_t bytes = 0; bytes < record.key_bytes; bytes++) {
		struct record cut = record;

		cut.key_bytes = bytes;
		/* Cut inside the source's name, it is another name. */
		assert_int_equal(decode(&cut, &listing, &unreadable), bytes > record.key_bytes - 3);
		assert_int_equal(unreadable, bytes <= record.key_bytes - 3);
	}
	for (size_t bytes = 0; bytes < 18; bytes++) {
		struct record cut = record;

		cut.value_bytes = bytes;
		assert_false(decode(&cut, &listing, &unreadable));
		assert_int_equal(unreadable, 1);
	}
	for (size_t at = 0; at < record.key_bytes + record.value_bytes; at++) {
		for (unsigned byte = 0; byte < 256; byte++) {
			struct record other = record;

			*(at < record.key_bytes ? &other.key[at] : &other.value[at - record.key_bytes]) = (unsigned char)byte;
			if (decode(&other, &listing, &unreadable))
				assert_int_equal(wb_listing_check(&listing, NULL), WB_OK);
			else
				assert_int_equal(unreadable, 1);
		}
	}
}

static struct wb_blob key_of(const struct record *record)
{
	return (struct wb_blob){ record->key, record->key_bytes };
}

static void test_what_a_key_alone_tells(void **state)
{
	struct wb_listing listing = listing_of("192.0.2.0/24", "spam");
	struct record record = record_of(&listing);
	struct wb_prefix prefix;

	(void)state;
	assert_true(wb_listing_record_is_from(key_of(&record), "staff:ann"));
	assert_false(wb_listing_record_is_from(key_of(&record), "ann"));
	assert_false(wb_listing_record_is_from(key_of(&record), "staff:bob"));
	assert_false(wb_listing_record_is_from((struct wb_blob){ (const unsigned char *)"0123456789abcdef", 17 }, ""));
	assert_false(wb_listing_record_might_allow(key_of(&record)));
	assert_true(wb_listing_record_decode_head(key_of(&record), &prefix));
	assert_true(wb_prefix_equals(&prefix, &listing.prefix));
	begin_row("bits behind a prefix count for its length");
	record.key[15] = 1;
	assert_true(wb_listing_record_decode_head(key_of(&record), &prefix));
	assert_int_equal(prefix.prefix_bits, 120);
	record.key[16] = 129;
	assert_false(wb_listing_record_decode_head(key_of(&record), &prefix));
	record.key_bytes = WB_LISTING_HEAD_BYTES;
	record.key[16] = 120;
	assert_false(wb_listing_record_decode_head(key_of(&record), &prefix));
	assert_true(wb_listing_record_might_allow(key_of(&record)));
	begin_row("allow, and what might be");
	strcpy(listing.category, "allow");
	record = record_of(&listing);
	assert_true(wb_listing_record_might_allow(key_of(&record)));
	memset(record.key + WB_LISTING_HEAD_BYTES, 'a', WB_CATEGORY_ID_SIZE); /* longer than a name may be */
	record.key[WB_LISTING_HEAD_BYTES + WB_CATEGORY_ID_SIZE] = '\0';
	record.key_bytes = WB_LISTING_HEAD_BYTES + WB_CATEGORY_ID_SIZE + 1;
	assert_true(wb_listing_record_might_allow(key_of(&record)));
	record = record_of(&listing);
	record.key[WB_LISTING_HEAD_BYTES] = 'A';
	assert_true(wb_listing_record_might_allow(key_of(&record)));
}

static void test_an_unreadable_allow_listing_allows(void **state)
{
	struct wb_listing good = listing_of("192.0.2.0/24", "allow");
	struct record record;
	struct wb_listing listing;
	size_t unreadable;

	(void)state;
	good.scope = WB_SCOPE_RANGE;
	good.expires_at_s = 1;
	record = record_of(&good);
	record.value[0] = 9;
	assert_true(decode(&record, &listing, &unreadable));
	assert_int_equal(unreadable, 1);
	assert_int_equal(listing.scope, WB_SCOPE_HOST);
	assert_int_equal(listing.expires_at_s, 0);
	assert_string_equal(listing.reason, "unreadable record");
	begin_row("unless its source is none");
	record.key[record.key_bytes - 1] = ' ';
	assert_false(decode(&record, &listing, &unreadable));
	assert_int_equal(unreadable, 1);
}

static bool says(const struct record *record, enum wb_scope scope, const char *reason, int64_t *expires_at_s)
{
	return wb_listing_record_says((struct wb_blob){ record->value, record->value_bytes }, scope, reason, expires_at_s);
}

static void test_a_value_says_scope_and_reason(void **state)
{
	struct wb_listing good = listing_of("192.0.2.0/24", "spam");
	const struct record record = record_of(&good);
	struct record other;
	int64_t expires_at_s = 99;

	(void)state;
	assert_true(says(&record, WB_SCOPE_HOST, good.reason, &expires_at_s));
	assert_int_equal(expires_at_s, 0);
	assert_false(says(&record, WB_SCOPE_RANGE, good.reason, &expires_at_s));
	assert_false(says(&record, WB_SCOPE_HOST, "seen relayinG", &expires_at_s));
	assert_false(says(&record, WB_SCOPE_HOST, "seen", &expires_at_s));
	other = record;
	other.value_bytes = 17;
	assert_false(says(&other, WB_SCOPE_HOST, "", &expires_at_s));
	other = record;
	other.value[0] = 2; /* a version that this whyblock does not know */
	assert_false(says(&other, WB_SCOPE_HOST, good.reason, &expires_at_s));
	for (size_t at = 2; at <= 10; at += 8) { /* made, or ended, before 1970 */
		other = record;
		other.value[at] = 0x80;
		assert_false(says(&other, WB_SCOPE_HOST, good.reason, &expires_at_s));
	}
}

static void test_a_note_stands_behind_the_rest(void **state)
{
	struct wb_listing listing = listing_of("192.0.2.0/24", "spam"), found;
	struct record plain = record_of(&listing), noted;
	size_t unreadable;

	(void)state;
	strcpy(listing.note, "phoned them");
	noted = record_of(&listing);
	assert_int_equal(noted.value_bytes, plain.value_bytes + 1 + 3 + strlen("phoned them"));
	assert_memory_equal(noted.value, plain.value, plain.value_bytes);
	assert_true(decode(&noted, &found, &unreadable));
	assert_string_equal(found.note, "phoned them");
	assert_string_equal(found.reason, listing.reason);
	begin_row("of an older whyblock there is none");
	assert_true(decode(&plain, &found, &unreadable));
	assert_string_equal(found.note, "");
	begin_row("the longest");
	memset(listing.note, 'x', sizeof(listing.note) - 1);
	memset(listing.reason, 'y', sizeof(listing.reason) - 1);
	noted = record_of(&listing);
	assert_true(decode(&noted, &found, &unreadable));
	assert_string_equal(found.note, listing.note);
	begin_row("one that is not printable");
	noted.value[noted.value_bytes - 1] = 7;
	assert_false(decode(&noted, &found, &unreadable));
	assert_int_equal(unreadable, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_bytes_are_as_documented),
		cmocka_unit_test(test_keys_sort_by_address_length_category_and_source),
		cmocka_unit_test(test_what_was_encoded_decodes),
		cmocka_unit_test(test_no_damage_decodes_to_what_breaks_a_rule),
		cmocka_unit_test(test_what_a_key_alone_tells),
		cmocka_unit_test(test_an_unreadable_allow_listing_allows),
		cmocka_unit_test(test_a_value_says_scope_and_reason),
		cmocka_unit_test(test_a_note_stands_behind_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
