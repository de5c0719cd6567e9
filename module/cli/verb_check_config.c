/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_check_config.c - whyblock check-config */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/email.h"
#include "base/nat64.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "cli/category_text.h"
#include "cli/cli.h"
#include "cli/exim_probe.h"
#include "cli/findings.h"
#include "cli/owner.h"
#include "cli/print_apply.h"
#include "cli/print_excerpt.h"
#include "cli/replay_run.h"
#include "cli/who.h"
#include "config/name_advice.h"
#include "config/reply_advice.h"
#include "config/rule_section.h"
#include "config/sender_section.h"
#include "config/zone_advice.h"
#include "desk/apply.h"
#include "desk/nat64_listings.h"
#include "dns/self_test.h"
#include "store/listings.h"
#include "store/mmdb_copy.h"
#include "store/request.h"
#include "verdict/exempt.h"
#include "verdict/geoip.h"
#include "verdict/reference.h"
#include "verdict/reply.h"
#include "verdict/zones_file.h"

static void check_geoip(struct findings *findings, const struct wb_config *config)
{
	const struct {
		const char *name;
		const char *path;
		enum wb_geoip_want want;
	} files[] = {
		{ "country", config->policy.geoip.country, WB_GEOIP_COUNTRY },
		{ "asn", config->policy.geoip.asn, WB_GEOIP_ASN },
	};
	struct wb_geoip_about about;
	struct wb_mmdb_copy copy;
	struct wb_error error;
	char built[WB_TIMESTAMP_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		enum wb_status status = wb_geoip_describe(files[i].path, files[i].path, files[i].want, &about, &error);

		wb_mmdb_look(wb_policy_folder(&config->policy), files[i].want, files[i].path, &copy);
		if (status == WB_UNAVAILABLE) {
			findings_add_fault(findings, &error);
		} else if (copy.outcome == WB_MMDB_GONE && copy.is_there) {
			findings_add(findings, "warning",
			    "geoip.%s: there is no file %s any more: Exim asks the copy of before", files[i].name,
			    files[i].path);
		} else if (status == WB_NOT_FOUND) {
			findings_add(findings, "note", "geoip.%s: %s%s: unknown for every client", files[i].name,
			    files[i].path[0] != '\0' ? "there is no file " : "not set", files[i].path);
		} else {
			wb_timestamp_format(about.built_at_s, built);
			findings_add(findings, "note", "geoip.%s: %s is %s of %s, field %s", files[i].name, files[i].path,
			    about.type, built, about.layout);
			if (copy.outcome == WB_MMDB_STALE)
				findings_add(findings, copy.is_there ? "warning" : "note",
				    "geoip.%s: Exim asks %s: whyblock apply makes one of this file", files[i].name,
				    copy.is_there ? "an older copy" : "a copy, and there is none yet");
		}
	}
}

static void check_store(struct findings *findings, const struct wb_config *config)
{
	struct wb_listing_count count;
	struct wb_error error;
	struct stat st;

	if (config->policy.store[0] == '\0')
		findings_add(findings, "note",
		    "store: not set, so nothing is listed by hand or by feeds; the policy is published in %s",
		    wb_policy_folder(&config->policy));
	else if (stat(config->policy.store, &st) < 0 && errno == ENOENT)
		findings_add(findings, "note",
		    "store %s: there is no such folder yet, and Exim will say so: make it with whyblock init",
		    config->policy.store);
	else if (wb_listing_count(config->policy.store, &count, &error) != WB_OK)
		findings_add_fault(findings, &error);
	else
		findings_add(findings, "note", "store %s: %llu listing%s of %u prefix length%s", config->policy.store,
		    (unsigned long long)count.listings, count.listings == 1 ? "" : "s", count.prefix_lengths,
		    count.prefix_lengths == 1 ? "" : "s");
}

