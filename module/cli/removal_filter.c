/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* removal_filter.c - see removal_filter.h */
#include "cli/removal_filter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/timestamp.h"

#define TERMINAL_ROWS 20 /* of 24: what was asked, the head, and what comes next take the rest */
#define NUMBER_MAX 1000000

static const char *const proofs[] = {
	[CLI_PROOF_NONE] = "none",
	[CLI_PROOF_VISIT] = "visit",
	[CLI_PROOF_REFERENCE] = "reference",
};
_Static_assert(sizeof(proofs) / sizeof(proofs[0]) == CLI_PROOF_COUNT, "a proof has no name");

static const char *const woulds[] = {
	[CLI_WOULD_NOTHING] = "nothing",
	[CLI_WOULD_REMOVE] = "remove",
	[CLI_WOULD_ALLOW] = "allow",
};
_Static_assert(sizeof(woulds) / sizeof(woulds[0]) == CLI_WOULD_COUNT, "what an approval would do has no name");

static const char *const states[] = { "open", "waiting", "replied", "approved", "denied" };

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { CHOICE_PROOF, CHOICE_WOULD, CHOICE_STATE };

/* The options with names to choose from. */
static const struct choice {
	enum cli_option option;
	const char *const *names;
	size_t count;
} choices[] = {
	[CHOICE_PROOF] = { CLI_PROOF, proofs, COUNT(proofs) },
	[CHOICE_WOULD] = { CLI_WOULD, woulds, COUNT(woulds) },
	[CHOICE_STATE] = { CLI_STATE, states, COUNT(states) },
};

enum cli_removal_proof cli_removal_proof(const struct wb_request *request)
{
	if (request->has_reference)
		return CLI_PROOF_REFERENCE;
	return wb_request_is_from_client(request) ? CLI_PROOF_VISIT : CLI_PROOF_NONE;
}

enum cli_removal_would cli_removal_would(const struct wb_removal_plan *plan)
{
	if (plan->allows)
		return CLI_WOULD_ALLOW;
	return plan->removed_count > 0 ? CLI_WOULD_REMOVE : CLI_WOULD_NOTHING;
}

const char *cli_removal_would_name(enum cli_removal_would would)
{
	return woulds[would];
}

bool cli_removal_is_replied(const struct wb_request *request)
{
	if (wb_request_is_decided(request))
		return request->replied_at_s > request->decided_at_s;
	return request->state == WB_REQUEST_OPEN && request->replied_at_s != 0;
}

const char *cli_removal_state_name(const struct wb_request *request)
{
	return cli_removal_is_replied(request) ? "replied" : wb_request_state_name(request->state);
}

static enum cli_exit read_number(const struct cli *cli, enum cli_option option, size_t *number_r)
{
	char *end;
	unsigned long number;

	if (cli->option[option] == NULL)
		return CLI_DONE;
	number = strtoul(cli->option[option], &end, 10);
	if (cli->option[option][0] < '0' || cli->option[option][0] > '9' || *end != '\0' || number == 0 || number > NUMBER_MAX)
		return cli_fail(CLI_USAGE, "--%s %s: expected a number from 1 to %d", cli_option_at(option)->name,
		    cli->option[option], NUMBER_MAX);
	*number_r = number;
	return CLI_DONE;
}

static enum cli_exit read_age(const struct cli *cli, enum cli_option option, int64_t *age_s_r)
{
	struct wb_error error;

	if (cli->option[option] == NULL || wb_span_parse(cli->option[option], age_s_r, &error) == WB_OK)
		return CLI_DONE;
	return cli_fail(CLI_USAGE, "--%s: %s", cli_option_at(option)->name, error.text);
}

void cli_removal_filter_add_choices(enum cli_option option, struct wb_text *text)
{
	for (size_t i = 0; i < COUNT(choices); i++) {
		for (size_t n = 0; choices[i].option == option && n < choices[i].count; n++)
			wb_text_add_item(text, n, choices[i].count, "or", choices[i].names[n]);
	}
}

