/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check.c - see check.h */
#include "verdict/check.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "verdict/check_dns.h"
#include "verdict/exempt.h"

struct wb_check {
	struct wb_check_options options;
	struct wb_error policy_fault; /* empty: none */
	struct wb_check_dns dns;
	bool keys_were_read; /* once, when the first reply is made */
	struct wb_reference_keys keys;
	struct wb_reference reference; /* of the last reply */
	struct wb_check_ages known_ages;
	/* From here on many pages that most checks touch nothing of. */
	struct wb_outcome outcome;
	struct wb_limits least; /* that recipients choose; not set where none does */
	struct wb_lowered lowered;
	struct wb_check_message message;
	struct wb_first_seen ages[WB_EVIDENCE_MAX];
	struct wb_health health[WB_ZONES_MAX + WB_NAME_SERVERS_MAX];
};

enum wb_status wb_check_open(const struct wb_policy *policy, const struct wb_error *policy_fault,
    const struct wb_check_options *options, struct wb_check **check_r)
{
	struct wb_check *check = malloc(sizeof(*check));

	*check_r = check;
	if (check == NULL)
		return WB_NO_MEMORY;
	memset(check, 0, offsetof(struct wb_check, outcome.verdict));
	wb_verdict_clear(policy, &check->outcome.verdict);
	check->outcome.health = check->health;
	memset(check->health, 0, policy->zone_count * sizeof(check->health[0]));
	/* Those of name servers, too, behind the zones: for want of memory nothing may be learnt of them. */
	memset(check->outcome.findings, 0, sizeof(check->outcome.findings));
	memset(&check->outcome.facts, 0, offsetof(struct wb_facts, evidence));
	check->options = *options;
	if (check->options.clock == NULL)
		check->options.clock = &wb_clock_system;
	if (policy_fault != NULL)
		check->policy_fault = *policy_fault;
	check->outcome.policy = policy;
	check->dns.options = &check->options;
	check->dns.outcome = &check->outcome;
	if (wb_choice_find_least(policy, &check->least))
		check->dns.least = &check->least;
	check->dns.wants = wb_check_host_wants(policy);
	check->dns.ages = &check->known_ages;
	check->lowered.is_read = false;
	check->dns.lowered = &check->lowered;
	check->known_ages.rows = check->ages;
	return WB_OK;
}

