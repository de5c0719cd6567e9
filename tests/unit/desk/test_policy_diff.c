/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_policy_diff.c - what is another in a new policy, and what a person should have looked at. */
#include "policy_fixture.h"

#include "desk/policy_diff.h"

static struct wb_apply apply;

static struct wb_policy_file file_of(const struct wb_config *config)
{
	return (struct wb_policy_file){
		.policy = config->policy, .settings = config->settings, .setting_count = config->setting_count
	};
}

/* "+mode \"monitor\"; ~mode \"monitor\" -> \"enforce\"; -mode \"monitor\"" */
static const char *changes_of(const char *folder, const char *before, const char *after)
{
	static const char marks[] = { '+', '~', '-' };
	static char buffer[4096];
	struct wb_config *old = before != NULL ? open_config(folder, before) : NULL, *new = open_config(folder, after);
	struct wb_policy_file old_file = { .serial = 0 }, new_file = file_of(new);
	struct wb_text text;

	wb_apply_close(&apply);
	if (old != NULL)
		old_file = file_of(old);
	assert_int_equal(wb_policy_diff(old != NULL ? &old_file : NULL, &new_file, &apply, NULL), WB_OK);
	wb_config_close(&old);
	wb_config_close(&new);
	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < apply.change_count; i++) {
		const struct wb_apply_change *change = &apply.changes[i];

		wb_text_addf(&text, "%s%c%s", i > 0 ? "; " : "", marks[change->kind], change->name);
		wb_text_addf(&text, "%s%s", change->before[0] != '\0' ? " " : "", change->before);
		wb_text_addf(&text, "%s%s", change->after[0] != '\0' ? " > " : "", change->after);
	}
	return buffer;
}

static const char *reasons_of(void)
{
	static char buffer[4096];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < apply.reasons.count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? "; " : "", apply.reasons.items[i]);
	return buffer;
}

#define SENDER(number) "sender \"Mail " number "\" { suffixes = {\"mail" number ".example.net\"} asn = {6449" number "} }\n"
#define SENDERS "known_senders = \"/nonexistent\"\n" SENDER("6") SENDER("7")
#define RULE(asns) "rule \"cloud\" { asn = {" asns "} category = \"spam\" }\n"
#define KEYED(key) "dnsbl \"" key ".zen.dq.spamhaus.net\" {}\n"

