/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent.c - see agent.h */
#include "agent/agent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bytes.h"
#include "service/complaint.h"

/* Which message of which connection. */
static uint32_t join(struct agent *agent, const struct wb_event *event)
{
	unsigned char key[COUNTER_KEY_BYTES] = { 0 };

	wb_bytes_put(key, event->pid, 4);
	wb_bytes_put(key + 4, event->opened_us, 8);
	wb_bytes_put(key + 12, event->message, 4);
	return (uint32_t)counter_table_add(agent->messages, key, 1);
}

/* A field of WB_EVENT_DONE, which is a number. */
static uint32_t count_of(const struct wb_event *event, const char *key)
{
	return (uint32_t)strtoul(wb_event_field(event, key), NULL, 10);
}

static void count_accepted(struct agent *agent, const struct wb_event *event)
{
	const struct wb_prefix holder = wb_prefix_of_holder(&event->client);
	uint32_t accepted = count_of(event, "accepted");
	unsigned char key[COUNTER_KEY_BYTES] = { 0 };

	memcpy(key, holder.address.bytes, sizeof(holder.address.bytes));
	key[sizeof(holder.address.bytes)] = holder.prefix_bits;
	if (accepted > 0)
		counter_table_add(agent->accepted, key, accepted);
}

void agent_take(struct agent *agent, struct wb_blob packet, int64_t now_s)
{
	struct wb_event *event = &agent->event;
	struct wb_follow_head head = { 0, 0 };
	struct wb_error error;

	if (wb_event_read(packet, event, &error) != WB_OK) {
		agent->counts.malformed++;
		wb_complain_of_stranger("%s", error.text);
		return;
	}
	agent->counts.events[event->kind]++;
	agent->counts.left_out += event->left_out_count;
	if (event->kind == WB_EVENT_VERDICT) {
		head.joined = join(agent, event);
		agent->counts.recipients += event->is_refusal && wb_event_field(event, "recipient")[0] != '\0';
		if (rests_take(&agent->rests, event, now_s, &error) != WB_OK) {
			agent->counts.unwritten++;
			wb_complain("%s", error.text);
		}
	} else {
		count_accepted(agent, event);
	}
	followers_give(agent->followers, head, packet);
}

static void take_now(void *context, struct wb_blob packet)
{
	agent_take(context, packet, (int64_t)time(NULL));
}

enum wb_status agent_open(struct agent *agent, sd_event *loop, const char *folder, struct wb_error *error_r)
{
	enum wb_status status;

	memset(agent, 0, sizeof(*agent));
	snprintf(agent->folder, sizeof(agent->folder), "%s", folder);
	agent->messages = counter_table_open(AGENT_MESSAGES_MAX);
	agent->accepted = counter_table_open(AGENT_NETWORKS_MAX);
	if (agent->messages == NULL || agent->accepted == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	/* Damage costs connections the deadlines of silent zones, once more. */
	if (rests_open(&agent->rests, agent->folder, error_r) != WB_OK)
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
	counter_table_close(&agent->messages);
	counter_table_close(&agent->accepted);
}
