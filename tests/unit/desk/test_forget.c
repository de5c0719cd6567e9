/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_forget.c - what is held about a host or a person is gone from each place, and that it was asked is not. */
#include "desk/forget.h"
#include "desk_fixture.h"
#include "request_fixture.h"
#include "store/change.h"

static struct wb_history_record last;
static size_t records;

static bool note_record(void *context, const struct wb_history_record *record)
{
	(void)context;
	last = *record;
	records++;
	return true;
}

static size_t walk_history(const char *store)
{
	size_t unreadable;

	records = 0;
	assert_int_equal(wb_history_walk(store, NULL, 0, note_record, NULL, &unreadable, NULL), WB_OK);
	return records;
}

static bool count_request(void *context, const struct wb_request *request)
{
	(void)request;
	++*(size_t *)context;
	return true;
}

static size_t requests(const char *store)
{
	size_t count = 0, unreadable;

	assert_int_equal(wb_request_walk(store, NULL, count_request, &count, &unreadable, NULL), WB_OK);
	return count;
}

static void file(const char *store, struct wb_request request)
{
	char token[WB_REQUEST_TOKEN_SIZE];
	enum wb_request_outcome outcome;

	assert_int_equal(wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, NULL), WB_OK);
	assert_int_equal(outcome, WB_REQUEST_FILED);
}

static void list(const char *store, const char *prefix, const char *reason)
{
	struct wb_listing listing = listing_of(prefix, "spam");
	struct wb_listing_writer *writer = open_writer(store);
	bool replaced;

	strcpy(listing.reason, reason);
	assert_int_equal(wb_change_add(writer, &by_ann, &listing, &replaced, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

static void test_each_place(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	const char *store = config->policy.store;
	const struct wb_prefix host = prefix_of("192.0.2.66");
	const struct wb_subject subjects[] = { { &host, NULL }, { NULL, "Visitor@example.net" } };
	struct wb_request written = request_of("198.51.100.2");
	struct wb_forgotten forgotten;

	strcpy(written.how, "please write to visitor@example.net");
	file(store, request_of("192.0.2.66"));
	file(store, request_of("198.51.100.1"));
	file(store, written);
	list(store, "192.0.2.66", "seen");
	list(store, "192.0.2.0/24", "a network");
	list(store, "198.51.100.7", "complained, visitor@example.net");
	assert_int_equal(walk_history(store), 3);

	begin_row("a host");
	assert_int_equal(wb_forget(config, &by_ann, &subjects[0], &forgotten, NULL), WB_OK);
	assert_int_equal(forgotten.removed[WB_FORGET_REQUESTS], 1);
	assert_int_equal(forgotten.removed[WB_FORGET_HISTORY], 1); /* the network's is about others, too */
	assert_int_equal(forgotten.listings, 2);
	assert_int_equal(requests(store), 2);
	assert_int_equal(walk_history(store), 3);
	assert_int_equal(last.action, WB_HISTORY_FORGET);
	assert_string_equal(last.login, "ann");
	assert_int_equal(last.removed, 2);
	assert_null(strstr(last.why, "192.0.2.66"));

	begin_row("a mail address, where it is only written");
	assert_int_equal(wb_forget(config, &by_ann, &subjects[1], &forgotten, NULL), WB_OK);
	assert_int_equal(forgotten.removed[WB_FORGET_REQUESTS], 1);
	assert_int_equal(forgotten.removed[WB_FORGET_HISTORY], 1);
	assert_int_equal(forgotten.listings, 1);
	assert_int_equal(requests(store), 1);
	assert_null(strstr(last.why, "isitor"));
	wb_config_close(&config);
}

/* Each place that forget reaches has a name for programs, and each row all its words. */
static void test_the_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_held_count; i++) {
		assert_true((i < WB_FORGET_PLACES) == (wb_held_table[i].key != NULL));
		assert_true(wb_held_table[i].where[0] != '\0' && wb_held_table[i].what[0] != '\0');
		assert_true(wb_held_table[i].keep[0] != '\0' && wb_held_table[i].forget[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_place, open_folder, close_folder),
		cmocka_unit_test(test_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
