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

static enum cli_exit approve(const struct cli *cli, const struct wb_change *change, struct wb_decision *decision)
{
	const char *reason = cli->option[CLI_REASON];
	struct cli_removal_look look = { .check = NULL };
	struct wb_error error;
	int64_t ttl_s = cli->config->removal.allow_ttl_s; /* 0: without end */
	enum wb_status approved = WB_OK;
	enum cli_exit status;

	if (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &ttl_s, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--ttl: %s", error.text);
	status = cli_removal_look(cli, &decision->request, false, &look);
	if (status == CLI_DONE && look.outcome->facts.listings_unknown)
		status = cli_fail(CLI_IO, "%s", look.outcome->facts.fault.text);
	if (status == CLI_DONE)
		approved = wb_decision_approve(
		    decision, &look.plan, ttl_s == 0 ? 0 : cli->now_s + ttl_s, reason != NULL ? reason : "", change, &error);
	if (approved == WB_NOT_IN_FORCE)
		/* No mail says that the host is free while it is not. */
		status = cli_fail(CLI_IO, "approved, %s; whyblock removal approve %llu tries it again, and then sends the mail",
		    error.text, (unsigned long long)decision->request.number);
	else if (approved != WB_OK)
		status = cli_fail(CLI_IO, "%s", error.text);
	wb_check_close(&look.check);
	return status;
}

static enum cli_exit deny(const struct cli *cli, const struct wb_change *change, struct wb_decision *decision)
{
	const char *reason = cli->option[CLI_REASON];
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
	if (reason == NULL || reason[0] == '\0')
		return cli_fail(CLI_BAD_DATA, "--reason is missing: whoever asked is told why");
	if (wb_decision_deny(decision, reason, change, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	return CLI_DONE;
}

/* Decides it if it is to be decided. */
static enum cli_exit decide(const struct cli *cli, enum wb_request_state wanted, struct wb_decision *decision)
{
	const struct wb_change change = cli_change(cli);
	const struct wb_request *request = &decision->request;
	char decided[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_error error;
	uint64_t number;
	enum wb_status status;

	if (cli_removal_number(cli, &number) != CLI_DONE)
		return CLI_BAD_DATA;
	status = wb_decision_open(cli->config->policy.store, number, wanted, change.at_s, decision, &error);
	if (status == WB_NOT_FOUND)
		return cli_removal_missing(number);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	switch (decision->standing) {
	case WB_DECISION_FREE:
	case WB_DECISION_BEGUN:
		return (wanted == WB_REQUEST_APPROVED ? approve : deny)(cli, &change, decision);
	case WB_DECISION_REPEATED:
		break;
	case WB_DECISION_OTHERWISE:
		wb_timestamp_format(request->decided_at_s, decided);
		return cli_fail(CLI_BAD_DATA, "request %llu was %s by %s at %s: only a new request can be decided otherwise",
		    (unsigned long long)number, wb_request_state_name(request->state), request->decided_by, decided);
	}
	return CLI_DONE;
}

/* The decision stands whatever becomes of the mail; that it could not be sent is said, and by the exit status, too. */
static enum cli_exit decide_and_tell(const struct cli *cli, enum wb_request_state wanted)
{
	struct wb_decision decision = { .lock_fd = -1 };
	const struct wb_request *request = &decision.request;
	const char *reason = cli->option[CLI_REASON];
	char decided[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];
	struct wb_error error, mail_error;
	bool is_new, mailed;
	json_object *object;
	enum cli_exit status;

	if (reason != NULL && wb_listing_check_reason(reason, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--reason: %s", error.text);
	status = decide(cli, wanted, &decision);
	wb_decision_close(&decision);
	if (status != CLI_DONE)
		return status;
	is_new = decision.standing != WB_DECISION_REPEATED;
	mailed = send_outcome(cli, request, &mail_error);

	if (cli->json) {
		object = cli_removal_request_json(request);
		json_object_object_add(object, "repeated", json_object_new_boolean(!is_new));
		if (request->state == WB_REQUEST_APPROVED && is_new)
			cli_removal_add_plan_json(object, &decision.done, decision.until_s);
		json_object_object_add(object, "mailed", json_object_new_boolean(mailed));
		json_object_object_add(object, "mail_error", cli_json_text(mail_error.text));
		cli_json_print_pretty(object);
	} else {
		wb_prefix_format_short(&request->client, client);
		wb_timestamp_format(request->decided_at_s, decided);
		printf("request %llu about %s ", (unsigned long long)request->number, client);
		if (is_new)
			printf("%s\n", wb_request_state_name(request->state));
		else
			printf("was %s already, by %s at %s: nothing is changed\n", wb_request_state_name(request->state),
			    request->decided_by, decided);
		if (request->state == WB_REQUEST_APPROVED && is_new)
			cli_removal_print_plan(&decision.done, &request->client, decision.until_s, true, "  ");
		if (mailed)
			printf("  mail sent to %s\n", request->email);
		else if (mail_error.text[0] == '\0')
			puts("  no mail sent");
	}
	if (mail_error.text[0] == '\0')
		return CLI_DONE;
	return cli_fail(CLI_IO, "no mail was sent: %s; whyblock removal %s %llu sends it", mail_error.text,
	    wanted == WB_REQUEST_APPROVED ? "approve" : "deny", (unsigned long long)request->number);
}

enum cli_exit cli_removal_approve(struct cli *cli)
{
	return decide_and_tell(cli, WB_REQUEST_APPROVED);
}

enum cli_exit cli_removal_deny(struct cli *cli)
{
	return decide_and_tell(cli, WB_REQUEST_DENIED);
}