/* None of this is a fault: a reply without a reference is a good reply. */
static void check_reference_key(struct findings *findings, const struct wb_config *config)
{
	const char *path = config->policy.reference_key;
	struct wb_reference_keys keys;
	struct wb_error error;
	struct stat key, store;
	enum wb_status status = wb_reference_keys_read(path, &keys, &error);

	if (status == WB_NOT_FOUND)
		findings_add(findings, "note",
		    "reference key %s: there is no such file: replies carry no reference; make it with whyblock init", path);
	else if (status != WB_OK)
		findings_add(findings, "warning", "%s; replies carry no reference", error.text);
	else
		findings_add(findings, "note", "reference key %s: %zu key%s, the first one signs", path, keys.count,
		    keys.count == 1 ? " verifies" : "s verify");
	if (status == WB_OK && stat(path, &key) == 0 && stat(config->policy.store, &store) == 0 &&
	    ((key.st_mode & S_IRGRP) == 0 || key.st_gid != store.st_gid))
		findings_add(findings, "warning",
		    "reference key %s: is not readable by the store's group, so it may not be published for Exim: run whyblock init",
		    path);

	/* Two categories that look the same in a reference: staff could not tell which one it was. */
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const char *id = config->policy.categories[i].id;

		for (size_t j = 0; j < i; j++) {
			if (wb_reference_category_hash(id) == wb_reference_category_hash(config->policy.categories[j].id))
				findings_add(findings, "warning",
				    "categories %s and %s look the same in a reference: give one of them another id",
				    config->policy.categories[j].id, id);
		}
	}
}

/* Whether people who ask for removal can reach us, and we them. */
static void check_removal(struct findings *findings, const struct wb_config *config)
{
	const struct wb_removal_settings *removal = &config->removal;
	struct wb_query query = { .authenticated = false };
	char why[160];

	if (removal->address[0] == '\0') {
		findings_add(findings, "note",
		    "removal: there is no address, so no answers are sent: set removal.address or site.contacts");
		return;
	}
	if (!wb_email_is_valid(removal->address)) {
		findings_add(findings, "warning",
		    "removal: \"%s\" is no mail address, so no answers are sent: set removal.address", removal->address);
		return;
	}
	if (removal->sendmail[0] == '\0')
		findings_add(findings, "note", "removal.sendmail: not set, so no answers are sent");
	else if (access(removal->sendmail, X_OK) < 0)
		findings_add(findings, "warning", "removal.sendmail: %s: %s: no answers can be sent", removal->sendmail,
		    strerror(errno));
	wb_text_copy(query.recipient, sizeof(query.recipient), removal->address);
	if (!wb_exempt_match(&config->policy.exempt, &query, why, sizeof(why)))
		findings_add(findings, "warning",
		    "removal: %s cannot be reached from hosts that are blocked: add it to exempt.recipients", removal->address);
}

static void check_rules(struct findings *findings, const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const struct wb_rule *rule = &config->policy.rules[i];
		const struct wb_category *category = &config->policy.categories[rule->category];

		if (rule->scope != WB_SCOPE_HOST && category->action == WB_REJECT)
			findings_add(findings, "note",
			    "rule \"%s\": its scope is %s, so it never rejects alone: it defers%s until evidence about the host itself joins it; scope = \"host\" lets it reject",
			    rule->name, wb_scope_name((enum wb_scope)rule->scope),
			    rule->weight_milli < category->threshold_milli
				? ", once other evidence lifts it over the threshold,"
				: "");
	}
}

/* Choices that change nothing. */
static void check_recipients(struct findings *findings, const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.recipient_count; i++) {
		const struct wb_recipient *recipient = &config->policy.recipients[i];

		if (strpbrk(recipient->name, "@.") == NULL)
			findings_add(findings, "warning",
			    "%s:%d:%d: recipient \"%s\" is taken for a domain: write an address whole", config->path,
			    recipient->position.line, recipient->position.column, recipient->name);
		for (size_t k = 0; k < recipient->choice_count; k++) {
			const struct wb_choice *choice = &recipient->choices[k];
			const struct wb_category *category = &config->policy.categories[choice->category];

			if (choice->action >= category->action)
				findings_add(findings, "warning",
				    "%s:%d:%d: recipient \"%s\", category \"%s\": the action %s changes nothing: a recipient can only choose less than the category does",
				    config->path, choice->position.line, choice->position.column, recipient->name, category->id,
				    wb_action_name((enum wb_action)choice->action));
		}
	}
}

