/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reports.c - see reports.h
 *
 * The way of a report: what costs nothing is asked at once (its section, exempt.hosts); then it goes into its bucket. A full one makes its
 * host a candidate (candidates.h), of which there is one for each bucket.
 */
#include "agent/reports.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/bucket.h"
#include "agent/standing.h"
#include "base/nat64.h"
#include "base/text.h"
#include "desk/approval.h"
#include "verdict/exempt.h"
#include "verdict/published_listings.h"

#define WEAK_FORMMAIL "formmail/weak" /* no section has this name */

/* For so long an answer holds for the next reports of its bucket: they would ask the same again. */
#define SETTLED_SENDER_S 3600
#define SETTLED_NO_NAME_S 30
#define SETTLED_LISTED_S 5

struct reports {
	struct live *live;
	struct counter_table *standings, *buckets;
	struct candidates *candidates;
	int64_t done_at_s; /* when a connection has told last what it did */
	struct reports_counts counts;
};

/* ---- What became of candidates --------------------------------------------------------------------------------------- */

static void settle(struct bucket *bucket, enum wb_report_result result, int64_t until_s)
{
	bucket->reason = (int32_t)result;
	bucket->settled_s = until_s;
}

/* A candidates_end. */
static void note_end(
    void *context, const unsigned char key[COUNTER_KEY_BYTES], uint64_t ticket, enum wb_report_result end, int64_t now_s)
{
	struct reports *reports = context;
	struct bucket *bucket = counter_table_find(reports->buckets, key);

	reports->counts.results[end]++;
	/* Its bucket may have made room, and begun anew. */
	if (bucket == NULL || bucket->candidate != ticket)
		return;
	bucket->candidate = 0;
	if (end != WB_REPORT_NO_NAME && end != WB_REPORT_NO_ROOM)
		bucket->level = 0;
	if (end == WB_REPORT_NO_NAME)
		settle(bucket, end, now_s + SETTLED_NO_NAME_S);
	else if (end == WB_REPORT_SENDER)
		settle(bucket, end, now_s + SETTLED_SENDER_S);
	else if (end == WB_REPORT_ALLOWED || end == WB_REPORT_GUARDED)
		settle(bucket, end, now_s + SETTLED_LISTED_S);
	else if (end == WB_REPORT_LISTED || end == WB_REPORT_REPEATED || end == WB_REPORT_STANDS)
		settle(bucket, WB_REPORT_STANDS, now_s + SETTLED_LISTED_S);
}

/* ---- Reports --------------------------------------------------------------------------------------------------------- */

struct listed_search {
	const char *source;
	int64_t now_s;
	bool is_listed, is_approved;
};

/* A wb_listing_visit. What an approval allows ends with a report, even of a host that is listed already. */
static bool note_listing(void *context, const struct wb_listing *listing)
{
	struct listed_search *search = context;

	if (!wb_listing_is_active(listing, search->now_s))
		return true;
	search->is_listed = search->is_listed || strcmp(listing->source, search->source) == 0;
	search->is_approved = search->is_approved || wb_approval_has_listed(listing);
	return true;
}

/* What is published says sooner than the store that nothing is to be done; the store has the last word. */
static bool is_listed(const struct reports *reports, const struct wb_address *client, const char *kind, int64_t now_s)
{
	char source[WB_LISTING_SOURCE_SIZE];
	struct listed_search search = { source, now_s, false, false };
	struct wb_error error;
	size_t unreadable;

	snprintf(source, sizeof(source), WB_LISTING_SOURCE_REPORT "%s", kind);
	return wb_published_find(reports->live->policy.store, client, note_listing, &search, &unreadable, &error) == WB_OK &&
	    search.is_listed && !search.is_approved;
}

