/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check.c - see check.h */
#include "verdict/check.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "verdict/evidence_text.h"
#include "verdict/exempt.h"
#include "verdict/reply.h"
#include "verdict/zone_evidence.h"
#include "verdict/zones_file.h"

struct wb_check {
	struct wb_check_options options;
	struct wb_error policy_fault; /* empty: none */
	struct wb_dnsbl *dnsbl;       /* the round of questions under way, or over */
	bool dns_is_done;             /* the round is over, or was not needed */
	bool keys_were_read;          /* once, when the first reply is made */
	struct wb_reference_keys keys;
	struct wb_reference reference; /* of the last reply */
	struct wb_outcome outcome;     /* ends with many pages that most checks touch nothing of */
};

enum wb_status wb_check_open(const struct wb_policy *policy, const struct wb_error *policy_fault,
    const struct wb_check_options *options, struct wb_check **check_r)
{
	struct wb_check *check = malloc(sizeof(*check));

	*check_r = check;
	if (check == NULL)
		return WB_NO_MEMORY;
	memset(check, 0, offsetof(struct wb_check, outcome.facts.evidence));
	check->outcome.name_servers.count = 0;
	/* Those of name servers, too, behind the zones: for want of memory nothing may be learnt of them. */
	memset(check->outcome.health, 0, policy->zone_count * sizeof(check->outcome.health[0]));
	memset(check->outcome.findings, 0, sizeof(check->outcome.findings));
	check->options = *options;
	if (check->options.clock == NULL)
		check->options.clock = &wb_clock_system;
	if (policy_fault != NULL)
		check->policy_fault = *policy_fault;
	check->outcome.policy = policy;
	return WB_OK;
}

void wb_check_close(struct wb_check **check)
{
	if (*check == NULL)
		return;
	wb_dnsbl_close(&(*check)->dnsbl);
	free(*check);
	*check = NULL;
}

static int64_t decided_at_s(const struct wb_check *check)
{
	const struct wb_clock *clock = check->options.clock;

	return check->options.at_s != 0 ? check->options.at_s : wb_clock_wall_s(clock);
}

/*
 * What this host's own files say about the address; looked up once, since it does not change while the client is connected. For want of
 * memory it is looked up again: that may have passed.
 */
static void gather_local(struct wb_check *check, const struct wb_address *client, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;

	if (outcome->is_gathered && !outcome->facts.is_starved && memcmp(client, &outcome->facts.client, sizeof(*client)) == 0)
		return;
	wb_dnsbl_close(&check->dnsbl);
	outcome->dnsbl = NULL;
	check->dns_is_done = false;
	/* The last verdict may point at what the zones said about another client. */
	memset(&outcome->verdict, 0, sizeof(outcome->verdict));
	if (check->policy_fault.text[0] != '\0') {
		memset(&outcome->facts, 0, offsetof(struct wb_facts, evidence));
		outcome->facts.client = *client;
		outcome->facts.listings_unknown = true;
		outcome->facts.fault = check->policy_fault;
	} else {
		wb_evidence_gather(outcome->policy, client, now_s, &outcome->facts);
		outcome->gather_count++;
	}
	outcome->is_gathered = true;
}

/* Decides on what is known by now. */
static void classify(struct wb_check *check, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_policy *policy = outcome->policy;

	if (check->dnsbl != NULL)
		wb_zone_evidence_take(check->dnsbl, policy->zones, policy->zone_count, &outcome->facts);
	wb_classify(policy, &outcome->facts, now_s, &outcome->verdict);
}

/* True when no zone that may still speak could change the reply to what was classified last. */
static bool is_settled(const struct wb_check *check)
{
	const struct wb_outcome *outcome = &check->outcome;
	bool is_open[WB_ZONES_MAX] = { false };

	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		is_open[i] = check->dnsbl == NULL || wb_dnsbl_is_open(check->dnsbl, i);
		/* The zone lists the client, and its TXT record is on the way: that is asked only when a reply uses it. */
		if (check->dnsbl != NULL && is_open[i] && wb_dnsbl_result(check->dnsbl, i)->answer == WB_DNSBL_LISTED)
			return false;
	}
	return !check->options.wait_for_all &&
	    wb_classify_is_settled(outcome->policy, &outcome->facts, &outcome->verdict, is_open);
}

static void open_dns(struct wb_check *check, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_facts *facts = &outcome->facts;
	const struct wb_dnsbl_setup setup = {
		.zones = policy->zones,
		.zone_count = policy->zone_count,
		.dns = &policy->dns,
		.servers = &outcome->name_servers,
		.health = outcome->health,
		.client = facts->client,
		.now_s = now_s,
		/* TXT records cost a question for each hit: asked only when a reply uses them, or somebody wants to see all. */
		.probes_all = check->options.wait_for_all,
		.wants_text = policy->wants_reason || check->options.wait_for_all,
		.misleads = wb_reply_misleads,
		.clock = check->options.clock,
	};
	struct wb_error error;
	enum wb_status status;

	wb_name_servers_find(&policy->dns.servers, NULL, &outcome->name_servers);
	/* Without a word about their health all zones are asked: that costs time, and blocks nobody. */
	if (wb_zones_load_with_servers(policy, now_s, &outcome->name_servers, outcome->health, &error) != WB_OK)
		wb_text_copy(facts->notice, sizeof(facts->notice), error.text);
	status = wb_dnsbl_open(&setup, &check->dnsbl, &error);
	if (status != WB_OK)
		wb_evidence_note_fault(facts, status, &error);
	outcome->dnsbl = check->dnsbl;
}

