/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent_metrics.c - see agent_metrics.h */
#include "agent/agent_metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verdict/zones_file.h"

/* Pages of memory that this process has in use (proc(5), statm); 0 when that is not known. */
static uint64_t resident_bytes(void)
{
	unsigned long long all, resident = 0;
	FILE *statm = fopen("/proc/self/statm", "re");

	if (statm == NULL)
		return 0;
	if (fscanf(statm, "%llu %llu", &all, &resident) != 2)
		resident = 0;
	fclose(statm);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void add_head(struct wb_text *text, const char *name, const char *type, const char *help)
{
	wb_text_addf(text, "# HELP whyblock_agent_%s %s\n# TYPE whyblock_agent_%s %s\n", name, help, name, type);
}

/* Source: Prometheus, "Exposition formats": in a label's value backslash, double quote and line feed are escaped. */
static void add_label(struct wb_text *text, const char *name, const char *value)
{
	wb_text_addf(text, "%s=\"", name);
	for (const char *at = value; *at != '\0'; at++) {
		if (*at == '\\' || *at == '"' || *at == '\n')
			wb_text_add_char(text, '\\');
		wb_text_add_char(text, *at == '\n' ? 'n' : *at);
	}
	wb_text_add_char(text, '"');
}

/* One series; help: NULL behind the first of a name. */
struct row {
	const char *name, *labels, *type, *help;
	uint64_t number;
};

static void add_rows(struct wb_text *text, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].help != NULL)
			add_head(text, rows[i].name, rows[i].type, rows[i].help);
		wb_text_addf(text, "whyblock_agent_%s%s %" PRIu64 "\n", rows[i].name, rows[i].labels, rows[i].number);
	}
}

/* What comes of Exim's processes, and what is kept of it. */
static void add_events(const struct agent *agent, int64_t now_s, struct wb_text *text)
{
	const struct intake_counts intake = intake_counts(agent->intake);
	const struct suspensions_counts suspended = suspensions_count(&agent->suspensions, now_s);
	const struct sender_changes_counts senders = sender_changes_counts(agent->sender_changes);
	const struct row rows[] = {
		{ "build_info", "{version=\"" WB_VERSION "\"}", "gauge", "1, with the version as a label.", 1 },
		{ "events_total", "{kind=\"verdict\"}", "counter", "Events of Exim's processes.",
		    agent->counts.events[WB_EVENT_VERDICT] },
		{ "events_total", "{kind=\"done\"}", "counter", NULL, agent->counts.events[WB_EVENT_DONE] },
		{ "events_total", "{kind=\"report\"}", "counter", NULL, agent->counts.events[WB_EVENT_REPORT] },
		{ "events_not_taken_total", "{why=\"stranger\"}", "counter", "What connected and gave no event.",
		    intake.refused },
		{ "events_not_taken_total", "{why=\"empty\"}", "counter", NULL, intake.empty },
		{ "events_not_taken_total", "{why=\"malformed\"}", "counter", NULL, agent->counts.malformed },
		{ "events_lost_total", "", "counter",
		    "Events that could not be sent, as far as later verdicts of the same connections have told.",
		    agent->counts.lost },
		{ "event_rows_left_out_total", "", "counter", "Rows of evidence and fields that found no room in their events.",
		    agent->counts.left_out },
		{ "recipients_refused_total", "", "counter", "Recipients for whom mail was refused.",
		    agent->counts.recipients },
		{ "suspensions", "{kind=\"zone\"}", "gauge",
		    "DNSBL zones that are not asked, and name servers asked last, by what connections have seen.",
		    suspended.zones },
		{ "suspensions", "{kind=\"name_server\"}", "gauge", NULL, suspended.name_servers },
		{ "suspensions_no_room_total", "", "counter", "Findings about zones that found no room among the suspended.",
		    agent->suspensions.no_room },
		{ "suspensions_unwritten_total", "", "counter", "Times that the states of zones could not be written.",
		    agent->counts.unwritten },
		{ "first_seen", "", "gauge", "Sources and networks whose evidence has a first sight, for grace.",
		    first_seen_count(&agent->seen) },
		{ "first_seen_evicted_total", "", "counter", "First sights that made room.", agent->seen.evicted },
		{ "first_seen_unwritten_total", "", "counter", "First sights that could not be written at once.",
		    agent->seen.unwritten },
		{ "first_seen_faults_total", "", "counter", "Times that their files could not be read or written.",
		    agent->counts.seen_faults },
		{ "messages", "", "gauge", "Messages whose events are joined.", counter_table_count(agent->messages) },
		{ "messages_evicted_total", "", "counter", "Messages that made room.", counter_table_evicted(agent->messages) },
		{ "networks", "", "gauge", "Networks of which accepted mail is counted.",
		    counter_table_count(agent->standings) },
		{ "networks_evicted_total", "", "counter", "Networks that made room.",
		    counter_table_evicted(agent->standings) },
		{ "sender_hosts", "", "gauge", "Hosts whose sender domains are counted.", senders.hosts },
		{ "sender_hosts_evicted_total", "", "counter", "Hosts that made room.", senders.evicted },
		{ "sender_changes", "", "gauge", "Hosts of which nearly each message has a sender domain of its own.",
		    senders.changing },
		{ "sender_changes_unwritten_total", "", "counter", "Times that their file could not be written.",
		    senders.unwritten },
		{ "followers", "", "gauge", "Programs that follow events.", followers_count(agent->followers) },
		{ "followers_missed_total", "", "counter", "Packets that found no room with one of them.",
		    followers_missed(agent->followers) },
	};

	add_rows(text, rows, sizeof(rows) / sizeof(rows[0]));
}

