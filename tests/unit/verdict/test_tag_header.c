/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_tag_header.c - what a tagged message carries. */
#include "outcome_fixture.h"
#include "verdict/placeholder.h"
#include "verdict/tag_header.h"

static const char *header(void)
{
	static char buffer[WB_TAG_HEADER_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_tag_header_format(&outcome, &text);
	assert_false(text.truncated);
	return buffer;
}

static void test_category_score_and_source(void **state)
{
	struct wb_category *spam = (struct wb_category *)wb_policy_category(&policy, "spam");

	(void)state;
	decide("spam");
	assert_string_equal(header(), "action=tag category=spam score=1.0 of 1.0 source=\"Example Internet\"");
	begin_row("below the threshold");
	spam->action = WB_REJECT;
	spam->threshold_milli = 2500;
	spam->tag_at_milli = 500;
	decide("spam");
	assert_string_equal(header(), "action=tag category=spam score=1.0 of 2.5 source=\"Example Internet\"");
	begin_row("a zone");
	outcome.facts.evidence[0].kind = WB_EVIDENCE_ZONE;
	outcome.facts.evidence[0].hit = (struct wb_zone_hit){
		.zone = &(struct wb_zone){ .name = "secret.zen.example.net", .shown = "zen.example.net", .run_by = "x" },
		.text = ""
	};
	decide("spam");
	assert_string_equal(header(), "action=tag category=spam score=1.0 of 2.5 source=zen.example.net");
}

static void test_only_a_tag_has_one(void **state)
{
	(void)state;
	decide("open-relay");
	assert_string_equal(header(), "");
	decide("spam");
	outcome.action = WB_LOG;
	assert_string_equal(header(), "");
}

/* site.name is printable; whatever it holds stays within the quotes, and within the line. */
static void test_a_name_that_is_strange_and_long(void **state)
{
	char name[WB_PLACEHOLDER_BYTES_MAX + 1];

	(void)state;
	decide("spam");
	policy.site.name = "a\"b\\c\r\nX-Other: ${run{x}}";
	assert_contains(header(), "source=\"a\\\"b\\\\c\\x0d\\x0aX-Other: ${run{x}}\"");
	memset(name, '"', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	policy.site.name = name;
	assert_int_equal(strlen(header()), strlen("action=tag category=spam score=1.0 of 1.0 source=\"\"") + 2 * strlen(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_category_score_and_source, start, end),
		cmocka_unit_test_setup_teardown(test_only_a_tag_has_one, start, end),
		cmocka_unit_test_setup_teardown(test_a_name_that_is_strange_and_long, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