void wb_check_close(struct wb_check **check)
{
	if (*check == NULL)
		return;
	wb_check_dns_drop(&(*check)->dns);
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
 * memory it is looked up again: that may have passed. And where time has passed that makes a refusal of it.
 */
static void gather_local(struct wb_check *check, const struct wb_address *client, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;

	if (outcome->is_gathered && !outcome->facts.is_starved && wb_address_equals(client, &outcome->facts.client) &&
	    !wb_check_dns_is_outdated(&check->dns, now_s))
		return;
	wb_check_dns_drop(&check->dns);
	/* The last verdict may point at what the zones said about another client. */
	wb_verdict_clear(outcome->policy, &outcome->verdict);
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

/* What the rules about mail say. A refusal that rests on them wants to know whose host it is, which nobody may have asked before. */
static void gather_message(struct wb_check *check, int64_t now_s)
{
	struct wb_outcome *outcome = &check->outcome;
	struct wb_check_dns *dns = &check->dns;
	const struct wb_query *query = &outcome->query;

	dns->message = query->message != NULL ? &check->message : NULL;
	if (dns->message == NULL)
		return;
	if (dns->wants.any)
		wb_check_host_read(query, &query->client, dns->wants, dns->names, dns->helo, &dns->host);
	wb_check_message_read(
	    outcome->policy, query, dns->wants.any ? &dns->host : NULL, now_s, &outcome->facts, &check->message);
	gather_local(check, &query->client, now_s);
}

const struct wb_outcome *wb_check_prefetch(struct wb_check *check, const struct wb_query *query)
{
	struct wb_outcome *outcome = &check->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_query translated = *query;
	int64_t now_s = decided_at_s(check);
	char why[160];

	wb_nat64_host(&policy->nat64_prefixes, &query->client, &translated.client);
	if (check->options.skip_dns ||
	    (policy->zone_count == 0 && policy->sender_count == 0 && !check->dns.wants.name && !check->dns.wants.helo) ||
	    wb_exempt_match(&policy->exempt, &translated, why, sizeof(why)))
		return outcome;
	gather_local(check, &translated.client, now_s);
	memcpy(outcome->query.name, query->name, sizeof(query->name));
	wb_check_dns_prefetch(&check->dns, now_s);
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
	struct wb_limits limits;
	char why[160];

	outcome->query = *query;
	outcome->host = NULL;
	outcome->came_from = query->client;
	/* The one place where a client becomes another: all that follows, down to the reply, knows the host that it counts as. */
	outcome->is_translated = wb_nat64_host(&outcome->policy->nat64_prefixes, &query->client, &outcome->query.client);
	outcome->query.came_from = outcome->is_translated ? &outcome->came_from : NULL;
	if (wb_exempt_match(&outcome->policy->exempt, &outcome->query, why, sizeof(why))) {
		wb_verdict_clear(outcome->policy, verdict);
		wb_text_copy(verdict->exempt, sizeof(verdict->exempt), why);
	} else {
		gather_local(check, &outcome->query.client, now_s);
		gather_message(check, now_s);
		wb_check_dns_gather(&check->dns, now_s);
		/* What was gathered serves all recipients, what is decided this one. */
		if (wb_choice_find(outcome->policy, query, &limits))
			wb_classify(outcome->policy, &outcome->facts, &limits, now_s, verdict);
		if (check->options.locate || outcome->facts.evidence_count > 0 || outcome->facts.fault.text[0] != '\0')
			wb_check_locate(check);
		if (outcome->facts.fault.text[0] != '\0' && verdict->exempt[0] == '\0' && verdict->action < WB_DEFER &&
		    outcome->policy->on_error == WB_ON_ERROR_DEFER) {
			verdict->action = WB_DEFER;
			verdict->category = NULL;
			/* Nobody has less done to the mail for their sake. */
			verdict->guard = verdict->chooser = NULL;
			verdict->on_error = true;
		}
	}

	outcome->action = verdict->action;
	if (outcome->policy->mode == WB_MONITOR && outcome->action > WB_LOG)
		outcome->action = WB_LOG;
	make_reference(check, now_s);
	outcome->query.recipients = NULL;
	outcome->query.message = NULL;
	outcome->elapsed_us = (uint64_t)(clock->monotonic_us(clock->context) - started_us);
	return outcome;
}

const struct wb_place *wb_outcome_place(const struct wb_outcome *outcome)
{
	static const struct wb_place nowhere;
	const struct wb_facts *facts = &outcome->facts;
	bool is_about_client = outcome->is_gathered && wb_address_equals(&facts->client, &outcome->query.client);

	return is_about_client ? &facts->place : &nowhere;
}

/* A shipped sign of a host is so common that nobody wants to read of it where nothing is done. */
static bool is_worth_telling(const struct wb_outcome *outcome, size_t index)
{
	const struct wb_evidence *evidence = &outcome->facts.evidence[index];

	if (evidence->weight_milli == 0 || outcome->verdict.scores[evidence->category].score_milli == 0 ||
	    wb_classify_discount(outcome->policy, &outcome->facts, index, outcome->verdict.decided_at_s) != WB_DISCOUNT_NONE)
		return false;
	return outcome->verdict.action != WB_OFF || evidence->kind != WB_EVIDENCE_RULE || !evidence->rule->is_shipped;
}

bool wb_outcome_has_evidence(const struct wb_outcome *outcome)
{
	for (size_t i = 0; outcome->is_gathered && i < outcome->facts.evidence_count; i++) {
		if (is_worth_telling(outcome, i))
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
