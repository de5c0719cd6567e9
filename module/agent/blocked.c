/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* blocked.c - see blocked.h */
#include "agent/blocked.h"

#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "desk/case_reference.h"
#include "desk/unseen_rules.h"
#include "store/case_find.h"
#include "store/listings.h"
#include "verdict/check.h"

#define HIDDEN "[address]"

_Static_assert(WB_BLOCKED_ZONES_MAX >= WB_ZONES_MAX, "a page has room for every zone");
_Static_assert(WB_BLOCKED_REASON_SIZE >= WB_LISTING_REASON_SIZE, "a page has room for a listing's reason");

/* Whatever could stand in a mail address, also one in UTF-8 (RFC 6531): rather too much is hidden than too little. */
static bool is_of_address(char c)
{
	return (unsigned char)c > ' ' && strchr("<>()[],;:\"", c) == NULL;
}

/* How many bytes before at belong to the local part; a quoted one may hold spaces. */
static size_t local_part_length(const char *text, size_t at)
{
	size_t begin = at;

	if (begin > 1 && text[begin - 1] == '"') {
		for (begin -= 2; begin > 0 && (text[begin] != '"' || text[begin - 1] == '\\');)
			begin--;
		return at - begin;
	}
	while (begin > 0 && is_of_address(text[begin - 1]) && text[begin - 1] != '@')
		begin--;
	return at - begin;
}

/* What is behind the @: a domain, or an address in brackets. */
static size_t domain_length(const char *domain)
{
	size_t length = domain[0] == '[' ? strcspn(domain, "]") : 0;

	if (length > 0)
		return domain[length] == ']' ? length + 1 : length;
	while (domain[length] != '\0' && is_of_address(domain[length]))
		length++;
	while (length > 0 && strchr(".!?'", domain[length - 1]) != NULL)
		length--;
	return length;
}

void blocked_clean_reason(const char *reason, char *buffer)
{
	char text[WB_LISTING_REASON_SIZE];
	struct wb_text out;
	size_t begin = 0;

	wb_text_copy(text, sizeof(text), reason);
	wb_catalogue_redact(text);
	wb_text_open(&out, buffer, WB_LISTING_REASON_SIZE);
	for (size_t i = 0; text[i] != '\0'; i++) {
		/* How many bytes an @ takes here, as it is or as URLs have it; 0: there is none. */
		size_t sign = text[i] == '@' ? 1 : strncmp(text + i, "%40", 3) == 0 ? 3 : 0;
		size_t local = sign > 0 ? local_part_length(text, i) : 0;
		size_t domain = sign > 0 ? domain_length(text + i + sign) : 0;

		if (local == 0 && domain == 0)
			continue;
		for (; begin + local < i; begin++)
			wb_text_add_char(&out, text[begin]);
		wb_text_add(&out, HIDDEN);
		begin = i + sign + domain;
		i = begin - 1;
	}
	wb_text_add(&out, text + (begin < strlen(text) ? begin : strlen(text)));
	/* The place may have cut a character of UTF-8. */
	wb_text_copy(text, sizeof(text), buffer);
	wb_text_copy_utf8(buffer, WB_LISTING_REASON_SIZE, text, strlen(text));
}

/* Looks for the listing that stands in the way longest: until it ends, the block does not. */
struct search {
	const char *category;
	uint16_t hash; /* of a reference's category, where category is NULL */
	int64_t now_s;
	struct wb_listing found;
	bool is_found;
};

static bool take_listing(void *context, const struct wb_listing *listing)
{
	struct search *search = context;
	bool matches = search->category != NULL ? strcmp(listing->category, search->category) == 0
						: wb_reference_category_hash(listing->category) == search->hash;
	int64_t ends_s;

	if (!matches || !wb_listing_is_active(listing, search->now_s))
		return true;
	/* 0 is without end. */
	ends_s = search->found.expires_at_s;
	if (!search->is_found || (ends_s != 0 && (listing->expires_at_s == 0 || listing->expires_at_s > ends_s)))
		search->found = *listing;
	search->is_found = true;
	return true;
}

