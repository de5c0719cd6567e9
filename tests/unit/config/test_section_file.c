/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_section_file.c - a file of sections of one kind. What becomes of them is in test_sender_section.c and test_rule_section.c. */
#include "config/section_file.h"

#include "config/config.h"
#include "fixture.h"

#include <sys/stat.h>

static char added[200];
static struct wb_feed_settings feed;

static void *add(struct wb_config *config, const char *title, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	if (strcmp(title, "wrong") == 0) {
		wb_diagnostics_add(diagnostics, position, "found feed \"wrong\": expected another");
		return NULL;
	}
	snprintf(added + strlen(added), sizeof(added) - strlen(added), "%s:%d;", title != NULL ? title : "", position.line);
	memset(&feed, 0, sizeof(feed));
	return strcmp(title, "full") == 0 || wb_setting_store_defaults("feed", &config->pool, &feed, NULL) != WB_OK ? NULL
														    : &feed;
}

static void test_what_is_read(void **state)
{
	static const struct wb_section_file kind = { "feeds_file", "feed", add };
	static const struct {
		const char *label, *text, *added, *diagnostic; /* NULL: none */
		enum wb_status status;
	} rows[] = {
		{ "two sections", "feed \"a\" { category = \"spam\" }\n\nfeed \"b\" { category = \"virus\" }\n", "a:1;b:3;",
		    NULL, WB_OK },
		{ "an empty file", "", "", NULL, WB_OK },
		{ "a name that is wrong, whose values are passed over", "feed \"wrong\" { ttl = \"x\" }\n", "",
		    ":1:6: found feed \"wrong\": expected another", WB_OK },
		{ "a value that is wrong", "feed \"a\" {\n ttl = \"x\"\n}\n", "a:1;",
		    ":2:8: found ttl = \"x\": expected a span", WB_OK },
		{ "another section", "rule \"a\" { }\n", "", ":1:6: found rule \"a\": expected feed sections alone", WB_OK },
		{ "a setting outside", "mode = \"monitor\"\n", "", ":1:8: found mode: expected feed sections alone", WB_OK },
		{ "no memory", "feed \"full\" { }\n", "full:1;", NULL, WB_NO_MEMORY },
	};
	struct wb_config *config = open_config(*state, "");
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = write_text(*state, "feeds.conf", rows[i].text);

		begin_row(rows[i].label);
		added[0] = '\0';
		diagnostics.count = 0;
		assert_int_equal(wb_section_file_read(config, path, &kind, &diagnostics), rows[i].status);
		assert_string_equal(added, rows[i].added);
		assert_int_equal(diagnostics.count, rows[i].diagnostic != NULL);
		if (rows[i].diagnostic == NULL)
			continue;
		wb_diagnostic_format(&diagnostics.rows[0], "whyblock.conf", line);
		assert_int_equal(strncmp(line, path, strlen(path)), 0);
		assert_contains(line, rows[i].diagnostic);
	}
	begin_row("no file");
	assert_false(wb_section_file_is_missing(path_in(*state, "feeds.conf")));
	assert_true(wb_section_file_is_missing(path_in(*state, "nothing.conf")));
	assert_int_equal(wb_section_file_read(config, path_in(*state, "nothing.conf"), &kind, &diagnostics), WB_OK);
	assert_contains(diagnostics.rows[diagnostics.count - 1].text, "No such file");
	begin_row("one that is not for whoever asks");
	assert_int_equal(chmod(path_in(*state, "feeds.conf"), 0), 0);
	memset(&diagnostics, 0, sizeof(diagnostics));
	drop_root();
	assert_int_equal(wb_section_file_read(config, path_in(*state, "feeds.conf"), &kind, &diagnostics), WB_OK);
	take_root();
	assert_true(wb_diagnostics_are_of_access(&diagnostics));
	assert_contains(diagnostics.rows[0].text, "Permission denied");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
