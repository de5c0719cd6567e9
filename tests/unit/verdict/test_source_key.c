/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_source_key.c - under which name the accuracy of evidence is counted. */
#include "unit.h"
#include "verdict/source_key.h"

static void test_names(void **state)
{
	static const struct {
		const char *label;
		enum wb_evidence_kind kind;
		const char *origin;
		uint32_t code;
		bool is_whole_zone;
		const char *wanted;
	} rows[] = {
		{ "staff are one", WB_EVIDENCE_LISTING, "staff:ann", 0, false, "staff" },
		{ "whoever of them", WB_EVIDENCE_LISTING, "staff:bob", 0, false, "staff" },
		{ "a feed", WB_EVIDENCE_LISTING, "feed:drop", 0, false, "feed:drop" },
		{ "a kind of report", WB_EVIDENCE_LISTING, "report:trap", 0, false, "report:trap" },
		{ "a code", WB_EVIDENCE_ZONE, "bl.example.net", 0x7f000002, false, "code:bl.example.net:127.0.0.2" },
		{ "a zone", WB_EVIDENCE_ZONE, "bl.example.net", 0x7f000002, true, "zone:bl.example.net" },
		{ "a rule", WB_EVIDENCE_RULE, "snowshoe", 0, false, "rule:snowshoe" },
		{ "a rule about mail", WB_EVIDENCE_MESSAGE, "form", 0, false, "rule:form" },
		{ "neighbours", WB_EVIDENCE_NEIGHBOURS, "", 0, false, "neighbours" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[WB_SOURCE_KEY_SIZE];
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_source_key_add(rows[i].kind, rows[i].origin, rows[i].code, rows[i].is_whole_zone, &text);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
