/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * shadow.h - another configuration, which decides about each verdict as it comes and does nothing: what it would do otherwise is counted, and
 * stands in the event that followers and cases get. It is a replay (desk/replay.h) of the present.
 */
#ifndef WB_AGENT_SHADOW_H
#define WB_AGENT_SHADOW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "agent/live.h"
#include "desk/replay.h"

#define SHADOW_FIELD "shadow" /* of an event */
#define SHADOW_LOOK_S 10      /* between looks whether the file has changed */

struct shadow_counts {
	uint64_t same, changed, unknown; /* verdicts */
	uint64_t newly_refused;          /* of changed */
};

struct shadow {
	struct wb_config *config; /* NULL: there is none */
	struct wb_replay replay;
	bool is_open;           /* the replay is */
	uint64_t policy_serial; /* of live: with whose policy it compares; 0: with none */
	char path[PATH_MAX];
	struct stat seen;
	int64_t looked_at_s;
	struct shadow_counts counts;
	char text[32]; /* of the verdict at hand; empty: the same */
};

/* All zero is one that is closed. */
void shadow_close(struct shadow *shadow);

/*
 * Decides about a verdict, if live's configuration names a shadow; a file with mistakes is told once, and there is none then.
 * Returns what it would do otherwise: "reject", or "accept or reject" where that is not known; empty: the same. Good until the next call.
 */
const char *shadow_take(struct shadow *shadow, const struct live *live, const struct wb_event *event, int64_t now_s);

#endif
