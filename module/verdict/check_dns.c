/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check_dns.c - see check_dns.h */
#include "verdict/check_dns.h"

#include <string.h>

#include "base/text.h"
#include "verdict/evidence_text.h"
#include "verdict/guard.h"
#include "verdict/reply.h"
#include "verdict/settled.h"
#include "verdict/zone_evidence.h"
#include "verdict/zones_file.h"

/* An address in the place of a name is nothing to ask for. */
static bool asks_helo(const struct wb_check_dns *dns)
{
	const char *helo = dns->outcome->query.helo;

	return dns->wants.helo && helo[0] != '\0' && helo[0] != '[' && (dns->host.helo_truths.yes >> WB_HELO_BARE_IP & 1) == 0;
}

/* A question about the host that a rule has, and that is not answered yet. */
static bool awaits_host(const struct wb_check_dns *dns)
{
	bool awaits_name = dns->wants.name && dns->outcome->query.name[0] == '\0' &&
	    (!dns->wants_name || (dns->names != NULL && wb_host_names_state(dns->names) == WB_HOST_NAME_OPEN));
	bool awaits_helo = asks_helo(dns) &&
	    (!dns->wants_helo || (dns->helo != NULL && wb_name_address_state(dns->helo) == WB_NAME_ADDRESS_OPEN));

	return !dns->is_done && !dns->options->skip_dns && (awaits_name || awaits_helo);
}

static void gather_evidence(struct wb_check_dns *dns, bool is_supposed)
{
	struct wb_outcome *outcome = dns->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_facts *facts = &outcome->facts;

	wb_evidence_rewind(facts);
	if (dns->wants.any) {
		wb_check_host_read(&outcome->query, &facts->client, dns->wants, dns->names, dns->helo, &dns->host);
		outcome->host = &dns->host;
		wb_rule_match_host(policy, &dns->host, facts);
		facts->awaits_host = awaits_host(dns);
	}
	if (dns->message != NULL)
		wb_check_message_add(dns->message, facts);
	facts->local_count = facts->evidence_count;
	facts->local_left_out_count = facts->left_out_count;
	if (dns->dnsbl == NULL)
		return;
	if (is_supposed)
		wb_zone_evidence_suppose(dns->dnsbl, policy->zones, policy->zone_count, facts);
	else
		wb_zone_evidence_take(dns->dnsbl, policy->zones, policy->zone_count, facts);
}

/* Makes anew what is known beside the address: of the host, and of the zones. */
static void take_evidence(struct wb_check_dns *dns, bool is_supposed)
{
	gather_evidence(dns, is_supposed);
	wb_lowered_apply(dns->outcome->policy, dns->lowered, &dns->outcome->facts);
}

/* Decides on what is known by now. */
static void classify(struct wb_check_dns *dns, const struct wb_limits *limits, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;
	const struct wb_policy *policy = outcome->policy;

	take_evidence(dns, false);
	wb_check_age_find(policy, &outcome->facts, now_s, dns->ages);
	wb_classify(policy, &outcome->facts, limits, now_s, &outcome->verdict);
}

/*
 * Gathering is done once for the connection, so for all its recipients. Who wants less done for what one zone says may be one for whom the
 * others decide: they are waited for.
 */
static void classify_for_all(struct wb_check_dns *dns, int64_t now_s)
{
	classify(dns, dns->least, now_s);
}

/* True when no zone that may still speak could change the reply to what was classified last. */
static bool is_settled(const struct wb_check_dns *dns)
{
	const struct wb_outcome *outcome = dns->outcome;
	bool is_open[WB_ZONES_MAX] = { false };

	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		is_open[i] = dns->dnsbl == NULL || wb_dnsbl_is_open(dns->dnsbl, i);
		/* The zone lists the client, and its TXT record is on the way: that is asked only when a reply uses it. */
		if (dns->dnsbl != NULL && is_open[i] && wb_dnsbl_result(dns->dnsbl, i)->answer == WB_DNSBL_LISTED)
			return false;
	}
	return !dns->options->wait_for_all && wb_settled(outcome->policy, &outcome->facts, &outcome->verdict, is_open);
}

/* False: there is none, which the facts tell. */
static bool open_resolver(struct wb_check_dns *dns, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_error error;
	enum wb_status status;

	if (dns->resolver != NULL)
		return true;
	wb_name_servers_find(&policy->dns.servers, NULL, &outcome->name_servers);
	/* Without a word about their health all zones are asked: that costs time, and blocks nobody. */
	if (wb_zones_load_with_servers(policy, now_s, &outcome->name_servers, outcome->health, &error) != WB_OK)
		wb_evidence_note(&outcome->facts, "%s", error.text);
	status = wb_resolver_open(&policy->dns, &outcome->name_servers, dns->options->clock, &dns->resolver, &error);
	if (status != WB_OK)
		wb_evidence_note_fault(&outcome->facts, status, &error);
	return status == WB_OK;
}