/* What is done about it, and for whom. */
static void add_work(const struct agent *agent, uint64_t request_faults, int64_t now_s, struct wb_text *text)
{
	const struct questions_counts questions = questions_counts(agent->questions);
	const struct reports_counts *reports = reports_counts(agent->reports);
	const struct candidates *candidates = reports_candidates(agent->reports);
	const struct counter_table *buckets = reports_buckets(agent->reports);
	const struct case_book_counts *cases = case_book_counts(agent->case_book);
	const struct row rows[] = {
		{ "reports_total", "", "counter", "Reports that came, those made of what connections did included.",
		    reports->came },
		{ "reports_waiting", "", "gauge", "Hosts that are about to be listed.", candidates_count(candidates) },
		{ "reports_unwritten_total", "", "counter", "Times that the store could not be written for them.",
		    candidates_unwritten(candidates) },
		{ "reports_stuck", "", "gauge", "1 while it cannot.", candidates_are_stuck(candidates) },
		{ "reports_done_seen", "", "gauge", "1 when a connection has told in the last day what it did.",
		    reports_see_done(agent->reports, now_s) },
		{ "report_buckets", "", "gauge", "Kinds and hosts of which reports are counted.",
		    counter_table_count(buckets) },
		{ "report_buckets_evicted_total", "", "counter", "Those that made room.", counter_table_evicted(buckets) },
		{ "case_verdicts_total", "", "counter", "Verdicts that were remembered as cases.", cases->verdicts },
		{ "cases_new_total", "", "counter", "Cases that were new.", cases->cases },
		{ "cases_removed_total", "", "counter", "Cases that made room, for cases.max or on a full disk.",
		    cases->removed },
		{ "case_verdicts_lost_total", "", "counter", "Verdicts that could not be remembered.", cases->lost },
		{ "case_verdicts_waiting", "", "gauge", "Verdicts and ends of connections that wait to be written.",
		    case_book_waiting(agent->case_book) },
		{ "cases_unwritten_total", "", "counter", "Times that the cases could not be written.", cases->unwritten },
		{ "sources_lowered", "", "gauge", "Sources that count with scope range, since they were wrong too often.",
		    lowering_counts(agent->lowering).sources },
		{ "sources_lowered_faults_total", "", "counter", "Times that these could not be counted, or written.",
		    lowering_counts(agent->lowering).faults },
		{ "shadow_verdicts_total", "{outcome=\"same\"}", "counter",
		    "Verdicts about which the configuration of cases.shadow decided, too.", agent->shadow.counts.same },
		{ "shadow_verdicts_total", "{outcome=\"changed\"}", "counter", NULL, agent->shadow.counts.changed },
		{ "shadow_verdicts_total", "{outcome=\"unknown\"}", "counter", NULL, agent->shadow.counts.unknown },
		{ "shadow_newly_refused_total", "", "counter", "Of those that changed: newly a 451 or 550.",
		    agent->shadow.counts.newly_refused },
		{ "questions_total", "{kind=\"site\"}", "counter", "Questions of whyblock-web.",
		    questions.answered[WB_ASK_SITE] },
		{ "questions_total", "{kind=\"code\"}", "counter", NULL, questions.answered[WB_ASK_CODE] },
		{ "questions_total", "{kind=\"blocked\"}", "counter", NULL, questions.answered[WB_ASK_BLOCKED] },
		{ "questions_total", "{kind=\"file\"}", "counter", NULL, questions.answered[WB_ASK_FILE] },
		{ "questions_total", "{kind=\"status\"}", "counter", NULL, questions.answered[WB_ASK_STATUS] },
		{ "questions_total", "{kind=\"health\"}", "counter", NULL, questions.answered[WB_ASK_HEALTH] },
		{ "questions_unavailable_total", "", "counter", "Questions that could not be looked up.",
		    questions.unavailable },
		{ "questions_not_taken_total", "{why=\"stranger\"}", "counter", "Askers who were turned away.",
		    questions.refused },
		{ "questions_not_taken_total", "{why=\"malformed\"}", "counter", NULL, questions.malformed },
		{ "questions_not_taken_total", "{why=\"dropped\"}", "counter", NULL, questions.dropped },
		{ "removal_requests_faults_total", "", "counter", "Times that the requests for removal could not be read.",
		    request_faults },
		{ "resident_memory_bytes", "", "gauge", "Memory in use.", resident_bytes() },
	};

	add_rows(text, rows, sizeof(rows) / sizeof(rows[0]));
	add_head(text, "report_outcomes_total", "counter", "What became of reports.");
	for (size_t i = 0; i < WB_REPORT_RESULTS; i++)
		wb_text_addf(text, "whyblock_agent_report_outcomes_total{outcome=\"%s\"} %" PRIu64 "\n",
		    wb_report_results[i].name, reports->results[i]);
}