/* The place of the option's value among its names; -1 without the option. */
static enum cli_exit read_choice(const struct cli *cli, const struct choice *choice, int *choice_r)
{
	const char *value = cli->option[choice->option];
	char expected[100];
	struct wb_text text;

	*choice_r = -1;
	if (value == NULL)
		return CLI_DONE;
	for (size_t i = 0; i < choice->count && *choice_r < 0; i++) {
		if (strcmp(choice->names[i], value) == 0)
			*choice_r = (int)i;
	}
	if (*choice_r >= 0)
		return CLI_DONE;
	wb_text_open(&text, expected, sizeof(expected));
	cli_removal_filter_add_choices(choice->option, &text);
	return cli_fail(CLI_USAGE, "--%s %s: expected %s", cli_option_at(choice->option)->name, value, expected);
}

enum cli_exit cli_removal_filter_read(const struct cli *cli, struct cli_removal_filter *filter_r)
{
	enum cli_exit status;
	int state;

	*filter_r = (struct cli_removal_filter){
		.now_s = cli->now_s,
		.all = cli->option[CLI_ALL] != NULL,
		.category = cli->option[CLI_CATEGORY],
		.language = cli->option[CLI_LANGUAGE],
		.assignee = cli->option[CLI_MINE] != NULL ? cli->caller.login : cli->option[CLI_ASSIGNEE],
		.limit = cli->json || isatty(STDOUT_FILENO) == 0 ? SIZE_MAX : TERMINAL_ROWS,
		.page = 1,
	};
	if (cli->option[CLI_MINE] != NULL && cli->option[CLI_ASSIGNEE] != NULL)
		return cli_fail(CLI_USAGE, "--mine and --assignee together: expected one of them");
	if (filter_r->assignee != NULL && strcmp(filter_r->assignee, "none") == 0)
		filter_r->assignee = "";
	status = read_choice(cli, &choices[CHOICE_STATE], &state);
	if (status == CLI_DONE)
		status = read_choice(cli, &choices[CHOICE_PROOF], &filter_r->proof);
	if (status == CLI_DONE)
		status = read_choice(cli, &choices[CHOICE_WOULD], &filter_r->would);
	if (status == CLI_DONE)
		status = read_age(cli, CLI_NEWER, &filter_r->newer_s);
	if (status == CLI_DONE)
		status = read_age(cli, CLI_OLDER, &filter_r->older_s);
	if (status == CLI_DONE)
		status = read_number(cli, CLI_LIMIT, &filter_r->limit);
	if (status == CLI_DONE)
		status = read_number(cli, CLI_PAGE, &filter_r->page);
	if (status == CLI_DONE && filter_r->page > 1 && filter_r->limit == SIZE_MAX)
		filter_r->limit = TERMINAL_ROWS;
	filter_r->state = state >= 0 ? states[state] : NULL;
	return status;
}

static bool has_state(const struct cli_removal_filter *filter, const struct wb_request *request)
{
	if (filter->state != NULL)
		return strcmp(filter->state, wb_request_state_name(request->state)) == 0 ||
		    strcmp(filter->state, cli_removal_state_name(request)) == 0;
	if (filter->all || !wb_request_is_decided(request))
		return true;
	return cli_removal_is_replied(request) && request->replied_at_s > filter->now_s - CLI_REMOVAL_REPLY_S;
}

bool cli_removal_filter_takes(const struct cli_removal_filter *filter, const struct wb_request *request)
{
	int64_t last_s = request->replied_at_s > request->created_at_s ? request->replied_at_s : request->created_at_s;

	return has_state(filter, request) && (filter->proof < 0 || (int)cli_removal_proof(request) == filter->proof) &&
	    (filter->category == NULL || strcmp(filter->category, request->category) == 0) &&
	    (filter->language == NULL || strcmp(filter->language, request->language) == 0) &&
	    (filter->assignee == NULL || strcmp(filter->assignee, request->assignee) == 0) &&
	    (filter->newer_s == 0 || last_s > filter->now_s - filter->newer_s) &&
	    (filter->older_s == 0 || request->created_at_s <= filter->now_s - filter->older_s);
}
