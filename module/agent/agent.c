/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent.c - see agent.h */
#include "agent/agent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent/standing.h"
#include "agent/standings_file.h"
#include "base/bytes.h"
#include "service/complaint.h"

static uint32_t limit(uint64_t number)
{
	return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* The events of this message of this connection. */
static uint32_t count_of_message(struct agent *agent, const struct wb_event *event)
{
	unsigned char key[COUNTER_KEY_BYTES] = { 0 };

	wb_bytes_put(key, event->pid, 4);
	wb_bytes_put(key + 4, event->opened_us, 8);
	wb_bytes_put(key + 12, event->message, 4);
	return limit(counter_table_add(agent->messages, key, 1));
}

/* All recipients for whom mail of this network was accepted. */
static uint32_t count_of_network(struct agent *agent, const struct wb_event *event, int64_t now_s)
{
	uint32_t accepted = limit(strtoul(wb_event_field(event, "accepted"), NULL, 10));
	unsigned char key[COUNTER_KEY_BYTES];
	struct standing *standing;

	standing_key(&event->client, key);
	/* Whose mail was never accepted takes no room. */
	standing = accepted > 0 ? counter_table_take(agent->standings, key) : counter_table_find(agent->standings, key);
	if (standing == NULL)
		return 0;
	standing_accept(standing, accepted, reports_speaks_for(event), now_s);
	return limit(standing->recipients);
}

/* Since when there is evidence; of a listing the store knows it. */
static void take_evidence(struct agent *agent, const struct wb_event *event, int64_t now_s)
{
	struct wb_error error;
	bool has_any = false;

	for (size_t i = 0; i < event->evidence_count; i++)
		has_any = has_any || event->evidence[i].kind != WB_EVIDENCE_LISTING;
	if (!has_any)
		return;
	live_look_policy(&agent->live, now_s);
	if (!agent->live.has_policy || first_seen_take(&agent->seen, &agent->live.policy, event, now_s, &error) == WB_OK)
		return;
	agent->counts.seen_faults++;
	wb_complain("%s", error.text);
}

/* So that they outlive the agent, however it ends, but for the last hour. */
static void save_standings(struct agent *agent, int64_t now_s)
{
	struct wb_error error;

	agent->saved_at_s = now_s;
	if (standings_save(agent->standings, agent->live.store, reports_done_at_s(agent->reports), now_s, &error) != WB_OK)
		wb_complain("%s", error.text);
}

/*
 * What the shadow would do otherwise, as a field of the event, for cases and followers. Returns the packet that says it; bytes has room for one.
 * An event that has no room for it goes on without.
 */
static struct wb_blob ask_shadow(
    struct agent *agent, struct wb_event *event, struct wb_blob packet, unsigned char *bytes, int64_t now_s)
{
	const char *text = shadow_take(&agent->shadow, &agent->live, event, now_s);
	struct wb_blob marked;

	if (text[0] == '\0' || event->field_count == WB_EVENT_FIELDS_MAX)
		return packet;
	event->fields[event->field_count++] = (struct wb_event_field){ SHADOW_FIELD, text };
	marked = wb_event_write(event, bytes, WB_EVENT_BYTES_MAX);
	return marked.size > 0 ? marked : packet;
}

/* A configuration that cannot be read, or is not there yet, has its defaults. */
static void look_at_settings(struct agent *agent, int64_t now_s)
{
	live_look(&agent->live, now_s);
	case_book_set_max(agent->case_book, agent->live.config != NULL ? agent->live.config->cases.max : AGENT_CASES_MAX);
}

void agent_take(struct agent *agent, struct wb_blob packet, int64_t now_s)
{
	static struct wb_event read; /* 30 KB that need not be of the stack; its texts point into the packet */
	const struct wb_event *event = &read;
	unsigned char marked[WB_EVENT_BYTES_MAX];
	struct wb_follow_head head = { 0, 0 };
	struct wb_error error;

	if (wb_event_read(packet, &read, &error) != WB_OK) {
		agent->counts.malformed++;
		wb_complain_of_stranger("%s", error.text);
		return;
	}
	agent->counts.events[event->kind]++;
	agent->counts.left_out += event->left_out_count;
	look_at_settings(agent, now_s);
	switch (event->kind) {
	case WB_EVENT_VERDICT:
		head.total = count_of_message(agent, event);
		agent->counts.lost += wb_log_field_lost(wb_event_field(event, "event"));
		refusals_take(&agent->refusals, event);
		agent->counts.recipients += event->is_refusal && wb_event_field(event, "recipient")[0] != '\0';
		if (suspensions_take(&agent->suspensions, event, now_s, &error) != WB_OK) {
			agent->counts.unwritten++;
			wb_complain("%s", error.text);
		}
		take_evidence(agent, event, now_s);
		reports_take_verdict(agent->reports, event, head.total == 1, now_s);
		packet = ask_shadow(agent, &read, packet, marked, now_s);
		case_book_take(agent->case_book, event, now_s);
		break;
	case WB_EVENT_DONE:
		head.total = count_of_network(agent, event, now_s);
		reports_take_done(agent->reports, event, now_s);
		sender_changes_take(agent->sender_changes, event, now_s);
		case_book_take(agent->case_book, event, now_s);
		if (now_s - agent->saved_at_s >= STANDINGS_SAVE_S || now_s < agent->saved_at_s)
			save_standings(agent, now_s);
		break;
	case WB_EVENT_REPORT:
		head.total = reports_take(agent->reports, event, now_s);
		break;
	case WB_EVENT_KIND_COUNT:
		break;
	}
	followers_give(agent->followers, head, packet);
}

static void take_now(void *context, struct wb_blob packet)
{
	agent_take(context, packet, (int64_t)time(NULL));
}

enum wb_status agent_open(struct agent *agent, sd_event *loop, const char *store, const char *folder, struct wb_error *error_r)
{
	enum wb_status status;
	int64_t done_at_s;

	memset(agent, 0, sizeof(*agent));
	snprintf(agent->folder, sizeof(agent->folder), "%s", folder);
	live_open(&agent->live, store);
	first_seen_init(&agent->seen, store, WB_FIRST_SEEN_ROWS_MAX, WB_FIRST_SEEN_LOG_MAX);
	agent->messages = counter_table_open(AGENT_MESSAGES_MAX, sizeof(uint64_t));
	agent->standings = counter_table_open(AGENT_NETWORKS_MAX, sizeof(struct standing));
	if (agent->messages == NULL || agent->standings == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	/* Damage has known mail servers listed sooner. */
	if (standings_load(agent->standings, store, &done_at_s, error_r) != WB_OK)
		wb_complain("%s", error_r->text);
	agent->saved_at_s = (int64_t)time(NULL);
	if (reports_open(loop, &agent->live, agent->standings, done_at_s, &agent->reports, error_r) != WB_OK)
		return WB_NO_MEMORY;
	if (lowering_open(loop, &agent->live, &agent->lowering, error_r) != WB_OK ||
	    case_book_open(loop, store, &agent->case_book, error_r) != WB_OK)
		return WB_NO_MEMORY;
	/* Damage costs connections the deadlines of silent zones, once more. */
	if (suspensions_open(&agent->suspensions, agent->folder, error_r) != WB_OK)
		wb_complain("%s", error_r->text);
	status = sender_changes_open(loop, agent->folder, AGENT_SENDERS_MAX, &agent->sender_changes, error_r);
	if (status == WB_NO_MEMORY)
		return status;
	if (status != WB_OK)
		wb_complain("%s", error_r->text);
	status = followers_open(loop, agent->folder, &agent->followers, error_r);
	/* The last one: from now on it takes events in. */
	return status == WB_OK ? intake_open(loop, agent->folder, take_now, agent, &agent->intake, error_r) : status;
}

void agent_close(struct agent *agent)
{
	intake_close(&agent->intake);
	questions_close(&agent->questions);
	followers_close(&agent->followers);
	if (agent->reports != NULL && reports_done_at_s(agent->reports) != INT64_MIN)
		save_standings(agent, (int64_t)time(NULL));
	case_book_close(&agent->case_book);
	lowering_close(&agent->lowering);
	shadow_close(&agent->shadow);
	reports_close(&agent->reports, (int64_t)time(NULL));
	sender_changes_close(&agent->sender_changes);
	first_seen_close(&agent->seen);
	live_close(&agent->live);
	counter_table_close(&agent->messages);
	counter_table_close(&agent->standings);
}
