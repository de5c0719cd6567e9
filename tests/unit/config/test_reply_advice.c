/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_reply_advice.c - what people who are refused would miss. */
#include "config/reply_advice.h"
#include "fixture.h"

static void note_advice(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	wb_text_addf(
	    context, "%s %d:%d %s|", advice == WB_ADVICE_WARNING ? "warning" : "note", position.line, position.column, text);
}

#define SITE "site { url = \"https://x.example/\" contacts = {\"a@x.example\"} }\n"
#define TEXT(more, text) SITE "category \"spam\" { " more " text = \"" text "\" }\n"

static void test_advice(void **state)
{
	static const struct {
		const char *label, *lines, *says; /* "": nothing; of what is said, the beginning of each */
	} rows[] = {
		{ "a site that can be asked", SITE, "" },
		{ "by its page", "site { url = \"https://x.example/\" }", "" },
		{ "by an address", "site { contacts = {\"a@x.example\"} }", "" },
		{ "none", "mode = \"enforce\"\n", "warning 0:0 found site without url and contacts" },
		{ "a contact that is no address", "site { contacts = {\"a@x.example\", \"postmaster\"} }",
		    "warning 1:35 found contacts = \"postmaster\": expected a mail address" },
		{ "a telephone", "site { contacts = {\"a@x.example\", \"+1 555 0100\"} }", "" },
		{ "an empty section", "mode = enforce\n  site { }\n", "warning 2:3 found site without url and contacts" },
		{ "but nothing is blocked", "mode = \"monitor\"\n", "" },
		{ "http", "site {\n url = \"http://x.example/\" }",
		    "warning 2:8 found url = \"http://x.example/\": expected https://" },
		{ "two addresses as one", "site { contacts = {\"a@x.example, b@x.example\"} }",
		    "warning 1:20 found contacts = \"a@x.example, b@x.example\": expected quotes around each address of its own: {\"a@x.example\", ...}" },
		{ "an address with a name", "site { contacts = {\"Ann, ann@x.example\", \"+1 555 0100\"} }", "" },
		{ "a text that is always whole", TEXT("", "blocked [%{ip}]\\n%{url}"), "" },
		{ "no text", SITE "category \"spam\" { action = \"tag\" }", "" },
		{ "no page", "site { contacts = {\"a@x.example\"} }\ncategory \"spam\" {\n text = \"blocked\\nsee %{url}\" }",
		    "warning 3:9 found line 2 of the text of category \"spam\", which is never sent: expected a value for %{url} (site.url is empty), or a line without it" },
		{ "no contact",
		    "site { url = \"https://x.example/\" }\ncategory \"spam\" { text = \"blocked\\nask %{contact}\" }",
		    "(site.contacts is empty), or a line without it" },
		{ "no grace", TEXT("", "blocked\\nuntil %{refused_from}"),
		    "(the category has no grace), or a line without it" },
		{ "grace", TEXT("grace = \"4h\"", "blocked\\nuntil %{refused_from}"), "" },
		{ "no file of countries", "geoip { country = \"\" }\n" TEXT("", "blocked\\n%{country}"),
		    "(geoip.country is empty), or a line without it" },
		{ "a file of them", TEXT("", "blocked\\n%{country}"),
		    "note 2:27 line 2 of the text of category \"spam\" is left out for clients whose country" },
		{ "a host without a name", TEXT("", "%{name} [%{ip}] blocked\\nx"),
		    "left out for clients whose name in the DNS is not known" },
		{ "a percent sign is none", TEXT("", "100 %%{name}\\nx"), "" },
		{ "a code in front", TEXT("", "550 5.7.1 blocked"),
		    "warning 2:27 found a text of category \"spam\" that begins with a code" },
		{ "a number in front", TEXT("", "4 of 5 lists block"), "" },
		{ "no line stays", TEXT("", "%{name} blocked"),
		    "warning 2:27 found a text of category \"spam\" of which no line is always sent" },
	};
	static char buffer[2048];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_reply_advise(config, note_advice, &text);
		wb_config_close(&config);
		if (rows[i].says[0] == '\0')
			assert_string_equal(buffer, "");
		assert_contains(buffer, rows[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
