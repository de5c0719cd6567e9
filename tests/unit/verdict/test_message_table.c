/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_message_table.c - the mails of tests/mail, and which of the shipped rules hold for each, as its table says. None of the ordinary
 * ones is refused, and each rule has a row that fails when the rule is taken out.
 */
#include "fixture.h"
#include "verdict/evidence.h"
#include "verdict/host_name.h"
#include "verdict/message_rule.h"
#include "verdict/message_view.h"
#include "verdict/query.h"
#include "verdict/rule.h"

#define COLUMNS 7
#define NAMES_SIZE 1024

enum column { FILE_NAME, CLIENT, HOST_NAME, HELO, SENDER, RECIPIENTS, RULES };

static struct wb_facts facts;
static struct wb_message_details details;
static const char *folder;
static bool was_wanted[WB_POLICY_RULES_MAX]; /* a rule of the policy holds in some row */

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

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The rules of the evidence in the order of the alphabet, as the table has them. */
static void list_rules(char *names)
{
	const char *found[WB_EVIDENCE_MAX];
	struct wb_text text;

	for (size_t i = 0; i < facts.evidence_count; i++)
		found[i] = facts.evidence[i].rule->name;
	qsort(found, facts.evidence_count, sizeof(found[0]), compare_names);
	wb_text_open(&text, names, NAMES_SIZE);
	for (size_t i = 0; i < facts.evidence_count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? " " : "", found[i]);
}

static void split_row(char *line, char *columns[COLUMNS])
{
	for (size_t i = 0; i < COLUMNS; i++) {
		char *end = strchr(line, '|');

		assert_true(i == COLUMNS - 1 ? end == NULL : end != NULL);
		if (end != NULL)
			*end = '\0';
		columns[i] = wb_text_trim(line);
		line = end == NULL ? line : end + 1;
	}
}

static void match(const struct wb_policy *policy, char *columns[COLUMNS])
{
	static struct wb_message message;
	struct wb_query query = { .client = address_of(columns[CLIENT]), .recipients = columns[RECIPIENTS] };
	const struct wb_message_asks asks = { is_listed, sender_changes, &query.client, wb_host_name_holds_address };
	struct wb_host host = { .helo = columns[HELO], .name = columns[HOST_NAME] };
	char path[512];
	size_t size;
	char *mail, *gap;

	snprintf(path, sizeof(path), "%s/%s", folder, columns[FILE_NAME]);
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

/* Whether some category has what it takes to refuse. */
static bool is_refused(const struct wb_policy *policy)
{
	uint64_t sums[WB_POLICY_CATEGORIES_MAX] = { 0 };
	bool is_refused = false;

	for (size_t i = 0; i < facts.evidence_count; i++) {
		const struct wb_evidence *evidence = &facts.evidence[i];

		sums[evidence->category] += evidence->weight_milli;
		is_refused |= sums[evidence->category] >= policy->categories[evidence->category].threshold_milli;
		was_wanted[evidence->rule - policy->rules] = true;
	}
	return is_refused;
}

static void test_the_table(void **state)
{
	char text[512], line[1024], names[NAMES_SIZE], *columns[COLUMNS];
	size_t ordinary = 0, ordinary_seen = 0, others = 0, others_seen = 0, others_refused = 0;
	uint64_t relay_milli = 0;
	struct wb_config *config;
	FILE *table;

	snprintf(text, sizeof(text), "rules_file = \"%s/config/rules.conf\"\n", getenv("PWD"));
	config = open_config(*state, text);
	snprintf(text, sizeof(text), "%s/tests/mail", getenv("PWD"));
	folder = text;
	snprintf(line, sizeof(line), "%s/table", folder);
	table = fopen(line, "r");
	assert_non_null(table);
	while (fgets(line, sizeof(line), table) != NULL) {
		bool is_ordinary, is_seen;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		split_row(line, columns);
		begin_row(columns[FILE_NAME]);
		match(&config->policy, columns);
		list_rules(names);
		assert_string_equal(names, columns[RULES]);
		is_ordinary = strncmp(columns[FILE_NAME], "ordinary/", 9) == 0;
		is_seen = facts.evidence_count > 0;
		if (is_ordinary) {
			ordinary++;
			ordinary_seen += is_seen;
			assert_false(is_refused(&config->policy));
		} else {
			others++;
			others_seen += is_seen;
			others_refused += is_refused(&config->policy);
		}
	}
	fclose(table);
	print_message("    %zu ordinary mails: evidence for %zu, refused 0; %zu others: evidence for %zu, refused %zu\n",
	    ordinary, ordinary_seen, others, others_seen, others_refused);
	assert_true(ordinary >= 50 && others >= 40);
	assert_int_equal(others_seen, others);
	begin_row("all signs of a relay together");
	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const struct wb_rule *rule = &config->policy.rules[i];

		if (wb_rule_is_about_message(rule) && rule->group == WB_RULE_ALONE)
			relay_milli += rule->weight_milli;
	}
	assert_in_range(relay_milli, 1, 999);
	/* A rule that no row has could be taken out, and nothing would fail. */
	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const struct wb_rule *rule = &config->policy.rules[i];

		begin_row(rule->name);
		assert_true(was_wanted[i] || !wb_rule_is_about_message(rule));
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
