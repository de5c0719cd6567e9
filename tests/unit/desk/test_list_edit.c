/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_edit.c - what an edit changes, what it leaves, and what it refuses to change. */
#include "desk/list_edit.h"
#include "desk_fixture.h"

static void list(const struct wb_config *config, const char *prefix, const char *category, const char *source)
{
	struct wb_listing listing = listing_of(prefix, category);

	snprintf(listing.source, sizeof(listing.source), "%s", source);
	listing.expires_at_s = NOW_S + 1000;
	add_listing(config->policy.store, &listing);
}

static void test_what_is_changed(void **state)
{
	static const int64_t later_s = NOW_S + 5000;
	static const enum wb_scope network = WB_SCOPE_NETWORK;
	static const struct {
		const char *label;
		struct wb_list_edit edit;
		const char *category, *reason, *recorded;
		int64_t expires_at_s;
	} rows[] = {
		{ "the reason", { .new_reason = "found an open relay" }, "spam", "found an open relay",
		    "ann replace found an open relay|", NOW_S + 1000 },
		{ "the end", { .new_expires_at_s = &later_s }, "spam", "seen relaying", "ann replace seen relaying|",
		    NOW_S + 5000 },
		{ "the scope", { .new_scope = &network }, "spam", "seen relaying", "ann replace seen relaying|", NOW_S + 1000 },
		{ "the category", { .new_category = "virus" }, "virus", "seen relaying",
		    "ann remove seen relaying|ann add seen relaying|", NOW_S + 1000 },
		{ "the category that it has", { .new_category = "spam" }, "spam", "seen relaying", "ann replace seen relaying|",
		    NOW_S + 1000 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_desk(*state, "");
		struct wb_list_edit edit = rows[i].edit;
		struct wb_list_edited edited;
		struct wb_error error = { "" };
		char prefix[WB_PREFIX_TEXT_SIZE], wanted[200];
		size_t recorded;

		begin_row(rows[i].label);
		snprintf(prefix, sizeof(prefix), "192.0.2.%zu", 10 + i);
		snprintf(wanted, sizeof(wanted), "%s/32 %s staff:ann %s|", prefix, rows[i].category, rows[i].reason);
		recorded = strlen(all_recorded(config).text);
		list(config, prefix, "spam", "staff:ann");
		edit.prefix = listing_of(prefix, "spam").prefix;
		assert_int_equal(wb_list_edit(config, &by_ann, &edit, &edited, &error), WB_OK);
		assert_non_null(strstr(all_listed(config).text, wanted));
		assert_string_equal(all_recorded(config).text + recorded, rows[i].recorded);
		assert_int_equal(edited.after.expires_at_s, rows[i].expires_at_s);
		assert_int_equal(edited.after.created_at_s, edited.before.created_at_s);
		assert_int_equal(edited.after.scope, edit.new_scope != NULL ? WB_SCOPE_NETWORK : WB_SCOPE_HOST);
		wb_config_close(&config);
	}
}

static void test_what_is_refused(void **state)
{
	static const struct {
		const char *label, *prefix, *category, *source, *new_category;
		enum wb_status status;
		const char *error;
		enum wb_list_guard guard;
	} rows[] = {
		{ "one of several", "192.0.2.66", NULL, NULL, NULL, WB_INVALID,
		    "3 listings of 192.0.2.66/32: expected the category or the source of one", WB_LIST_GUARD_NONE },
		{ "one of two sources", "192.0.2.66", "spam", NULL, NULL, WB_INVALID, "2 listings", WB_LIST_GUARD_NONE },
		{ "a feed's", "192.0.2.67", NULL, NULL, NULL, WB_INVALID, "feed:drop lists 192.0.2.67/32 as spam",
		    WB_LIST_GUARD_NONE },
		{ "what is listed so already", "192.0.2.66", "spam", "staff:ann", "virus", WB_INVALID, "already",
		    WB_LIST_GUARD_NONE },
		{ "an unknown category", "192.0.2.66", "spam", "staff:ann", "bogus", WB_INVALID, "unknown category \"bogus\"",
		    WB_LIST_GUARD_NONE },
		{ "what a guard keeps from being blocked", "127.0.0.1", NULL, NULL, "spam", WB_INVALID, "127.0.0",
		    WB_LIST_GUARD_SELF },
		{ "nothing there", "192.0.2.68", NULL, NULL, NULL, WB_NOT_FOUND, "", WB_LIST_GUARD_NONE },
		{ "what only covers it", "192.0.2.0/24", NULL, NULL, NULL, WB_NOT_FOUND, "", WB_LIST_GUARD_NONE },
	};
	struct wb_config *config = open_desk(*state, "");
	struct desk_text before;

	list(config, "192.0.2.66", "spam", "staff:ann");
	list(config, "192.0.2.66", "spam", "staff:bob");
	list(config, "192.0.2.66", "virus", "staff:ann");
	list(config, "192.0.2.67", "spam", "feed:drop");
	list(config, "127.0.0.1", WB_CATEGORY_ALLOW, "staff:ann");
	before = all_listed(config);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_list_edit edit = { .prefix = listing_of(rows[i].prefix, "spam").prefix,
			.category = rows[i].category,
			.source = rows[i].source,
			.new_category = rows[i].new_category,
			.new_reason = "again" };
		struct wb_list_edited edited;
		struct wb_error error = { "" };

		begin_row(rows[i].label);
		assert_int_equal(wb_list_edit(config, &by_ann, &edit, &edited, &error), rows[i].status);
		if (strstr(error.text, rows[i].error) == NULL)
			fail_msg("%s", error.text);
		assert_int_equal(edited.guard, rows[i].guard);
		assert_string_equal(all_listed(config).text, before.text);
		assert_string_equal(all_recorded(config).text, "");
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_changed),
		test_in_folder(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