/* Of those that did not work while another one did. */
static void note_servers(const struct wb_check *check, struct wb_text *notice)
{
	const struct wb_outcome *outcome = &check->outcome;

	for (size_t i = 0; i < outcome->name_servers.count; i++) {
		if (outcome->findings[outcome->policy->zone_count + i] == WB_HEALTH_TIMED_OUT)
			wb_text_addf(notice, "%sname server %s: %s", notice->length > 0 ? "; " : "",
			    outcome->name_servers.rows[i], wb_dnsbl_server_why(check->dnsbl, i));
	}
}

/* When no more is waited for: what was learnt about the zones themselves, for whoever tells the agent, and for staff. */
static void finish_dns(struct wb_check *check)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_policy *policy = outcome->policy;
	char *buffer = outcome->facts.notice;
	struct wb_text notice = { buffer, sizeof(outcome->facts.notice), strlen(buffer), false }, text;
	struct wb_error error;
	char why[256];

	wb_dnsbl_learn(check->dnsbl, outcome->health, outcome->findings);
	wb_text_open(&text, why, sizeof(why));
	if (wb_dnsbl_has_no_server(check->dnsbl, &text)) {
		wb_fail(&error, WB_UNAVAILABLE, "dns: no name server works%s: %s",
		    outcome->name_servers.is_default ? " (" WB_RESOLV_CONF " names none)" : "", why);
		wb_evidence_note_fault(&outcome->facts, WB_UNAVAILABLE, &error);
	} else {
		note_servers(check, &notice);
	}
	for (size_t i = 0; i < policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(check->dnsbl, i);
		const char *shown = policy->zones[i].shown;
		char code[WB_CODE_TEXT_SIZE];

		if (outcome->findings[i] == WB_HEALTH_REFUSED || outcome->findings[i] == WB_HEALTH_TIMED_OUT)
			wb_text_addf(&notice, "%s%.100s: %s", notice.length > 0 ? "; " : "", shown, result->why);
		if (result->unnamed_code != 0) {
			wb_code_format(result->unnamed_code, code);
			wb_text_addf(&notice, "%s%.100s answered %s, which its table does not name",
			    notice.length > 0 ? "; " : "", shown, code);
		}
	}
}

/* An allow list that is suspended counts as if it were not there; who is refused for want of it should be found in the log. */
static void note_absence(struct wb_check *check)
{
	struct wb_facts *facts = &check->outcome.facts;
	struct wb_text notice = { facts->notice, sizeof(facts->notice), strlen(facts->notice), false };

	if (!check->outcome.verdict.misses_allow_list)
		return;
	for (size_t i = 0; i < check->outcome.policy->zone_count; i++) {
		if ((facts->absent_zones >> i & 1) != 0) {
			wb_text_add(&notice, notice.length > 0 ? "; " : "");
			wb_evidence_add_absence(
			    &check->outcome.policy->zones[i], wb_dnsbl_result(check->dnsbl, i)->why, &notice);
		}
	}
}

/* Asks all zones at once and waits until the reply is settled, or the deadline is over. Once for each connection. */
static void gather_dns(struct wb_check *check, int64_t now_s)
{
	struct wb_error error;

	classify(check, now_s);
	if (check->dns_is_done || check->options.skip_dns || check->outcome.policy->zone_count == 0 ||
	    check->outcome.facts.listings_unknown)
		return;
	if (check->dnsbl == NULL && !is_settled(check))
		open_dns(check, now_s);
	if (check->dnsbl == NULL)
		return;
	wb_dnsbl_pump(check->dnsbl);
	do
		classify(check, now_s);
	while (!is_settled(check) && wb_dnsbl_wait(check->dnsbl));
	while (wb_dnsbl_is_in_doubt(check->dnsbl) && wb_dnsbl_wait(check->dnsbl))
		;
	if (wb_dnsbl_is_starved(check->dnsbl)) {
		wb_fail(&error, WB_NO_MEMORY, "dns: out of memory");
		wb_evidence_note_fault(&check->outcome.facts, WB_NO_MEMORY, &error);
	} else {
		finish_dns(check);
	}
	classify(check, now_s);
	note_absence(check);
	check->dns_is_done = true;
	/* The results stay for whoever explains them; the sockets are not needed any more. */
	wb_dnsbl_hang_up(check->dnsbl);
}

