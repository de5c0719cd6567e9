/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_removal_notify.c - whyblock removal notify
 *
 * A timer runs it. Staff are told first, and then it is noted that they were: cut off between the two, or with a mail system that does
 * not answer, they are told again, and nothing is lost.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/print_json.h"
#include "cli/sendmail.h"
#include "desk/request_news.h"

#define BODY_SIZE 32768
#define HEAD_SIZE 2048

static enum wb_status send_mail(const struct wb_config *config, const char *title, const char *body, struct wb_error *error_r)
{
	const struct wb_removal_settings *removal = &config->removal;
	char buffer[HEAD_SIZE + BODY_SIZE], date[64];
	struct wb_text text;
	time_t now = time(NULL);
	struct tm tm;

	if (strchr(removal->address, '@') == NULL)
		return wb_fail(error_r, WB_INVALID,
		    "there is no address to send it from: set removal.address, or an address in site.contacts");
	if (removal->sendmail[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "removal.sendmail is empty");
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&now, &tm));
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_addf(&text,
	    "From: <%s>\nTo: <%s>\nSubject: %s\nDate: %s\nAuto-Submitted: auto-generated\nPrecedence: bulk\nMIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
	    removal->address, removal->notify, title, date, body);
	/* Nobody is to answer it, and its bounce is no request. */
	return cli_sendmail(removal->sendmail, "", removal->notify, buffer, text.length, error_r);
}

enum cli_exit cli_removal_notify(struct cli *cli)
{
	const char *store = cli->config->policy.store, *notify = cli->config->removal.notify;
	struct wb_request_news news;
	struct wb_error error;
	char title[128], body[BODY_SIZE];
	struct wb_text text;
	enum wb_status status = wb_request_news_find(store, &news, &error);
	size_t count = news.count, replies = news.replies, held = news.held_count;
	bool is_new = !wb_request_news_is_empty(&news);

	wb_text_open(&text, title, sizeof(title));
	wb_request_news_add_title(&news, &text);
	wb_text_open(&text, body, sizeof(body));
	wb_request_news_add_body(&news, &text);
	if (status == WB_OK && is_new && notify[0] == '/')
		status = cli_command(notify, body, strlen(body), &error);
	else if (status == WB_OK && is_new && notify[0] != '\0')
		status = send_mail(cli->config, title, body, &error);
	if (status == WB_OK && is_new && notify[0] != '\0')
		status = wb_request_news_tell(store, &news, &error);
	wb_request_news_close(&news);
	if (status != WB_OK)
		return cli_fail(
		    status == WB_UNAVAILABLE ? CLI_LATER : cli_exit_of(status), "staff were not told: %s", error.text);
	if (cli->json) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "requests", json_object_new_int64((int64_t)(count - replies)));
		json_object_object_add(object, "replies", json_object_new_int64((int64_t)replies));
		json_object_object_add(object, "held", json_object_new_int64((int64_t)held));
		json_object_object_add(object, "told", json_object_new_boolean(is_new && notify[0] != '\0'));
		cli_json_print_line(object);
	} else if (!is_new) {
		puts("nothing is new");
	} else if (notify[0] == '\0') {
		printf("%s; nobody is told, since removal.notify is empty\n", title);
	} else {
		printf("%s: told %s\n", title, notify);
	}
	return CLI_DONE;
}