/* Clients of a translator inside a network that is exempt, or listed, come from anywhere: they are neither with it. */
static void check_nat64(struct findings *findings, const struct wb_config *config, int64_t now_s)
{
	const struct wb_policy *policy = &config->policy;
	char text[WB_NAT64_LISTINGS_TEXT_SIZE];
	struct wb_nat64_listings found;
	struct wb_prefix plain;
	struct wb_error error;

	for (size_t i = 0; i < policy->exempt.hosts.count; i++) {
		if (wb_nat64_prefix(&policy->nat64_prefixes, &policy->exempt.hosts.items[i], &plain, &error) == WB_INVALID)
			findings_add(findings, "warning", "exempt.hosts: %s", error.text);
	}
	for (size_t i = 0; i <= policy->nat64_prefixes.count; i++) {
		if (wb_nat64_listings_find(policy, i > 0 ? &policy->nat64_prefixes.items[i - 1] : &wb_nat64_well_known, now_s,
			&found, &error) == WB_OK)
			findings_add(findings, "warning", "%s", wb_nat64_listings_format(&found, text));
	}
}

static void check_shipped(struct findings *findings, const struct wb_config *config, int64_t now_s)
{
	char buffer[1024]; /* what add has room for */
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	if (wb_sender_add_origin(config, &text))
		findings_add(findings, config->known_senders_missing && !config->known_senders_shipped ? "warning" : "note",
		    "%s", buffer);
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_rule_add_origin(config, &text);
	findings_add(findings, config->rules_file_missing && !config->rules_file_shipped ? "warning" : "note", "%s", buffer);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (wb_sender_add_age(&config->policy, now_s, &text))
		findings_add(findings, "warning", "known_senders: %s", buffer);
}

/* A file that is not there yet is the download's matter; the listings of the last sync count until they expire. */
static void check_feeds(struct findings *findings, const struct wb_config *config)
{
	for (size_t i = 0; i < config->feed_count; i++) {
		const struct wb_feed_settings *feed = &config->feeds[i];

		if (access(feed->file, R_OK) < 0)
			findings_add(findings, "warning",
			    "feed \"%s\": %s: %s: whyblock feed sync leaves its listings as they are", feed->name, feed->file,
			    strerror(errno));
	}
}

static void check_zone(struct findings *findings, const struct wb_config *config, const struct wb_zone *zone)
{
	const struct wb_catalogue_zone *known = zone->known;
	const char *kind = zone->is_dnswl ? "dnswl" : "dnsbl";
	struct findings_advised advised = { findings, config->path };

	if (zone->code_count > 0)
		findings_add(findings, "note", "%s %s: run by %s, %zu codes, %s; IPv6 clients are %sasked about", kind,
		    zone->shown, zone->run_by, zone->code_count, known != NULL ? known->terms : "whyblock does not know it",
		    zone->asks_ipv6 ? "" : "not ");
	if (zone->code_count == 0 && (known == NULL || known->dead_since == NULL))
		findings_add(findings, "warning",
		    "%s %s: whyblock does not know this zone's codes, so no answer will count: name them with code sections",
		    kind, zone->shown);
	if (known != NULL && (known->flags & WB_ZONE_KEYED) != 0 && zone->shown == zone->name)
		findings_add(findings, "warning", "%s %s: needs an account's key in front of its name", kind, zone->shown);
	if (known != NULL && strcmp(known->terms, "registration") == 0)
		findings_add(
		    findings, "note", "%s %s: answers only resolvers that are registered with its operator", kind, zone->shown);
	wb_zone_advise(&config->policy, zone, findings_add_advice, &advised);
}

/* Every zone that failed its last test as empty is the resolver's doing. */
static void check_zones(struct findings *findings, const struct wb_config *config, int64_t now_s)
{
	const char *names[WB_ZONES_MAX];
	struct wb_health health[WB_ZONES_MAX];
	size_t empty = 0;

	wb_zones_list_names(config->policy.zones, config->policy.zone_count, names);
	if (wb_zones_load(wb_policy_folder(&config->policy), names, config->policy.zone_count, now_s, health, NULL) != WB_OK)
		memset(health, 0, sizeof(health));
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		check_zone(findings, config, &config->policy.zones[i]);
		if (!wb_health_may_ask(&health[i], now_s))
			findings_add(findings, "warning", "zone %s is not asked: %s", names[i], health[i].why);
		empty += health[i].state == WB_HEALTH_EMPTY;
	}
	if (empty > 0 && empty == config->policy.zone_count)
		findings_add(findings, "warning", "%s", WB_SELF_TEST_ADVICE_RESOLVER);
}