static void tell_listing(const struct search *search, const struct wb_address *client, struct wb_blocked *blocked)
{
	const struct wb_listing *listing = &search->found;

	blocked->now = WB_BLOCKED_LISTED;
	if (!search->is_found)
		return;
	blocked->since_s = listing->created_at_s;
	blocked->until_s = listing->expires_at_s;
	blocked->is_network = listing->prefix.prefix_bits < wb_prefix_of_holder(client).prefix_bits;
	blocked_clean_reason(listing->reason, blocked->reason);
}

/* What a listing for a part of the /64 says, of which the code does not tell whether it was this client's. */
static enum wb_status find_inside(const struct wb_policy *policy, const struct wb_reference *reference,
    const struct wb_category *category, int64_t now_s, struct wb_blocked *blocked, struct wb_error *error_r)
{
	struct search search = { .hash = reference->category_hash, .now_s = now_s };
	size_t unreadable;
	enum wb_status status =
	    wb_listing_walk_inside(policy->store, &reference->client, take_listing, &search, &unreadable, error_r);

	if (status == WB_OK && search.is_found && category != NULL && category->action >= WB_DEFER &&
	    policy->mode == WB_ENFORCE)
		tell_listing(&search, &reference->client.address, blocked);
	return status;
}

/* From what Exim would do now. */
static enum wb_blocked_now decide_now(const struct wb_outcome *outcome, struct wb_error *error_r)
{
	if (outcome->verdict.exempt[0] != '\0')
		return WB_BLOCKED_ALLOWED;
	if (outcome->facts.fault.text[0] != '\0') {
		*error_r = outcome->facts.fault;
		return WB_BLOCKED_UNKNOWN;
	}
	return outcome->action >= WB_DEFER && outcome->verdict.category != NULL ? WB_BLOCKED_LISTED : WB_BLOCKED_NOT_LISTED;
}

static enum wb_blocked_answer answer_of(enum wb_action action)
{
	switch (action) {
	case WB_OFF:
	case WB_LOG:
	case WB_TAG:
		break;
	case WB_DEFER:
		return WB_BLOCKED_DEFERRED;
	case WB_REJECT:
		return WB_BLOCKED_REFUSED;
	}
	return WB_BLOCKED_NOTED;
}

/* True for a code of before, of which neither it nor the visitor says which address of the /64 it was. */
static bool is_whole_64(const struct wb_reference *reference, const struct wb_address *client)
{
	return reference != NULL && !wb_prefix_is_host(&reference->client) &&
	    wb_address_equals(client, &reference->client.address);
}

/* ---- What is remembered ---------------------------------------------------------------------------------------------- */

struct remembering {
	const struct wb_policy *policy;
	const struct wb_reference *reference;
	struct wb_blocked *blocked;
};

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static const struct wb_rule *find_rule(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (strcmp(policy->rules[i].name, name) == 0)
			return &policy->rules[i];
	}
	return NULL;
}

/* A list's own page is the policy's to know; one that is too long is left out. */
static void tell_zone(const struct wb_policy *policy, const char *shown, struct wb_blocked_cause *cause)
{
	wb_text_copy(cause->name, sizeof(cause->name), shown);
	for (size_t i = 0; i < policy->zone_count; i++) {
		const char *removal = policy->zones[i].removal;

		if (strcmp(policy->zones[i].shown, shown) == 0 && strlen(removal) < sizeof(cause->removal))
			wb_text_copy(cause->removal, sizeof(cause->removal), removal);
	}
}

/* "www.example.net/x.php for 203.0.113.9", as PHP writes it: whoever visited that site is nobody's business here. */
static void hide_visitor(char *text)
{
	char *visitor = strstr(text, " for ");
	struct wb_address address;

	if (visitor != NULL && wb_address_parse(visitor + strlen(" for "), &address, NULL) == WB_OK)
		*visitor = '\0';
}

