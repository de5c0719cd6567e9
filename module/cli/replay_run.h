/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* replay_run.h - a replay of what is remembered, for whyblock replay and for apply, which shows its sum before anything changes. */
#ifndef WB_CLI_REPLAY_RUN_H
#define WB_CLI_REPLAY_RUN_H

#include "cli/cli.h"
#include "cli/print_replay.h"
#include "desk/replay.h"

/* A replay, with what it points to. */
struct cli_replay_run {
	struct wb_replay replay;
	struct cli_replay_scope scope;
	const struct wb_policy *policy; /* in force */
	struct wb_config tried;         /* a copy, as if it were the file that the policy in force was made of */
};

/*
 * config:  the one that is tried, of the store that cli->config names; must outlive the run.
 * Close it whatever is returned.
 * Returns: WB_OK; WB_UNAVAILABLE: no policy is in force; WB_NO_MEMORY.
 */
enum wb_status cli_replay_open(
    const struct cli *cli, const struct wb_config *config, struct cli_replay_run *run, struct wb_error *error_r);
void cli_replay_close(struct cli_replay_run *run);

/* Takes all cases in since a time. */
enum wb_status cli_replay_cases(const struct cli *cli, int64_t since_s, struct cli_replay_run *run, struct wb_error *error_r);

/*
 * What cli->config would do with all that is remembered where it is not in force: run->replay has the sum. False: nothing is remembered, or
 * nothing is in force, or it is the same. Close run whatever is returned.
 * error_r: its text is empty unless the cases could not be read.
 */
bool cli_replay_past(const struct cli *cli, struct cli_replay_run *run, struct wb_error *error_r);

#endif
