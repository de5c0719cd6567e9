/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * corpus.c - what the shipped rules see in mailboxes: rule by rule how many mails, and how many of them would be refused for what the rules
 * about mail say. `tests/bench/corpus --help` says how to use it.
 *
 * Each mail is looked at as Exim's process would at DATA, but for the DNS and the listings, which nobody is asked: facts about them are unknown.
 * The client is the first host in a Received field that is not of a private network; what our own servers have written above it was not there
 * at DATA, and is taken away.
 */
#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/private_space.h"
#include "base/text.h"
#include "config/config.h"
#include "mailbox.h"
#include "verdict/check_host.h"
#include "verdict/classify.h"
#include "verdict/host_name.h"
#include "verdict/message_rule.h"
#include "verdict/received.h"

#define NAME_COLUMNS 70
#define SHOWN_MAX 1000
#define OURS_MAX 64

static const char usage[] = "usage: tests/bench/corpus [OPTION ...] MAILBOX ...\n"
			    "\n"
			    "What each rule of config/rules.conf sees in mailboxes: Maildirs, folders of\n"
			    "mails, mails, mbox files; as they are, or packed by gzip. Of each rule: in how\n"
			    "many mails its own conditions hold (signs), and in how many it is evidence,\n"
			    "which most rules are only in a mail that a script has sent. Nobody is asked:\n"
			    "neither the DNS nor the listings.\n"
			    "\n"
			    "  --show N      the first N mails in which a rule is evidence, and of those that\n"
			    "                would be refused\n"
			    "  --signs       show the mails in which its own conditions hold instead\n"
			    "  --ours NET    a relay of our own, whose clients are looked at; may be repeated\n"
			    "  --json        for programs\n"
			    "  --rules FILE  another file of rules\n";

/* A mail that is shown. */
struct shown {
	char *name, *detail;
};

struct shown_list {
	size_t count;
	struct shown rows[SHOWN_MAX];
};

/* What one rule has seen. */
struct row {
	const struct wb_rule *rule; /* of the rules that all stand alone */
	bool is_on;                 /* as it comes */
	size_t signs, evidence;
	struct shown_list *shown;
};

struct corpus {
	struct wb_config *shipped, *all;
	struct wb_policy alone; /* all rules, those that are off, too, and each for itself */
	struct row rows[WB_POLICY_RULES_MAX];
	struct shown_list blocked;
	struct wb_prefix ours[OURS_MAX];
	size_t our_count, show;
	bool shows_signs, is_json;
	struct mailbox_counts counts;
	size_t of_mail, of_host, of_any, blocked_by_mail, blocked_by_all;
	int64_t began_us, told_us;
};

/* ---- Rules ---------------------------------------------------------------------------------------------------------------- */

static struct wb_config *open_config(const char *text)
{
	static struct wb_diagnostics diagnostics;
	char path[] = "/tmp/whyblock-corpus-XXXXXX";
	int file = mkstemp(path);
	struct wb_config *config = NULL;

	if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text)) {
		fprintf(stderr, "corpus: %s: %s\n", path, strerror(errno));
		exit(74);
	}
	close(file);
	diagnostics.count = 0;
	if (wb_config_open(path, &config, &diagnostics) != WB_OK) {
		for (size_t i = 0; i < diagnostics.count; i++)
			fprintf(stderr, "corpus: %s\n", diagnostics.rows[i].text);
		unlink(path);
		exit(78);
	}
	unlink(path);
	if (config->rules_file_missing) {
		fprintf(stderr, "corpus: %s: no such file\n", config->rules_file);
		exit(74);
	}
	return config;
}

/* The same with each rule of the file switched on. */
static struct wb_config *open_all(const char *first_line, const char *rules)
{
	FILE *file = fopen(rules, "re"), *conf;
	char line[4096], name[64], *text = NULL;
	size_t size;
	struct wb_config *config;

	conf = open_memstream(&text, &size);
	if (file == NULL || conf == NULL) {
		fprintf(stderr, "corpus: %s: %s\n", rules, strerror(errno));
		exit(74);
	}
	fputs(first_line, conf);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, " rule \"%63[^\"]\"", name) == 1)
			fprintf(conf, "rule \"%s\" { enabled = true }\n", name);
	}
	fclose(file);
	fclose(conf);
	config = open_config(text);
	free(text);
	return config;
}