/* What may be shown of a piece of evidence: never who of staff, nor what a listing's reason says, which is shown with the listing as it is now. */
static void tell_cause(const struct wb_policy *policy, const struct wb_event_evidence *row, struct wb_blocked_cause *cause)
{
	const struct wb_rule *rule;

	memset(cause, 0, sizeof(*cause));
	switch (row->kind) {
	case WB_EVIDENCE_LISTING:
		cause->kind = begins(row->origin, WB_LISTING_SOURCE_FEED) ? WB_CAUSE_FEED
		    : begins(row->origin, WB_LISTING_SOURCE_REPORT)       ? WB_CAUSE_REPORT
									  : WB_CAUSE_LISTING;
		if (cause->kind == WB_CAUSE_FEED)
			wb_text_copy(cause->name, sizeof(cause->name), row->origin + strlen(WB_LISTING_SOURCE_FEED));
		break;
	case WB_EVIDENCE_ZONE:
		cause->kind = WB_CAUSE_ZONE;
		tell_zone(policy, row->origin, cause);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		cause->kind = WB_CAUSE_SIGN;
		blocked_clean_reason(row->detail, cause->text);
		hide_visitor(cause->text);
		wb_text_copy_utf8(cause->name, sizeof(cause->name), cause->text, strlen(cause->text));
		rule = find_rule(policy, row->origin);
		wb_text_copy(cause->text, sizeof(cause->text), rule != NULL ? rule->remedy : "");
		break;
	case WB_EVIDENCE_NEIGHBOURS:
	case WB_EVIDENCE_KIND_COUNT:
		cause->kind = WB_CAUSE_NETWORK;
		break;
	}
}

static bool is_told(const struct wb_blocked *blocked, const struct wb_blocked_cause *cause)
{
	for (size_t i = 0; i < blocked->cause_count; i++) {
		if (blocked->causes[i].kind == cause->kind && strcmp(blocked->causes[i].name, cause->name) == 0)
			return true;
	}
	return false;
}

/* The evidence that decided, the heaviest first, and the first of equals; returns how many rows there are. */
static size_t sort_causes(const struct wb_event *event, size_t places_r[WB_EVIDENCE_MAX])
{
	const char *category = wb_event_field(event, "category");
	size_t count = 0;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];
		size_t at = count;

		if (row->discount != WB_DISCOUNT_NONE || strcmp(row->category, category) != 0)
			continue;
		for (; at > 0 && event->evidence[places_r[at - 1]].weight_milli < row->weight_milli; at--)
			places_r[at] = places_r[at - 1];
		places_r[at] = i;
		count++;
	}
	return count;
}

static bool take_case(void *context, const struct wb_case *remembered)
{
	struct remembering *remembering = context;
	struct wb_blocked *blocked = remembering->blocked;
	size_t places[WB_EVIDENCE_MAX], count;

	if (!wb_case_is_of_reference(remembered, remembering->reference))
		return true;
	blocked->has_case = true;
	if (strcmp(wb_event_field(&remembered->event, "guard"), WB_GUARD_UNKNOWN) != 0)
		wb_text_copy(blocked->sender, sizeof(blocked->sender), wb_event_field(&remembered->event, "guard"));
	blocked->times = remembered->count;
	blocked->first_s = remembered->first_s;
	blocked->last_s = remembered->last_s;
	count = sort_causes(&remembered->event, places);
	for (size_t i = 0; i < count && blocked->cause_count < WB_BLOCKED_CAUSES_MAX; i++) {
		struct wb_blocked_cause *cause = &blocked->causes[blocked->cause_count];

		tell_cause(remembering->policy, &remembered->event.evidence[places[i]], cause);
		blocked->cause_count += !is_told(blocked, cause);
	}
	return false;
}

