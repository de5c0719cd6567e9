/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_removal_decide.c - whyblock removal approve and deny
 *
 * The request is decided, then the mail goes out. Killed before the mail, the same command sends it: what is decided is not decided
 * again. Killed while it decides, the same command finishes that: see request_decide.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/mail.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_listing.h"
#include "cli/print_removal.h"
#include "cli/removal_filter.h"
#include "cli/said_text.h"
#include "cli/who.h"
#include "desk/request_decide.h"

/* Mails the decision. False: it was not mailed; error_r says why, and is empty when nobody wanted it. */
static bool send_outcome(const struct cli *cli, const struct wb_request *request, struct wb_error *error_r)
{
	char until[WB_TIMESTAMP_TEXT_SIZE];
	struct cli_mail mail = {
		.text = WB_MAIL_DENIED,
		.to = request->email,
		.request = request,
		.token = request->token,
		.answer = request->answer,
		.until = until,
	};

	error_r->text[0] = '\0';
	if (cli->option[CLI_NO_MAIL] != NULL)
		return false;
	if (request->state == WB_REQUEST_APPROVED && request->is_allowed)
		mail.text = WB_MAIL_APPROVED_ALLOWED;
	else if (request->state == WB_REQUEST_APPROVED)
		mail.text = request->is_unchanged ? WB_MAIL_APPROVED_NOTHING : WB_MAIL_APPROVED_REMOVED;
	if (!wb_language_parse(request->language, &mail.language))
		mail.language = WB_LANGUAGE_EN;
	wb_timestamp_format_minute(request->allowed_until_s, until);
	return cli_mail_send(cli->config, &mail, error_r) == WB_OK;
}

/* What is to be done with each request. */
struct work {
	enum wb_request_state wanted;
	struct cli_said said;
};

static enum cli_exit fail(const struct wb_request *request, enum cli_exit status, const char *text)
{
	return cli_fail(status, "request %llu: %s", (unsigned long long)request->number, text);
}