static void add_candidate(struct reports *reports, struct bucket *bucket, const unsigned char *key,
    const struct wb_address *client, const struct wb_report_settings *settings, const char *reason, int64_t now_s)
{
	char buffer[WB_LISTING_REASON_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	if (settings->hits > 1)
		wb_text_addf(&text, "%u reports, the last one: ", settings->hits);
	wb_text_add_printable(&text, reason[0] != '\0' ? reason : settings->name, WB_EVENT_REPORT_REASON_SIZE);
	bucket->candidate = candidates_add(reports->candidates, key, client, settings->name, buffer, now_s);
}

/* Whether this host's bucket is full, and something may come of it: WB_REPORT_LISTED; or the result. */
static enum wb_report_result fill(struct reports *reports, struct bucket *bucket, const struct wb_address *client,
    const struct wb_report_settings *settings, int64_t now_s)
{
	unsigned char key[COUNTER_KEY_BYTES];
	struct standing *standing;

	if (bucket->candidate > 0)
		return WB_REPORT_STANDS;
	if (!bucket_add(bucket, settings->hits, settings->leak_s, now_s))
		return WB_REPORT_COUNTED;
	/* Longer than any answer holds: the clock was set back. */
	if (now_s < bucket->settled_s && bucket->settled_s - now_s <= SETTLED_SENDER_S)
		return (enum wb_report_result)bucket->reason;
	if (is_listed(reports, client, settings->name, now_s)) {
		settle(bucket, WB_REPORT_STANDS, now_s + SETTLED_LISTED_S);
		return WB_REPORT_STANDS;
	}
	standing_key(client, key);
	standing = counter_table_find(reports->standings, key);
	if (standing == NULL || !standing_forgives(standing, now_s))
		return WB_REPORT_LISTED;
	bucket->level = 0;
	return WB_REPORT_ACCEPTED;
}

static void make_key(const struct wb_address *client, const char *kind, unsigned char key[COUNTER_KEY_BYTES])
{
	static const unsigned char none[crypto_shorthash_KEYBYTES];

	standing_key(client, key);
	/* Kinds are the operator's: no two that have the same hash meet by chance. */
	_Static_assert(STANDING_KEY_USED + crypto_shorthash_BYTES <= COUNTER_KEY_BYTES, "room for the kind");
	crypto_shorthash(key + STANDING_KEY_USED, (const unsigned char *)kind, strlen(kind), none);
}

/* level_r: of its bucket. */
static enum wb_report_result take(struct reports *reports, const struct wb_address *from, const char *kind, const char *reason,
    int64_t now_s, uint32_t *level_r)
{
	const struct live *live = reports->live;
	const struct wb_report_settings *settings;
	const struct wb_category *category;
	unsigned char key[COUNTER_KEY_BYTES];
	enum wb_report_result result;
	struct wb_address client;
	struct bucket *bucket;

	live_look(reports->live, now_s);
	if (!live->has_policy || live->config == NULL)
		return WB_REPORT_UNCONFIGURED;
	settings = wb_report_find(live->config, kind);
	if (settings == NULL)
		return WB_REPORT_UNKNOWN_KIND;
	category = wb_policy_category(&live->policy, settings->category_id);
	if (!settings->enabled || category == NULL || category->action == WB_OFF)
		return WB_REPORT_OFF;
	if (wb_report_is_excepted(settings, reason))
		return WB_REPORT_EXCEPTED;
	if (!settings->is_certain && !reports_see_done(reports, now_s))
		return WB_REPORT_NO_DONE;
	wb_nat64_host(&live->policy.nat64_prefixes, from, &client);
	if (wb_exempt_host(&live->policy.exempt, &client) != NULL)
		return WB_REPORT_EXEMPT;
	make_key(&client, settings->name, key);
	bucket = counter_table_take(reports->buckets, key);
	result = fill(reports, bucket, &client, settings, now_s);
	*level_r = bucket->level;
	if (result == WB_REPORT_LISTED)
		add_candidate(reports, bucket, key, &client, settings, reason, now_s);
	return result;
}

static uint32_t report(
    struct reports *reports, const struct wb_address *client, const char *kind, const char *reason, int64_t now_s)
{
	uint32_t level = 0;
	enum wb_report_result result;

	reports->counts.came++;
	result = take(reports, client, kind, reason, now_s, &level);
	/* Of a candidate it is not known yet. */
	if (result != WB_REPORT_LISTED)
		reports->counts.results[result]++;
	return level;
}

uint32_t reports_take(struct reports *reports, const struct wb_event *event, int64_t now_s)
{
	return report(reports, &event->client, wb_event_field(event, "kind"), wb_event_field(event, "reason"), now_s);
}

/* What no mail server does: Exim's own words for why it ended a connection, and for each whether that is one. */
static bool is_protocol_error(const char *end)
{
	static const char *const ends[] = { "bad-commands", "bad-command-synprot", "synchronization-error" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(end, ends[i]) == 0)
			return true;
	}
	return false;
}

