/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_change.c - add, remove and expire: what is listed then, what is recorded, and what the outcome says. */
#include "desk/list_change.h"
#include "desk_fixture.h"
#include "request_fixture.h"

static struct wb_list_addition addition_of(const char *prefix, const char *category, int64_t ttl_s)
{
	return (struct wb_list_addition){ .listing = listing_of(prefix, category), .ttl_s = ttl_s };
}

static struct wb_list_added add(const struct wb_config *config, const struct wb_list_addition *addition)
{
	struct wb_list_added added;
	struct wb_error error = { "" };

	if (wb_list_add(config, &by_ann, addition, &added, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(added.guard, WB_LIST_GUARD_NONE);
	assert_string_equal(added.unknown.text, "");
	return added;
}

static void test_add_and_replace(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("192.0.2.66", "spam", 0);
	struct wb_list_added added = add(config, &addition);

	assert_false(added.is_replaced);
	assert_int_equal(added.listing.expires_at_s, 0);
	assert_string_equal(added.allow.source, "");
	addition.listing.expires_at_s = NOW_S + 60;
	snprintf(addition.listing.reason, sizeof(addition.listing.reason), "again");
	added = add(config, &addition);
	assert_true(added.is_replaced);
	assert_int_equal(added.listing.expires_at_s, NOW_S + 60);
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam staff:ann again|");
	assert_string_equal(all_recorded(config).text, "ann add seen relaying|ann replace again|");
	wb_config_close(&config);
}

static bool note_created(void *context, const struct wb_listing *listing)
{
	*(int64_t *)context = listing->created_at_s;
	return true;
}

/* Grace would begin anew each time, else. */
static void test_what_is_listed_again_counts_since_it_was_first(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("192.0.2.66", "spam", 100);
	int64_t created_at_s;
	size_t unreadable;

	add(config, &addition);
	addition.listing.created_at_s = NOW_S + 99;
	assert_int_equal(add(config, &addition).listing.expires_at_s, NOW_S + 199);
	wb_listing_walk(config->policy.store, note_created, &created_at_s, &unreadable, NULL);
	assert_int_equal(created_at_s, NOW_S);
	begin_row("it had ended");
	addition.listing.created_at_s = NOW_S + 199;
	add(config, &addition);
	wb_listing_walk(config->policy.store, note_created, &created_at_s, &unreadable, NULL);
	assert_int_equal(created_at_s, NOW_S + 199);
	wb_config_close(&config);
}

static void test_what_a_guard_refuses_changes_nothing(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("127.0.0.1", "spam", 60);
	struct wb_list_added added;
	struct wb_error error;

	assert_int_equal(wb_list_add(config, &by_ann, &addition, &added, &error), WB_INVALID);
	assert_int_equal(added.guard, WB_LIST_GUARD_SELF);
	assert_string_equal(all_recorded(config).text, "");
	addition.force = WB_LIST_FORCED;
	assert_int_equal(add(config, &addition).listing.expires_at_s, NOW_S + 60);
	wb_config_close(&config);
}

static void test_what_an_allow_hides(void **state)
{
	static const struct {
		const char *label, *allowed, *category, *added;
		int64_t expires_at_s;
		bool hides;
	} rows[] = {
		{ "of the same host", "192.0.2.66", WB_CATEGORY_ALLOW, "192.0.2.66", 0, true },
		{ "of all its network", "192.0.2.0/24", WB_CATEGORY_ALLOW, "192.0.2.66", 0, true },
		{ "of a host inside", "192.0.2.66", WB_CATEGORY_ALLOW, "192.0.2.0/24", 0, false },
		{ "that is over", "192.0.2.66", WB_CATEGORY_ALLOW, "192.0.2.66", NOW_S, false },
		{ "no allow", "192.0.2.66", "virus", "192.0.2.66", 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_desk(*state, "");
		struct wb_listing allow = listing_of(rows[i].allowed, rows[i].category);
		struct wb_list_addition addition = addition_of(rows[i].added, "spam", 0);
		struct wb_list_removed removed;

		begin_row(rows[i].label);
		allow.expires_at_s = rows[i].expires_at_s;
		snprintf(allow.source, sizeof(allow.source), "staff:bob");
		add_listing(config->policy.store, &allow);
		assert_string_equal(add(config, &addition).allow.source, rows[i].hides ? "staff:bob" : "");
		assert_int_equal(wb_list_remove(config, &by_ann, &allow.prefix, NULL, "", &removed, NULL), WB_OK);
		assert_int_equal(wb_list_remove(config, &by_ann, &addition.listing.prefix, NULL, "", &removed, NULL), WB_OK);
		wb_config_close(&config);
	}
}

static void test_a_host_that_was_removed_before_is_listed_for_longer(void **state)
{
	static const struct {
		const char *label, *category;
		int64_t ttl_s, expires_at_s, wanted_s;
		size_t removals;
	} rows[] = {
		{ "with a TTL", "spam", 30, 0, NOW_S + 60, 1 },
		{ "until a time: as it was said", "spam", 0, NOW_S + 30, NOW_S + 30, 1 },
		{ "without end", "spam", 0, 0, 0, 1 },
		{ "what allows is not counted", WB_CATEGORY_ALLOW, 30, 0, NOW_S + 30, 0 },
	};
	struct wb_config *config = open_desk(*state, "removal { relist_factor = 2.0 }");
	struct wb_request request = { .state = WB_REQUEST_APPROVED, .decided_at_s = NOW_S - 60, .decided_by = "ann" };

	request.number = file_request(config->policy.store, request_of("192.0.2.66"));
	assert_int_equal(wb_request_decide(config->policy.store, &request, NULL), WB_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_list_addition addition = addition_of("192.0.2.66", rows[i].category, rows[i].ttl_s);
		struct wb_list_added added;

		begin_row(rows[i].label);
		addition.listing.expires_at_s = rows[i].expires_at_s;
		added = add(config, &addition);
		assert_int_equal(added.listing.expires_at_s, rows[i].wanted_s);
		assert_int_equal(added.relist.removals, rows[i].removals);
		assert_int_equal(added.relist.last_number, rows[i].removals > 0 ? request.number : 0);
	}
	wb_config_close(&config);
}

static void test_earlier_removals_that_cannot_be_read_keep_nobody_from_listing(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("192.0.2.66", "spam", 30);
	struct wb_list_added added;
	char path[600];

	snprintf(path, sizeof(path), "%s/requests/data.mdb", config->policy.store);
	write_text(*state, "rubbish", "this is not LMDB");
	assert_int_equal(rename(path_in(*state, "rubbish"), path), 0);
	assert_int_equal(wb_list_add(config, &by_ann, &addition, &added, NULL), WB_OK);
	assert_contains(added.unknown.text, "requests");
	assert_int_equal(added.listing.expires_at_s, NOW_S + 30);
	wb_config_close(&config);
}

static void test_remove_and_expire(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("192.0.2.66", "spam", 30);
	struct wb_error error;
	struct wb_list_removed removed = { .count = 9 };
	size_t expired;

	add(config, &addition);
	snprintf(addition.listing.category, sizeof(addition.listing.category), "virus");
	add(config, &addition);
	begin_row("a reason that is no text");
	assert_int_equal(
	    wb_list_remove(config, &by_ann, &addition.listing.prefix, NULL, "a\x1b", &removed, &error), WB_INVALID);
	assert_int_equal(removed.count, 0);
	begin_row("another category");
	assert_int_equal(wb_list_remove(config, &by_ann, &addition.listing.prefix, "policy", "", &removed, NULL), WB_OK);
	assert_int_equal(removed.count, 0);
	begin_row("one category");
	assert_int_equal(wb_list_remove(config, &by_ann, &addition.listing.prefix, "spam", "fixed", &removed, NULL), WB_OK);
	assert_int_equal(removed.count, 1);
	begin_row("nothing has expired");
	assert_int_equal(wb_list_expire(config, &by_ann, NOW_S + 29, WB_AGE_GUARDED, &expired, NULL), WB_OK);
	assert_int_equal(expired, 0);
	begin_row("what has expired");
	assert_int_equal(wb_list_expire(config, &by_ann, NOW_S + 30, WB_AGE_GUARDED, &expired, NULL), WB_OK);
	assert_int_equal(expired, 1);
	assert_string_equal(all_listed(config).text, "");
	assert_string_equal(
	    all_recorded(config).text, "ann add seen relaying|ann add seen relaying|ann remove fixed|ann expire |");
	wb_config_close(&config);
}

static void test_what_a_feed_brings_back(void **state)
{
	static const struct {
		const char *label, *category;
		size_t count, feeds;
	} rows[] = {
		{ "in all categories", NULL, 3, 2 },
		{ "in that of the feed", "spam", 2, 1 },
		{ "in another one", "policy", 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		static const char *const listings[][2] = { { "spam", "feed:drop" }, { "spam", "staff:ann" },
			{ "virus", "feed:zen" } };
		struct wb_config *config = open_desk(*state, "");
		struct wb_prefix prefix = prefix_of("192.0.2.66");
		struct wb_list_removed removed;

		begin_row(rows[i].label);
		for (size_t n = 0; n < COUNT(listings); n++) {
			struct wb_listing listing = listing_of("192.0.2.66", listings[n][0]);

			snprintf(listing.source, sizeof(listing.source), "%s", listings[n][1]);
			add_listing(config->policy.store, &listing);
		}
		assert_int_equal(wb_list_remove(config, &by_ann, &prefix, rows[i].category, "", &removed, NULL), WB_OK);
		assert_int_equal(removed.count, rows[i].count);
		assert_int_equal(removed.feed_count, rows[i].feeds);
		if (rows[i].feeds > 0)
			assert_string_equal(removed.feeds[0], "feed:drop");
		if (rows[i].feeds > 1)
			assert_string_equal(removed.feeds[1], "feed:zen");
		assert_int_equal(wb_list_remove(config, &by_ann, &prefix, NULL, "", &removed, NULL), WB_OK);
		wb_config_close(&config);
	}
}

static void test_what_is_listed_again_keeps_its_end(void **state)
{
	static const struct {
		const char *label, *source;
		int64_t before_s;
		enum wb_listing_end end;
		int64_t ttl_s, wanted_s;
		bool keeps;
	} rows[] = {
		{ "nothing said", "staff:ann", NOW_S + 60, WB_LISTING_END_KEPT, 0, NOW_S + 60, true },
		{ "for ever, as it was said", "staff:ann", NOW_S + 60, WB_LISTING_END_SAID, 0, 0, false },
		{ "a TTL", "staff:ann", NOW_S + 60, WB_LISTING_END_SAID, 90, NOW_S + 90, false },
		{ "by somebody else", "staff:bob", NOW_S + 60, WB_LISTING_END_KEPT, 0, 0, false },
		{ "what is over", "staff:ann", NOW_S, WB_LISTING_END_KEPT, 0, 0, false },
		{ "without end", "staff:ann", 0, WB_LISTING_END_KEPT, 0, 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_desk(*state, "");
		struct wb_list_addition addition = addition_of("192.0.2.66", "spam", rows[i].ttl_s);
		struct wb_listing before = listing_of("192.0.2.66", "spam");
		struct wb_list_removed removed;
		struct wb_list_added added;

		begin_row(rows[i].label);
		snprintf(before.source, sizeof(before.source), "%s", rows[i].source);
		before.expires_at_s = rows[i].before_s;
		add_listing(config->policy.store, &before);
		addition.end = rows[i].end;
		added = add(config, &addition);
		assert_int_equal(added.listing.expires_at_s, rows[i].wanted_s);
		assert_int_equal(added.keeps_end, rows[i].keeps);
		assert_int_equal(wb_list_remove(config, &by_ann, &before.prefix, NULL, "", &removed, NULL), WB_OK);
		wb_config_close(&config);
	}
}

static void test_who_is_listed_again_is_let_in_no_more(void **state)
{
	static const struct {
		const char *label, *prefix, *category, *source;
		size_t ended;
	} rows[] = {
		{ "the host", "192.0.2.66", "spam", "staff:bob", 1 },
		{ "its network", "192.0.2.0/24", "spam", "staff:bob", 1 },
		{ "by a report", "192.0.2.66", "spam", "report:trap", 1 },
		{ "by a feed", "192.0.2.66", "spam", "feed:drop", 0 },
		{ "another host", "192.0.2.67", "spam", "staff:bob", 0 },
		{ "as what blocks nobody", "192.0.2.66", "seen", "staff:bob", 0 },
		{ "as allowed", "192.0.2.66", WB_CATEGORY_ALLOW, "staff:bob", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_desk(*state, "category \"seen\" { action = \"log\" }");
		struct wb_listing allow = listing_of("192.0.2.66", WB_CATEGORY_ALLOW);
		struct wb_list_addition addition = addition_of(rows[i].prefix, rows[i].category, 0);
		struct wb_list_removed removed;
		struct wb_list_added added;

		begin_row(rows[i].label);
		wb_approval_format_why(7, allow.reason);
		add_listing(config->policy.store, &allow);
		snprintf(addition.listing.source, sizeof(addition.listing.source), "%s", rows[i].source);
		added = add(config, &addition);
		assert_int_equal(added.ended.count, rows[i].ended);
		/* Where it has ended it is in nobody's way; where it stays that is told. */
		assert_string_equal(added.allow.source,
		    rows[i].ended == 0 && strcmp(rows[i].prefix, "192.0.2.66") == 0 && strcmp(rows[i].category, "allow") != 0
			? "staff:ann"
			: "");
		assert_int_equal(wb_list_remove(config, &by_ann, &allow.prefix, NULL, "", &removed, NULL), WB_OK);
		assert_int_equal(wb_list_remove(config, &by_ann, &addition.listing.prefix, NULL, "", &removed, NULL), WB_OK);
		wb_config_close(&config);
	}
}

static void test_the_history_says_why_it_ended(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_listing allow = listing_of("192.0.2.66", WB_CATEGORY_ALLOW);
	struct wb_list_addition addition = addition_of("192.0.2.0/24", "spam", 0);

	wb_approval_format_why(7, allow.reason);
	add_listing(config->policy.store, &allow);
	add(config, &addition);
	assert_string_equal(
	    all_recorded(config).text, "ann add seen relaying|ann remove 192.0.2.0/24 is listed again as spam by staff:ann|");
	assert_string_equal(all_listed(config).text, "192.0.2.0/24 spam staff:ann seen relaying|");
	wb_config_close(&config);
}

static void test_what_a_translator_writes(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_addition addition = addition_of("64:ff9b::c000:242", "spam", 0);
	struct wb_list_added added = add(config, &addition);

	assert_true(wb_prefix_equals(&added.asked, &addition.listing.prefix));
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam staff:ann seen relaying|");
	addition = addition_of("64:ff9b::/64", "allow", 0);
	assert_int_equal(wb_list_add(config, &by_ann, &addition, &added, NULL), WB_INVALID);
	assert_int_equal(added.guard, WB_LIST_GUARD_NAT64);
	begin_row("what it counts as is guarded");
	addition = addition_of("64:ff9b::/97", "spam", 0);
	assert_int_equal(wb_list_add(config, &by_ann, &addition, &added, NULL), WB_INVALID);
	assert_int_equal(added.guard, WB_LIST_GUARD_WIDE);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_add_and_replace),
		test_in_folder(test_what_is_listed_again_counts_since_it_was_first),
		test_in_folder(test_what_a_guard_refuses_changes_nothing),
		test_in_folder(test_what_an_allow_hides),
		test_in_folder(test_a_host_that_was_removed_before_is_listed_for_longer),
		test_in_folder(test_earlier_removals_that_cannot_be_read_keep_nobody_from_listing),
		test_in_folder(test_remove_and_expire),
		test_in_folder(test_what_a_feed_brings_back),
		test_in_folder(test_what_is_listed_again_keeps_its_end),
		test_in_folder(test_who_is_listed_again_is_let_in_no_more),
		test_in_folder(test_the_history_says_why_it_ended),
		test_in_folder(test_what_a_translator_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
