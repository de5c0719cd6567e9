/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_unseen_rules.c - which rules decided about a mail that a look at the host does not see. */
#include "check_fixture.h"
#include "desk/unseen_rules.h"
#include "event_fixture.h"
#include "store/case_session.h"

#define RULES \
	"rule \"script\" { category = \"spam\" weight = 0.6 header = {\"X-A\"} header_pattern = \"x\" }\n" \
	"rule \"local\" { category = \"spam\" weight = 0.5 helo = {\"localhost\"} }\n" \
	"rule \"no-name\" { category = \"spam\" weight = 1.0 host_name = {\"none\"} }\n" \
	"rule \"place\" { category = \"spam\" weight = 1.0 asn = {64496} }\n" \
	"rule \"worm\" { category = \"virus\" weight = 1.0 header = {\"X-A\"} header_pattern = \"x\" }\n"

struct row {
	const char *label, *evidence; /* of the case; NULL: there is none */
	const char *rule;
	bool is_known;
	uint64_t weight_milli;
	bool blocks, blocks_with_half; /* with nothing known of the host besides; with a score of 0.5 */
};

/* Without DNS nothing is known of a host's name: a rule about it is as unseen as one about a mail. */
static const struct row rows[] = {
	{ "no case", NULL, "no-name", false, 2100, true, true },
	{ "a rule about the mail", "mail spam script 600", "script", true, 600, false, true },
	{ "and one about HELO", "mail spam script 600|rule spam local 500", "script", true, 1100, true, true },
	{ "the weight is the policy's of now", "rule spam local 100", "local", true, 500, false, true },
	{ "a rule about the place is seen", "rule spam place 1000", NULL, true, 0, false, false },
	{ "what did not count", "mail spam script 600 discount=expired", NULL, true, 0, false, false },
	{ "another category's", "listing spam staff:ann 1000|mail virus worm 1000", NULL, true, 0, false, false },
	{ "a rule that the policy has no more", "mail spam gone 1000", NULL, true, 0, false, false },
	{ "a listing of a rule's name", "listing spam script 1000", NULL, true, 0, false, false },
	{ "about a name", "rule spam no-name 1000", "no-name", true, 1000, true, true },
};

static void remember(const char *store, const char *evidence)
{
	struct wb_case_session session;
	struct wb_error error;
	uint64_t number;
	bool is_new;

	set_event("192.0.2.66", "action=reject|category=spam", evidence);
	assert_int_equal(wb_case_session_open_write(store, &session, &error), WB_OK);
	assert_int_equal(wb_case_session_add(&session, &event, NOW_S, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
}

static void look(void **state, const struct row *row)
{
	const struct wb_address client = address_of("192.0.2.66");
	const struct wb_reference reference = wb_reference_make(&client, "spam", WB_REJECT, NOW_S);
	struct wb_config *config = open_check_config(*state, RULES);
	struct wb_check *check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
	struct wb_unseen_rules unseen;
	const struct wb_outcome *outcome;

	begin_row(row->label);
	if (row->evidence != NULL)
		remember(config->policy.store, row->evidence);
	outcome = check_client(check, "192.0.2.66");
	wb_unseen_rules_find(outcome, &reference, &unseen);
	assert_int_equal(unseen.is_known, row->is_known);
	if (row->rule == NULL)
		assert_null(unseen.rule);
	else
		assert_string_equal(unseen.rule->name, row->rule);
	assert_int_equal(unseen.weight_milli, row->weight_milli);
	assert_int_equal(wb_unseen_rules_block(&config->policy, &unseen, 0), row->blocks);
	assert_int_equal(wb_unseen_rules_block(&config->policy, &unseen, 500), row->blocks_with_half);

	wb_unseen_rules_find(outcome, NULL, &unseen);
	assert_null(unseen.rule);
	assert_false(wb_unseen_rules_block(&config->policy, &unseen, 5000));
	wb_check_close(&check);
	wb_config_close(&config);
}

static void test_which_rules_decided(void **state)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		void *folder;

		assert_int_equal(open_folder(&folder), 0);
		look(&folder, &rows[i]);
		close_folder(&folder);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_which_rules_decided) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
