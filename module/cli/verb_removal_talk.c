/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_removal_talk.c - whyblock removal note, ask and take */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/mail.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "cli/said_text.h"
#include "cli/who.h"
#include "desk/request_decide.h"

static json_object *done_json(uint64_t number, const char *done)
{
	json_object *object = json_object_new_object();

	json_object_object_add(object, "number", json_object_new_int64((int64_t)number));
	json_object_object_add(object, done, json_object_new_boolean(true));
	return object;
}

static enum cli_exit note(const struct cli *cli, uint64_t number, void *context, json_object **json_r)
{
	const struct wb_change change = cli_change(cli);
	struct wb_request request;
	struct wb_error error;
	enum wb_status status;
	enum cli_exit exit = cli_removal_read(cli, number, &request);

	if (exit != CLI_DONE)
		return exit;
	status = wb_decision_note(cli->config->policy.store, number, context, &change, &error);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "request %llu: %s", (unsigned long long)number, error.text);
	if (cli->json)
		*json_r = done_json(number, "noted");
	else
		printf("request %llu: noted\n", (unsigned long long)number);
	return CLI_DONE;
}

enum cli_exit cli_removal_note(struct cli *cli)
{
	return cli_removal_each(cli, cli->argc - 1, note, cli->argv[cli->argc - 1]);
}

/* Mails the question. False: it was not mailed; error_r says why, and is empty when nobody wanted it. */
static bool send_question(const struct cli *cli, const struct wb_request *request, struct wb_error *error_r)
{
	struct cli_mail mail = {
		.text = WB_MAIL_QUESTION,
		.to = request->email,
		.request = request,
		.token = request->token,
		.answer = request->question,
	};

	error_r->text[0] = '\0';
	/* Without an address the question stands on the request's page alone, as whoever asked was told. */
	if (cli->option[CLI_NO_MAIL] != NULL || request->email[0] == '\0')
		return false;
	if (!wb_language_parse(request->language, &mail.language))
		mail.language = WB_LANGUAGE_EN;
	return cli_mail_send(cli->config, &mail, error_r) == WB_OK;
}

static enum cli_exit ask(const struct cli *cli, uint64_t number, void *context, json_object **json_r)
{
	const char *store = cli->config->policy.store;
	const struct wb_change change = cli_change(cli);
	char question[WB_REQUEST_ANSWER_SIZE];
	struct wb_request request;
	struct wb_error error, mail_error;
	enum wb_status asked = WB_OK;
	bool is_repeated, mailed;
	enum cli_exit status = cli_removal_read(cli, number, &request);

	if (status == CLI_DONE)
		status = cli_removal_check_assignee(cli, &request);
	if (status == CLI_DONE)
		status = cli_said_compose(cli, context, request.language, question);
	if (status != CLI_DONE)
		return status;
	/* Cut off before its mail went out, the same command sends it, and asks nothing twice. */
	is_repeated = request.state == WB_REQUEST_WAITING && strcmp(request.question, question) == 0;
	if (!is_repeated)
		asked = wb_request_ask_back(store, number, question, change.login, change.at_s, &error);
	if (asked != WB_OK)
		return cli_fail(cli_exit_of(asked), "%s", asked == WB_NOT_FOUND ? "the request is gone" : error.text);
	/* The reply is for the one who asked; that somebody else took it meanwhile is as good. */
	if (request.assignee[0] == '\0')
		wb_request_take(store, number, change.login, false, NULL);
	status = cli_removal_read(cli, number, &request);
	if (status != CLI_DONE)
		return status;
	mailed = send_question(cli, &request, &mail_error);
	if (cli->json) {
		*json_r = cli_removal_request_json(&request);
		json_object_object_add(*json_r, "repeated", json_object_new_boolean(is_repeated));
		json_object_object_add(*json_r, "mailed", json_object_new_boolean(mailed));
		json_object_object_add(*json_r, "mail_error", cli_json_text(mail_error.text));
	} else {
		printf("request %llu: asked, and waiting for the reply\n", (unsigned long long)number);
		if (mailed)
			printf("  mail sent to %s\n", request.email);
		else if (mail_error.text[0] == '\0')
			puts(request.email[0] == '\0'
				? "  no mail sent: there is no address; the request's page shows the question"
				: "  no mail sent");
	}
	if (mail_error.text[0] == '\0')
		return CLI_DONE;
	return cli_fail(CLI_IO, "no mail was sent about request %llu: %s; the same command sends it",
	    (unsigned long long)number, mail_error.text);
}

enum cli_exit cli_removal_ask(struct cli *cli)
{
	const char *last = cli->argv[cli->argc - 1];
	bool has_text = !cli->is_opened && (strspn(last, "0123456789") != strlen(last) || last[0] == '\0');
	struct cli_said said;
	enum cli_exit status;

	if (!has_text && cli->option[CLI_TEMPLATE] == NULL && !cli->is_opened)
		return cli_fail(CLI_USAGE, "the question is missing: usage: whyblock removal ask NUMBER... QUESTION");
	if (has_text && cli->argc < 2)
		return cli_fail(CLI_USAGE, "usage: whyblock removal ask NUMBER... QUESTION");
	status = cli_said_read(cli, has_text ? last : NULL, "the question", &said);
	if (status == CLI_DONE && has_text && said.own[0] == '\0')
		status = cli_fail(CLI_BAD_DATA, "the question is empty");
	return status == CLI_DONE ? cli_removal_each(cli, has_text ? cli->argc - 1 : cli->argc, ask, &said) : status;
}

static enum cli_exit take(const struct cli *cli, uint64_t number, void *context, json_object **json_r)
{
	const char *login = cli->option[CLI_UNDO] != NULL ? "" : cli->caller.login;
	struct wb_request request;
	struct wb_error error;
	enum wb_status status;
	enum cli_exit exit = cli_removal_read(cli, number, &request);

	(void)context;
	if (exit == CLI_DONE)
		exit = cli_removal_check_assignee(cli, &request);
	if (exit != CLI_DONE)
		return exit;
	/* What is one's own may be left. */
	status = wb_request_take(
	    cli->config->policy.store, number, login, cli->option[CLI_FORCE] != NULL || login[0] == '\0', &error);
	if (status == WB_NOT_FOUND)
		return cli_removal_missing(number);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		*json_r = done_json(number, login[0] != '\0' ? "taken" : "left");
	else if (login[0] != '\0')
		printf("request %llu is with %s\n", (unsigned long long)number, login);
	else
		printf("request %llu is with nobody\n", (unsigned long long)number);
	return CLI_DONE;
}

enum cli_exit cli_removal_take(struct cli *cli)
{
	return cli_removal_each(cli, cli->argc, take, NULL);
}
