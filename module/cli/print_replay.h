/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_replay.h - what a replay has found, for people and for programs. */
#ifndef WB_CLI_PRINT_REPLAY_H
#define WB_CLI_PRINT_REPLAY_H

#include <json-c/json.h>

#include "desk/replay.h"

/* What a replay was of, beside what it has counted itself. */
struct cli_replay_scope {
	uint64_t without;          /* connections about which nothing is remembered, as whyblock_done has told; */
	uint64_t without_accepted; /* recipients whose mail they brought */
	bool is_of_logs;
	uint64_t lines, unknown_lines, unreadable;
};

void cli_replay_print(const struct wb_replay *replay, const struct cli_replay_scope *scope);

/* rows: of --all, which it takes; NULL: not asked for. */
json_object *cli_replay_json(const struct wb_replay *replay, const struct cli_replay_scope *scope, json_object *rows);

/* One row of --all. */
void cli_replay_print_row(const struct wb_replay_row *row);
json_object *cli_replay_row_json(const struct wb_replay_row *row);

/* In one line, for apply: "of 1,234 verdicts since 2026-11-01 12 would change: 10 newly refused"; empty: there is nothing to say. */
json_object *cli_replay_summary_json(const struct wb_replay *replay);
void cli_replay_add_summary(const struct wb_replay *replay, struct wb_text *text);

#endif