/* Renders every reply as Exim will send it, with the longest values that can come. */
static void check_replies(struct findings *findings, const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];
		char line[256];
		struct wb_position position;
		struct wb_text text;
		struct wb_reply_review review =
		    wb_reply_review(category->text, category->status, config->policy.site.name, config->policy.site.url);

		if (review.is_cut) {
			position = wb_setting_position(config, category->position, "text", 0);
			findings_add(findings, "mistake",
			    "%s:%d:%d: found category \"%s\", of whose text a line has more than %d octets with long values: expected fewer placeholders in a line",
			    config->path, position.line, position.column, category->id, WB_REPLY_LINE_BYTES_MAX);
			findings->status = CLI_BAD_CONFIG;
		}
		if (!review.has_block_words)
			findings_add(findings, "warning",
			    "category \"%s\": its text lacks the words \"Client host [%%{ip}] blocked using %%{source}\", by which senders' tools know a block",
			    category->id);
		else if (review.words_are_folded)
			findings_add(findings, "warning",
			    "category \"%s\": Exim folds the words \"[%%{ip}] blocked using\" apart for long addresses: give them a line of their own",
			    category->id);
		wb_text_open(&text, line, sizeof(line));
		if (cli_category_add_grace_advice(category, &text))
			findings_add(findings, "warning", "%s", line);
	}
}

/* What Exim will do, category by category. */
static void describe_categories(struct findings *findings, const struct wb_config *config)
{
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];
		char line[256];
		struct wb_text text;

		wb_text_open(&text, line, sizeof(line));
		cli_category_describe(category, &text);
		findings_add(findings, "note", "%s", line);
	}
	findings_add(findings, "note", "mode = %s%s; when something cannot be checked: %s",
	    config->policy.mode == WB_MONITOR ? "monitor" : "enforce",
	    config->policy.mode == WB_MONITOR ? ": nothing is blocked" : "",
	    config->policy.on_error == WB_ON_ERROR_DEFER ? "defer" : "accept");
}

/* What whyblock apply would change: the policy in force is what Exim asks, not the file. */
static void check_policy(struct findings *findings, const struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_apply apply;
	struct wb_error error;

	/* WB_INVALID: check_replies has told it. */
	if (wb_apply(cli->config, WB_APPLY_CHECK, &change, &apply, &error) != WB_OK)
		return;
	if (apply.is_first)
		findings_add(findings, "note", "policy: none is in force, so Exim accepts all mail: run whyblock apply");
	else if (apply.outcome == WB_APPLY_SAME)
		findings_add(findings, "note", "policy: the file is in force (policy %llu)", (unsigned long long)apply.serial);
	else
		findings_add(findings, "note", "policy: the file is not in force: whyblock apply would change what follows");
	for (size_t i = 0; i < apply.change_count && !apply.is_first; i++) {
		char line[CLI_APPLY_CHANGE_SIZE];
		struct wb_text text;

		wb_text_open(&text, line, sizeof(line));
		cli_apply_change_format(&apply.changes[i], &text);
		findings_add(findings, "note", "policy: %s", line);
	}
	for (size_t i = 0; i < apply.reasons.count; i++)
		findings_add(findings, "note", "policy: waits for whyblock apply: %s", apply.reasons.items[i]);
	wb_apply_close(&apply);
}

/* What it would have done with the past. What cannot be said of that is no fault of the file. */
static void check_past(struct findings *findings, const struct cli *cli)
{
	static struct cli_replay_run run; /* pages that need not be of the stack */
	char line[256];
	struct wb_text text;
	struct wb_error error;

	wb_text_open(&text, line, sizeof(line));
	if (cli_replay_past(cli, &run, &error)) {
		cli_replay_add_summary(&run.replay, &text);
		findings_add(findings, "note", "policy: %s: whyblock replay shows them", line);
	} else if (error.text[0] != '\0') {
		findings_add(findings, "note", "policy: what it would have done with the past is not known: %s", error.text);
	}
	cli_replay_close(&run);
}

