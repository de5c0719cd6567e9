/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_refusals.c - which evidence a refusal counts for, and that no flood of names grows the table. */
#include "agent/refusals.h"
#include "unit.h"

static struct refusals refusals;
static struct wb_event event;

static int forget(void **state)
{
	(void)state;
	memset(&refusals, 0, sizeof(refusals));
	return 0;
}

/* A verdict that refuses for this category; category NULL: for none. */
static void begin_refusal(const char *category)
{
	memset(&event, 0, sizeof(event));
	event.kind = WB_EVENT_VERDICT;
	event.is_refusal = true;
	if (category != NULL)
		event.fields[event.field_count++] = (struct wb_event_field){ "category", category };
}

static void add_evidence(enum wb_evidence_kind kind, const char *category, const char *origin, uint32_t weight_milli)
{
	event.evidence[event.evidence_count++] = (struct wb_event_evidence){
		.kind = kind, .category = category, .origin = origin, .weight_milli = weight_milli, .return_code = 0x7f000004
	};
}

/* "spam rule:x 2|" for each row. */
static void assert_rows(const char *wanted)
{
	char found[2000] = "";

	for (size_t i = 0; i < refusals.count; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s %s %d|", refusals.rows[i].category,
		    refusals.rows[i].source, (int)refusals.rows[i].count);
	assert_string_equal(found, wanted);
}

static void test_what_a_refusal_counts_for(void **state)
{
	static const struct {
		const char *label;
		enum wb_evidence_kind kind;
		const char *origin, *wanted;
	} rows[] = {
		{ "a listing", WB_EVIDENCE_LISTING, "staff:ann", "spam listing:staff:ann 1|" },
		{ "a zone, without its return code", WB_EVIDENCE_ZONE, "zen.example", "spam dnsbl:zen.example 1|" },
		{ "a rule", WB_EVIDENCE_RULE, "snowshoe", "spam rule:snowshoe 1|" },
		{ "a rule about the mail", WB_EVIDENCE_MESSAGE, "script", "spam rule:script 1|" },
		{ "neighbours", WB_EVIDENCE_NEIGHBOURS, "", "spam neighbours 1|" },
		{ "what is no text", WB_EVIDENCE_LISTING, "staff:\n\x1b\xff", "spam listing:staff:??? 1|" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		forget(state);
		begin_refusal("spam");
		add_evidence(rows[i].kind, "spam", rows[i].origin, 1000);
		refusals_take(&refusals, &event);
		assert_rows(rows[i].wanted);
	}
}

static void test_the_heaviest_that_counts_is_the_source(void **state)
{
	(void)state;
	begin_refusal("spam");
	add_evidence(WB_EVIDENCE_RULE, "virus", "of-another-category", 9000);
	add_evidence(WB_EVIDENCE_RULE, "spam", "light", 300);
	add_evidence(WB_EVIDENCE_RULE, "spam", "heavy", 500);
	add_evidence(WB_EVIDENCE_RULE, "spam", "as-heavy", 500);
	add_evidence(WB_EVIDENCE_RULE, "spam", "expired", 8000);
	event.evidence[4].discount = WB_DISCOUNT_EXPIRED;
	refusals_take(&refusals, &event);
	refusals_take(&refusals, &event);
	assert_rows("spam rule:heavy 2|");
}

static void test_what_is_no_refusal_counts_for_nothing(void **state)
{
	(void)state;
	begin_refusal("spam");
	add_evidence(WB_EVIDENCE_RULE, "spam", "x", 500);
	event.is_refusal = false;
	refusals_take(&refusals, &event);
	event.is_refusal = true;
	event.kind = WB_EVENT_REPORT;
	refusals_take(&refusals, &event);
	assert_rows("");
	begin_row("without a category, by on_error; without evidence, which found no room");
	begin_refusal(NULL);
	refusals_take(&refusals, &event);
	begin_refusal("spam");
	refusals_take(&refusals, &event);
	assert_rows("(none) (none) 1|spam (none) 1|");
}

static void refuse_for(const char *category, const char *origin)
{
	begin_refusal(category);
	add_evidence(WB_EVIDENCE_RULE, category, origin, 1000);
	refusals_take(&refusals, &event);
}

static void test_the_table_has_an_end(void **state)
{
	char category[64], origin[300];
	const struct refusals_row *row;

	(void)state;
	for (int i = 0; i < REFUSALS_PAIRS_MAX; i++) {
		snprintf(origin, sizeof(origin), "r%d", i);
		refuse_for("spam", origin);
	}
	begin_row("a category of before, and a new one, keep their names");
	refuse_for("spam", "beyond");
	refuse_for("spam", "further");
	refuse_for("virus", "beyond");
	row = &refusals.rows[REFUSALS_PAIRS_MAX];
	assert_string_equal(row->category, "spam");
	assert_string_equal(row->source, REFUSALS_OTHER);
	assert_int_equal(row->count, 2);
	assert_string_equal(row[1].category, "virus");
	begin_row("who was known before is still counted");
	refuse_for("spam", "r7");
	assert_int_equal(refusals.rows[7].count, 2);
	begin_row("a flood of long names");
	for (int i = 0; i < 1000; i++) {
		snprintf(category, sizeof(category), "category-of-many-letters-and-number-%d", i);
		memset(origin, 'x', sizeof(origin) - 1);
		origin[sizeof(origin) - 1] = '\0';
		refuse_for(category, origin);
		snprintf(category, sizeof(category), "c%d", i);
		refuse_for(category, origin);
	}
	assert_int_equal(refusals.count, REFUSALS_ROWS_MAX);
	row = &refusals.rows[REFUSALS_ROWS_MAX - 1];
	assert_string_equal(row->category, REFUSALS_OTHER);
	assert_string_equal(row->source, REFUSALS_OTHER);
	assert_true(row->count > 900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_what_a_refusal_counts_for, forget),
		cmocka_unit_test_setup(test_the_heaviest_that_counts_is_the_source, forget),
		cmocka_unit_test_setup(test_what_is_no_refusal_counts_for_nothing, forget),
		cmocka_unit_test_setup(test_the_table_has_an_end, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