static enum cli_exit approve(
    const struct cli *cli, const char *answer, const struct wb_change *change, struct wb_decision *decision)
{
	struct cli_removal_look look = { .check = NULL };
	struct wb_error error;
	int64_t ttl_s = cli->config->removal.allow_ttl_s; /* 0: without end */
	enum wb_status approved = WB_OK;
	enum cli_exit status;

	if (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &ttl_s, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--ttl: %s", error.text);
	status = cli_removal_look(cli, &decision->request, &(struct cli_removal_dns){ .skip = false }, &look);
	if (status == CLI_DONE && look.outcome->facts.listings_unknown)
		status = fail(&decision->request, CLI_IO, look.outcome->facts.fault.text);
	if (status == CLI_DONE)
		approved =
		    wb_decision_approve(decision, &look.plan, ttl_s == 0 ? 0 : cli->now_s + ttl_s, answer, change, &error);
	if (approved == WB_NOT_IN_FORCE)
		/* No mail says that the host is free while it is not. */
		status = cli_fail(CLI_IO, "approved, %s; whyblock removal approve %llu tries it again, and then sends the mail",
		    error.text, (unsigned long long)decision->request.number);
	else if (approved != WB_OK)
		status = fail(&decision->request, CLI_IO, error.text);
	wb_check_close(&look.check);
	return status;
}

/* Whoever is denied is told that the host stays blocked: staff should know when that is not so. */
static void warn_of_nothing(const struct cli *cli, const struct wb_request *request)
{
	struct cli_removal_look look = { .check = NULL };
	char client[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(&request->client, client);
	if (cli_removal_look(cli, request, &(struct cli_removal_dns){ .skip = false }, &look) == CLI_DONE &&
	    !look.outcome->facts.listings_unknown && cli_removal_would(&look.plan) == CLI_WOULD_NOTHING)
		cli_fail(CLI_DONE, "request %llu: nothing blocks %s any more: an approval would have said so to whoever asked",
		    (unsigned long long)request->number, client);
	wb_check_close(&look.check);
}

static enum cli_exit deny(
    const struct cli *cli, const char *answer, const struct wb_change *change, struct wb_decision *decision)
{
	char begun[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_error error;

	if (decision->standing == WB_DECISION_BEGUN) {
		wb_timestamp_format(decision->begun_at_s, begun);
		return cli_fail(CLI_BAD_DATA,
		    "%s had begun to approve request %llu at %s, and has changed what is listed: whyblock removal approve %llu "
		    "finishes it",
		    decision->begun_by, (unsigned long long)decision->request.number, begun,
		    (unsigned long long)decision->request.number);
	}
	if (answer[0] == '\0')
		return cli_fail(CLI_BAD_DATA, "--reason is missing: whoever asked is told why");
	warn_of_nothing(cli, &decision->request);
	if (wb_decision_deny(decision, answer, change, &error) != WB_OK)
		return fail(&decision->request, CLI_IO, error.text);
	return CLI_DONE;
}

/* What is said again must be what was said: the mail would tell something else than its writer thinks. */
static enum cli_exit check_repeated(const struct cli *cli, const struct work *work, const struct wb_request *request)
{
	char decided[WB_TIMESTAMP_TEXT_SIZE], answer[WB_REQUEST_ANSWER_SIZE];
	enum cli_exit status = cli_said_compose(cli, &work->said, request->language, answer);

	if (status != CLI_DONE || answer[0] == '\0' || strcmp(answer, request->answer) == 0)
		return status;
	wb_timestamp_format(request->decided_at_s, decided);
	return cli_fail(CLI_BAD_DATA,
	    "request %llu was %s by %s at %s, %s: no mail was sent; without a reason the same command sends the one of then again",
	    (unsigned long long)request->number, wb_request_state_name(request->state), request->decided_by, decided,
	    request->answer[0] != '\0' ? "with another reason, which stays" : "without a reason, which stays so");
}

/* Decides it if it is to be decided. */
static enum cli_exit decide(const struct cli *cli, const struct work *work, uint64_t number, struct wb_decision *decision)
{
	const struct wb_change change = cli_change(cli);
	const struct wb_request *request = &decision->request;
	char decided[WB_TIMESTAMP_TEXT_SIZE], answer[WB_REQUEST_ANSWER_SIZE];
	struct wb_error error;
	enum wb_status status =
	    wb_decision_open(cli->config->policy.store, number, work->wanted, change.at_s, decision, &error);
	enum cli_exit exit;

	if (status == WB_NOT_FOUND)
		return cli_removal_missing(number);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "request %llu: %s", (unsigned long long)number, error.text);
	switch (decision->standing) {
	case WB_DECISION_FREE:
	case WB_DECISION_BEGUN:
		exit = cli_removal_check_assignee(cli, request);
		if (exit == CLI_DONE)
			exit = cli_said_compose(cli, &work->said, request->language, answer);
		if (exit == CLI_DONE)
			exit = (work->wanted == WB_REQUEST_APPROVED ? approve : deny)(cli, answer, &change, decision);
		return exit;
	case WB_DECISION_REPEATED:
		return check_repeated(cli, work, request);
	case WB_DECISION_OTHERWISE:
		wb_timestamp_format(request->decided_at_s, decided);
		return cli_fail(CLI_BAD_DATA, "request %llu was %s by %s at %s: only a new request can be decided otherwise",
		    (unsigned long long)number, wb_request_state_name(request->state), request->decided_by, decided);
	}
	return CLI_DONE;
}

/* What staff alone are to know. The decision stands whatever becomes of it. */
static enum cli_exit keep_note(const struct cli *cli, const struct wb_request *request)
{
	const struct wb_change change = cli_change(cli);
	struct wb_error error;

	if (cli->option[CLI_NOTE] == NULL ||
	    wb_decision_note(cli->config->policy.store, request->number, cli->option[CLI_NOTE], &change, &error) == WB_OK)
		return CLI_DONE;
	return fail(request, CLI_IO, error.text);
}

static void print_people(const struct wb_decision *decision)
{
	const struct wb_request *request = &decision->request;
	char decided[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];
	bool is_new = decision->standing != WB_DECISION_REPEATED;

	wb_prefix_format_short(&request->client, client);
	wb_timestamp_format(request->decided_at_s, decided);
	printf("request %llu about %s ", (unsigned long long)request->number, client);
	if (is_new)
		printf("%s\n", wb_request_state_name(request->state));
	else
		printf("was %s already, by %s at %s: nothing is changed\n", wb_request_state_name(request->state),
		    request->decided_by, decided);
	if (request->state == WB_REQUEST_APPROVED && is_new)
		cli_removal_print_plan(&decision->done, &request->client, decision->until_s, true, "  ");
}

static json_object *decision_json(const struct wb_decision *decision)
{
	const struct wb_request *request = &decision->request;
	bool is_new = decision->standing != WB_DECISION_REPEATED;
	json_object *object = cli_removal_request_json(request);

	json_object_object_add(object, "repeated", json_object_new_boolean(!is_new));
	if (request->state == WB_REQUEST_APPROVED && is_new)
		cli_removal_add_plan_json(object, &decision->done, decision->until_s);
	return object;
}

/* The decision stands whatever becomes of the mail; that it could not be sent is said, and by the exit status, too. */
static enum cli_exit decide_and_tell(const struct cli *cli, uint64_t number, void *context, json_object **json_r)
{
	struct wb_decision decision = { .lock_fd = -1 };
	const struct work *work = context;
	const struct wb_request *request = &decision.request;
	struct wb_error mail_error;
	bool mailed;
	enum cli_exit noted, status = decide(cli, work, number, &decision);

	wb_decision_close(&decision);
	if (status != CLI_DONE)
		return status;
	noted = keep_note(cli, request);
	mailed = send_outcome(cli, request, &mail_error);
	if (cli->json) {
		*json_r = decision_json(&decision);
		json_object_object_add(*json_r, "mailed", json_object_new_boolean(mailed));
		json_object_object_add(*json_r, "mail_error", cli_json_text(mail_error.text));
	} else {
		print_people(&decision);
		if (mailed)
			printf("  mail sent to %s\n", request->email);
		else if (mail_error.text[0] == '\0')
			puts("  no mail sent");
	}
	if (mail_error.text[0] == '\0')
		return noted;
	return cli_fail(CLI_IO, "no mail was sent: %s; whyblock removal %s %llu sends it", mail_error.text,
	    work->wanted == WB_REQUEST_APPROVED ? "approve" : "deny", (unsigned long long)request->number);
}

static enum cli_exit decide_each(const struct cli *cli, enum wb_request_state wanted)
{
	struct work work = { .wanted = wanted };
	const char *note = cli->option[CLI_NOTE];
	enum cli_exit status = cli_said_read(cli, cli->option[CLI_REASON], "--reason", &work.said);

	if (status == CLI_DONE && note != NULL && (note[0] == '\0' || strlen(note) >= WB_REQUEST_NOTE_SIZE))
		status =
		    cli_fail(CLI_BAD_DATA, "--note has %zu bytes: expected 1 to %d", strlen(note), WB_REQUEST_NOTE_SIZE - 1);
	return status == CLI_DONE ? cli_removal_each(cli, cli->argc, decide_and_tell, &work) : status;
}

enum cli_exit cli_removal_approve(struct cli *cli)
{
	return decide_each(cli, WB_REQUEST_APPROVED);
}

enum cli_exit cli_removal_deny(struct cli *cli)
{
	return decide_each(cli, WB_REQUEST_DENIED);
}
