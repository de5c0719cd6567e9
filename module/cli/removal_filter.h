/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * removal_filter.h - which requests staff want to see, by the options of removal list.
 */
#ifndef WB_CLI_REMOVAL_FILTER_H
#define WB_CLI_REMOVAL_FILTER_H

#include "base/text.h"
#include "cli/cli.h"
#include "desk/removal_plan.h"
#include "store/request.h"

#define CLI_REMOVAL_REPLY_S (7 * 86400) /* so long a reply to a decided request is shown with what waits */

enum cli_removal_proof { CLI_PROOF_NONE, CLI_PROOF_VISIT, CLI_PROOF_REFERENCE, CLI_PROOF_COUNT };

/* The strongest proof that the request itself holds; what the DNS says is asked when it is shown. */
enum cli_removal_proof cli_removal_proof(const struct wb_request *request);

enum cli_removal_would { CLI_WOULD_NOTHING, CLI_WOULD_REMOVE, CLI_WOULD_ALLOW, CLI_WOULD_COUNT };

/* What an approval would do: the most of it. */
enum cli_removal_would cli_removal_would(const struct wb_removal_plan *plan);

/* "nothing", "remove", "allow". */
const char *cli_removal_would_name(enum cli_removal_would would);

/* True when something came from the one who asked that staff have not answered: a reply to a question, or to a decision. */
bool cli_removal_is_replied(const struct wb_request *request);

/* What it is to staff: its state's name, or "replied". */
const char *cli_removal_state_name(const struct wb_request *request);

struct cli_removal_filter {
	int64_t now_s;
	bool all;                        /* decided ones, too */
	const char *state;               /* of cli_removal_state_name, or of the state itself; NULL: any */
	const char *category, *language; /* NULL: any */
	const char *assignee;            /* "": nobody; NULL: anybody */
	int64_t newer_s, older_s;        /* 0: any age */
	int proof;                       /* enum cli_removal_proof; -1: any */
	int would;                       /* enum cli_removal_would, of what the caller has to find out; -1: any */
	size_t limit, page;              /* page from 1 on */
};

/* Reads the options. CLI_DONE, or the status of what was said. */
enum cli_exit cli_removal_filter_read(const struct cli *cli, struct cli_removal_filter *filter_r);

/* Whether it is wanted, but for what an approval would do. */
bool cli_removal_filter_takes(const struct cli_removal_filter *filter, const struct wb_request *request);

/* Adds the names that --proof, --state or --would takes, for its help; nothing of another option. */
void cli_removal_filter_add_choices(enum cli_option option, struct wb_text *text);

#endif
