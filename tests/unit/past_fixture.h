/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * past_fixture.h - a past that is made up by chance: all that is true of one client and its mail, a policy, and another one that differs
 * in a few settings. past_decide says what a policy does with it when it asks for all that it wants to know; past_record makes the event
 * of it, of which some questions were never asked.
 */
#ifndef WB_PAST_FIXTURE_H
#define WB_PAST_FIXTURE_H

#include "round_fixture.h"
#include "rule_fixture.h"
#include "verdict/check.h"
#include "verdict/check_host.h"
#include "verdict/event.h"
#include "verdict/evidence_text.h"
#include "verdict/exempt.h"
#include "verdict/guard.h"
#include "verdict/zone_evidence.h"

enum {
	PAST_CATEGORIES = 4,
	PAST_BLOCK_LISTS = 3,
	PAST_ZONES = 5, /* the others are allow lists */
	PAST_CODES = 3, /* of each zone */
	PAST_RULES = 14,
	PAST_SENDERS = 2,
	PAST_RECIPIENTS = 3, /* of whom the first two may choose */
	PAST_LISTINGS = 3,
	PAST_NAMES = 2,
};

/* ---- What a policy is made of ---------------------------------------------------------------------------------------- */

static const char *const past_ids[PAST_CATEGORIES] = { WB_CATEGORY_SPAM_SOURCE, "spam", "virus", "policy" };
static const char *const past_zones[PAST_ZONES] = { "a.example", "b.example", "c.example", "d.example", "e.example" };
static const char *const past_codes[] = { "127.0.0.2", "127.0.0.3", "127.0.0.4",
	"127.0.0.9" }; /* the last one is in no table */
static const char *past_suffixes[PAST_SENDERS] = { "mailer.example", "other.example" };
static const char *past_hosts[] = { "mx.mailer.example", "mx.other.example", "dyn-7.example.net" };
static const char *past_recipients[PAST_RECIPIENTS] = { "ann@example.org", "bob@example.org", "carl@example.net" };
static uint32_t past_asn[] = { 64496 }, past_other_asn[] = { 64511 };
static const char *past_country[] = { "DE" }, *past_header[] = { "X-Script" };

#define OF_MAIL .headers = { past_header, 1 }

/* The conditions of rules. Those of a mail hold as the truth says. */
static const struct wb_rule past_rules[PAST_RULES] = {
	{ .name = "place", .asns = { past_asn, 1 }, NO_TEXTS },
	{ .name = "abroad", .except_countries = { past_country, 1 }, NO_TEXTS },
	{ .name = "helo", .helo_facts = 1u << WB_HELO_LOCALHOST, NO_TEXTS },
	{ .name = "unresolved", .helo_facts = 1u << WB_HELO_UNRESOLVED | 1u << WB_HELO_BARE_IP, NO_TEXTS },
	{ .name = "generic", .host_name_facts = 1u << WB_HOST_NAME_IS_GENERIC, NO_TEXTS },
	{ .name = "says",
	    .helo_pattern = "^bad",
	    .host_name_pattern = "",
	    .header_pattern = "",
	    .sender_pattern = "",
	    .body_pattern = "",
	    .reason = "",
	    .remedy = "" },
	{ .name = "named",
	    .host_name_pattern = "^dyn",
	    .helo_pattern = "",
	    .header_pattern = "",
	    .sender_pattern = "",
	    .body_pattern = "",
	    .reason = "",
	    .remedy = "" },
	{ .name = "both", .asns = { past_asn, 1 }, .helo_facts = 1u << WB_HELO_LOCALHOST, NO_TEXTS },
	{ .name = "mail", OF_MAIL, NO_TEXTS },
	{ .name = "script", OF_MAIL, .group = WB_RULE_SCRIPT, NO_TEXTS },
	{ .name = "odd", OF_MAIL, .group = WB_RULE_ODD, NO_TEXTS },
	{ .name = "weak", OF_MAIL, .group = WB_RULE_WEAK, NO_TEXTS },
	{ .name = "weaker", OF_MAIL, .group = WB_RULE_WEAK, NO_TEXTS },
	{ .name = "hosted", OF_MAIL, .helo_facts = 1u << WB_HELO_LOCALHOST, NO_TEXTS },
};

struct past_rule {
	bool is_there, is_other; /* other: the same name with one more condition */
	uint32_t category, weight_milli, scope;
};

struct past_code {
	bool is_there;
	uint32_t category, weight_milli, scope;
};

