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

enum wb_status cli_replay_open(
    const struct cli *cli, const struct wb_config *config, struct cli_replay_run *run, struct wb_error *error_r)
{
	const struct wb_change change = cli_change(cli);
	struct wb_apply apply;
	enum wb_status status;
	bool is_same;

	memset(run, 0, sizeof(*run));
	status = wb_policy_open(wb_policy_folder(&cli->config->policy), NULL, &run->policy, error_r);
	if (status != WB_OK)
		return status;
	run->tried = *config;
	run->tried.policy.config_path = run->policy->config_path;
	is_same = wb_apply(&run->tried, WB_APPLY_CHECK, &change, &apply, NULL) == WB_OK && apply.outcome == WB_APPLY_SAME;
	wb_apply_close(&apply);
	return wb_replay_open(&run->replay, run->policy, &run->tried.policy, is_same, error_r);
}

void cli_replay_close(struct cli_replay_run *run)
{
	wb_replay_close(&run->replay);
	wb_policy_close(&run->policy);
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

enum wb_status cli_replay_cases(const struct cli *cli, int64_t since_s, struct cli_replay_run *run, struct wb_error *error_r)
{
	const char *store = cli->config->policy.store;
	struct counting counting = { since_s, &run->scope };
	struct wb_case_session session;
	size_t unreadable;
	enum wb_status status = wb_case_walk(store, since_s, take_case, &run->replay, &unreadable, error_r);

	run->scope.unreadable += unreadable;
	if (status != WB_OK)
		return status;
	status = wb_case_session_open_read(store, &session, error_r);
	if (status == WB_OK)
		status = wb_case_session_walk_days(&session, take_day, &counting, error_r);
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

bool cli_replay_past(const struct cli *cli, struct cli_replay_run *run, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	struct wb_error none;

	memset(run, 0, sizeof(*run));
	error_r->text[0] = '\0';
	if (cli->config->policy.store[0] == '\0' || cli_replay_open(cli, cli->config, run, &none) != WB_OK ||
	    run->replay.is_same_policy)
		return false;
	status = cli_replay_cases(cli, 0, run, error_r);
	return status == WB_OK && run->replay.verdicts > 0;
}
