/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_redecide_rules.c - which rules of another policy hold for a host and a mail of the past: those that were tried, and those that are new. */
#include "redecide_fixture.h"
#include "verdict/rule_digest.h"

#define RULE(name, more) "rule \"" name "\" { category = \"spam\" " more " }\n"
#define HELO "helo = {\"localhost\"} "
#define MAIL "header = {\"X-A\"} "
#define SAID "action=accept|helo=win-1.example|"
#define HEAVY "weight = 2 "
#define FEED "listing virus feed:drop 100"
#define BOB .recipient = "bob@example.org"
#define KNOWN(action) .least = (action), .most = (action)
#define UNKNOWN .least = WB_OFF, .most = WB_REJECT, .missing = MISSING(RULE)

/* Of a network it is, unless the rule says otherwise: that defers at most. */
static void test_of_the_place(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "it is new, and holds",
		    .before = "",
		    .after = RULE("r", "asn = {64496}"),
		    .fields = "action=accept|asn=64496",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_DEFER),
		    .source = "rule:r" },
		{ .label = "and does not",
		    .before = "",
		    .after = RULE("r", "asn = {64497}"),
		    .fields = "action=accept|asn=64496",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "a country",
		    .before = "",
		    .after = RULE("r", "except_countries = {\"DE\"}"),
		    .fields = "action=accept|country=FR",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_DEFER) },
		{ .label = "the place was not known",
		    .before = "",
		    .after = RULE("r", "except_countries = {\"DE\"}"),
		    .fields = "action=accept",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "it did hold, and weighs less",
		    .before = RULE("r", "asn = {64496}"),
		    .after = RULE("r", "asn = {64496} weight = 0.5"),
		    .fields = "action=reject|category=spam|asn=64496",
		    .evidence = "rule spam r 1000",
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "it is gone",
		    .before = RULE("r", "asn = {64496}"),
		    .after = "",
		    .fields = "action=reject|category=spam|asn=64496",
		    .evidence = "rule spam r 1000",
		    BOB,
		    KNOWN(WB_OFF) },
	};

	check_rows(*state, rows, COUNT(rows));
}

static void test_of_the_host(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "it did hold",
		    .before = RULE("r", HELO),
		    .after = RULE("r", HELO HEAVY),
		    .fields = SAID "host=10/0 0/7 ",
		    .evidence = "rule spam r 500",
		    BOB,
		    KNOWN(WB_REJECT) },
		{ .label = "it did not",
		    .before = RULE("r", HELO),
		    .after = RULE("r", HELO HEAVY),
		    .fields = SAID "host=1/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "it is new, and holds by what was known",
		    .before = RULE("x", HELO),
		    .after = RULE("r", HELO),
		    .fields = SAID "host=10/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_REJECT) },
		{ .label = "nothing was known of the host",
		    .before = "",
		    .after = RULE("r", HELO),
		    .fields = SAID,
		    .evidence = FEED,
		    BOB,
		    UNKNOWN },
		{ .label = "nothing was known, and it was a rule",
		    .before = RULE("r", HELO),
		    .after = RULE("r", HELO HEAVY),
		    .fields = SAID,
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "the place does not fit",
		    .before = "",
		    .after = RULE("r", HELO "asn = {64496}"),
		    .fields = SAID,
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "what it asks was not known",
		    .before = RULE("x", HELO),
		    .after = RULE("r", "helo = {\"unresolved\"}"),
		    .fields = SAID "host=0/40 0/7 ",
		    .evidence = FEED,
		    BOB,
		    UNKNOWN },
		{ .label = "one of two facts holds",
		    .before = RULE("x", HELO),
		    .after = RULE("r", "helo = {\"unresolved\", \"localhost\"}"),
		    .fields = SAID "host=10/40 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_REJECT) },
		{ .label = "names were not asked for",
		    .before = RULE("x", HELO),
		    .after = RULE("r", "host_name = {\"none\"}"),
		    .fields = SAID "host=10/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    UNKNOWN },
		{ .label = "names were asked for",
		    .before = RULE("x", "host_name = {\"generic\"}"),
		    .after = RULE("r", "host_name = {\"none\"}"),
		    .fields = SAID "host=0/0 1/0 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_REJECT) },
	};

	check_rows(*state, rows, COUNT(rows));
}

static void test_patterns(void **state)
{
#define PATTERN "helo_pattern = \"^win-\" "
#define NAME "host_name_pattern = \"^dyn\" "
	static const struct redecide_row rows[] = {
		{ .label = "it is new, and matches",
		    .before = RULE("x", HELO),
		    .after = RULE("r", PATTERN),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_REJECT) },
		{ .label = "and does not",
		    .before = RULE("x", HELO),
		    .after = RULE("r", "helo_pattern = \"^mac-\""),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "the verdicts of the case had other names in HELO",
		    .before = RULE("x", HELO),
		    .after = RULE("r", PATTERN),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    UNKNOWN,
		    .helo_varies = true },
		{ .label = "it was tried, and did not match",
		    .before = RULE("r", PATTERN),
		    .after = RULE("r", PATTERN HEAVY),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF),
		    .helo_varies = true },
		{ .label = "it was tried, and did",
		    .before = RULE("r", PATTERN),
		    .after = RULE("r", PATTERN HEAVY),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = "rule spam r 500",
		    BOB,
		    KNOWN(WB_REJECT),
		    .helo_varies = true },
		{ .label = "a name that is known",
		    .before = RULE("x", "host_name = {\"none\"}"),
		    .after = RULE("r", NAME),
		    .fields = SAID "host=0/0 0/0 dyn7.example.com",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_REJECT) },
		{ .label = "it has none",
		    .before = RULE("x", "host_name = {\"none\"}"),
		    .after = RULE("r", NAME),
		    .fields = SAID "host=0/0 1/0 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "its name was not asked for",
		    .before = RULE("x", HELO),
		    .after = RULE("r", NAME),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    UNKNOWN },
		{ .label = "nor was it for the rule that there was",
		    .before = RULE("r", NAME),
		    .after = RULE("r", NAME HEAVY),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    UNKNOWN },
		{ .label = "it was, and the rule did not match",
		    .before = RULE("r", NAME),
		    .after = RULE("r", NAME HEAVY),
		    .fields = SAID "host=0/0 0/0 mx.example.com",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
		{ .label = "one of two does not match, whatever the other",
		    .before = RULE("x", HELO),
		    .after = RULE("r", "helo_pattern = \"^mac-\" " NAME),
		    .fields = SAID "host=0/0 0/7 ",
		    .evidence = FEED,
		    BOB,
		    KNOWN(WB_OFF) },
	};

	check_rows(*state, rows, COUNT(rows));
}