struct past_zone {
	bool is_there, asks_ipv6;
	uint32_t run_by; /* the place of a zone before it */
	int min_trust;
	uint32_t relief_milli;
	struct past_code codes[PAST_CODES];
};

struct past_choice {
	bool is_there;
	uint32_t category, action;
};

struct past_settings {
	struct wb_category categories[PAST_CATEGORIES];
	struct past_zone zones[PAST_ZONES];
	struct past_rule rules[PAST_RULES];
	bool has_sender[PAST_SENDERS], sender_has_asn[PAST_SENDERS];
	int sender_action, mode, on_error;
	struct past_choice choices[2];
	bool exempts_host, exempts_login, exempts_recipient;
	uint32_t neighbours_milli;
};

/* A policy of these, with the memory that it points into. */
struct past_policy {
	struct wb_policy policy;
	struct wb_category categories[PAST_CATEGORIES];
	struct wb_zone zones[PAST_ZONES];
	struct wb_code codes[PAST_ZONES][PAST_CODES];
	struct wb_rule rules[PAST_RULES];
	struct wb_sender senders[PAST_SENDERS];
	struct wb_recipient recipients[2];
	struct wb_choice choices[2];
	size_t zone_of[PAST_ZONES], rule_of[PAST_RULES]; /* which of those above it is */
};

/* ---- Chance ---------------------------------------------------------------------------------------------------------- */

static uint64_t past_state;