/* What cannot be read is as if it were not remembered: the page says then what it does not know, and error_r why, unless it has a text already. */
static void find_case(
    const struct wb_policy *policy, const struct wb_reference *reference, struct wb_blocked *blocked, struct wb_error *error_r)
{
	const struct wb_case_query query = { .client = &reference->client };
	struct remembering remembering = { policy, reference, blocked };
	struct wb_error error;
	size_t unreadable;

	if (wb_case_find(policy->store, &query, take_case, &remembering, &unreadable, &error) != WB_OK &&
	    error_r->text[0] == '\0')
		*error_r = error;
}

enum wb_status blocked_find(const struct wb_policy *policy, const struct wb_reference *reference,
    const struct wb_address *visitor, int64_t now_s, struct wb_blocked *blocked_r, struct wb_error *error_r)
{
	const struct wb_check_options options = { .at_s = now_s, .skip_dns = true, .locate = true };
	const struct wb_outcome *outcome;
	struct wb_check *check;
	struct wb_address counted = { { 0 } }; /* what the visitor counts as: the page shows it */
	const struct wb_address *client = reference != NULL ? &reference->client.address : &counted;
	const struct wb_category *category = NULL;
	const struct wb_zone *zones[WB_ZONES_MAX];
	struct search search = { .now_s = now_s };
	struct wb_unseen_rules unseen;
	struct wb_prefix host;

	memset(blocked_r, 0, sizeof(*blocked_r));
	error_r->text[0] = '\0';
	if (visitor != NULL)
		wb_nat64_host(&policy->nat64_prefixes, visitor, &counted);
	if (wb_check_open(policy, NULL, &options, &check) != WB_OK)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	host = reference != NULL ? reference->client : wb_prefix_of(client, WB_ADDRESS_BITS);
	if (reference != NULL) {
		blocked_r->is_reference = true;
		blocked_r->at_s = reference->at_s;
		blocked_r->answer = answer_of(reference->action);
		category = wb_reference_find_category(policy, reference->category_hash);
		if (visitor != NULL && wb_prefix_covers(&reference->client, &counted))
			client = &counted;
	}
	wb_prefix_format_short(&host, blocked_r->client);
	outcome = wb_check_run(check, &(struct wb_query){ .client = *client });
	blocked_r->now = decide_now(outcome, error_r);
	if (category == NULL)
		category = outcome->verdict.category;

	if (blocked_r->now == WB_BLOCKED_LISTED) {
		/* The listings that cover the client were read by the check. */
		search.category = outcome->verdict.category->id;
		for (size_t i = 0; i < outcome->facts.listing_count; i++)
			take_listing(&search, &outcome->facts.listings[i]);
		tell_listing(&search, &outcome->facts.client, blocked_r);
		blocked_r->refused_from_s = outcome->verdict.refused_from_s;
	} else if (blocked_r->now == WB_BLOCKED_NOT_LISTED && is_whole_64(reference, client) &&
	    find_inside(policy, reference, category, now_s, blocked_r, error_r) != WB_OK) {
		blocked_r->now = WB_BLOCKED_UNKNOWN;
	}

	if (reference != NULL)
		find_case(policy, reference, blocked_r, error_r);
	if (reference != NULL && !blocked_r->has_case) {
		wb_unseen_rules_find(outcome, reference, &unseen);
		blocked_r->may_be_sign = category == NULL || (unseen.rule != NULL && !unseen.is_known);
	}
	if (category != NULL)
		blocked_r->category_id = category->id;
	if (category != NULL && !blocked_r->has_case) {
		/* Zones that can give the category at all: the code does not say which of them did, and none is asked. */
		blocked_r->zone_count = wb_zones_list_for_category(
		    policy->zones, policy->zone_count, (size_t)(category - policy->categories), zones);
		for (size_t i = 0; i < blocked_r->zone_count; i++)
			blocked_r->zones[i] = (struct wb_blocked_zone){ zones[i]->shown, zones[i]->removal };
	}
	wb_check_close(&check);
	return WB_OK;
}
