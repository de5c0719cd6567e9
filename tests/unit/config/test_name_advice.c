/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_name_advice.c - names that look like a slip of the pen. */
#include "config/name_advice.h"
#include "fixture.h"

static void note_advice(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	assert_int_equal(advice, WB_ADVICE_WARNING);
	wb_text_addf(context, "%d:%d %s|", position.line, position.column, text);
}

static void test_advice(void **state)
{
	static const struct {
		const char *label, *lines, *says; /* "": nothing */
	} rows[] = {
		{ "nothing", "", "" },
		{ "a built-in category", "category \"spam\" { }", "" },
		{ "one of one's own", "category \"greylisted\" { }", "" },
		{ "nearly a built-in one", "\ncategory \"spamm\" { action = \"tag\" }",
		    "2:10 found category \"spamm\", a new one, for which nothing in this file counts: expected \"spam\", if that is meant|" },
		{ "that is used by a rule", "category \"spamm\" { }\nrule \"r\" { asn = {1} category = \"spamm\" }", "" },
		{ "by a feed", "category \"spamm\" { }\nfeed \"r\" { file = \"/x\" category = \"spamm\" }", "" },
		{ "by a code", "category \"spamm\" { }\ndnsbl \"bl.example\" { code \"127.0.0.2\" { category = \"spamm\" } }",
		    "" },
		{ "by a report", "category \"spamm\" { }\nreport \"own\" { category = \"spamm\" }", "" },
		{ "nearly a kind of report", "report \"tarp\" { }",
		    "1:8 found report \"tarp\", a kind that an ACL of yours has to report: expected \"trap\", if the built-in one is meant|" },
		{ "one of one's own", "report \"greylist\" { }", "" },
		{ "a domain", "exempt {\n recipients = {\"noc\", \"Example.COM\"} }",
		    "2:23 found recipients = \"example.com\", a local part: expected \"@example.com\", if all of that domain are meant|" },
		{ "of a country", "exempt { recipients = {\"mail.example.de\"} }",
		    "1:24 found recipients = \"mail.example.de\", a local part: expected \"@mail.example.de\", if all of that domain are meant|" },
		{ "a local part with a dot", "exempt { recipients = {\"ann.smith\", \"@example.com\", \"ann@example.com\"} }",
		    "" },
	};
	static char buffer[2048];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_name_advise(config, note_advice, &text);
		wb_config_close(&config);
		assert_string_equal(buffer, rows[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
