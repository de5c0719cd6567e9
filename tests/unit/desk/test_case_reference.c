/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_reference.c - which cases a code may be of. */
#include "desk/case_reference.h"
#include "event_fixture.h"

#define FIELDS "action=reject|category=spam"
#define LAST_S (NOW_S + 600)

static void test_which_case_it_is(void **state)
{
	static const struct {
		const char *label, *client, *category;
		enum wb_action action;
		int64_t at_s;
		bool is_it;
	} rows[] = {
		{ "it is", "192.0.2.66", "spam", WB_REJECT, NOW_S, true },
		{ "of its last verdict", "192.0.2.66", "spam", WB_REJECT, LAST_S, true },
		{ "the minute before", "192.0.2.66", "spam", WB_REJECT, NOW_S - 60, true },
		{ "a second more", "192.0.2.66", "spam", WB_REJECT, NOW_S - 61, false },
		{ "a minute behind", "192.0.2.66", "spam", WB_REJECT, LAST_S + 60, true },
		{ "a second more", "192.0.2.66", "spam", WB_REJECT, LAST_S + 61, false },
		{ "another host", "192.0.2.67", "spam", WB_REJECT, NOW_S, false },
		{ "another category", "192.0.2.66", "virus", WB_REJECT, NOW_S, false },
		{ "another action", "192.0.2.66", "spam", WB_DEFER, NOW_S, false },
	};
	static const struct {
		const char *label, *client, *code_client;
		bool is_it, is_subnet; /* a code of before */
	} networks[] = {
		{ "IPv6: the same address", "2001:db8:1:2::3", "2001:db8:1:2::3", true, false },
		{ "a neighbour's", "2001:db8:1:2::3", "2001:db8:1:2:ffff::4", false, false },
		{ "of before: another of its /64", "2001:db8:1:2::3", "2001:db8:1:2:ffff::4", true, true },
		{ "of before: another /64", "2001:db8:1:2::3", "2001:db8:1:3::3", false, true },
		{ "IPv4: another of its /24", "192.0.2.66", "192.0.2.2", false, false },
	};
	static struct wb_case remembered;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_address client = address_of(rows[i].client);
		struct wb_reference reference = wb_reference_make(&client, rows[i].category, rows[i].action, rows[i].at_s);

		begin_row(rows[i].label);
		set_event("192.0.2.66", FIELDS, "");
		wb_case_record_begin(&event, NOW_S, &remembered);
		remembered.last_s = LAST_S;
		assert_int_equal(wb_case_is_of_reference(&remembered, &reference), rows[i].is_it);
	}
	for (size_t i = 0; i < COUNT(networks); i++) {
		struct wb_address client = address_of(networks[i].code_client);
		struct wb_reference reference = wb_reference_make(&client, "spam", WB_REJECT, NOW_S);

		begin_row(networks[i].label);
		if (networks[i].is_subnet)
			reference.client = wb_prefix_of_holder(&client);
		set_event(networks[i].client, FIELDS, "");
		wb_case_record_begin(&event, NOW_S, &remembered);
		assert_int_equal(wb_case_is_of_reference(&remembered, &reference), networks[i].is_it);
	}
	begin_row("a case without a category");
	set_event("192.0.2.66", "action=accept", "");
	wb_case_record_begin(&event, NOW_S, &remembered);
	assert_false(wb_case_is_of_reference(&remembered,
	    &(struct wb_reference){ .at_s = NOW_S,
		.action = WB_REJECT,
		.category_hash = wb_reference_category_hash("spam"),
		.client = prefix_of("192.0.2.66") }));
}

int main(void)
{
	const struct CMUnitTest tests[] = { test_in_folder(test_which_case_it_is) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