static void open_rules(struct corpus *corpus, const char *rules)
{
	char line[PATH_MAX + 32], path[PATH_MAX];
	struct wb_rule *alone;

	if (realpath(rules, path) == NULL || strpbrk(path, "\"\\") != NULL) {
		fprintf(stderr, "corpus: %s: %s\n", rules, errno != 0 ? strerror(errno) : "expected a plain name");
		exit(74);
	}
	snprintf(line, sizeof(line), "rules_file = \"%s\"\n", path);
	corpus->shipped = open_config(line);
	corpus->all = open_all(line, path);
	corpus->alone = corpus->all->policy;
	alone = calloc(corpus->alone.rule_count, sizeof(*alone));
	for (size_t i = 0; i < corpus->alone.rule_count; i++) {
		struct row *row = &corpus->rows[i];

		alone[i] = corpus->all->policy.rules[i];
		alone[i].group = WB_RULE_ALONE;
		row->rule = &corpus->all->policy.rules[i];
		for (size_t k = 0; k < corpus->shipped->policy.rule_count; k++)
			row->is_on |= strcmp(corpus->shipped->policy.rules[k].name, row->rule->name) == 0;
		row->shown = calloc(1, sizeof(*row->shown));
	}
	corpus->alone.rules = alone;
}

/* ---- One mail ------------------------------------------------------------------------------------------------------------- */

static bool is_outside(const struct corpus *corpus, const struct wb_address *address)
{
	struct wb_prefix host = { *address, WB_ADDRESS_BITS };

	for (size_t i = 0; i < corpus->our_count; i++) {
		if (wb_prefix_covers(&corpus->ours[i], address))
			return false;
	}
	return wb_private_space_overlap(&host) == NULL;
}

/* The mailbox in a field of delivery, without < >. */
static void read_mailbox(const struct wb_message *message, const char *const *names, char *buffer, size_t size)
{
	for (size_t i = 0; i < message->field_count; i++) {
		char value[WB_MESSAGE_VALUE_SIZE], *text = value;

		if (!mailbox_field_is(&message->fields[i], names))
			continue;
		wb_field_unfold(&message->fields[i], value, sizeof(value));
		if (text[0] == '<') {
			text++;
			text[strcspn(text, ">")] = '\0';
		}
		wb_text_copy(buffer, size, text);
		return;
	}
}

/* Exim, and Sendmail here and there, say it in their Received field. */
static void read_envelope_from(const char *received, struct wb_query *query)
{
	static const char before[] = "(envelope-from ";
	const char *sender = strstr(received, before);

	if (sender == NULL)
		return;
	sender += strlen(before);
	sender += strspn(sender, "<");
	snprintf(query->sender, sizeof(query->sender), "%.*s", (int)strcspn(sender, ">)"), sender);
}

/* What was not there at DATA: fields of our own servers above the one that says from whom the mail came. */
static void take_away(struct wb_message *message, size_t above)
{
	static const char *const ours[] = { "Received", "Return-Path", "Delivered-To", "X-Original-To", "Envelope-To",
		"X-Envelope-To", "X-Delivered-To", NULL };
	size_t kept = 0;

	for (size_t i = 0; i < message->field_count; i++) {
		if (i >= above || !mailbox_field_is(&message->fields[i], ours))
			message->fields[kept++] = message->fields[i];
	}
	message->field_count = kept;
}

/* The dialogue, as far as the header tells it. Returns whether the client is known, and has not logged in. */
static bool read_dialogue(const struct corpus *corpus, struct wb_message *message, struct wb_query *query)
{
	static const char *const received_name[] = { "Received", NULL };
	static const char *const from_names[] = { "Return-Path", "Envelope-Sender", "X-Envelope-From", NULL };
	static const char *const to_names[] = { "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", NULL };
	struct wb_received received;

	memset(query, 0, sizeof(*query));
	read_mailbox(message, from_names, query->sender, sizeof(query->sender));
	read_mailbox(message, to_names, query->recipient, sizeof(query->recipient));
	for (size_t i = 0; i < message->field_count; i++) {
		char value[WB_MESSAGE_VALUE_SIZE];

		if (!mailbox_field_is(&message->fields[i], received_name))
			continue;
		wb_field_unfold(&message->fields[i], value, sizeof(value));
		wb_received_read(value, &received);
		if (received.kind != WB_RECEIVED_HOST || !is_outside(corpus, &received.address))
			continue;
		query->client = received.address;
		wb_text_copy(query->helo, sizeof(query->helo), received.helo);
		wb_text_copy(query->name, sizeof(query->name), received.name);
		wb_text_copy(query->own_name, sizeof(query->own_name), received.by);
		if (query->recipient[0] == '\0')
			wb_text_copy(query->recipient, sizeof(query->recipient), received.recipient);
		if (query->sender[0] == '\0')
			read_envelope_from(value, query);
		take_away(message, i);
		return received.login != WB_RECEIVED_LOGIN_YES;
	}
	return false;
}

static void show(struct corpus *corpus, struct shown_list *list, const char *name, const char *detail)
{
	if (list->count < corpus->show)
		list->rows[list->count++] = (struct shown){ strdup(name), strdup(detail != NULL ? detail : "") };
}

