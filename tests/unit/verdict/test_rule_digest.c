/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_rule_digest.c - two rules have the same number when their names and conditions are alike, and only then. */
#include "fixture.h"
#include "verdict/rule_digest.h"

#define RULE(settings) "rule \"one\" { category = \"spam\" " settings " }\n"
#define HELO "helo = {\"localhost\"} "

static uint64_t digest_of(const char *folder, const char *text)
{
	struct wb_config *config = open_config(folder, text);
	uint64_t digest = wb_rule_digest(&config->policy.rules[0]);

	wb_config_close(&config);
	return digest;
}

static uint64_t digest_of_mail(const char *folder, const char *text)
{
	struct wb_config *config = open_config(folder, text);
	uint64_t digest = wb_rule_digest_messages(&config->policy);

	wb_config_close(&config);
	return digest;
}

static void test_what_makes_another_rule(void **state)
{
	static const struct {
		const char *label, *text;
	} rows[] = {
		{ "as it is", RULE(HELO) },
		{ "another name", "rule \"two\" { category = \"spam\" " HELO "}\n" },
		{ "another fact", RULE("helo = {\"bare-ip\"}") },
		{ "one fact more", RULE("helo = {\"localhost\", \"bare-ip\"}") },
		{ "the same fact of the host's name", RULE("host_name = {\"none\"}") },
		{ "a pattern of HELO", RULE(HELO "helo_pattern = \"x\"") },
		{ "the same of the name", RULE(HELO "host_name_pattern = \"x\"") },
		{ "of the sender", RULE(HELO "sender_pattern = \"x\"") },
		{ "of the body", RULE(HELO "body_pattern = \"x\"") },
		{ "of a header", RULE(HELO "header = {\"X-A\"} header_pattern = \"x\"") },
		{ "a header", RULE(HELO "header = {\"X-A\"}") },
		{ "two headers", RULE(HELO "header = {\"X-A\", \"X-B\"}") },
		{ "the same bytes as one header", RULE(HELO "header = {\"X-AX-B\"}") },
		{ "an AS number", RULE(HELO "asn = {64496}") },
		{ "all but this one", RULE(HELO "except_asn = {64496}") },
		{ "two of them", RULE(HELO "asn = {64496, 64497}") },
		{ "a country", RULE(HELO "countries = {\"DE\"}") },
		{ "all but this", RULE(HELO "except_countries = {\"DE\"}") },
		{ "a fact of the mail", RULE(HELO "message = {\"repeated-header\"}") },
		{ "the same, in a group", RULE(HELO "message = {\"repeated-header\"} group = \"odd\"") },
		{ "in another one", RULE(HELO "message = {\"repeated-header\"} group = \"weak\"") },
	};
	static const struct {
		const char *label, *text;
	} same[] = {
		{ "again", RULE(HELO) },
		{ "another weight", RULE(HELO "weight = 0.3") },
		{ "another category", "rule \"one\" { category = \"virus\" " HELO "}\n" },
		{ "another scope", RULE(HELO "scope = \"range\"") },
		{ "other words", RULE(HELO "reason = \"odd\" remedy = \"mend it\"") },
		{ "behind another one in the file", RULE(HELO) "rule \"zero\" { category = \"spam\" countries = {\"FR\"} }\n" },
	};
	uint64_t digests[COUNT(rows)];

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		digests[i] = digest_of(*state, rows[i].text);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(digests[k], digests[i]);
	}
	for (size_t i = 0; i < COUNT(same); i++) {
		begin_row(same[i].label);
		assert_int_equal(digest_of(*state, same[i].text), digests[0]);
	}
}

static void test_of_all_rules_about_mail(void **state)
{
#define MAIL "rule \"mail\" { category = \"spam\" header = {\"X-A\"} }\n"
#define OTHER "rule \"other\" { category = \"spam\" header = {\"X-B\"} }\n"
#define HOST "rule \"host\" { category = \"spam\" helo = {\"localhost\"} }\n"
	static const struct {
		const char *label, *text;
		bool is_same;
	} rows[] = {
		{ "the same", MAIL OTHER, true },
		{ "a rule about the host more", HOST MAIL OTHER, true },
		{ "one that weighs more", "rule \"mail\" { category = \"spam\" header = {\"X-A\"} weight = 2 }\n" OTHER, true },
		{ "one less", MAIL, false },
		{ "another one", MAIL "rule \"other\" { category = \"spam\" header = {\"X-C\"} }\n", false },
		{ "another order", OTHER MAIL, false },
		{ "one that is off", MAIL OTHER "rule \"off\" { enabled = false category = \"spam\" header = {\"X-C\"} }\n",
		    true },
		{ "none", HOST, false },
	};
	uint64_t wanted = digest_of_mail(*state, MAIL OTHER);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(digest_of_mail(*state, rows[i].text) == wanted, rows[i].is_same);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_makes_another_rule),
		test_in_folder(test_of_all_rules_about_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