static void note_starved(struct wb_check_dns *dns)
{
	struct wb_error error;

	wb_fail(&error, WB_NO_MEMORY, "dns: out of memory");
	wb_evidence_note_fault(&dns->outcome->facts, WB_NO_MEMORY, &error);
}

static void ask_zones(struct wb_check_dns *dns, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;
	const struct wb_policy *policy = outcome->policy;
	struct wb_dnsbl_setup setup = {
		.zones = policy->zones,
		.zone_count = policy->zone_count,
		.health = outcome->health,
		.client = outcome->facts.client,
		.now_s = now_s,
		/* TXT records cost a question for each hit: asked only when a reply uses them, or somebody wants to see all. */
		.probes_all = dns->options->wait_for_all,
		.wants_text = policy->wants_reason || dns->options->wait_for_all,
		.misleads = wb_reply_misleads,
	};

	if (!open_resolver(dns, now_s))
		return;
	for (size_t i = 0; i < policy->zone_count; i++) {
		if ((dns->options->silent_zones >> i & 1) != 0)
			outcome->health[i] = (struct wb_health){
				.state = WB_HEALTH_SUSPENDED,
				.since_s = now_s,
				.until_s = now_s + WB_HEALTH_SILENT_S,
				.why = "it was silent a moment ago",
			};
	}
	setup.resolver = dns->resolver;
	dns->dnsbl = wb_dnsbl_open(&setup);
	if (dns->dnsbl == NULL)
		note_starved(dns);
	outcome->dnsbl = dns->dnsbl;
}

static bool is_name_wanted(const void *context, const char *name)
{
	return wb_guard_has_suffix(context, name);
}

/*
 * The client would be refused if the zones that list it now denied their probes, and a known sender would not: its name takes two questions,
 * one after the other, which go beside the probes.
 */
static bool is_about_to_be_refused(struct wb_check_dns *dns, int64_t now_s)
{
	const struct wb_policy *policy = dns->outcome->policy;
	struct wb_facts *facts = &dns->outcome->facts;
	bool is_about;

	if (policy->sender_count == 0)
		return false;
	take_evidence(dns, true);
	wb_check_age_find(policy, facts, now_s, dns->ages);
	is_about = wb_classify_could_be_guarded(policy, facts, now_s);
	take_evidence(dns, false);
	return is_about;
}

/* The name that Exim has looked up and confirmed, sooner or later, is taken as it is. */
static bool needs_name(struct wb_check_dns *dns, int64_t now_s)
{
	return dns->outcome->query.name[0] == '\0' && is_about_to_be_refused(dns, now_s);
}

/* Rules look at each name, the guard at those under a sender's suffix. */
static void ask_name(struct wb_check_dns *dns, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;
	bool is_for_rules = outcome->facts.awaits_host && dns->wants.name && outcome->query.name[0] == '\0' && !is_settled(dns);
	struct wb_host_names_setup setup = {
		.client = outcome->facts.client,
		.is_wanted = dns->wants.name ? NULL : is_name_wanted,
		.context = (void *)outcome->policy,
	};

	if (dns->wants_name || (!is_for_rules && !needs_name(dns, now_s)))
		return;
	dns->wants_name = true;
	if (!open_resolver(dns, now_s))
		return;
	setup.resolver = dns->resolver;
	dns->names = wb_host_names_open(&setup);
	if (dns->names == NULL)
		note_starved(dns);
	outcome->names = dns->names;
}

static void ask_helo(struct wb_check_dns *dns, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;

	if (dns->wants_helo || !outcome->facts.awaits_host || !asks_helo(dns) || is_settled(dns))
		return;
	dns->wants_helo = true;
	if (!open_resolver(dns, now_s))
		return;
	dns->helo = wb_name_address_open(dns->resolver, outcome->query.helo);
	if (dns->helo == NULL)
		note_starved(dns);
}

/* Zones may have taken back since what the name was asked for: nobody waits then. */
static bool is_name_open(struct wb_check_dns *dns, int64_t now_s)
{
	return dns->names != NULL && wb_host_names_state(dns->names) == WB_HOST_NAME_OPEN && needs_name(dns, now_s);
}