/* Evidence of rules of `policy` beside the rows of all rules: both are in the order of the file. */
static void count(struct corpus *corpus, const struct wb_facts *facts, bool is_evidence, const char *name)
{
	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];
		struct row *row = corpus->rows;

		while (strcmp(row->rule->name, evidence->rule->name) != 0)
			row++;
		if (is_evidence)
			row->evidence++;
		else
			row->signs++;
		if (is_evidence != corpus->shows_signs)
			show(corpus, row->shown, name, evidence->detail);
	}
}

static bool is_refused(const struct corpus *corpus, const struct wb_facts *facts, struct wb_verdict *verdict)
{
	wb_classify(&corpus->shipped->policy, facts, NULL, 0, verdict);
	return verdict->action >= WB_DEFER;
}

/* What rules of a policy say; first those about mail, then those about hosts. of_mail_r: how many rows are about mail. */
static void match(const struct wb_policy *policy, const struct wb_message *message, const struct wb_query *query,
    bool knows_client, struct wb_host *host, struct wb_facts *facts, struct wb_message_details *details)
{
	static const struct wb_message_asks asks = { .name_holds_address = wb_host_name_holds_address };
	const struct wb_host_wants wants = { .any = true, .name = true, .helo = false };

	memset(facts, 0, offsetof(struct wb_facts, evidence));
	facts->client = query->client;
	if (knows_client)
		wb_check_host_read(query, &query->client, wants, NULL, NULL, host);
	wb_message_rule_match(policy, message, query, knows_client ? host : NULL, &asks, facts, details);
}

static void tell_progress(struct corpus *corpus)
{
	int64_t now_us = wb_clock_system.monotonic_us(NULL);

	if (!isatty(STDERR_FILENO) || now_us - corpus->told_us < 100000)
		return;
	corpus->told_us = now_us;
	fprintf(stderr, "\r  %zu mails, %.0f a second ", corpus->counts.mails,
	    (double)corpus->counts.mails * 1e6 / (double)(now_us - corpus->began_us));
}

static void look_at(void *context, struct wb_message *message, const char *name)
{
	struct corpus *corpus = context;
	static struct wb_facts facts;
	static struct wb_message_details details;
	static struct wb_verdict verdict;
	struct wb_query query;
	struct wb_host host;
	bool knows_client = read_dialogue(corpus, message, &query), is_blocked;
	size_t of_mail;

	query.message = message;
	query.recipients = query.recipient;
	match(&corpus->alone, message, &query, knows_client, &host, &facts, &details);
	if (knows_client)
		wb_rule_match_host(&corpus->alone, &host, &facts);
	count(corpus, &facts, false, name);

	match(&corpus->shipped->policy, message, &query, knows_client, &host, &facts, &details);
	of_mail = facts.evidence_count;
	is_blocked = is_refused(corpus, &facts, &verdict);
	if (is_blocked)
		show(corpus, &corpus->blocked, name, verdict.category->id);
	corpus->blocked_by_mail += is_blocked;
	if (knows_client)
		wb_rule_match_host(&corpus->shipped->policy, &host, &facts);
	corpus->blocked_by_all += is_refused(corpus, &facts, &verdict);
	corpus->of_mail += of_mail > 0;
	corpus->of_host += facts.evidence_count > of_mail;
	corpus->of_any += facts.evidence_count > 0;
	count(corpus, &facts, true, name);
	tell_progress(corpus);
}

/* ---- What was found ------------------------------------------------------------------------------------------------------- */

static void print_shown(const struct shown_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct shown *shown = &list->rows[i];
		size_t length = strlen(shown->name), cut = length > NAME_COLUMNS ? length - NAME_COLUMNS + 3 : 0;

		printf("    %s%s\n", cut > 0 ? "..." : "", shown->name + cut);
		if (shown->detail[0] != '\0')
			printf("      %.*s\n", NAME_COLUMNS, shown->detail);
	}
}

