/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_redecide_log.c - what a line of the log does not say is not known: of zones, allow lists, rules, listings and other categories */
#include "redecide_fixture.h"

#define CODES "{ code \"127.0.0.2\" { category = \"spam\" } code \"127.0.0.3\" { category = \"virus\" weight = 0.4 } }\n"
#define BL "dnsbl \"bl.example.net\" " CODES
#define TWIN "dnsbl \"zen.spamhaus.org\" { }\ndnsbl \"sbl.spamhaus.org\" { }\n"
#define LIGHT "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" weight = 0.4 } }\n"
#define LIGHT_TOO "dnsbl \"dl.example.net\" { code \"127.0.0.2\" { category = \"spam\" weight = 0.4 } }\n"
#define WEIGHS "dnswl \"wl.example.net\" { weight = -0.5 code \"127.0.2.3\" { trust = 2 } }\n"
#define VOUCHES "dnswl \"wl.example.net\" { code \"127.0.2.3\" { trust = 2 } }\n"
#define LOWER "category \"spam\" { threshold = 0.5 }\n"
#define MILD "category \"virus\" { action = \"tag\" }\n"
#define TAGGED "action=tag|category=virus"
#define LISTED "zone spam bl.example.net 1000 code=127.0.0.2"
#define FEED "listing virus feed:drop 1000"
#define KNOWN(action) .least = (action), .most = (action), .is_from_log = true
#define BETWEEN(low, high, what) .least = (low), .most = (high), .missing = (what), .is_from_log = true

static void test_other_categories(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "the one that won does less, and others may not",
		    .before = "",
		    .after = MILD,
		    .fields = "action=reject|category=virus",
		    .evidence = FEED,
		    BETWEEN(WB_TAG, WB_REJECT, MISSING(LOG)) },
		{ .label = "it does as much",
		    .before = "",
		    .after = LOWER,
		    .fields = "action=reject|category=virus",
		    .evidence = FEED,
		    KNOWN(WB_REJECT) },
		{ .label = "of a tag no other category was above its mark, which is lower now",
		    .before = MILD,
		    .after = MILD LOWER,
		    .fields = TAGGED,
		    .evidence = FEED,
		    BETWEEN(WB_TAG, WB_REJECT, MISSING(LOG)) },
		{ .label = "... and is higher now",
		    .before = MILD,
		    .after = MILD "category \"spam\" { threshold = 1.5 }\n",
		    .fields = TAGGED,
		    .evidence = FEED,
		    KNOWN(WB_TAG) },
		{ .label = "a category that was off",
		    .before = "category \"spam\" { action = \"off\" }\n",
		    .after = "",
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(LOG)) },
		{ .label = "a known sender's host, which staff may have listed for a defer",
		    .before = "sender \"M\" { suffixes = {\"m.example\"} }\n",
		    .after = "sender_action = \"tag\"\nsender \"M\" { suffixes = {\"m.example\"} }\n",
		    .fields = "action=defer|category=virus|guard=M",
		    .evidence = FEED,
		    BETWEEN(WB_TAG, WB_DEFER, MISSING(LOG)) },
		{ .label = "which has another name now",
		    .before = "sender \"M\" { suffixes = {\"m.example\"} }\n",
		    .after = "sender_action = \"tag\"\nsender \"N\" { suffixes = {\"m.example\"} }\n",
		    .fields = "action=defer|category=virus|guard=M",
		    .evidence = FEED,
		    BETWEEN(WB_TAG, WB_REJECT, MISSING(LOG) | MISSING(NAME)) },
		{ .label = "a listing of which it is not said what it is about",
		    .before = "category \"virus\" { action = \"defer\" }\n",
		    .after = "",
		    .fields = "action=defer|category=virus",
		    .evidence = FEED,
		    BETWEEN(WB_DEFER, WB_REJECT, MISSING(LOG)) },
		{ .label = "who has logged in",
		    .before = "exempt { authenticated = false }\n",
		    .after = "exempt { authenticated = true }\n",
		    .fields = "action=reject|category=virus",
		    .evidence = FEED,
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(LOG)) },
	};

	check_rows(*state, rows, COUNT(rows));
}

