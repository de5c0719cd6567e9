/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listing_batch.c - listings are packed, and come out in the order of the store. */
#include "fixture.h"
#include "store/listing_batch.h"
#include "store/listing_record.h"

static struct wb_listing record_at(const struct wb_listing_batch *batch, size_t row)
{
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX];
	struct wb_blob key, value;
	struct wb_listing listing;
	size_t unreadable = 0;

	wb_listing_batch_record(batch, row, key_bytes, &key, &value);
	assert_true(wb_listing_record_decode(key, value, &listing, &unreadable));
	return listing;
}

static void test_they_come_in_the_order_of_the_store(void **state)
{
	static const char *const given[] = { "203.0.113.0/24", "2001:db8::/32", "192.0.2.66", "203.0.113.0/25", "0.0.0.0/0",
		"192.0.2.66" };
	static const char *const sorted[] = { "0.0.0.0/0", "192.0.2.66/32", "192.0.2.66/32", "203.0.113.0/24", "203.0.113.0/25",
		"2001:db8::/32" };
	struct wb_listing_batch batch = { NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(given); i++) {
		struct wb_listing listing = listing_of(given[i], "spam");

		snprintf(listing.reason, sizeof(listing.reason), "line %zu", i);
		assert_int_equal(wb_listing_batch_add(&batch, &listing, WB_LISTING_END_SAID, NULL), WB_OK);
	}
	wb_listing_batch_sort(&batch);
	assert_int_equal(batch.count, COUNT(given));
	for (size_t i = 0; i < batch.count; i++) {
		struct wb_listing listing = record_at(&batch, i);
		char prefix[WB_PREFIX_TEXT_SIZE];

		wb_prefix_format(&listing.prefix, prefix);
		assert_string_equal(prefix, sorted[i]);
	}
	begin_row("of one prefix, as they came");
	assert_string_equal(record_at(&batch, 1).reason, "line 2");
	assert_string_equal(record_at(&batch, 2).reason, "line 5");
	wb_listing_batch_close(&batch);
	assert_null(batch.rows);
}

static void test_what_breaks_a_rule_is_not_taken(void **state)
{
	struct wb_listing_batch batch = { NULL };
	struct wb_listing listing = listing_of("192.0.2.66", "spam");
	struct wb_error error = { "" };

	(void)state;
	snprintf(listing.source, sizeof(listing.source), "nobody");
	assert_int_equal(wb_listing_batch_add(&batch, &listing, WB_LISTING_END_SAID, &error), WB_INVALID);
	assert_int_equal(batch.count, 0);
	wb_listing_batch_close(&batch);
}

static void test_many_are_added_at_once(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing_batch batch = { NULL };
	struct wb_listing_count count;
	size_t replaced, kept;

	for (int i = 3000; i > 0; i--) {
		struct wb_listing listing = listing_of("10.0.0.0", "spam");

		listing.prefix.address.bytes[14] = (uint8_t)(i % 2000 / 256);
		listing.prefix.address.bytes[15] = (uint8_t)(i % 2000);
		assert_int_equal(wb_listing_batch_add(&batch, &listing, WB_LISTING_END_SAID, NULL), WB_OK);
	}
	wb_listing_batch_sort(&batch);
	assert_int_equal(wb_listing_add_batch(writer, &batch, NOW_S, &replaced, &kept, NULL), WB_OK);
	assert_int_equal(replaced, 1000);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	wb_listing_batch_close(&batch);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 2000);
}

static bool note_only(void *context, const struct wb_listing *listing)
{
	*(struct wb_listing *)context = *listing;
	return true;
}

