/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_choice.c - what the recipients of a mail want at most. */
#include "fixture.h"
#include "verdict/choice.h"

enum { POLICY, SPAM, VIRUS, CATEGORIES };

static struct wb_choice of_bob[] = { { .category = SPAM, .action = WB_LOG } };
static struct wb_choice of_example[] = { { .category = POLICY, .action = WB_TAG }, { .category = SPAM, .action = WB_DEFER } };
static struct wb_choice of_net[] = { { .category = POLICY, .action = WB_OFF }, { .category = VIRUS, .action = WB_REJECT } };
static struct wb_choice of_carl[] = { { .category = POLICY, .action = WB_DEFER } };
static struct wb_recipient recipients[] = {
	{ .name = "bob@example.org", .choices = of_bob, .choice_count = COUNT(of_bob) },
	{ .name = "carl@example.org", .choices = of_carl, .choice_count = COUNT(of_carl) },
	{ .name = "empty.example" },
	{ .name = "example.net", .choices = of_net, .choice_count = COUNT(of_net) },
	{ .name = "example.org", .choices = of_example, .choice_count = COUNT(of_example) },
};
static const char *exempt_recipients[] = { "postmaster" };
static struct wb_policy policy = {
	.exempt = { .recipients = { exempt_recipients, COUNT(exempt_recipients) } },
	.category_count = CATEGORIES,
	.recipients = recipients,
	.recipient_count = COUNT(recipients),
};

/* "tag:example.org defer:example.org -": of each category; "none". */
static const char *limits_of(const char *recipient, const char *list)
{
	static char buffer[200];
	struct wb_query query = { .recipients = list };
	struct wb_limits limits;
	struct wb_text text;

	/* What is not set must not matter. */
	memset(&limits, 0xa5, sizeof(limits));
	snprintf(query.recipient, sizeof(query.recipient), "%s", recipient);
	if (!wb_choice_find(&policy, &query, &limits))
		return "none";
	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < CATEGORIES; i++) {
		const struct wb_limit *limit = &limits.of[i];

		wb_text_add(&text, i > 0 ? " " : "");
		if (limit->chooser == NULL)
			assert_int_equal(limit->action, WB_REJECT);
		wb_text_addf(&text, "%s%s%s", limit->chooser != NULL ? wb_action_name(limit->action) : "-",
		    limit->chooser != NULL ? ":" : "", limit->chooser != NULL ? limit->chooser : "");
	}
	return buffer;
}

static void test_one_recipient(void **state)
{
	static const struct {
		const char *label, *recipient, *wanted;
	} rows[] = {
		{ "its domain", "ann@example.org", "tag:example.org defer:example.org -" },
		{ "its address goes before its domain, category by category", "bob@example.org",
		    "tag:example.org log:bob@example.org -" },
		{ "also where it wants more", "carl@example.org", "defer:carl@example.org defer:example.org -" },
		{ "in any case", "BOB@Example.ORG", "tag:example.org log:bob@example.org -" },
		{ "another domain", "ann@example.net", "off:example.net - reject:example.net" },
		{ "a domain below it is another one", "ann@mx.example.org", "none" },
		{ "one that only ends like it", "ann@badexample.org", "none" },
		{ "a quoted local part", "\"a@example.net\"@example.org", "tag:example.org defer:example.org -" },
		{ "no domain", "example.org", "none" },
		{ "no recipient", "", "none" },
		{ "who chooses nothing", "ann@empty.example", "- - -" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_equal(limits_of(rows[i].recipient, NULL), rows[i].wanted);
	}
}

static void test_all_recipients_of_a_message(void **state)
{
	static const struct {
		const char *label, *list, *wanted;
	} rows[] = {
		{ "one", "ann@example.org", "tag:example.org defer:example.org -" },
		{ "the strictest of two", "bob@example.org, ann@example.org", "tag:example.org defer:example.org -" },
		{ "in the other order", "ann@example.org, bob@example.org", "tag:example.org defer:example.org -" },
		{ "who does not choose in a category is the strictest there", "ann@example.net, ann@example.org",
		    "tag:example.org - -" },
		{ "one who chooses nothing at all", "ann@example.org, ann@elsewhere.example", "none" },
		{ "wherever it stands", "ann@elsewhere.example, ann@example.org", "none" },
		{ "the exempt do not count", "Postmaster@elsewhere.example, bob@example.org",
		    "tag:example.org log:bob@example.org -" },
		{ "the exempt alone", "postmaster@example.org", "none" },
		{ "nobody", "", "none" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_equal(limits_of("", rows[i].list), rows[i].wanted);
	}
}

static void test_a_mailbox_that_is_too_long_chooses_nothing(void **state)
{
	char list[WB_QUERY_MAILBOX_SIZE + 20];

	(void)state;
	memset(list, 'a', sizeof(list));
	strcpy(list + WB_QUERY_MAILBOX_SIZE, "@example.org");
	assert_string_equal(limits_of("", list), "none");
}

static void test_the_least_of_all(void **state)
{
	struct wb_limits limits;

	(void)state;
	assert_true(wb_choice_find_least(&policy, &limits));
	assert_int_equal(limits.of[POLICY].action, WB_OFF);
	assert_int_equal(limits.of[SPAM].action, WB_LOG);
	assert_int_equal(limits.of[VIRUS].action, WB_REJECT);
	begin_row("nobody chooses");
	assert_false(wb_choice_find_least(&(struct wb_policy){ .category_count = CATEGORIES }, &limits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_recipient),
		cmocka_unit_test(test_all_recipients_of_a_message),
		cmocka_unit_test(test_a_mailbox_that_is_too_long_chooses_nothing),
		cmocka_unit_test(test_the_least_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
