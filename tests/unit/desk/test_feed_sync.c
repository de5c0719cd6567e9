/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_sync.c - a feed synced from its file, dropped, and listed beside those of the configuration. */
#include "desk/feed_sync.h"
#include "desk_fixture.h"
#include "line_fixture.h"

static enum wb_status sync_text(const struct wb_config *config, const char *folder, const char *text, const char *category,
    struct wb_feed_outcome *outcome_r, struct wb_error *error_r)
{
	const struct wb_feed_plan plan = { .name = "drop",
		.file = { write_text(folder, "feed.txt", text), false },
		.column = "",
		.category = category,
		.scope = WB_SCOPE_RANGE };
	struct heard heard;

	return wb_feed_sync_file(config, &by_ann, &plan, listen(&heard), outcome_r, error_r);
}

static void test_a_file_becomes_listings(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_feed_outcome outcome;
	struct wb_error error = { "" };

	assert_int_equal(sync_text(config, *state, "192.0.2.0/24 ; SBL1\n203.0.113.1\n", "spam", &outcome, &error), WB_OK);
	assert_int_equal(outcome.feed.added, 2);
	assert_int_equal(outcome.bad_lines, 0);
	assert_string_equal(all_listed(config).text, "192.0.2.0/24 spam feed:drop SBL1|203.0.113.1/32 spam feed:drop |");
	assert_contains(all_recorded(config).text, "/feed.txt|");
	begin_row("what a guard of files refuses");
	assert_int_equal(sync_text(config, *state, "x\n192.0.2.0/24\n", "spam", &outcome, &error), WB_INVALID);
	assert_int_equal(outcome.bad_lines, 1);
	assert_contains(error.text, "guard lines");
	begin_row("an unknown category");
	assert_int_equal(sync_text(config, *state, "192.0.2.0/24\n", "spem", &outcome, &error), WB_INVALID);
	assert_contains(error.text, "\"spem\"");
	assert_string_equal(all_listed(config).text, "192.0.2.0/24 spam feed:drop SBL1|203.0.113.1/32 spam feed:drop |");
	wb_config_close(&config);
}

static void test_drop(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_feed_outcome outcome;
	struct wb_error error;
	size_t removed = 9;

	assert_int_equal(wb_feed_drop_named(config, &by_ann, "drop", "", &removed, NULL), WB_NOT_FOUND);
	assert_int_equal(removed, 0);
	assert_int_equal(wb_feed_drop_named(config, &by_ann, "a b", "", &removed, &error), WB_INVALID);
	assert_contains(error.text, "\"a b\"");
	assert_int_equal(sync_text(config, *state, "192.0.2.0/24\n", "spam", &outcome, NULL), WB_OK);
	assert_int_equal(wb_feed_drop_named(config, &by_ann, "drop", "a\x1b", &removed, &error), WB_INVALID);
	assert_int_equal(wb_feed_drop_named(config, &by_ann, "drop", "no use", &removed, NULL), WB_OK);
	assert_int_equal(removed, 1);
	assert_string_equal(all_listed(config).text, "");
	assert_contains(all_recorded(config).text, "no use|");
	wb_config_close(&config);
}

static bool note_feed(void *context, const struct wb_feed *feed)
{
	struct desk_text *noted = context;
	size_t length = strlen(noted->text);

	snprintf(noted->text + length, sizeof(noted->text) - length, "%s %s %s|", feed->name, feed->category,
	    feed->synced_at_s == 0 ? "never" : "synced");
	return strcmp(feed->name, "last") != 0;
}

static void test_list(void **state)
{
	struct wb_config *config = open_desk(*state,
	    "feed \"zz\" { file = \"/nowhere/zz\" category = \"virus\" }\n"
	    "feed \"drop\" { file = \"/nowhere/drop\" category = \"spam\" }\n"
	    "feed \"last\" { file = \"/nowhere/last\" category = \"allow\" }\n"
	    "feed \"behind\" { file = \"/nowhere/behind\" category = \"spam\" }");
	struct wb_feed_plan plan = wb_feed_plan_of(wb_config_feed(config, "zz"));
	struct wb_feed_outcome outcome;
	struct desk_text noted = { "" };
	size_t unreadable = 9;

	assert_string_equal(plan.file.path, "/nowhere/zz");
	assert_string_equal(plan.category, "virus");
	assert_string_equal(plan.column, "");
	assert_int_equal(plan.ttl_s, wb_config_feed(config, "zz")->ttl_s);
	assert_int_equal(sync_text(config, *state, "192.0.2.0/24\n", "spam", &outcome, NULL), WB_OK);
	assert_int_equal(wb_feed_list(config, note_feed, &noted, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_string_equal(noted.text, "drop spam synced|zz virus never|last allow never|");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_file_becomes_listings),
		test_in_folder(test_drop),
		test_in_folder(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