const struct wb_outcome *wb_check_prefetch(struct wb_check *check, const struct wb_query *query)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_query translated = *query;
	int64_t now_s = decided_at_s(check);
	char why[160];

	wb_nat64_host(&policy->nat64_prefixes, &query->client, &translated.client);
	if (check->options.skip_dns || policy->zone_count == 0 ||
	    wb_exempt_match(&policy->exempt, &translated, why, sizeof(why)))
		return outcome;
	gather_local(check, &translated.client, now_s);
	if (check->dns_is_done || outcome->facts.listings_unknown)
		return outcome;
	if (check->dnsbl != NULL) {
		wb_dnsbl_pump(check->dnsbl);
		return outcome;
	}
	classify(check, now_s);
	if (!is_settled(check))
		open_dns(check, now_s);
	return outcome;
}

/*
 * The code in the reply. A key that is missing or cannot be read is no fault: there is no code then, and check-config says why.
 * For as long as client, category and action stay the same so does the code: it is in the log once for each message.
 */
static void make_reference(struct wb_check *check, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_verdict *verdict = &outcome->verdict;
	struct wb_reference reference;

	outcome->reference_code[0] = '\0';
	if (!check->options.sign || outcome->action < WB_DEFER || verdict->category == NULL)
		return;
	if (!check->keys_were_read)
		wb_reference_keys_read(outcome->policy->reference_key, &check->keys, NULL);
	check->keys_were_read = true;
	reference = wb_reference_make(&outcome->query.client, verdict->category->id, verdict->action, now_s);
	if (reference.action == check->reference.action && reference.category_hash == check->reference.category_hash &&
	    memcmp(&reference.client, &check->reference.client, sizeof(reference.client)) == 0)
		reference.at_s = check->reference.at_s;
	check->reference = reference;
	wb_reference_format(&check->keys, &reference, outcome->reference_code);
}

void wb_check_locate(struct wb_check *check)
{
	struct wb_outcome *outcome = &check->outcome;

	if (outcome->is_gathered && check->policy_fault.text[0] == '\0')
		wb_evidence_locate(outcome->policy, &outcome->facts);
}

const struct wb_outcome *wb_check_run(struct wb_check *check, const struct wb_query *query)
{
	struct wb_outcome *outcome = &check->outcome;
	struct wb_verdict *verdict = &outcome->verdict;
	const struct wb_clock *clock = check->options.clock;
	int64_t started_us = clock->monotonic_us(clock->context);
	int64_t now_s = decided_at_s(check);
	char why[160];

	outcome->query = *query;
	outcome->came_from = query->client;
	/* The one place where a client becomes another: all that follows, down to the reply, knows the host that it counts as. */
	outcome->is_translated = wb_nat64_host(&outcome->policy->nat64_prefixes, &query->client, &outcome->query.client);
	if (wb_exempt_match(&outcome->policy->exempt, &outcome->query, why, sizeof(why))) {
		memset(verdict, 0, sizeof(*verdict));
		wb_text_copy(verdict->exempt, sizeof(verdict->exempt), why);
	} else {
		gather_local(check, &outcome->query.client, now_s);
		gather_dns(check, now_s);
		if (check->options.locate || outcome->facts.evidence_count > 0 || outcome->facts.fault.text[0] != '\0')
			wb_check_locate(check);
		if (outcome->facts.fault.text[0] != '\0' && verdict->exempt[0] == '\0' && verdict->action < WB_DEFER &&
		    outcome->policy->on_error == WB_ON_ERROR_DEFER) {
			verdict->action = WB_DEFER;
			verdict->category = NULL;
			verdict->on_error = true;
		}
	}

	outcome->action = verdict->action;
	if (outcome->policy->mode == WB_MONITOR && outcome->action > WB_LOG)
		outcome->action = WB_LOG;
	make_reference(check, now_s);
	outcome->query.recipients = NULL;
	outcome->elapsed_us = (uint64_t)(clock->monotonic_us(clock->context) - started_us);
	return outcome;
}

const struct wb_place *wb_outcome_place(const struct wb_outcome *outcome)
{
	static const struct wb_place nowhere;
	const struct wb_facts *facts = &outcome->facts;
	bool is_about_client =
	    outcome->is_gathered && memcmp(&facts->client, &outcome->query.client, sizeof(facts->client)) == 0;

	return is_about_client ? &facts->place : &nowhere;
}

bool wb_outcome_has_evidence(const struct wb_outcome *outcome)
{
	for (size_t i = 0; outcome->is_gathered && i < outcome->policy->category_count; i++) {
		if (outcome->verdict.scores[i].score_milli > 0)
			return true;
	}
	return false;
}

bool wb_outcome_has_complaint(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;

	return outcome->is_gathered && outcome->verdict.exempt[0] == '\0' &&
	    (facts->fault.text[0] != '\0' || facts->notice[0] != '\0' || facts->left_out_count > 0);
}

void wb_check_note_lost(struct wb_check *check, uint32_t events)
{
	check->outcome.events_lost = events;
}
