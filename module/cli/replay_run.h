/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* replay_run.h - a replay of what is remembered, for whyblock replay and for apply, which shows its sum before anything changes. */
#ifndef WB_CLI_REPLAY_RUN_H
#define WB_CLI_REPLAY_RUN_H

#include "cli/cli.h"
#include "cli/print_replay.h"
#include "desk/replay.h"

/*
 * config:   the one that is tried, of the store that cli->config names; must outlive the replay.
 * policy_r: the policy in force; close both by cli_replay_close, whatever is returned.
 * Returns:  WB_OK; WB_UNAVAILABLE: no policy is in force; WB_NO_MEMORY.
 */
enum wb_status cli_replay_open(struct cli *cli, struct wb_config *config, struct wb_replay *replay,
    const struct wb_policy **policy_r, struct wb_error *error_r);
void cli_replay_close(struct wb_replay *replay, const struct wb_policy **policy);

/* Takes all cases in since a time. */
enum wb_status cli_replay_cases(
    struct cli *cli, int64_t since_s, struct wb_replay *replay, struct cli_replay_scope *scope, struct wb_error *error_r);

#endif