static void test_zones(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "one that would have done more was waited for",
		    .before = BL,
		    .after = BL LOWER,
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    KNOWN(WB_OFF) },
		{ .label = "two that only together would have done more were not",
		    .before = LIGHT LIGHT_TOO,
		    .after = LIGHT LIGHT_TOO "category \"spam\" { threshold = 0.3 }\n",
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(ZONE)) },
		{ .label = "a code more",
		    .before = LIGHT,
		    .after = BL,
		    .fields = "action=accept",
		    .evidence = "zone spam bl.example.net 400 code=127.0.0.2",
		    KNOWN(WB_REJECT) },
		{ .label = "a code more, where others could be",
		    .before = LIGHT,
		    .after =
			"dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" weight = 0.4 } code \"127.0.0.9\" { category = \"virus\" } }\n",
		    .fields = "action=accept",
		    .evidence = "zone spam bl.example.net 400 code=127.0.0.2",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(ZONE)) },
		{ .label = "another one of its operator did not count",
		    .before = TWIN MILD,
		    .after = TWIN "category \"virus\" { action = \"log\" }\n",
		    .fields = TAGGED,
		    .evidence = "zone virus zen.spamhaus.org 1000 code=127.0.0.4",
		    BETWEEN(WB_LOG, WB_REJECT, MISSING(ZONE) | MISSING(LOG)) },
		{ .label = "an allow list that weighs is told of",
		    .before = BL WEIGHS,
		    .after = BL WEIGHS "category \"spam\" { threshold = 0.6 }\n",
		    .fields = "action=accept|dnswl=wl.example.net:-0.5",
		    .evidence = LISTED,
		    KNOWN(WB_OFF) },
		{ .label = "... and weighs no more",
		    .before = BL WEIGHS,
		    .after = BL,
		    .fields = "action=accept|dnswl=wl.example.net:-0.5",
		    .evidence = LISTED,
		    KNOWN(WB_REJECT) },
		{ .label = "one that did not answer",
		    .before = BL WEIGHS,
		    .after = BL WEIGHS,
		    .fields = "action=defer|category=spam|dnswl=wl.example.net:unknown",
		    .evidence = LISTED,
		    KNOWN(WB_DEFER) },
		{ .label = "one that exempts would have taken the hit away",
		    .before = BL VOUCHES,
		    .after = BL,
		    .fields = "action=reject|category=spam",
		    .evidence = LISTED,
		    KNOWN(WB_REJECT) },
		{ .label = "... and may have, where there is none",
		    .before = BL VOUCHES,
		    .after = BL,
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(ZONE)) },
	};

	check_rows(*state, rows, COUNT(rows));
}

#define RULE(name, weight) "rule \"" name "\" { helo_pattern = \"" name "\" category = \"virus\" weight = " weight " }\n"

static void test_rules(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "one that is not named does not hold",
		    .before = RULE("a", "0.5"),
		    .after = RULE("a", "1.0"),
		    .fields = "action=accept",
		    .evidence = "zone spam bl.example.net 100 code=127.0.0.2",
		    KNOWN(WB_OFF) },
		{ .label = "one stands in the line that is none any more",
		    .before = RULE("a", "0.5"),
		    .after = RULE("a", "1.0"),
		    .fields = "action=accept",
		    .evidence = "rule spam x 100",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(RULE)) },
		{ .label = "a heavier one stood before it, and is gone",
		    .before = RULE("a", "0.5") RULE("b", "0.4"),
		    .after = RULE("b", "0.4") "category \"virus\" { threshold = 0.4 }\n",
		    .fields = "action=accept",
		    .evidence = "rule virus a 500",
		    BETWEEN(WB_OFF, WB_REJECT, MISSING(RULE)) },
		{ .label = "a heavier one stands before it still",
		    .before = RULE("a", "0.5") RULE("b", "0.4"),
		    .after = RULE("a", "0.5") RULE("b", "0.4") "category \"virus\" { threshold = 0.6 }\n",
		    .fields = "action=accept",
		    .evidence = "rule virus a 500",
		    KNOWN(WB_OFF) },
	};

	check_rows(*state, rows, COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_other_categories),
		test_in_folder(test_zones),
		test_in_folder(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