/* The digest of the rules about mail of a configuration, as an event has it. */
static const char *with_rules(const char *folder, const char *lines, char fields[200])
{
	struct wb_config *config = open_lines(folder, lines);

	snprintf(fields, 200, "action=accept|stage=data|rules=%lx", (unsigned long)wb_rule_digest_messages(&config->policy));
	wb_config_close(&config);
	return fields;
}

static void test_of_the_mail(void **state)
{
#define SCRIPT RULE("script", MAIL "group = \"script\" weight = 0")
#define ODD RULE("odd", "header = {\"X-B\"} group = \"odd\" weight = 0.5")
#define ODDER RULE("odd", "header = {\"X-B\"} group = \"odd\" weight = 1")
#define WEAK RULE("weak", "header = {\"X-C\"} group = \"weak\" weight = 0.5")
#define LIGHT RULE("light", "header = {\"X-D\"} group = \"weak\" weight = 0.2")
#define LIGHTER RULE("light", "header = {\"X-D\"} group = \"weak\" weight = 1")
	static const struct {
		struct redecide_row row;
		bool is_older; /* other rules were in force then */
	} rows[] = {
		{ { .label = "it did hold",
		      .before = RULE("r", MAIL),
		      .after = RULE("r", MAIL HEAVY),
		      .evidence = "mail spam r 500",
		      BOB,
		      KNOWN(WB_REJECT),
		      .source = "rule:r" },
		    false },
		{ { .label = "it did not",
		      .before = RULE("r", MAIL),
		      .after = RULE("r", MAIL HEAVY),
		      .evidence = FEED,
		      BOB,
		      KNOWN(WB_OFF) },
		    false },
		{ { .label = "it is new", .before = "", .after = RULE("r", MAIL), .evidence = FEED, BOB, UNKNOWN }, false },
		{ { .label = "it has the name of another one",
		      .before = RULE("r", "header = {\"X-B\"}"),
		      .after = RULE("r", MAIL),
		      .evidence = "mail spam r 1000",
		      BOB,
		      UNKNOWN },
		    false },
		{ { .label = "other rules were in force",
		      .before = RULE("r", MAIL),
		      .after = RULE("r", MAIL HEAVY),
		      .evidence = FEED,
		      BOB,
		      UNKNOWN },
		    true },
		{ { .label = "other rules were, and it did hold",
		      .before = RULE("r", MAIL),
		      .after = RULE("r", MAIL HEAVY),
		      .evidence = "mail spam r 500",
		      BOB,
		      KNOWN(WB_REJECT) },
		    true },
		{ { .label = "a script, and what is odd",
		      .before = SCRIPT ODD,
		      .after = SCRIPT ODDER,
		      .evidence = "mail spam odd 500|mail spam script 0",
		      BOB,
		      KNOWN(WB_REJECT) },
		    false },
		{ { .label = "neither", .before = SCRIPT ODD, .after = SCRIPT ODDER, .evidence = FEED, BOB, KNOWN(WB_OFF) },
		    false },
		{ { .label = "no rule says any more that it was a script",
		      .before = SCRIPT ODD,
		      .after = ODDER,
		      .evidence = "mail spam odd 500|mail spam script 0",
		      BOB,
		      UNKNOWN },
		    false },
		{ { .label = "another rule may say that it was one",
		      .before = ODD,
		      .after = SCRIPT ODDER,
		      .evidence = FEED,
		      BOB,
		      UNKNOWN },
		    false },
		{ { .label = "a script, and something that may be odd now",
		      .before = SCRIPT ODD,
		      .after = SCRIPT ODD RULE("new", "header = {\"X-N\"} group = \"form\""),
		      .evidence = "mail spam odd 500|mail spam script 0",
		      BOB,
		      UNKNOWN },
		    false },
		{ { .label = "a lighter sign that was not looked at",
		      .before = SCRIPT WEAK LIGHT,
		      .after = SCRIPT WEAK LIGHTER,
		      .evidence = "mail spam weak 500|mail spam script 0",
		      BOB,
		      UNKNOWN },
		    false },
		{ { .label = "a heavier one, which was",
		      .before = SCRIPT WEAK LIGHT,
		      .after = SCRIPT RULE("weak", "header = {\"X-C\"} group = \"weak\" weight = 2") LIGHT,
		      .evidence = "mail spam light 200|mail spam script 0",
		      BOB,
		      KNOWN(WB_OFF) },
		    false },
	};
	char fields[200];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct redecide_row row = rows[i].row;

		row.fields = with_rules(*state, rows[i].is_older ? RULE("older", "header = {\"X-O\"}") : row.before, fields);
		check_rows(*state, &row, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_of_the_place),
		test_in_folder(test_of_the_host),
		test_in_folder(test_patterns),
		test_in_folder(test_of_the_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
