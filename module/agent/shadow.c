/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* shadow.c - see shadow.h */
#include "agent/shadow.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "service/complaint.h"
#include "store/case_record.h"

/* The counts stay: the next one goes on with them. */
static void forget(struct shadow *shadow)
{
	if (shadow->is_open)
		wb_replay_close(&shadow->replay);
	wb_config_close(&shadow->config);
	shadow->is_open = false;
	shadow->policy_serial = 0;
}

void shadow_close(struct shadow *shadow)
{
	forget(shadow);
}

static void note_row(void *context, const struct wb_replay_row *row)
{
	struct shadow *shadow = context;
	struct wb_text text;

	wb_text_open(&text, shadow->text, sizeof(shadow->text));
	wb_text_add(&text, wb_replay_action_name(row->after->least));
	if (row->after->most != row->after->least)
		wb_text_addf(&text, " or %s", wb_replay_action_name(row->after->most));
}

static void read_config(struct shadow *shadow)
{
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];

	if (wb_config_open(shadow->path, &shadow->config, &diagnostics) == WB_OK)
		return;
	wb_config_close(&shadow->config);
	for (size_t i = 0; i < diagnostics.count; i++) {
		wb_diagnostic_format(&diagnostics.rows[i], shadow->path, line);
		wb_complain("shadow %s", line);
	}
}

static bool is_changed(const struct stat *one, const struct stat *other)
{
	return one->st_ino != other->st_ino || one->st_size != other->st_size || one->st_mtim.tv_sec != other->st_mtim.tv_sec ||
	    one->st_mtim.tv_nsec != other->st_mtim.tv_nsec;
}

/* Reads it where it is new, or another one is in force. */
static void look(struct shadow *shadow, const struct live *live, int64_t now_s)
{
	const char *path = live->config != NULL ? live->config->cases.shadow : "";
	struct stat st = { .st_size = -1 };
	struct wb_error error;

	if (strcmp(path, shadow->path) == 0 && live->policy_serial == shadow->policy_serial && now_s >= shadow->looked_at_s &&
	    now_s - shadow->looked_at_s < SHADOW_LOOK_S)
		return;
	shadow->looked_at_s = now_s;
	if (path[0] != '\0')
		stat(path, &st);
	if (strcmp(path, shadow->path) != 0 || is_changed(&st, &shadow->seen)) {
		forget(shadow);
		wb_text_copy(shadow->path, sizeof(shadow->path), path);
		shadow->seen = st;
		if (path[0] != '\0')
			read_config(shadow);
	}
	if (shadow->config == NULL || live->in_force == NULL || live->policy_serial == shadow->policy_serial)
		return;
	if (shadow->is_open)
		wb_replay_close(&shadow->replay);
	shadow->is_open = wb_replay_open(&shadow->replay, live->in_force, &shadow->config->policy, false, &error) == WB_OK;
	shadow->policy_serial = live->policy_serial;
	shadow->replay.visit = note_row;
	shadow->replay.context = shadow;
	if (!shadow->is_open)
		wb_replay_close(&shadow->replay);
}

const char *shadow_take(struct shadow *shadow, const struct live *live, const struct wb_event *event, int64_t now_s)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	const struct wb_replay *replay = &shadow->replay;
	struct shadow_counts before;

	shadow->text[0] = '\0';
	look(shadow, live, now_s);
	if (!shadow->is_open || (event->evidence_count == 0 && !event->is_refusal))
		return shadow->text;
	before = (struct shadow_counts){ replay->same, replay->changed, replay->unknown, replay->refused_more };
	wb_case_record_begin(event, now_s, &remembered);
	wb_replay_add(&shadow->replay, &remembered);
	shadow->counts.same += replay->same - before.same;
	shadow->counts.changed += replay->changed - before.changed;
	shadow->counts.unknown += replay->unknown - before.unknown;
	shadow->counts.newly_refused += replay->refused_more - before.newly_refused;
	return shadow->text;
}
