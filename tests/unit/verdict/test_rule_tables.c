/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_rule_tables.c - the mails and the hosts of tests/mail, and which of the shipped rules hold for each, as its tables say. None of the
 * ordinary ones is refused, and each rule, taken out, makes a row fail.
 */
#include "check_fixture.h"
#include "fake_dns.h"
#include "table_fixture.h"
#include "verdict/host_name.h"
#include "verdict/message_rule.h"
#include "verdict/message_view.h"

enum mail_column { FILE_NAME, CLIENT, HOST_NAME, HELO, SENDER, RECIPIENTS, MAIL_RULES, MAIL_COLUMNS };
enum host_column { LABEL, ADDRESS, HOST_HELO, NAME, HOST_RULES, HOST_COLUMNS };

static struct table_row *mails, *hosts;
static size_t mail_count, host_count;
static struct fake_dns dns;

/* What the rules have found, of a row of either table. */
static struct wb_facts facts;

/* ---- Mails ---------------------------------------------------------------------------------------------------------------- */

static bool is_listed(void *context, const struct wb_address *address)
{
	const struct wb_prefix listed[] = { prefix_of("203.0.113.66"), prefix_of("2001:db8:66::/48") };

	(void)context;
	return wb_prefix_covers(&listed[0], address) || wb_prefix_covers(&listed[1], address);
}

/* context: the client. */
static enum wb_status sender_changes(void *context)
{
	const struct wb_prefix host = prefix_of("192.0.2.121");

	return wb_prefix_covers(&host, context) ? WB_OK : WB_NOT_FOUND;
}

static void match_mail(const struct wb_policy *policy, const struct table_row *row)
{
	static struct wb_message_details details;
	static struct wb_message message;
	char *const *columns = row->columns;
	struct wb_query query = { .client = address_of(columns[CLIENT]), .recipients = columns[RECIPIENTS] };
	const struct wb_message_asks asks = { is_listed, sender_changes, &query.client, wb_host_name_holds_address };
	struct wb_host host = { .helo = columns[HELO], .name = columns[HOST_NAME] };
	char path[512];
	size_t size;
	char *mail, *gap;

	snprintf(path, sizeof(path), "tests/mail/%s", columns[FILE_NAME]);
	mail = (char *)read_file(path, &size);
	gap = memmem(mail, size, "\n\n", 2);
	assert_non_null(gap);
	wb_text_copy(query.name, sizeof(query.name), columns[HOST_NAME]);
	wb_text_copy(query.helo, sizeof(query.helo), columns[HELO]);
	if (strcmp(columns[SENDER], "<>") != 0)
		wb_text_copy(query.sender, sizeof(query.sender), columns[SENDER]);
	memset(&facts, 0, sizeof(facts));
	wb_message_read(mail, (size_t)(gap + 1 - mail), gap + 2, (size_t)(mail + size - (gap + 2)), &message);
	wb_message_rule_match(policy, &message, &query, &host, &asks, &facts, &details);
	free(mail);
}

/* ---- Hosts ---------------------------------------------------------------------------------------------------------------- */

/* A name of the table, without the sign behind it; whether that is there. */
static bool read_name(const char *column, char sign, char name[WB_QUERY_NAME_SIZE])
{
	size_t length = strlen(column);
	bool has_sign = length > 0 && column[length - 1] == sign;

	snprintf(name, WB_QUERY_NAME_SIZE, "%.*s", (int)(length - has_sign), column);
	return has_sign;
}

/* The rows of a DNS server. */
static char *script;
static size_t script_size;
static FILE *script_file;

/* An address of a name, or NXDOMAIN; the first that is said of it. */
static void say_address(const char *name, const char *kind, const char *address)
{
	char row[WB_QUERY_NAME_SIZE + 4];

	snprintf(row, sizeof(row), "\n%s @", name);
	fflush(script_file);
	if (strcasestr(script, row) == NULL)
		fprintf(script_file, "%s @ %s%s\n", name, kind, address);
}