/* Half of them, or more, nobody has. */
static bool are_mostly_unknown(unsigned long unknown, unsigned long asked)
{
	return asked > 0 && unknown <= asked && unknown * 100 >= asked * REPORTS_UNKNOWN_PERCENT;
}

static unsigned long number_of(const struct wb_event *event, const char *key)
{
	return strtoul(wb_event_field(event, key), NULL, 10);
}

bool reports_speaks_for(const struct wb_event *event)
{
	return !are_mostly_unknown(number_of(event, "unknown"), number_of(event, "asked")) &&
	    !is_protocol_error(wb_event_field(event, "end")) && number_of(event, "errors") < REPORTS_ERRORS_MIN;
}

void reports_take_done(struct reports *reports, const struct wb_event *event, int64_t now_s)
{
	unsigned long asked = number_of(event, "asked"), unknown = number_of(event, "unknown"),
		      errors = number_of(event, "errors");
	const char *end = wb_event_field(event, "end");
	char reason[WB_EVENT_REPORT_REASON_SIZE];

	reports->done_at_s = now_s;
	if (asked >= REPORTS_RECIPIENTS_MIN && are_mostly_unknown(unknown, asked)) {
		snprintf(reason, sizeof(reason), "%lu of %lu recipients are unknown here", unknown, asked);
		report(reports, &event->client, WB_REPORT_UNKNOWN_RECIPIENTS, reason, now_s);
	}
	/* One for a connection, however many errors it made. */
	if (is_protocol_error(end) || errors >= REPORTS_ERRORS_MIN) {
		if (is_protocol_error(end))
			snprintf(reason, sizeof(reason), "no SMTP: %.100s", end);
		else
			snprintf(reason, sizeof(reason), "no SMTP: %lu errors of syntax or protocol", errors);
		report(reports, &event->client, WB_REPORT_PROTOCOL, reason, now_s);
	}
}

/* A rule of no group, of the operator's own, holds for mail that a list or a forwarder brings, too: that says nothing about the host. */
static bool is_about_host(const struct live *live, const char *rule_name)
{
	for (size_t i = 0; live->has_policy && i < live->policy.rule_count; i++) {
		if (strcmp(live->policy.rules[i].name, rule_name) == 0)
			return live->policy.rules[i].group != WB_RULE_ALONE;
	}
	return false;
}

/* The heaviest sign of form mail that this message itself gives, or NULL. sum_r: of all of them. */
static const struct wb_event_evidence *find_form(const struct live *live, const struct wb_event *event, uint64_t *sum_r)
{
	const struct wb_event_evidence *heaviest = NULL;

	*sum_r = 0;
	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if (row->kind != WB_EVIDENCE_MESSAGE || row->discount != WB_DISCOUNT_NONE || row->weight_milli == 0 ||
		    strcmp(row->category, WB_REPORT_FORMMAIL) != 0 || !is_about_host(live, row->origin))
			continue;
		*sum_r += row->weight_milli;
		if (heaviest == NULL || row->weight_milli > heaviest->weight_milli)
			heaviest = row;
	}
	return heaviest;
}