static void test_what_says_nothing_of_an_end_keeps_that_of_before(void **state)
{
	static const struct {
		const char *label;
		int64_t before_s;
		enum wb_listing_end end;
		int64_t said_s, wanted_s;
		size_t kept;
	} rows[] = {
		{ "kept", NOW_S + 60, WB_LISTING_END_KEPT, 0, NOW_S + 60, 1 },
		{ "without end, as it was said", NOW_S + 60, WB_LISTING_END_SAID, 0, 0, 0 },
		{ "another one was said", NOW_S + 60, WB_LISTING_END_SAID, NOW_S + 90, NOW_S + 90, 0 },
		{ "it had none", 0, WB_LISTING_END_KEPT, 0, 0, 0 },
		{ "it is over", NOW_S, WB_LISTING_END_KEPT, 0, 0, 0 },
		{ "it ends in a second", NOW_S + 1, WB_LISTING_END_KEPT, 0, NOW_S + 1, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *folder = path_in(*state, rows[i].label);
		struct wb_listing listing = listing_of("192.0.2.66", "spam");
		struct wb_listing_batch batch = { NULL };
		struct wb_listing_writer *writer;
		size_t replaced, kept, unreadable;
		const char *store;

		begin_row(rows[i].label);
		assert_int_equal(mkdir(folder, 0755), 0);
		store = open_store(folder);
		listing.expires_at_s = rows[i].before_s;
		add_listing(store, &listing);
		listing.expires_at_s = rows[i].said_s;
		snprintf(listing.reason, sizeof(listing.reason), "again");
		assert_int_equal(wb_listing_batch_add(&batch, &listing, rows[i].end, NULL), WB_OK);
		writer = open_writer(store);
		assert_int_equal(wb_listing_add_batch(writer, &batch, NOW_S, &replaced, &kept, NULL), WB_OK);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		wb_listing_batch_close(&batch);
		assert_int_equal(replaced, 1);
		assert_int_equal(kept, rows[i].kept);
		assert_int_equal(wb_listing_walk(store, note_only, &listing, &unreadable, NULL), WB_OK);
		assert_int_equal(listing.expires_at_s, rows[i].wanted_s);
		assert_string_equal(listing.reason, "again");
	}
}

/* A file that is imported day by day, without times, would else never become as old as a grace. */
static void test_what_is_of_now_keeps_since_when_it_is_listed(void **state)
{
	static const struct {
		const char *label;
		int64_t since_s, ended_s, said_s;
		enum wb_listing_end end;
		int64_t wanted_s;
	} rows[] = {
		{ "kept", NOW_S - 60, 0, NOW_S, WB_LISTING_END_KEPT, NOW_S - 60 },
		{ "kept, with an end", NOW_S - 60, 0, NOW_S, WB_LISTING_END_SAID, NOW_S - 60 },
		{ "another one was said", NOW_S - 60, 0, NOW_S - 30, WB_LISTING_END_KEPT, NOW_S - 30 },
		{ "another one, with an end", NOW_S - 60, 0, NOW_S - 30, WB_LISTING_END_SAID, NOW_S - 30 },
		{ "it is over", NOW_S - 60, NOW_S, NOW_S, WB_LISTING_END_KEPT, NOW_S },
		{ "of a clock that was wrong", NOW_S + 60, 0, NOW_S, WB_LISTING_END_KEPT, NOW_S },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *folder = path_in(*state, rows[i].label);
		struct wb_listing listing = listing_of("192.0.2.66", "spam");
		struct wb_listing_batch batch = { NULL };
		struct wb_listing_writer *writer;
		size_t replaced, kept, unreadable;
		const char *store;

		begin_row(rows[i].label);
		assert_int_equal(mkdir(folder, 0755), 0);
		store = open_store(folder);
		listing.created_at_s = rows[i].since_s;
		listing.expires_at_s = rows[i].ended_s;
		add_listing(store, &listing);
		listing.created_at_s = rows[i].said_s;
		listing.expires_at_s = 0;
		assert_int_equal(wb_listing_batch_add(&batch, &listing, rows[i].end, NULL), WB_OK);
		writer = open_writer(store);
		assert_int_equal(wb_listing_add_batch(writer, &batch, NOW_S, &replaced, &kept, NULL), WB_OK);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		wb_listing_batch_close(&batch);
		assert_int_equal(wb_listing_walk(store, note_only, &listing, &unreadable, NULL), WB_OK);
		assert_int_equal(listing.created_at_s, rows[i].wanted_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_they_come_in_the_order_of_the_store),
		cmocka_unit_test(test_what_breaks_a_rule_is_not_taken),
		test_in_folder(test_many_are_added_at_once),
		test_in_folder(test_what_says_nothing_of_an_end_keeps_that_of_before),
		test_in_folder(test_what_is_of_now_keeps_since_when_it_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