static void say_host(const struct table_row *row)
{
	char *const *columns = row->columns;
	bool is_v6 = strchr(columns[ADDRESS], ':') != NULL, is_elsewhere;
	char name[WB_QUERY_NAME_SIZE];

	is_elsewhere = read_name(columns[NAME], '?', name);
	fprintf(script_file, "%s %s ", is_v6 ? "ip6.arpa" : "in-addr.arpa", columns[ADDRESS]);
	if (strcmp(name, "-") == 0) {
		fprintf(script_file, "NXDOMAIN\n");
		return;
	}
	fprintf(script_file, "ptr=%s\n", name);
	say_address(name, is_v6 && !is_elsewhere ? "aaaa=" : "", is_elsewhere ? "198.51.100.250" : columns[ADDRESS]);
}

static void say_helo(const struct table_row *row)
{
	char name[WB_QUERY_NAME_SIZE];
	bool has_none = read_name(row->columns[HOST_HELO], '!', name);

	if (strchr(name, '.') != NULL && strpbrk(name, "[:") == NULL && strspn(name, "0123456789.") < strlen(name))
		say_address(name, "", has_none ? "NXDOMAIN" : "198.51.100.250");
}

/* A DNS that says what the table of hosts does. */
static int start_dns(void **state)
{
	(void)state;
	mails = table_read("table", MAIL_COLUMNS, &mail_count);
	hosts = table_read("hosts", HOST_COLUMNS, &host_count);
	script_file = open_memstream(&script, &script_size);
	assert_non_null(script_file);
	for (size_t i = 0; i < host_count; i++)
		say_host(&hosts[i]);
	for (size_t i = 0; i < host_count; i++)
		say_helo(&hosts[i]);
	fclose(script_file);
	fake_dns_start(script, &dns);
	free(script);
	return 0;
}

static int stop_dns(void **state)
{
	(void)state;
	fake_dns_stop(&dns);
	free(mails);
	free(hosts);
	return 0;
}

/* What a check says of a host at its HELO; it lives until the next one. */
static const struct wb_verdict *match_host(const struct wb_policy *policy, const struct table_row *row)
{
	static struct wb_verdict verdict;
	struct wb_query query = { .client = address_of(row->columns[ADDRESS]),
		.own_name = "mx.example.org",
		.own_address = address_of("198.51.100.25"),
		.has_own_address = true };
	struct wb_check *check = open_check_of(policy, (struct wb_check_options){ .wait_for_all = true });
	const struct wb_outcome *outcome;

	read_name(row->columns[HOST_HELO], '!', query.helo);
	outcome = wb_check_run(check, &query);
	assert_string_equal(outcome->facts.fault.text, "");
	facts = outcome->facts;
	verdict = outcome->verdict;
	wb_check_close(&check);
	return &verdict;
}

/* Rules, and the DNS. */
static struct wb_config *open_rules(void **state, const char *without)
{
	char more[512];

	snprintf(more, sizeof(more),
	    "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\ndns { servers = {\"%s\"} deadline = 10 }\n",
	    path_in(*state, "store"), dns.address);
	return table_open_rules(*state, more, without);
}

/* ---- Tests ---------------------------------------------------------------------------------------------------------------- */

static void assert_rules(const char *wanted)
{
	char names[TABLE_NAMES_SIZE];

	table_list_rules(&facts, names);
	assert_string_equal(names, wanted);
}

/* How many rows there are, in how many of them is evidence, and how many are refused. */
struct tally {
	size_t rows, seen, refused;
};

static void add_to(struct tally *tally, enum wb_action action)
{
	tally->rows++;
	tally->seen += facts.evidence_count > 0;
	tally->refused += action >= WB_DEFER;
}

static void print_tallies(const char *what, const struct tally *ordinary, const struct tally *others)
{
	print_message("    %zu ordinary %s: evidence for %zu, refused %zu; %zu others: evidence for %zu, refused %zu\n",
	    ordinary->rows, what, ordinary->seen, ordinary->refused, others->rows, others->seen, others->refused);
	assert_int_equal(ordinary->refused, 0);
	assert_int_equal(others->seen, others->rows);
}

/* The rules as they come. */
static struct wb_config *open_shipped(void **state)
{
	char text[PATH_MAX + 32];