/* A message with weak signs for this recipient has counted within the time; or nobody knows who it is for, since it has several. */
static bool was_told(struct reports *reports, const struct wb_address *client, const char *recipient, int64_t now_s)
{
	unsigned char key[COUNTER_KEY_BYTES];
	char kind[sizeof(WEAK_FORMMAIL) + 1 + WB_QUERY_MAILBOX_SIZE];

	if (recipient[0] == '\0')
		return true;
	snprintf(kind, sizeof(kind), WEAK_FORMMAIL " %.*s", WB_QUERY_MAILBOX_SIZE - 1, recipient);
	make_key(client, kind, key);
	return bucket_add(counter_table_take(reports->buckets, key), 2, REPORTS_WEAK_S, now_s);
}

/* It was refused, and what it shows itself is enough for that: what else speaks against its host makes no form mail of it. */
static bool was_refused_as_form(const struct live *live, const struct wb_event *event, uint64_t sum_milli)
{
	const struct wb_category *category = wb_policy_category(&live->policy, WB_REPORT_FORMMAIL);

	return event->is_refusal && strcmp(wb_event_field(event, "category"), WB_REPORT_FORMMAIL) == 0 && category != NULL &&
	    sum_milli >= category->threshold_milli;
}

void reports_take_verdict(struct reports *reports, const struct wb_event *event, bool is_first, int64_t now_s)
{
	const struct wb_event_evidence *form;
	uint64_t sum_milli;
	unsigned char key[COUNTER_KEY_BYTES];
	struct bucket *weak;

	live_look_policy(reports->live, now_s);
	form = find_form(reports->live, event, &sum_milli);
	if (form == NULL || wb_event_field(event, "sender")[0] == '\0')
		return;
	if (!was_refused_as_form(reports->live, event, sum_milli)) {
		/* Each message once. What is too weak to refuse it says more when it comes again and again. */
		if (!is_first || form->weight_milli < REPORTS_WEAK_MILLI)
			return;
		if (was_told(reports, &event->client, wb_event_field(event, "recipient"), now_s))
			return;
		make_key(&event->client, WEAK_FORMMAIL, key);
		weak = counter_table_take(reports->buckets, key);
		if (!bucket_add(weak, REPORTS_WEAK_MESSAGES, REPORTS_WEAK_S, now_s))
			return;
		weak->level = 0;
	}
	report(reports, &event->client, WB_REPORT_FORMMAIL, form->detail[0] != '\0' ? form->detail : form->origin, now_s);
}

/* ---- All of it ------------------------------------------------------------------------------------------------------- */

enum wb_status reports_open(sd_event *loop, struct live *live, struct counter_table *standings, int64_t done_at_s,
    struct reports **reports_r, struct wb_error *error_r)
{
	struct reports *reports = calloc(1, sizeof(*reports));

	*reports_r = reports;
	if (reports == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	reports->live = live;
	reports->standings = standings;
	reports->done_at_s = done_at_s;
	reports->buckets = counter_table_open(REPORTS_BUCKETS_MAX, sizeof(struct bucket));
	if (reports->buckets == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return candidates_open(loop, live, note_end, reports, &reports->candidates, error_r);
}

void reports_close(struct reports **reports, int64_t now_s)
{
	struct reports *closing = *reports;

	*reports = NULL;
	if (closing == NULL)
		return;
	candidates_close(&closing->candidates, now_s);
	counter_table_close(&closing->buckets);
	free(closing);
}

const struct reports_counts *reports_counts(const struct reports *reports)
{
	return &reports->counts;
}

const struct candidates *reports_candidates(const struct reports *reports)
{
	return reports->candidates;
}

bool reports_turn(struct reports *reports, int64_t now_s)
{
	return candidates_turn(reports->candidates, now_s);
}

const struct counter_table *reports_buckets(const struct reports *reports)
{
	return reports->buckets;
}

bool reports_see_done(const struct reports *reports, int64_t now_s)
{
	/* Nor when the clock was ahead then: the next connection tells. */
	return reports->done_at_s <= now_s && reports->done_at_s > now_s - REPORTS_DONE_S;
}

int64_t reports_done_at_s(const struct reports *reports)
{
	return reports->done_at_s;
}