static void test_changes_and_reasons(void **state)
{
	static const struct {
		const char *label, *before, *after, *changes, *reasons;
	} rows[] = {
		{ "nothing", "mode = \"monitor\"\n", "mode = monitor # yes\n", "", "" },
		{ "another order", "mode = \"monitor\"\non_error = \"defer\"\n", "on_error = \"defer\"\nmode = \"monitor\"\n",
		    "", "" },
		{ "the first one", NULL, "mode = \"enforce\"\ncategory \"spam\" {}\n",
		    "+category \"spam\"; +mode > \"enforce\"", "" },
		{ "added and changed", "on_error = \"accept\"\n", "on_error = \"defer\"\ndns { edns = true }\n",
		    "+dns edns > true; ~on_error \"accept\" > \"defer\"", "" },
		{ "a setting is missing", "dns { edns = true deadline = 2 }\n", "dns { edns = true }\n", "-dns deadline 2.0",
		    "dns deadline is missing" },
		{ "a section is missing, with all that is in it",
		    "dnsbl \"x.example.net\" { weight = 2 code \"127.0.0.2\" { category = \"spam\" } }\n"
		    "dnsbl \"x.example.net.org\" {}\n",
		    "dnsbl \"x.example.net.org\" {}\n", "-dnsbl \"x.example.net\"", "dnsbl \"x.example.net\" is missing" },
		{ "one in a section that stays",
		    "dnsbl \"x.example.net\" { code \"127.0.0.2\" { category = \"spam\" } code \"127.0.0.3\" { category = \"spam\" } }\n",
		    "dnsbl \"x.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n",
		    "-dnsbl \"x.example.net\" code \"127.0.0.3\"", "dnsbl \"x.example.net\" code \"127.0.0.3\" is missing" },
		{ "mode to enforce", "mode = \"monitor\"\n", "mode = \"enforce\"\n", "~mode \"monitor\" > \"enforce\"",
		    "mode becomes \"enforce\": mail would be refused" },
		{ "by its absence", "mode = \"monitor\"\n", "", "-mode \"monitor\"",
		    "mode becomes \"enforce\": mail would be refused; mode is missing" },
		{ "mode to monitor", "mode = \"enforce\"\n", "mode = \"monitor\"\n", "~mode \"enforce\" > \"monitor\"", "" },
		{ "a host is no longer exempt", "exempt { hosts = {\"192.0.2.7\", \"127.0.0.0/8\"} }\n",
		    "exempt { hosts = {\"127.0.0.0/8\"} }\n",
		    "~exempt hosts {\"192.0.2.7\", \"127.0.0.0/8\"} > {\"127.0.0.0/8\"}", "192.0.2.7 is no longer exempt" },
		{ "a wider network is no loss", "exempt { hosts = {\"192.0.2.7\", \"192.0.2.9\"} }\n",
		    "exempt { hosts = {\"192.0.2.0/24\"} }\n",
		    "~exempt hosts {\"192.0.2.7\", \"192.0.2.9\"} > {\"192.0.2.0/24\"}", "" },
		{ "a default that is replaced is one", "", "exempt { hosts = {\"192.0.2.7\", \"127.0.0.0/8\"} }\n",
		    "+exempt hosts > {\"192.0.2.7\", \"127.0.0.0/8\"}", "::1 is no longer exempt" },
		{ "a translator's host that counts as the IPv4 one", "exempt { hosts = {\"2001:db8:64::192.0.2.7\"} }\n",
		    "exempt { hosts = {\"2001:db8:64::192.0.2.7\"} }\nnat64_prefixes = {\"2001:db8:64::/96\"}\n",
		    "+nat64_prefixes > {\"2001:db8:64::/96\"}", "" },
		{ "a translator inside an exempt network", "exempt { hosts = {\"2001:db8::/32\"} }\n",
		    "exempt { hosts = {\"2001:db8::/32\"} }\nnat64_prefixes = {\"2001:db8:64::/96\"}\n",
		    "+nat64_prefixes > {\"2001:db8:64::/96\"}",
		    "clients in 2001:db8::/32 that count as IPv4 are no longer exempt" },
		{ "a recipient", "exempt { recipients = {\"postmaster\", \"abuse\"} }\n",
		    "exempt { recipients = {\"abuse\", \"help\"} }\n",
		    "~exempt recipients {\"postmaster\", \"abuse\"} > {\"abuse\", \"help\"}",
		    "the recipient \"postmaster\" is no longer exempt" },
		{ "who has logged in", "", "exempt { authenticated = false }\n", "+exempt authenticated > false",
		    "clients that logged in are no longer exempt" },
		{ "no known senders any more", SENDERS, SENDERS "sender_action = \"off\"\n", "+sender_action > \"off\"",
		    "\"Mail 6\" is no longer a known sender; \"Mail 7\" is no longer a known sender" },
		{ "many of them", SENDERS SENDER("8") SENDER("9"), SENDERS SENDER("8") SENDER("9") "sender_action = \"off\"\n",
		    "+sender_action > \"off\"", "4 of 4 are no longer known senders" },
		{ "a rule about the network of one", SENDERS, SENDERS RULE("64500, 64497"),
		    "+rule \"cloud\"; +rule \"cloud\" asn > {64500, 64497}; +rule \"cloud\" category > \"spam\"",
		    "rule \"cloud\" is about AS64497, which the known sender \"Mail 7\" sends from" },
		{ "that gets another network", SENDERS RULE("64497"), SENDERS RULE("64497, 64496"),
		    "~rule \"cloud\" asn {64497} > {64497, 64496}",
		    "rule \"cloud\" is about AS64496, which the known sender \"Mail 6\" sends from" },
		{ "that loses one", SENDERS RULE("64497, 64496"), SENDERS RULE("64497"),
		    "~rule \"cloud\" asn {64497, 64496} > {64497}", "" },
		{ "an account's key shows nowhere", KEYED("0123456789abcdefghijklmnop"), KEYED("qrstuvwxyz0123456789abcdef"),
		    "~dnsbl \"zen.dq.spamhaus.net\"", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_equal(changes_of(*state, rows[i].before, rows[i].after), rows[i].changes);
		assert_string_equal(reasons_of(), rows[i].reasons);
		assert_int_equal(apply.counts[WB_APPLY_ADDED] + apply.counts[WB_APPLY_CHANGED] + apply.counts[WB_APPLY_REMOVED],
		    apply.change_count);
	}
	wb_apply_close(&apply);
}

/* What a change says already is no effect of it. */
static void test_effects(void **state)
{
	static const char before[] = "mode = \"monitor\"\nexempt { hosts = {\"127.0.0.0/8\", \"192.0.2.0/24\"} }\n";

	changes_of(*state, before, "exempt { hosts = {\"127.0.0.0/8\"} }\n");
	assert_string_equal(
	    reasons_of(), "mode becomes \"enforce\": mail would be refused; 192.0.2.0/24 is no longer exempt; mode is missing");
	assert_int_equal(apply.effects.count, 2);
	assert_string_equal(apply.effects.items[0], "mode becomes \"enforce\": mail would be refused");
	assert_string_equal(apply.effects.items[1], "192.0.2.0/24 is no longer exempt");
	changes_of(*state, before, before);
	assert_int_equal(apply.effects.count, 0);
	wb_apply_close(&apply);
}

static void test_another_file_is_a_reason(void **state)
{
	struct wb_config *config = open_config(*state, "");
	struct wb_policy_file old = file_of(config), new = old;

	old.policy.config_path = "/etc/other.conf";
	assert_int_equal(wb_policy_diff(&old, &new, &apply, NULL), WB_OK);
	assert_int_equal(apply.reasons.count, 1);
	assert_contains(apply.reasons.items[0], "was compiled from /etc/other.conf, not from /tmp/");
	wb_apply_close(&apply);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_changes_and_reasons),
		test_in_folder(test_effects),
		test_in_folder(test_another_file_is_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