/* What is not known is left out: a gap in a graph, and no alert. */
static void add_requests(const struct open_requests *requests, int64_t now_s, struct wb_text *text)
{
	if (!requests->is_known)
		return;
	add_head(text, "removal_requests_open", "gauge", "Requests for removal that wait for staff.");
	wb_text_addf(text, "whyblock_agent_removal_requests_open %zu\n", requests->open.count);
	add_head(text, "removal_oldest_request_age_seconds", "gauge", "How long the oldest of them waits; 0: there is none.");
	wb_text_addf(text, "whyblock_agent_removal_oldest_request_age_seconds %" PRId64 "\n",
	    requests->open.count > 0 && now_s > requests->open.oldest_at_s ? now_s - requests->open.oldest_at_s : 0);
}

static void add_refusals(const struct refusals *refusals, struct wb_text *text)
{
	add_head(
	    text, "refusals_total", "counter", "Recipients and messages that were refused, by category and heaviest evidence.");
	for (size_t i = 0; i < refusals->count; i++) {
		wb_text_add(text, "whyblock_agent_refusals_total{");
		add_label(text, "category", refusals->rows[i].category);
		wb_text_add_char(text, ',');
		add_label(text, "source", refusals->rows[i].source);
		wb_text_addf(text, "} %" PRIu64 "\n", refusals->rows[i].count);
	}
}

/* Of each zone of the policy that is in force: one of the states is 1. */
static void add_zones(const struct agent *agent, int64_t now_s, struct wb_text *text)
{
	static const char *const states[METRICS_ZONE_STATES] = { "asked", "suspended", "failed" };
	const struct wb_policy *policy = &agent->live.policy;
	size_t count = agent->live.has_policy ? policy->zone_count : 0;
	struct wb_health health[WB_ZONES_MAX];
	const char *names[WB_ZONES_MAX];

	if (count == 0)
		return;
	wb_zones_list_names(policy->zones, count, names);
	/* Of a file that cannot be read connections know nothing either, and ask. */
	wb_zones_load(agent->live.store, names, count, now_s, health, NULL);
	add_head(text, "zone_state", "gauge", "1 for the state of a DNSBL zone of the policy; failed: its last test.");
	for (size_t i = 0; i < count; i++) {
		size_t state = 2, before = 0;

		if (wb_health_may_ask(&health[i], now_s))
			state = 0;
		else if (health[i].state == WB_HEALTH_SUSPENDED)
			state = 1;
		/* With two accounts for one zone it has two rows, and Prometheus takes none of a name twice. */
		while (strcmp(names[before], names[i]) != 0)
			before++;
		for (size_t k = 0; before == i && k < METRICS_ZONE_STATES; k++) {
			wb_text_add(text, "whyblock_agent_zone_state{");
			add_label(text, "zone", names[i]);
			wb_text_addf(text, ",state=\"%s\"} %d\n", states[k], k == state);
		}
	}
}

void metrics_format(struct agent *agent, struct open_requests *requests, int64_t now_s, struct wb_text *text)
{
	live_look_policy(&agent->live, now_s);
	open_requests_look(requests, agent->live.store, now_s);
	add_events(agent, now_s, text);
	add_work(agent, requests->faults, now_s, text);
	add_requests(requests, now_s, text);
	add_zones(agent, now_s, text);
	add_refusals(&agent->refusals, text);
}