/* The agent tries it beside the policy in force; one that it cannot read it passes over, and counts nothing. */
static void check_shadow(struct findings *findings, const struct wb_config *config)
{
	struct wb_diagnostics diagnostics;
	struct wb_config *shadow = NULL;
	char line[WB_DIAGNOSTIC_LINE_SIZE];

	if (config->cases.shadow[0] == '\0')
		return;
	if (wb_config_open(config->cases.shadow, &shadow, &diagnostics) == WB_OK) {
		findings_add(findings, "note", "cases.shadow: %s is tried beside the policy in force", config->cases.shadow);
	} else if (diagnostics.count > 0) {
		wb_diagnostic_format(&diagnostics.rows[0], config->cases.shadow, line);
		findings_add(findings, "warning", "cases.shadow: nothing is tried beside the policy in force: %s", line);
	}
	wb_config_close(&shadow);
}

/* Exim is another program's matter, so none of this is a fault of ours; but without it nothing that is said above happens. */
static void check_exim(struct findings *findings, const struct wb_config *config, const char *root)
{
	struct exim_probe probe;
	struct wb_error error;
	enum wb_status status;

	if (exim_probe_find(root != NULL ? root : "", &probe) != WB_OK)
		return;
	status = exim_probe_line(&probe, &error);
	if (status != WB_OK)
		findings_add(findings, status == WB_NOT_FOUND ? "warning" : "note", "%s", error.text);
	status = exim_probe_published(&probe, wb_policy_folder(&config->policy), &error);
	if (status != WB_OK)
		findings_add(findings, status == WB_NOT_FOUND ? "warning" : "note", "%s", error.text);
}

enum cli_exit cli_check_config(struct cli *cli)
{
	struct findings findings;
	struct wb_diagnostics diagnostics;
	struct findings_advised advised = { &findings, cli->config_path };
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	bool was_root = geteuid() == 0, finished;
	int mistakes = 0;

	findings_open(&findings, cli->json);
	if (wb_config_open(cli->config_path, &cli->config, &diagnostics) != WB_OK) {
		for (size_t i = 0; i < diagnostics.count; i++) {
			wb_diagnostic_format(&diagnostics.rows[i], cli->config_path, line);
			findings_add(&findings, diagnostics.rows[i].position.line == 0 ? "fault" : "mistake", "%s", line);
			mistakes += diagnostics.rows[i].position.line > 0;
			if (!cli->json)
				cli_print_excerpt(
				    diagnostics.rows[i].path[0] != '\0' ? diagnostics.rows[i].path : cli->config_path,
				    diagnostics.rows[i].position);
		}
		if (diagnostics.left_out > 0)
			findings_add(&findings, "note", "and %zu more, which are told once some of these are gone",
			    diagnostics.left_out);
		findings.status = wb_diagnostics_are_of_access(&diagnostics) ? CLI_IO : CLI_BAD_CONFIG;
		findings.is_unusable = mistakes > 0;
		findings.is_unread = mistakes == 0;
	} else {
		/* Exim tells root alone how it is set up, and the store is not root's. */
		if (was_root)
			check_exim(&findings, cli->config, cli->option[CLI_ROOT]);
		findings.status = cli_owner_become(cli, cli->verb, &finished);
		if (findings.status != CLI_DONE || finished)
			return findings.status;
		describe_categories(&findings, cli->config);
		check_replies(&findings, cli->config);
		wb_reply_advise(cli->config, findings_add_advice, &advised);
		wb_name_advise(cli->config, findings_add_advice, &advised);
		check_nat64(&findings, cli->config, cli->now_s);
		check_rules(&findings, cli->config);
		check_shipped(&findings, cli->config, cli->now_s);
		check_recipients(&findings, cli->config);
		check_feeds(&findings, cli->config);
		check_zones(&findings, cli->config, cli->now_s);
		check_geoip(&findings, cli->config);
		check_store(&findings, cli->config);
		check_reference_key(&findings, cli->config);
		check_removal(&findings, cli->config);
		check_policy(&findings, cli);
		check_past(&findings, cli);
		check_shadow(&findings, cli->config);
		if (!was_root)
			check_exim(&findings, cli->config, cli->option[CLI_ROOT]);
	}
	findings_print(&findings, cli->config_path);
	return findings.status;
}