/* Of several names that lead back the one that a known sender's hosts have. */
static const char *find_confirmed(const struct wb_check_dns *dns)
{
	enum wb_host_name_state state;
	const char *name;

	if (dns->names == NULL)
		return NULL;
	for (size_t i = 0; (name = wb_host_names_at(dns->names, i, &state)) != NULL; i++) {
		if (state == WB_HOST_NAME_CONFIRMED && wb_guard_has_suffix(dns->outcome->policy, name))
			return name;
	}
	/* One that is still asked about may be a sender's. */
	return wb_host_names_is_unknown(dns->names) ? NULL : wb_host_names_confirmed(dns->names);
}

/* Whose host it is, by the name that Exim has looked up and confirmed, or by what the DNS says now. */
static void find_sender(struct wb_check_dns *dns, int64_t now_s)
{
	const struct wb_policy *policy = dns->outcome->policy;
	struct wb_facts *facts = &dns->outcome->facts;
	const char *name = dns->outcome->query.name;

	if (!is_about_to_be_refused(dns, now_s))
		return;
	if (name[0] == '\0')
		name = find_confirmed(dns);
	if (name != NULL) {
		if (wb_guard_has_suffix(policy, name))
			wb_evidence_locate(policy, facts);
		facts->sender = wb_guard_match(policy, name, facts->place.asn);
		facts->sender_state = facts->sender != NULL ? WB_SENDER_KNOWN : WB_SENDER_NONE;
	} else if (dns->names != NULL && wb_host_names_state(dns->names) == WB_HOST_NAME_DENIED) {
		facts->sender_state = WB_SENDER_NONE;
	} else if (!dns->options->skip_dns) {
		facts->sender_state = WB_SENDER_UNKNOWN;
	}
}

static void learn_servers(struct wb_check_dns *dns)
{
	struct wb_outcome *outcome = dns->outcome;
	size_t zone_count = outcome->policy->zone_count;

	for (size_t i = 0; i < outcome->name_servers.count; i++) {
		enum wb_resolver_server_state state = wb_resolver_server(dns->resolver, i, &outcome->server_why[i]);
		bool was_suspended = outcome->health[zone_count + i].state == WB_HEALTH_SUSPENDED;

		outcome->findings[zone_count + i] = WB_HEALTH_NOTHING_NEW;
		if (state == WB_RESOLVER_SERVER_FAULTY)
			outcome->findings[zone_count + i] = WB_HEALTH_TIMED_OUT;
		else if (state == WB_RESOLVER_SERVER_GOOD && was_suspended)
			outcome->findings[zone_count + i] = WB_HEALTH_ANSWERED;
	}
}

/* Of those that did not work while another one did. */
static void note_servers(struct wb_outcome *outcome)
{
	for (size_t i = 0; i < outcome->name_servers.count; i++) {
		if (outcome->findings[outcome->policy->zone_count + i] == WB_HEALTH_TIMED_OUT)
			wb_evidence_note(
			    &outcome->facts, "name server %s: %s", outcome->name_servers.rows[i], outcome->server_why[i]);
	}
}

static void note_zones(const struct wb_check_dns *dns)
{
	struct wb_outcome *outcome = dns->outcome;

	for (size_t i = 0; dns->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(dns->dnsbl, i);
		const char *shown = outcome->policy->zones[i].shown;
		char code[WB_CODE_TEXT_SIZE];

		if (outcome->findings[i] == WB_HEALTH_REFUSED || outcome->findings[i] == WB_HEALTH_TIMED_OUT)
			wb_evidence_note(&outcome->facts, "%.100s: %s", shown, result->why);
		if (result->unnamed_code != 0) {
			wb_code_format(result->unnamed_code, code);
			wb_evidence_note(&outcome->facts, "%.100s answered %s, which its table does not name", shown, code);
		}
	}
}

/* When no more is waited for: what was learnt about the zones themselves, for whoever tells the agent, and for staff. */
static void finish(struct wb_check_dns *dns, int64_t now_s)
{
	struct wb_outcome *outcome = dns->outcome;
	struct wb_text text;
	struct wb_error error;
	bool has_no_server;
	char why[256];

	wb_text_open(&text, why, sizeof(why));
	has_no_server = wb_resolver_is_faulty(dns->resolver, &text);
	if (dns->dnsbl != NULL)
		wb_dnsbl_learn(
		    dns->dnsbl, outcome->health, wb_resolver_is_over(dns->resolver), has_no_server, outcome->findings);
	learn_servers(dns);
	if (has_no_server) {
		wb_fail(&error, WB_UNAVAILABLE, "dns: no name server works%s: %s",
		    outcome->name_servers.is_default ? " (" WB_RESOLV_CONF " names none)" : "", why);
		wb_evidence_note_fault(&outcome->facts, WB_UNAVAILABLE, &error);
	} else {
		note_servers(outcome);
	}
	note_zones(dns);
	if (dns->names != NULL && wb_host_names_state(dns->names) != WB_HOST_NAME_CONFIRMED &&
	    wb_host_names_state(dns->names) != WB_HOST_NAME_DENIED && needs_name(dns, now_s))
		wb_evidence_note(&outcome->facts, "its host name: %s", wb_host_names_why(dns->names));
}

