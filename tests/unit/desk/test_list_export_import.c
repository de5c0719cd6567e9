/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_export_import.c - the list as list import reads it. */
#include "desk/list_export.h"
#include "desk/list_text.h"
#include "desk_fixture.h"

static void note_line(void *context, const char *line)
{
	struct desk_text *noted = context;
	size_t length = strlen(noted->text);

	snprintf(noted->text + length, sizeof(noted->text) - length, "%s\n", line);
}

static void test_all_listings_under_a_heading(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct desk_text noted = { "" };
	struct wb_listing over = listing_of("192.0.2.67", "virus");
	size_t unreadable = 9;

	over.expires_at_s = NOW_S - 1;
	over.reason[0] = '\0';
	list_prefix(config->policy.store, "192.0.2.66", "spam");
	add_listing(config->policy.store, &over);
	assert_int_equal(wb_list_export_import(config, NOW_S, note_line, &noted, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_string_equal(noted.text,
	    "# prefix\tcategory\tscope\tsource\tcreated\texpires\treason\tnote\n"
	    "192.0.2.66/32\tspam\thost\tstaff:ann\t2026-09-21T14:13:20Z\t-\tseen relaying\n"
	    "192.0.2.67/32\tvirus\thost\tstaff:ann\t2026-09-21T14:13:20Z\t2026-09-21T14:13:19Z\t-\n");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_all_listings_under_a_heading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
