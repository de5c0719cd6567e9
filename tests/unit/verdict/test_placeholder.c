/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_placeholder.c - what each placeholder stands for in the reply to one outcome. */
#include "outcome_fixture.h"
#include "verdict/placeholder.h"

/* NULL: an unknown placeholder. */
static const char *value_of(const char *name)
{
	static char buffer[WB_PLACEHOLDER_URL_BYTES_MAX + 1];
	const struct wb_placeholder *placeholder = wb_placeholder_find(name, strlen(name));
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	if (placeholder != NULL)
		placeholder->add(&outcome, &text);
	return placeholder != NULL ? buffer : NULL;
}

static void test_every_placeholder(void **state)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "ip", "192.0.2.66" },
		{ "name", "mail.example.com" },
		{ "helo", "[192.0.2.66]" },
		{ "sender", "a@example.com" },
		{ "recipient", "b@example.net" },
		{ "category", "open-relay" },
		{ "title", "open relay" },
		{ "country", "US" },
		{ "asn", "AS64496" },
		{ "as_org", "Example Net" },
		{ "source", "Example Internet" },
		{ "reason", "seen relaying" },
		{ "ref", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G" },
		{ "url", "https://postmaster.example.net/blocked?ref=8F3K2M4QZ7T5W9XB1C6D0E2G" },
		{ "refused_from", "2026-11-29 18:00 UTC" },
		{ "site", "Example Internet" },
		{ "contact", "noc@example.net" },
	};

	(void)state;
	decide("open-relay");
	strcpy(outcome.query.name, "mail.example.com");
	strcpy(outcome.query.helo, "[192.0.2.66]");
	strcpy(outcome.query.sender, "a@example.com");
	strcpy(outcome.query.recipient, "b@example.net");
	strcpy(outcome.reference_code, "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G");
	outcome.verdict.refused_from_s = 1795975259; /* 2026-11-29T18:00:59Z */
	assert_int_equal(COUNT(rows), wb_placeholder_count);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_string_equal(value_of(rows[i].name), rows[i].value);
	}
}

static void test_what_is_not_known_is_empty(void **state)
{
	static const char *const names[] = { "name", "helo", "sender", "recipient", "category", "title", "country", "asn",
		"as_org", "reason", "ref", "refused_from" };

	(void)state;
	outcome.is_gathered = false; /* no place, no category, no evidence */
	for (size_t i = 0; i < COUNT(names); i++) {
		begin_row(names[i]);
		assert_string_equal(value_of(names[i]), "");
	}
	assert_string_equal(value_of("url"), "https://postmaster.example.net/blocked");
	begin_row("a reference without a page leads nowhere");
	policy.site.url = "";
	strcpy(outcome.reference_code, "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G");
	assert_string_equal(value_of("url"), "");
}

static void test_the_source_of_a_zones_evidence_is_the_zone(void **state)
{
	const struct wb_zone zone = { .shown = "bl.example.net" };

	(void)state;
	outcome.facts.evidence[0].kind = WB_EVIDENCE_ZONE;
	outcome.facts.evidence[0].hit = (struct wb_zone_hit){ .zone = &zone, .text = "ask us" };
	outcome.verdict.heaviest = &outcome.facts.evidence[0];
	assert_string_equal(value_of("source"), "bl.example.net");
	assert_string_equal(value_of("reason"), "ask us");
}

static void test_names(void **state)
{
	(void)state;
	assert_non_null(wb_placeholder_find("ip} and more", 2));
	assert_null(wb_placeholder_find("ip", 1));
	assert_null(wb_placeholder_find("IP", 2));
	assert_null(wb_placeholder_find("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_placeholder, start, end),
		cmocka_unit_test_setup_teardown(test_what_is_not_known_is_empty, start, end),
		cmocka_unit_test_setup_teardown(test_the_source_of_a_zones_evidence_is_the_zone, start, end),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