/* An allow list that is suspended counts as if it were not there; who is refused for want of it should be found in the log. */
static void note_absence(struct wb_check_dns *dns)
{
	struct wb_facts *facts = &dns->outcome->facts;
	char absence[sizeof(facts->notice)];
	struct wb_text text;

	if (!dns->outcome->verdict.misses_allow_list)
		return;
	for (size_t i = 0; i < dns->outcome->policy->zone_count; i++) {
		if ((facts->absent_zones >> i & 1) != 0) {
			wb_text_open(&text, absence, sizeof(absence));
			wb_evidence_add_absence(&dns->outcome->policy->zones[i], wb_dnsbl_result(dns->dnsbl, i)->why, &text);
			wb_evidence_note(facts, "%s", absence);
		}
	}
}

/* True while something is on its way that the verdict waits for. */
static bool is_waiting(struct wb_check_dns *dns, int64_t now_s)
{
	bool has_open_zone = dns->dnsbl != NULL && wb_dnsbl_has_open(dns->dnsbl) && !is_settled(dns);

	if (dns->resolver == NULL)
		return false;
	if (has_open_zone || is_name_open(dns, now_s) || (dns->outcome->facts.awaits_host && !is_settled(dns)))
		return true;
	/* All have ended, and it is not known yet whether that is the name servers' doing. */
	return (dns->dnsbl == NULL || !wb_dnsbl_has_open(dns->dnsbl)) && wb_resolver_is_in_doubt(dns->resolver);
}

static void ask_and_wait(struct wb_check_dns *dns, int64_t now_s)
{
	if (dns->dnsbl == NULL && dns->outcome->policy->zone_count > 0 && !is_settled(dns))
		ask_zones(dns, now_s);
	if (dns->resolver != NULL)
		wb_resolver_pump(dns->resolver);
	do {
		ask_name(dns, now_s);
		ask_helo(dns, now_s);
		classify_for_all(dns, now_s);
	} while (is_waiting(dns, now_s) && wb_resolver_wait(dns->resolver));
	if (dns->resolver != NULL && wb_resolver_is_starved(dns->resolver))
		note_starved(dns);
	else if (dns->resolver != NULL)
		finish(dns, now_s);
}

void wb_check_dns_gather(struct wb_check_dns *dns, int64_t now_s)
{
	if (dns->is_done || dns->outcome->facts.listings_unknown) {
		classify(dns, NULL, now_s);
		return;
	}
	classify_for_all(dns, now_s);
	if (!dns->options->skip_dns)
		ask_and_wait(dns, now_s);
	find_sender(dns, now_s);
	classify(dns, NULL, now_s);
	note_absence(dns);
	dns->is_done = true;
	/* The results stay for whoever explains them; the sockets are not needed any more. */
	wb_resolver_close(&dns->resolver);
}

void wb_check_dns_prefetch(struct wb_check_dns *dns, int64_t now_s)
{
	if (dns->is_done || dns->outcome->facts.listings_unknown)
		return;
	classify_for_all(dns, now_s);
	if (dns->dnsbl == NULL && dns->outcome->policy->zone_count > 0 && !is_settled(dns))
		ask_zones(dns, now_s);
	if (dns->resolver != NULL)
		wb_resolver_pump(dns->resolver);
	ask_name(dns, now_s);
	ask_helo(dns, now_s);
}

bool wb_check_dns_is_outdated(struct wb_check_dns *dns, int64_t now_s)
{
	return dns->is_done && !dns->options->skip_dns && dns->outcome->facts.sender_state == WB_SENDER_UNASKED &&
	    is_about_to_be_refused(dns, now_s);
}

void wb_check_dns_drop(struct wb_check_dns *dns)
{
	struct wb_outcome *outcome = dns->outcome;

	wb_resolver_close(&dns->resolver);
	wb_dnsbl_close(&dns->dnsbl);
	wb_host_names_close(&dns->names);
	wb_name_address_close(&dns->helo);
	outcome->dnsbl = NULL;
	outcome->names = NULL;
	dns->wants_name = dns->wants_helo = false;
	memset(outcome->findings, 0, sizeof(outcome->findings));
	dns->is_done = false;
}
