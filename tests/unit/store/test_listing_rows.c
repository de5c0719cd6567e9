/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listing_rows.c - which rows a base and recent must have. */
#include "fixture.h"

#include "store/listing_rows.h"
#include "store/publish.h"

static enum wb_status note_row(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	static const char *const names[] = { "listed", "removed", "unreadable", "still", "might" };
	char *text = context;

	(void)error_r;
	strcat(text, text[0] != '\0' ? "; " : "");
	wb_prefix_format(&listing->prefix, text + strlen(text));
	sprintf(text + strlen(text), " %s", names[kind]);
	if (kind == WB_LISTINGS_LISTED || kind == WB_LISTINGS_STILL_ALLOW)
		sprintf(text + strlen(text), " %s %s", listing->category, listing->source);
	return WB_OK;
}

static void assert_rows(const char *store, enum wb_listing_rows rows, const char *wanted)
{
	struct wb_listing_session session;
	char text[2048] = "";
	uint32_t count[WB_LISTINGS_FAMILIES];
	size_t words = wanted[0] != '\0';

	assert_int_equal(wb_listing_session_open_read(store, &session, NULL), WB_OK);
	assert_int_equal(wb_listing_rows_walk(&session, rows, note_row, text, NULL), WB_OK);
	assert_string_equal(text, wanted);
	assert_int_equal(wb_listing_rows_count(&session, rows, count, NULL), WB_OK);
	for (const char *c = wanted; *c != '\0'; c++)
		words += *c == ';';
	assert_int_equal(count[WB_LISTINGS_V4] + count[WB_LISTINGS_V6], words);
	wb_listing_session_close(&session);
}

static void test_all_listings_and_those_that_were_changed(void **state)
{
	const char *store = open_store(*state);
	struct wb_prefix prefix = prefix_of("192.0.2.66");
	struct wb_listing fed = listing_of("192.0.2.0/24", "spam");
	struct wb_listing_writer *writer;
	size_t removed;

	list_prefix(store, "192.0.2.0/24", "virus");
	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "2001:db8::1", "spam");
	assert_int_equal(wb_publish_all(store, NULL), WB_OK); /* a base, from which changes count */
	assert_rows(store, WB_LISTING_ROWS_ALL,
	    "192.0.2.0/24 listed virus staff:ann; 192.0.2.66/32 listed spam staff:ann; 2001:db8::1/128 listed spam staff:ann");
	assert_rows(store, WB_LISTING_ROWS_CHANGED, "");

	strcpy(fed.source, "feed:drop");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &fed, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_remove(writer, &prefix, NULL, NULL, &removed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_rows(store, WB_LISTING_ROWS_CHANGED,
	    "192.0.2.0/24 listed spam feed:drop; 192.0.2.0/24 listed virus staff:ann; 192.0.2.66/32 removed");
}

static void test_records_that_cannot_be_read(void **state)
{
	static const char host[] = "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\102\200";
	const char *store = open_store(*state);
	char key[64];

	list_prefix(store, "192.0.2.66", "spam");
	memcpy(key, host, 17);
	memcpy(key + 17, "allow\0staff:x", 13);
	put_into_listings(store, "listings", key, 30, "bad", 3);
	memcpy(key + 17, "virus\0staff:x", 13);
	put_into_listings(store, "listings", key, 30, "bad", 3);
	put_into_listings(store, "listings", key, 19, "bad", 3);
	put_into_listings(store, "listings", key, 5, "no prefix", 9);
	assert_rows(store, WB_LISTING_ROWS_ALL,
	    "192.0.2.66/32 still allow staff:x; 192.0.2.66/32 listed spam staff:ann; 192.0.2.66/32 might; 192.0.2.66/32 unreadable");
}

static enum wb_status refuse(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	(void)context, (void)kind, (void)listing;
	return wb_fail(error_r, WB_UNAVAILABLE, "enough");
}

static void test_a_visitor_may_end_it(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_session session;
	struct wb_error error;

	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "192.0.2.67", "spam");
	assert_int_equal(wb_listing_session_open_read(store, &session, NULL), WB_OK);
	for (enum wb_listing_rows rows = WB_LISTING_ROWS_ALL; rows <= WB_LISTING_ROWS_CHANGED; rows++) {
		assert_int_equal(wb_listing_rows_walk(&session, rows, refuse, NULL, &error), WB_UNAVAILABLE);
		assert_string_equal(error.text, "enough");
	}
	wb_listing_session_close(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_all_listings_and_those_that_were_changed),
		test_in_folder(test_records_that_cannot_be_read),
		test_in_folder(test_a_visitor_may_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