static void print_text(const struct corpus *corpus, double seconds)
{
	printf("%-26s %-11s %6s %12s %12s\n", "rule", "category", "weight", "signs", "evidence");
	for (size_t i = 0; i < corpus->alone.rule_count; i++) {
		const struct row *row = &corpus->rows[i];

		printf("%-26s %-11s %6.2f %12zu ", row->rule->name, row->rule->category_id, row->rule->weight_milli / 1000.0,
		    row->signs);
		if (row->is_on)
			printf("%12zu\n", row->evidence);
		else
			printf("%12s\n", "off");
		print_shown(row->shown);
	}
	printf("\n%-58s %12zu\n", "mails", corpus->counts.mails);
	printf("%-58s %12zu\n", "with evidence by rules about mail", corpus->of_mail);
	printf("%-58s %12zu\n", "with evidence by rules about hosts that are on", corpus->of_host);
	printf("%-58s %12zu\n", "with any evidence", corpus->of_any);
	printf("%-58s %12zu\n", "refused by rules about mail alone", corpus->blocked_by_mail);
	print_shown(&corpus->blocked);
	printf("%-58s %12zu\n", "refused by both together", corpus->blocked_by_all);
	if (corpus->counts.no_mails > 0)
		printf("%-58s %12zu\n", "files passed over, since they are no mails", corpus->counts.no_mails);
	if (corpus->counts.unreadable > 0)
		printf("%-58s %12zu\n", "files that could not be read to their end", corpus->counts.unreadable);
	printf("%.1f s, %.0f mails a second\n", seconds, (double)corpus->counts.mails / seconds);
}

static void add_count(struct json_object *object, const char *key, size_t count)
{
	json_object_object_add(object, key, json_object_new_int64((int64_t)count));
}

static struct json_object *shown_json(const struct shown_list *list)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < list->count; i++) {
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "mail", json_object_new_string(list->rows[i].name));
		json_object_object_add(object, "detail", json_object_new_string(list->rows[i].detail));
		json_object_array_add(array, object);
	}
	return array;
}

static void print_json(const struct corpus *corpus, double seconds)
{
	struct json_object *all = json_object_new_object(), *rules = json_object_new_array();

	for (size_t i = 0; i < corpus->alone.rule_count; i++) {
		const struct row *row = &corpus->rows[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "rule", json_object_new_string(row->rule->name));
		json_object_object_add(object, "category", json_object_new_string(row->rule->category_id));
		json_object_object_add(object, "weight", json_object_new_double(row->rule->weight_milli / 1000.0));
		json_object_object_add(object, "on", json_object_new_boolean(row->is_on));
		add_count(object, "signs", row->signs);
		add_count(object, "evidence", row->evidence);
		json_object_object_add(object, "shown", shown_json(row->shown));
		json_object_array_add(rules, object);
	}
	json_object_object_add(all, "rules", rules);
	add_count(all, "mails", corpus->counts.mails);
	add_count(all, "evidence_of_mail", corpus->of_mail);
	add_count(all, "evidence_of_host", corpus->of_host);
	add_count(all, "evidence", corpus->of_any);
	add_count(all, "refused_by_mail", corpus->blocked_by_mail);
	add_count(all, "refused", corpus->blocked_by_all);
	json_object_object_add(all, "refused_shown", shown_json(&corpus->blocked));
	add_count(all, "no_mails", corpus->counts.no_mails);
	add_count(all, "unreadable", corpus->counts.unreadable);
	json_object_object_add(all, "seconds", json_object_new_double(seconds));
	puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(all);
}

static void add_ours(struct corpus *corpus, const char *text)
{
	struct wb_error error = { "expected no more of them" };

	if (corpus->our_count == OURS_MAX || wb_prefix_parse(text, &corpus->ours[corpus->our_count], &error) != WB_OK) {
		fprintf(stderr, "corpus: --ours %s: %s\n", text, error.text);
		exit(64);
	}
	corpus->our_count++;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "show", required_argument, NULL, 'n' },
		{ "signs", no_argument, NULL, 's' },
		{ "json", no_argument, NULL, 'j' },
		{ "ours", required_argument, NULL, 'o' },
		{ "rules", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	static struct corpus corpus;
	const char *rules = "config/rules.conf";
	double seconds;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'n')
			corpus.show = (size_t)strtoul(optarg, NULL, 10);
		else if (option == 's')
			corpus.shows_signs = true;
		else if (option == 'j')
			corpus.is_json = true;
		else if (option == 'r')
			rules = optarg;
		else if (option == 'o')
			add_ours(&corpus, optarg);
		else
			return fputs(usage, option == 'h' ? stdout : stderr), option == 'h' ? 0 : 64;
	}
	if (optind == argc)
		return fputs(usage, stderr), 64;
	if (corpus.show > SHOWN_MAX)
		corpus.show = SHOWN_MAX;
	open_rules(&corpus, rules);
	corpus.began_us = corpus.told_us = wb_clock_system.monotonic_us(NULL);
	mailbox_walk(&(struct mailbox_reader){ look_at, &corpus }, argv + optind, &corpus.counts);
	seconds = (double)(wb_clock_system.monotonic_us(NULL) - corpus.began_us + 1) / 1e6;
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	if (corpus.is_json)
		print_json(&corpus, seconds);
	else
		print_text(&corpus, seconds);
	return corpus.counts.unreadable > 0 ? 74 : 0;
}