/* xorshift64*: the same everywhere. */
static inline uint32_t below(uint32_t limit)
{
	past_state ^= past_state >> 12;
	past_state ^= past_state << 25;
	past_state ^= past_state >> 27;
	return (uint32_t)((past_state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

static inline bool once_in(uint32_t times)
{
	return below(times) == 0;
}

static inline void past_seed(uint64_t seed)
{
	past_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	below(2);
}

static inline uint32_t some_weight(void)
{
	static const uint32_t weights[] = { 250, 500, 501, 999, 1000, 1000, 2000 };

	return weights[below(COUNT(weights))];
}

static inline void make_category(struct wb_category *category, size_t place)
{
	memset(category, 0, sizeof(*category));
	snprintf(category->id, sizeof(category->id), "%s", past_ids[place]);
	category->action = once_in(3) ? (int)below(WB_REJECT + 1) : WB_REJECT;
	category->threshold_milli = once_in(2) ? 1000 : some_weight();
	category->grace_s = once_in(3) ? 3600 : 0;
	category->defer_at_milli = once_in(5) ? below(category->threshold_milli) : 0;
	category->tag_at_milli = once_in(5) && category->defer_at_milli == 0 ? below(category->threshold_milli) : 0;
	category->title = category->status = category->text = "";
}

static inline uint32_t some_scope(void)
{
	return once_in(3) ? below(WB_SCOPE_COUNT) : WB_SCOPE_HOST;
}

static inline void make_code(struct past_code *code)
{
	*code = (struct past_code){ !once_in(4), below(PAST_CATEGORIES), some_weight(), some_scope() };
}

static inline void make_zone(struct past_zone *zone, size_t place)
{
	zone->is_there = once_in(2);
	zone->asks_ipv6 = once_in(2);
	zone->run_by = (uint32_t)place - (place % PAST_BLOCK_LISTS > 0 && once_in(3));
	zone->min_trust = 1 + (int)below(2);
	zone->relief_milli = once_in(2) ? some_weight() : 0;
	for (size_t i = 0; i < PAST_CODES; i++)
		make_code(&zone->codes[i]);
}

static inline void make_rule(struct past_rule *rule)
{
	*rule = (struct past_rule){ once_in(4), once_in(4), below(PAST_CATEGORIES), some_weight(), some_scope() };
}

static inline void make_choice(struct past_choice *choice)
{
	*choice = (struct past_choice){ once_in(4), below(PAST_CATEGORIES), below(WB_REJECT) };
}

static inline void make_settings(struct past_settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	for (size_t i = 0; i < PAST_CATEGORIES; i++)
		make_category(&settings->categories[i], i);
	for (size_t i = 0; i < PAST_ZONES; i++)
		make_zone(&settings->zones[i], i);
	for (size_t i = 0; i < PAST_RULES; i++)
		make_rule(&settings->rules[i]);
	for (size_t i = 0; i < PAST_SENDERS; i++) {
		settings->has_sender[i] = once_in(3);
		settings->sender_has_asn[i] = once_in(3);
	}
	settings->sender_action = (int)below(WB_SENDER_OFF);
	settings->mode = once_in(8) ? WB_MONITOR : WB_ENFORCE;
	settings->on_error = once_in(3) ? WB_ON_ERROR_DEFER : WB_ON_ERROR_ACCEPT;
	for (size_t i = 0; i < 2; i++)
		make_choice(&settings->choices[i]);
	settings->exempts_host = once_in(8);
	settings->exempts_login = once_in(2);
	settings->exempts_recipient = once_in(5);
	settings->neighbours_milli = once_in(2) ? some_weight() : 0;
}

/* What an operator edits: one thing. */
static inline void edit_settings(struct past_settings *settings)
{
	size_t zone = below(PAST_ZONES), rule = below(PAST_RULES), sender = below(PAST_SENDERS),
	       category = below(PAST_CATEGORIES);

	switch (below(16)) {
	case 0:
	case 1:
	case 2:
		make_category(&settings->categories[category], category);
		break;
	case 3:
	case 4:
		settings->zones[zone].is_there = !settings->zones[zone].is_there;
		break;
	case 5:
		make_code(&settings->zones[zone].codes[below(PAST_CODES)]);
		break;
	case 6:
		settings->zones[zone].min_trust = 1 + (int)below(2);
		settings->zones[zone].relief_milli = once_in(2) ? some_weight() : 0;
		break;
	case 7:
		settings->zones[zone].asks_ipv6 = !settings->zones[zone].asks_ipv6;
		break;
	case 8:
	case 9:
		settings->rules[rule].is_there = !settings->rules[rule].is_there;
		break;
	case 10:
		make_rule(&settings->rules[rule]);
		break;
	case 11:
		settings->has_sender[sender] = !settings->has_sender[sender];
		settings->sender_action = (int)below(WB_SENDER_OFF);
		break;
	case 12:
		make_choice(&settings->choices[below(2)]);
		break;
	case 13:
		settings->exempts_host = once_in(4);
		settings->exempts_login = once_in(2);
		settings->exempts_recipient = once_in(3);
		break;
	case 14:
		settings->neighbours_milli = once_in(2) ? some_weight() : 0;
		break;
	default:
		settings->mode = once_in(4) ? WB_MONITOR : WB_ENFORCE;
		settings->on_error = once_in(2) ? WB_ON_ERROR_DEFER : WB_ON_ERROR_ACCEPT;
		break;
	}
}

/* ---- The policy of them ---------------------------------------------------------------------------------------------- */

static struct wb_prefix past_exempt_host;
static const char *past_exempt_recipient[] = { "carl@example.net" };

static inline void build_zone(const struct past_settings *settings, size_t place, struct past_policy *built)
{
	const struct past_zone *from = &settings->zones[place];
	struct wb_zone *zone = &built->zones[built->policy.zone_count];

	built->zone_of[built->policy.zone_count++] = place;
	*zone = (struct wb_zone){ .name = past_zones[place],
		.shown = past_zones[place],
		.run_by = past_zones[from->run_by],
		.removal = "",
		.is_dnswl = place >= PAST_BLOCK_LISTS,
		.asks_ipv6 = from->asks_ipv6,
		.min_trust = from->min_trust,
		.relief_milli = from->relief_milli,
		.codes = built->codes[place] };
	for (size_t i = 0; i < PAST_CODES; i++) {
		struct wb_code *code = &zone->codes[zone->code_count];

		if (!from->codes[i].is_there)
			continue;
		*code = (struct wb_code){ .text = past_codes[i],
			.kind = zone->is_dnswl ? WB_CODE_ALLOW : WB_CODE_LISTED,
			.category_id = past_ids[from->codes[i].category],
			.category = from->codes[i].category,
			.weight_milli = from->codes[i].weight_milli,
			.scope = (int)from->codes[i].scope,
			.trust = (uint32_t)i,
			.meaning = "" };
		code->match = (struct wb_code_match){ UINT32_MAX, 0x7f000002 + (uint32_t)i, 0x7f000002 + (uint32_t)i, 0 };
		zone->code_count++;
	}
}

static inline void build_rule(const struct past_settings *settings, size_t place, struct past_policy *built)
{
	const struct past_rule *from = &settings->rules[place];
	struct wb_rule *rule = &built->rules[built->policy.rule_count];

	built->rule_of[built->policy.rule_count++] = place;
	*rule = past_rules[place];
	if (from->is_other)
		rule->except_asns = (struct wb_asns){ past_other_asn, 1 };
	rule->category = from->category;
	rule->category_id = past_ids[from->category];
	rule->weight_milli = from->weight_milli;
	rule->scope = (int)from->scope;
	rule->enabled = true;
}

static inline void build_policy(const struct past_settings *settings, struct past_policy *built)
{
	struct wb_policy *policy = &built->policy;

	memset(built, 0, sizeof(*built));
	memcpy(built->categories, settings->categories, sizeof(built->categories));
	*policy = (struct wb_policy){ .config_path = "",
		.mode = settings->mode,
		.on_error = settings->on_error,
		.neighbours_milli = settings->neighbours_milli,
		.store = "",
		.reference_key = "",
		.site = { "", "", { NULL, 0 } },
		.geoip = { "", "" },
		.categories = built->categories,
		.category_count = PAST_CATEGORIES,
		.zones = built->zones,
		.rules = built->rules,
		.sender_action = settings->sender_action,
		.senders = built->senders,
		.recipients = built->recipients };
	for (size_t i = 0; i < PAST_ZONES; i++) {
		if (settings->zones[i].is_there)
			build_zone(settings, i, built);
	}
	for (size_t i = 0; i < PAST_RULES; i++) {
		if (settings->rules[i].is_there)
			build_rule(settings, i, built);
	}
	for (size_t i = 0; i < PAST_SENDERS; i++) {
		struct wb_sender sender = { .name = past_suffixes[i], .suffixes = { &past_suffixes[i], 1 }, .checked = "" };

		if (settings->sender_has_asn[i])
			sender.asns = (struct wb_asns){ past_asn, 1 };
		if (settings->has_sender[i])
			built->senders[policy->sender_count++] = sender;
	}
	for (size_t i = 0; i < 2; i++) {
		const struct past_choice *from = &settings->choices[i];

		built->choices[i] = (struct wb_choice){ from->category, (int)from->action, past_ids[from->category], { 0, 0 } };
		if (from->is_there)
			built->recipients[policy->recipient_count++] =
			    (struct wb_recipient){ past_recipients[i], &built->choices[i], 1, { 0, 0 } };
	}
	past_exempt_host = prefix_of("192.0.2.0/24");
	if (settings->exempts_host)
		policy->exempt.hosts = (struct wb_prefixes){ &past_exempt_host, 1 };
	if (settings->exempts_recipient)
		policy->exempt.recipients = (struct wb_texts){ past_exempt_recipient, 1 };
	policy->exempt.authenticated = settings->exempts_login;
}

/* ---- The truth ------------------------------------------------------------------------------------------------------- */

struct past_truth {
	struct wb_query query; /* recipient: of RCPT; at the message's end it is empty, and recipients has them */
	bool is_at_data;
	size_t recipient_count;
	char recipients[200];
	bool listings_unknown, has_fault;
	uint32_t neighbours; /* a bit for each category in which there are enough of them */
	struct wb_place place;
	size_t listing_count;
	struct wb_listing listings[PAST_LISTINGS];
	struct wb_truths helo_truths, name_truths;
	const char *host_name; /* that leads back, as rules see it */
	struct wb_host_names names;
	bool mail_shows[PAST_RULES]; /* what a rule about the mail asks of it */
	struct wb_dnsbl_result zones[PAST_ZONES];
	int64_t zone_since_s[PAST_ZONES], rule_since_s[PAST_RULES]; /* of zones by who runs them */
};

/* What was not asked in the past, since it made no difference, or could not be waited for. */
struct past_gaps {
	bool skips_names, skips_helo;
	bool skips_zone[PAST_ZONES];
};

static inline int64_t some_time(void)
{
	static const int64_t offsets[] = { 60, 3599, 3600, 3601, 86400 };

	return once_in(4) ? 0 : NOW_S - offsets[below(COUNT(offsets))];
}

static inline void make_truths(uint32_t facts, struct wb_truths *truths)
{
	truths->yes = below(1u << facts);
	truths->unknown = once_in(4) ? below(1u << facts) & ~truths->yes : 0;
}

static inline void make_names(struct past_truth *truth)
{
	truth->names = (struct wb_host_names){ .is_unknown = once_in(6) };
	if (truth->names.is_unknown)
		return;
	truth->names.count = below(PAST_NAMES + 1);
	for (size_t i = 0; i < truth->names.count; i++) {
		truth->names.rows[i].name = past_hosts[(below(2) + i) % COUNT(past_hosts)];
		truth->names.rows[i].state = once_in(3) ? WB_HOST_NAME_DENIED
		    : once_in(6)                        ? WB_HOST_NAME_UNKNOWN
							: WB_HOST_NAME_CONFIRMED;
	}
	if (truth->names.count == 2 && truth->names.rows[0].name == truth->names.rows[1].name)
		truth->names.count = 1;
}

static inline void make_answer(struct wb_dnsbl_result *result)
{
	result->answer = once_in(2) ? WB_DNSBL_LISTED
	    : once_in(2)            ? WB_DNSBL_NOT_LISTED
				    : (enum wb_dnsbl_answer)below(WB_DNSBL_ANSWER_COUNT);
	if (result->answer == WB_DNSBL_PENDING)
		result->answer = WB_DNSBL_UNKNOWN;
	result->is_unproven = false;
	result->code_count = 0;
	result->text[0] = result->why[0] = '\0';
	for (size_t i = 0; result->answer == WB_DNSBL_LISTED && i < 1 + below(2); i++)
		result->codes[result->code_count++] = 0x7f000002 + below(COUNT(past_codes)) % 8;
}

static inline void make_truth(struct past_truth *truth)
{
	static const char *const sources[] = { "staff:ann", "feed:drop", "report:trap" };
	static const char *const clients[] = { "192.0.2.66", "198.51.100.7", "2001:db8::7" };

	truth->query = (struct wb_query){ .client = address_of(clients[below(COUNT(clients))]), .authenticated = once_in(8) };
	snprintf(truth->query.helo, sizeof(truth->query.helo), "%s", once_in(3) ? "bad.example.com" : "localhost");
	snprintf(truth->query.sender, sizeof(truth->query.sender), "sue@example.com");
	if (once_in(4))
		snprintf(truth->query.name, sizeof(truth->query.name), "%s", past_hosts[below(COUNT(past_hosts))]);
	truth->is_at_data = once_in(3);
	truth->recipients[0] = '\0';
	truth->recipient_count = truth->is_at_data ? 1 + below(2) : 1;
	for (size_t i = 0, first = below(PAST_RECIPIENTS); i < truth->recipient_count; i++)
		snprintf(truth->recipients + strlen(truth->recipients), sizeof(truth->recipients) - strlen(truth->recipients),
		    "%s%s", i > 0 ? ", " : "", past_recipients[(first + i) % PAST_RECIPIENTS]);
	if (!truth->is_at_data)
		snprintf(truth->query.recipient, sizeof(truth->query.recipient), "%s", truth->recipients);
	truth->query.recipients = truth->is_at_data ? truth->recipients : NULL;
	truth->listings_unknown = once_in(30);
	truth->has_fault = truth->listings_unknown || once_in(15);
	truth->neighbours = below(1u << PAST_CATEGORIES) & below(1u << PAST_CATEGORIES);
	memset(&truth->place, 0, sizeof(truth->place));
	if (once_in(2))
		truth->place.asn = past_asn[0];
	else if (once_in(2))
		truth->place.asn = past_other_asn[0];
	if (!once_in(3))
		snprintf(truth->place.country, sizeof(truth->place.country), "%s", once_in(2) ? "DE" : "FR");
	truth->listing_count = truth->listings_unknown ? 0 : once_in(2) ? 0 : below(PAST_LISTINGS + 1);
	for (size_t i = 0; i < truth->listing_count; i++) {
		struct wb_listing *listing = &truth->listings[i];

		memset(listing, 0, sizeof(*listing));
		listing->prefix.address = truth->query.client;
		listing->prefix.prefix_bits = 128;
		snprintf(listing->category, sizeof(listing->category), "%s", past_ids[below(PAST_CATEGORIES)]);
		snprintf(listing->source, sizeof(listing->source), "%s", sources[below(COUNT(sources))]);
		listing->scope = (enum wb_scope)some_scope();
		listing->created_at_s = NOW_S - 60 - (int64_t)below(2) * 86400;
		listing->expires_at_s = once_in(4) ? NOW_S - 1 + (int64_t)below(2) * 60 : 0;
	}
	make_truths(WB_HELO_FACTS, &truth->helo_truths);
	make_truths(WB_HOST_NAME_FACTS, &truth->name_truths);
	make_names(truth);
	truth->host_name = truth->query.name;
	if (truth->query.name[0] == '\0') {
		const char *confirmed = wb_host_names_confirmed(&truth->names);

		truth->host_name = confirmed != NULL ? confirmed : "";
		/* The DNS did not say what its names are. */
		if (wb_host_names_state(&truth->names) == WB_HOST_NAME_UNKNOWN)
			truth->name_truths = (struct wb_truths){ 0, (1u << WB_HOST_NAME_FACTS) - 1 };
		else
			truth->name_truths.unknown = 0;
	} else {
		truth->name_truths.unknown = 0;
	}
	for (size_t i = 0; i < PAST_RULES; i++)
		truth->mail_shows[i] = once_in(2);
	for (size_t i = 0; i < PAST_ZONES; i++) {
		make_answer(&truth->zones[i]);
		truth->zone_since_s[i] = some_time();
	}
	for (size_t i = 0; i < PAST_RULES; i++)
		truth->rule_since_s[i] = some_time();
}

/* ---- What a policy makes of it --------------------------------------------------------------------------------------- */

struct past_run {
	struct wb_outcome outcome;
	struct wb_dnsbl round;
	struct wb_host_names names;
	struct wb_host host;
};

static inline void add_listings(const struct past_truth *truth, const struct wb_policy *policy, struct wb_facts *facts)
{
	uint32_t active = 0;

	for (size_t i = 0; i < PAST_CATEGORIES; i++)
		active |= policy->categories[i].action != WB_OFF ? 1u << i : 0;
	for (size_t i = 0; i < truth->listing_count; i++) {
		const struct wb_category *category = wb_policy_category(policy, truth->listings[i].category);
		struct wb_listing *kept = &facts->listings[facts->listing_count++];
		struct wb_evidence *evidence = wb_evidence_add(facts);

		*kept = truth->listings[i];
		*evidence = wb_evidence_of_listing(kept);
		evidence->category = (size_t)(category - policy->categories);
	}
	if ((truth->neighbours & active) != 0 && policy->neighbours_milli > 0 && (active & 1) != 0 &&
	    !truth->listings_unknown) {
		struct wb_evidence *evidence = wb_evidence_add(facts);

		*evidence = (struct wb_evidence){ .kind = WB_EVIDENCE_NEIGHBOURS,
			.network = past_exempt_host,
			.scope = WB_SCOPE_RANGE,
			.weight_milli = policy->neighbours_milli };
	}
}

static inline bool mail_rule_holds(
    const struct past_truth *truth, const struct past_policy *by, size_t place, const struct wb_host *host)
{
	return wb_rule_is_about_message(&by->rules[place]) && truth->mail_shows[by->rule_of[place]] &&
	    wb_rule_holds(&by->rules[place], &truth->place, host);
}

/* Another weak one of the same category is heavier, or of equals before it. */
static inline bool is_covered(
    const struct past_truth *truth, const struct past_policy *by, size_t place, const struct wb_host *host)
{
	const struct wb_rule *rule = &by->rules[place];

	for (size_t i = 0; rule->group == WB_RULE_WEAK && i < by->policy.rule_count; i++) {
		const struct wb_rule *other = &by->rules[i];

		if (i != place && other->group == WB_RULE_WEAK && other->category == rule->category &&
		    mail_rule_holds(truth, by, i, host) &&
		    (other->weight_milli > rule->weight_milli || (other->weight_milli == rule->weight_milli && i < place)))
			return true;
	}
	return false;
}

static inline bool add_mail_group(
    const struct past_truth *truth, const struct past_policy *by, int group, const struct wb_host *host, struct wb_facts *facts)
{
	bool is_any = false;

	for (size_t i = 0; i < by->policy.rule_count; i++) {
		const struct wb_rule *rule = &by->rules[i];

		if (rule->group != group || !mail_rule_holds(truth, by, i, host) || is_covered(truth, by, i, host))
			continue;
		is_any = true;
		if (facts != NULL)
			*wb_evidence_add(facts) = (struct wb_evidence){ .kind = WB_EVIDENCE_MESSAGE,
				.rule = rule,
				.category = rule->category,
				.scope = (enum wb_scope)rule->scope,
				.weight_milli = rule->weight_milli };
	}
	return is_any;
}

/* As message_rule.h says: a script alone is no evidence. */
static inline void add_mail(
    const struct past_truth *truth, const struct past_policy *by, const struct wb_host *host, struct wb_facts *facts)
{
	bool is_any;

	add_mail_group(truth, by, WB_RULE_ALONE, host, facts);
	if (!add_mail_group(truth, by, WB_RULE_SCRIPT, host, NULL))
		return;
	is_any = add_mail_group(truth, by, WB_RULE_ODD, host, facts);
	is_any = add_mail_group(truth, by, WB_RULE_WEAK, host, facts) || is_any;
	if (is_any)
		add_mail_group(truth, by, WB_RULE_SCRIPT, host, facts);
}

/* As dnsbl.h says: an allow list's hit is sent a probe where there is a block list's. */
static inline void ask_zones(
    const struct past_truth *truth, const struct past_policy *by, const struct past_gaps *gaps, struct wb_dnsbl *round)
{
	bool has_hit = false;

	for (size_t i = 0; i < by->policy.zone_count; i++) {
		const struct wb_zone *zone = &by->zones[i];

		round->rows[i] = truth->zones[by->zone_of[i]];
		if (!zone->asks_ipv6 && !wb_address_is_v4(&truth->query.client)) {
			round->rows[i].answer = WB_DNSBL_UNASKED;
			round->rows[i].code_count = 0;
		} else if (gaps != NULL && gaps->skips_zone[by->zone_of[i]]) {
			round->rows[i].answer = WB_DNSBL_PENDING;
			round->rows[i].code_count = 0;
		}
		for (size_t c = 0; c < round->rows[i].code_count && !zone->is_dnswl; c++)
			has_hit = has_hit ||
			    (round->rows[i].answer == WB_DNSBL_LISTED && wb_zone_max_weight(zone, 0) + 1 > 0 &&
				round->rows[i].codes[c] <= 0x7f000004);
	}
	for (size_t i = 0; i < by->policy.zone_count; i++)
		round->rows[i].is_unproven = by->zones[i].is_dnswl && round->rows[i].answer == WB_DNSBL_LISTED && !has_hit;
}

/* As check_age.h does it, of what the agent would know. */
static inline void find_ages(const struct past_truth *truth, const struct past_policy *by, struct wb_facts *facts)
{
	static struct wb_verdict verdict;

	wb_classify(&by->policy, facts, NULL, NOW_S, &verdict);
	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];

		if (evidence->kind == WB_EVIDENCE_LISTING || !verdict.scores[evidence->category].is_in_grace)
			continue;
		if (evidence->kind == WB_EVIDENCE_ZONE) {
			for (size_t k = 0; k < PAST_ZONES; k++) {
				if (strcmp(past_zones[k], evidence->hit.zone->run_by) == 0)
					evidence->since_s = truth->zone_since_s[k];
			}
		} else if (evidence->kind == WB_EVIDENCE_NEIGHBOURS) {
			evidence->since_s = truth->rule_since_s[0];
		} else {
			evidence->since_s = truth->rule_since_s[by->rule_of[evidence->rule - by->rules]];
		}
	}
}

static inline void ask_names(
    const struct past_truth *truth, const struct past_policy *by, bool is_for_rules, struct past_run *run)
{
	run->names = (struct wb_host_names){ .is_unknown = truth->names.is_unknown };
	for (size_t i = 0; i < truth->names.count; i++) {
		if (is_for_rules || wb_guard_has_suffix(&by->policy, truth->names.rows[i].name))
			run->names.rows[run->names.count++] = truth->names.rows[i];
	}
	run->outcome.names = &run->names;
}

static inline void find_sender(
    const struct past_truth *truth, const struct past_policy *by, bool skips_names, struct past_run *run)
{
	struct wb_facts *facts = &run->outcome.facts;
	const char *name = truth->query.name[0] != '\0' ? truth->query.name : NULL;
	enum wb_host_name_state state;

	facts->sender_state = WB_SENDER_UNASKED;
	if (by->policy.sender_count == 0 || !wb_classify_could_be_guarded(&by->policy, facts, NOW_S))
		return;
	if (name == NULL && run->outcome.names == NULL && !skips_names)
		ask_names(truth, by, false, run);
	for (size_t i = 0; run->outcome.names != NULL && name == NULL && i < run->names.count; i++) {
		if (run->names.rows[i].state == WB_HOST_NAME_CONFIRMED &&
		    wb_guard_has_suffix(&by->policy, run->names.rows[i].name))
			name = run->names.rows[i].name;
	}
	if (name == NULL && run->outcome.names != NULL && !wb_host_names_is_unknown(&run->names))
		name = wb_host_names_confirmed(&run->names);
	state = run->outcome.names != NULL ? wb_host_names_state(&run->names) : WB_HOST_NAME_UNKNOWN;
	facts->sender = name != NULL ? wb_guard_match(&by->policy, name, truth->place.asn) : NULL;
	if (name != NULL)
		facts->sender_state = facts->sender != NULL ? WB_SENDER_KNOWN : WB_SENDER_NONE;
	else
		facts->sender_state = state == WB_HOST_NAME_DENIED ? WB_SENDER_NONE : WB_SENDER_UNKNOWN;
}

/*
 * What the policy does, and all that an event is made of. gaps: NULL: nothing that it wants to know was left unasked. Of the same order as
 * wb_check_run.
 */
static inline void past_decide(
    const struct past_truth *truth, const struct past_policy *by, const struct past_gaps *gaps, struct past_run *run)
{
	struct wb_outcome *outcome = &run->outcome;
	struct wb_facts *facts = &outcome->facts;
	struct wb_host_wants wants = wb_check_host_wants(&by->policy);
	struct wb_limits limits;
	char why[160];

	memset(outcome, 0, offsetof(struct wb_outcome, facts));
	memset(facts, 0, offsetof(struct wb_facts, evidence));
	outcome->policy = &by->policy;
	outcome->query = truth->query;
	if (wb_exempt_match(&by->policy.exempt, &truth->query, why, sizeof(why))) {
		snprintf(outcome->verdict.exempt, sizeof(outcome->verdict.exempt), "%s", why);
		return;
	}
	outcome->is_gathered = facts->is_located = true;
	facts->client = truth->query.client;
	facts->place = truth->place;
	facts->listings_unknown = truth->listings_unknown;
	if (truth->has_fault)
		snprintf(facts->fault.text, sizeof(facts->fault.text), "something is broken");
	add_listings(truth, &by->policy, facts);
	wb_rule_match(&by->policy, facts);
	facts->gathered_count = facts->evidence_count;
	run->host = (struct wb_host){ .helo = truth->query.helo, .name = "", .helo_truths = truth->helo_truths };
	run->host.name_truths.unknown = (1u << WB_HOST_NAME_FACTS) - 1;
	if (gaps != NULL && gaps->skips_helo && truth->query.helo[0] != '\0') {
		run->host.helo_truths.yes &= ~(1u << WB_HELO_UNRESOLVED);
		run->host.helo_truths.unknown |= 1u << WB_HELO_UNRESOLVED;
	}
	if (wants.name && (truth->query.name[0] != '\0' || gaps == NULL || !gaps->skips_names)) {
		run->host.name = truth->host_name;
		run->host.name_truths = truth->name_truths;
		if (truth->query.name[0] == '\0')
			ask_names(truth, by, true, run);
	}
	outcome->host = wants.any ? &run->host : NULL;
	if (wants.any)
		wb_rule_match_host(&by->policy, &run->host, facts);
	if (truth->is_at_data)
		add_mail(truth, by, wants.any ? &run->host : NULL, facts);
	facts->local_count = facts->evidence_count;
	if (by->policy.zone_count > 0 && !truth->listings_unknown) {
		ask_zones(truth, by, gaps, &run->round);
		outcome->dnsbl = &run->round;
		wb_zone_evidence_take(&run->round, by->policy.zones, by->policy.zone_count, facts);
	}
	find_ages(truth, by, facts);
	find_sender(truth, by, gaps != NULL && gaps->skips_names, run);
	wb_classify(
	    &by->policy, facts, wb_choice_find(&by->policy, &truth->query, &limits) ? &limits : NULL, NOW_S, &outcome->verdict);
	if (facts->fault.text[0] != '\0' && outcome->verdict.action < WB_DEFER && by->policy.on_error == WB_ON_ERROR_DEFER) {
		outcome->verdict.action = WB_DEFER;
		outcome->verdict.category = NULL;
		outcome->verdict.guard = outcome->verdict.chooser = NULL;
	}
	outcome->action = outcome->verdict.action;
	if (by->policy.mode == WB_MONITOR && outcome->action > WB_LOG)
		outcome->action = WB_LOG;
}

/* The event of it, there and back as a packet, whose texts point into packet_r. */
static inline void past_record(
    const struct past_truth *truth, const struct past_run *run, struct wb_event_packet *packet_r, struct wb_event *event_r)
{
	const struct wb_event_about about = { .at_s = NOW_S,
		.opened_us = 1,
		.message = 1,
		.is_refusal = run->outcome.action >= WB_DEFER,
		.recipients = truth->is_at_data ? truth->recipients : NULL };

	wb_event_make(&run->outcome, &about, false, packet_r);
	assert_int_equal(wb_event_read((struct wb_blob){ packet_r->bytes, packet_r->size }, event_r, NULL), WB_OK);
}

/* Some verdicts are remembered, others not. */
static inline bool is_remembered(const struct wb_event *event)
{
	return event->evidence_count > 0 || event->is_refusal;
}

#endif
