/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zone_advice.c - what is said to an operator who goes another way than a list's makers advise. */
#include "config/zone_advice.h"
#include "fixture.h"

static void note_advice(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	wb_text_addf(context, "%s %d %s|", advice == WB_ADVICE_WARNING ? "warning" : "note", position.line, text);
}

static const char *advice_of(const char *folder, const char *lines)
{
	static char buffer[8192];
	struct wb_config *config = open_config(folder, lines);
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < config->policy.zone_count; i++)
		wb_zone_advise(&config->policy, &config->policy.zones[i], note_advice, &text);
	wb_config_close(&config);
	return buffer;
}

#define OWN(zone, code, more) "# 1\ndnsbl \"" zone "\" {\n  code \"" code "\" { " more " }\n}\n"

static void test_codes(void **state)
{
	static const struct {
		const char *label, *lines, *says; /* "": nothing */
	} rows[] = {
		{ "end-user addresses as spam", OWN("zen.spamhaus.org", "127.0.0.10", "category = \"spam\""),
		    "warning 3 dnsbl zen.spamhaus.org: code \"127.0.0.10\" counts for spam, but the list says \"PBL: set by the network's "
		    "owner\": where a host is, not what it did; expected category = \"policy\"|" },
		{ "by any octet", OWN("zen.spamhaus.org", "127.0.0.*", "category = \"spam\""),
		    "expected category = \"policy\"|" },
		{ "by a bit", OWN("zen.spamhaus.org", "127.0.0.&8", "category = \"spam\""), "expected category = \"policy\"|" },
		{ "a key does not show", OWN("s3cret.zen.dq.spamhaus.net", "127.0.0.11", "category = \"spam\""),
		    "warning 3 dnsbl zen.dq.spamhaus.net: code" },
		{ "as policy", OWN("zen.spamhaus.org", "127.0.0.10", "category = \"policy\""), "" },
		{ "a network as a host", OWN("dnsbl-3.uceprotect.net", "127.0.0.2", "category = \"policy\" scope = \"host\""),
		    "warning 3 dnsbl dnsbl-3.uceprotect.net: code \"127.0.0.2\" has scope = \"host\" and may reject alone, but the list says "
		    "\"the whole AS\"; expected scope = \"network\", which defers at most|" },
		{ "what counts for nothing", OWN("dnsbl.dronebl.org", "127.0.0.12", "category = \"virus\""),
		    "the list says \"open DNS resolver\", which is nothing by itself; expected weight = 0" },
		{ "one of those by a pattern", OWN("hostkarma.junkemailfilter.com", "127.0.1.7", "category = \"spam\""),
		    "the list says \"statistics\", which is nothing by itself" },
		{ "given no weight", OWN("dnsbl.dronebl.org", "127.0.0.12", "category = \"virus\" weight = 0"), "" },
		{ "the good hosts", OWN("hostkarma.junkemailfilter.com", "127.0.0.1", "category = \"spam\""),
		    "by 127.0.0.1 the list says that a host is good (\"white\"); expected codes without it|" },
		{ "an error of the list's", OWN("list.dnswl.org", "127.0.0.255", "category = \"spam\""),
		    "holds what never counts: 127.0.0.255 says \"quota exceeded\" and lists nobody" },
		{ "of any list", OWN("bl.example.net", "127.255.255.254", "category = \"spam\""),
		    "warning 3 dnsbl bl.example.net: code \"127.255.255.254\" never counts in 127.255.0.0/16, by which" },
		{ "where a range ends", OWN("bl.example.net", "127.0.0.2-127.255.0.1", "category = \"spam\""),
		    "never counts in" },
		{ "below it", OWN("bl.example.net", "127.254.255.255", "category = \"spam\""), "" },
		{ "a code that the list does not give", OWN("zen.spamhaus.org", "127.0.0.77", "category = \"spam\""),
		    "warning 3 dnsbl zen.spamhaus.org: code \"127.0.0.77\" is none that the list is known to give: expected one of 127.0.0.2, 127.0.0.3," },
		{ "of a list that nobody knows", OWN("bl.example.net", "127.0.0.77", "category = \"spam\""), "" },
		{ "another category for a host's deeds", OWN("zen.spamhaus.org", "127.0.0.4", "category = \"open-proxy\""),
		    "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *said;

		begin_row(rows[i].label);
		said = advice_of(*state, rows[i].lines);
		assert_null(strstr(said, "s3cret"));
		if (rows[i].says[0] == '\0')
			assert_string_equal(said, "");
		assert_contains(said, rows[i].says);
	}
}

#define LISTS(weight, relief) \
	"dnsbl \"bl.example.net\" { weight = " weight " code \"127.0.0.2\" { category = \"spam\" } }\n" \
	"dnswl \"wl.example.net\" { weight = " relief " code \"127.0.0.2\" {} }\n"

static void test_zones(void **state)
{
	static const struct {
		const char *label, *lines, *says; /* "": nothing */
	} rows[] = {
		{ "one that rejects", "dnsbl \"zen.spamhaus.org\" {}\n", "" },
		{ "half a weight", "\ndnsbl \"bl.spamcop.net\" {}\n",
		    "note 2 dnsbl bl.spamcop.net: can never reject alone: code 127.0.0.2 counts 0.5 (reported spam; the operator advises "
		    "tagging), and spam-source has a threshold of 1.0; weight = 2.0 in the section of the zone rejects|" },
		{ "what was written instead", "dnsbl \"bl.spamcop.net\" { weight = 2.0 }\n",
		    "note 1 dnsbl bl.spamcop.net: code 127.0.0.2 rejects alone, as this file wants it, but of the list is known" },
		{ "by a code", "dnsbl \"bl.spamcop.net\" {\ncode \"127.0.0.2\" { category = \"spam\" } }\n",
		    "note 2 dnsbl bl.spamcop.net" },
		{ "not more than is needed", "dnsbl \"bl.spamcop.net\" { weight = 1.999 }\n", "weight = 2.002 in the section" },
		{ "a third, rounded up",
		    "dnsbl \"b.barracudacentral.org\" { weight = 0.3 }\ncategory \"spam-source\" { threshold = 2 }\n",
		    "weight = 2.0 in the section" },
		{ "more than there is", "dnsbl \"bl.spamcop.net\" {}\ncategory \"spam-source\" { threshold = 1000 }\n",
		    "counts 0.5, and spam-source has a threshold of 1000.0|" },
		{ "a category that does not reject",
		    "dnsbl \"bl.spamcop.net\" {}\ncategory \"spam-source\" { action = \"tag\" }\n",
		    "note 1 dnsbl bl.spamcop.net: can never reject alone: no code of it is about the host itself and counts" },
		{ "counts for nothing", "dnsbl \"ips.backscatterer.org\" {}\n",
		    "a code section gives one a category, weight and scope|" },
		{ "surroundings", "dnsbl \"dnsbl-2.uceprotect.net\" {}\n",
		    "warning 1 dnsbl dnsbl-2.uceprotect.net: lists surroundings, not hosts (level 2 or 3): it defers at most" },
		{ "good hosts as bad ones", "dnsbl \"list.dnswl.org\" {}\n",
		    "warning 1 dnsbl list.dnswl.org: is a list of good hosts: none of its answers speaks against one; expected dnswl "
		    "\"list.dnswl.org\" {}|" },
		{ "bad hosts as good ones", "dnswl \"zen.spamhaus.org\" {}\n",
		    "warning 1 dnswl zen.spamhaus.org: is a list of bad hosts: none of its answers speaks for one; expected dnsbl "
		    "\"zen.spamhaus.org\" {}|" },
		{ "both", "dnswl \"rep.mailspike.net\" {}\ndnsbl \"hostkarma.junkemailfilter.com\" {}\n", "" },
		{ "an allow list", "dnswl \"list.dnswl.org\" {}\n", "" },
		{ "one that nobody knows", "dnswl \"wl.example.net\" {}\n", "" },
		{ "no code of trust", "\ndnswl \"wl.example.net\" { min_trust = 2 code \"127.0.0.2\" {} }\n",
		    "warning 2 dnswl wl.example.net: speaks for nobody: no code of it has a trust of 2 or more; expected a lower" },
		{ "one of some",
		    "dnswl \"wl.example.net\" { min_trust = 2 code \"127.0.0.2\" {} code \"127.0.0.3\" { trust = 2 } }\n", "" },
		{ "a weight that prevents something", LISTS("3.0", "-2.001"), "" },
		{ "one that prevents nothing", LISTS("3.0", "-2.0"),
		    "note 2 dnswl wl.example.net: its weight prevents nothing that another list says alone: code 127.0.0.2 of "
		    "bl.example.net is 2.0 over the threshold of spam; a weight beyond -2.0 outweighs it|" },
		{ "who exempts prevents all", LISTS("3.0", "exempt"), "" },
		{ "a probe beside each question", "dnsbl \"zen.spamhaus.org\" { probe = \"with\" }\n",
		    "note 1 dnsbl zen.spamhaus.org: probe = \"with\" asks it twice about each client" },
		{ "of an allow list", "dnswl \"list.dnswl.org\" { probe = \"with\" }\n", "note 1 dnswl list.dnswl.org: probe" },
		{ "of a list that is paid for", "dnsbl \"s3cret.zen.dq.spamhaus.net\" { probe = \"with\" }\n", "" },
		{ "of one's own", "dnsbl \"bl.example.net\" { probe = \"with\" code \"127.0.0.2\" { category = \"spam\" } }\n",
		    "" },
		{ "a part of another", "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"sbl.spamhaus.org\" {}\n",
		    "warning 2 dnsbl sbl.spamhaus.org: all that it lists is in zen.spamhaus.org, too, which this file asks in line 1: " },
		{ "before it", "dnsbl \"pbl.spamhaus.org\" {}\ndnsbl \"zen.spamhaus.org\" {}\n",
		    "warning 1 dnsbl pbl.spamhaus.org: all that it lists is in zen.spamhaus.org, too, which this file asks in line 2: " },
		{ "the same with a key", "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"s3cret.zen.dq.spamhaus.net\" {}\n",
		    "warning 2 dnsbl zen.dq.spamhaus.net: all that it lists is in zen.spamhaus.org, too" },
		{ "two parts", "dnsbl \"sbl.spamhaus.org\" {}\ndnsbl \"xbl.spamhaus.org\" {}\n", "" },
		{ "of other makers", "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"psbl.surriel.com\" {}\n", "" },
		{ "a list of domains is none", "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"dnsbl-1.uceprotect.net\" {}\n", "" },
		{ "dead", "dnsbl \"ix.dnsbl.manitu.net\" {}\n",
		    "warning 1 dnsbl ix.dnsbl.manitu.net: dead since 2025-01-16: remove its section|" },
		{ "below a dead one", "\n\ndnsbl \"spam.dnsbl.sorbs.net\" {}\n",
		    "warning 3 dnsbl spam.dnsbl.sorbs.net: dead since 2024-06-05, as all below sorbs.net: remove its section|" },
		{ "dead, as an allow list", "dnswl \"dnsbl.sorbs.net\" {}\n", "warning 1 dnswl dnsbl.sorbs.net: dead since" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *said;

		begin_row(rows[i].label);
		said = advice_of(*state, rows[i].lines);
		if (rows[i].says[0] == '\0')
			assert_string_equal(said, "");
		assert_contains(said, rows[i].says);
	}
	begin_row("a weight where nothing is decided alone");
	assert_null(strstr(advice_of(*state, LISTS("3.0", "-0.1") "category \"spam\" { threshold = 9 }\n"), "dnswl"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_codes),
		test_in_folder(test_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