	snprintf(text, sizeof(text), "rules_file = \"%s/config/rules.conf\"\n", getenv("PWD"));
	return open_config(*state, text);
}

static void test_mails(void **state)
{
	struct tally ordinary = { 0 }, others = { 0 };
	struct wb_config *config = open_shipped(state);

	for (size_t i = 0; i < mail_count; i++) {
		static struct wb_verdict verdict;

		begin_row(mails[i].columns[FILE_NAME]);
		match_mail(&config->policy, &mails[i]);
		assert_rules(mails[i].columns[MAIL_RULES]);
		wb_classify(&config->policy, &facts, NULL, NOW_S, &verdict);
		add_to(strncmp(mails[i].columns[FILE_NAME], "ordinary/", 9) == 0 ? &ordinary : &others, verdict.action);
	}
	print_tallies("mails", &ordinary, &others);
	assert_true(ordinary.rows >= 60 && others.rows >= 50 && others.refused >= 20);
	wb_config_close(&config);
}

/* Some evidence is by a rule of this policy. */
static bool has_some_of(const struct wb_policy *policy)
{
	for (size_t i = 0; i < facts.evidence_count; i++) {
		for (size_t k = 0; k < policy->rule_count; k++) {
			if (strcmp(policy->rules[k].name, facts.evidence[i].rule->name) == 0)
				return true;
		}
	}
	return false;
}

/* All rules about hosts together refuse nobody. */
static void test_hosts(void **state)
{
	struct tally ordinary = { 0 }, others = { 0 };
	struct wb_config *config, *shipped = open_shipped(state);
	size_t seen_as_shipped = 0;

	init_store(*state);
	config = open_rules(state, NULL);
	for (size_t i = 0; i < host_count; i++) {
		bool is_ordinary = strncmp(hosts[i].columns[LABEL], "ordinary: ", 10) == 0;
		const struct wb_verdict *verdict;

		begin_row(hosts[i].columns[LABEL]);
		verdict = match_host(&config->policy, &hosts[i]);
		assert_rules(hosts[i].columns[HOST_RULES]);
		add_to(is_ordinary ? &ordinary : &others, verdict->action);
		seen_as_shipped += is_ordinary && has_some_of(&shipped->policy);
	}
	print_tallies("hosts", &ordinary, &others);
	print_message("    with the rules that are on as they come: evidence for %zu ordinary hosts\n", seen_as_shipped);
	assert_true(ordinary.rows >= 30 && others.rows >= 30 && others.refused == 0);
	wb_config_close(&config);
	wb_config_close(&shipped);
}

/* Rows of both tables that are others when this rule is taken out of all. The table of mails does not have what is off as it comes. */
static size_t count_rows_that_fail(void **state, const struct wb_policy *all, const char *rule)
{
	struct wb_config *config = open_rules(state, rule);
	char names[TABLE_NAMES_SIZE], with[TABLE_NAMES_SIZE];
	size_t failed = 0;

	for (size_t i = 0; i < mail_count; i++) {
		match_mail(all, &mails[i]);
		table_list_rules(&facts, with);
		match_mail(&config->policy, &mails[i]);
		table_list_rules(&facts, names);
		failed += strcmp(names, with) != 0;
	}
	for (size_t i = 0; i < host_count; i++) {
		if (!table_has_rule(hosts[i].columns[HOST_RULES], rule))
			continue;
		match_host(&config->policy, &hosts[i]);
		table_list_rules(&facts, names);
		failed += strcmp(names, hosts[i].columns[HOST_RULES]) != 0;
	}
	wb_config_close(&config);
	return failed;
}

static void test_each_rule_taken_out(void **state)
{
	struct wb_config *config;

	init_store(*state);
	config = open_rules(state, NULL);
	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const char *rule = config->policy.rules[i].name;
		size_t failed = count_rows_that_fail(state, &config->policy, rule);

		print_message("    %-26s %3zu rows fail\n", rule, failed);
		assert_true(failed > 0);
	}
	assert_true(mail_count + host_count >= 150);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_mails),
		test_in_folder(test_hosts),
		test_in_folder(test_each_rule_taken_out),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
