/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* replay_run.c - see replay_run.h */
#include "cli/replay_run.h"

#include <string.h>

#include "cli/who.h"
#include "desk/apply.h"
#include "store/case_find.h"
#include "store/case_session.h"

#define DAY_S 86400

enum wb_status cli_replay_open(struct cli *cli, struct wb_config *config, struct wb_replay *replay,
    const struct wb_policy **policy_r, struct wb_error *error_r)
{
	const struct wb_change change = cli_change(cli);
	struct wb_apply apply;
	enum wb_status status = wb_policy_open(wb_policy_folder(&cli->config->policy), NULL, policy_r, error_r);
	bool is_same;

	memset(replay, 0, sizeof(*replay));
	if (status != WB_OK)
		return status;
	/* It is another file of the same site: where it lies makes no difference. */
	config->policy.config_path = (*policy_r)->config_path;
	is_same = wb_apply(config, WB_APPLY_CHECK, &change, &apply, NULL) == WB_OK && apply.outcome == WB_APPLY_SAME;
	wb_apply_close(&apply);
	return wb_replay_open(replay, *policy_r, &config->policy, is_same, error_r);
}

void cli_replay_close(struct wb_replay *replay, const struct wb_policy **policy)
{
	wb_replay_close(replay);
	wb_policy_close(policy);
}

static bool take_case(void *context, const struct wb_case *remembered)
{
	wb_replay_add(context, remembered);
	return true;
}

struct counting {
	int64_t since_s;
	struct cli_replay_scope *scope;
};

static bool take_day(void *context, const struct wb_case_day *day)
{
	const struct counting *counting = context;

	if ((day->day + 1) * DAY_S > counting->since_s) {
		counting->scope->without += day->without;
		counting->scope->without_accepted += day->accepted;
	}
	return true;
}

enum wb_status cli_replay_cases(
    struct cli *cli, int64_t since_s, struct wb_replay *replay, struct cli_replay_scope *scope, struct wb_error *error_r)
{
	const char *store = cli->config->policy.store;
	struct counting counting = { since_s, scope };
	struct wb_case_session session;
	size_t unreadable;
	enum wb_status status = wb_case_walk(store, since_s, take_case, replay, &unreadable, error_r);

	scope->unreadable += unreadable;
	if (status != WB_OK)
		return status;
	status = wb_case_session_open_read(store, &session, error_r);
	if (status == WB_OK)
		status = wb_case_session_walk_days(&session, take_day, &counting, error_r);
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
