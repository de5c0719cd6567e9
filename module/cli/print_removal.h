/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_removal.h - a request for removal with all that is known about its host now, and what its approval does, in words.
 */
#ifndef WB_CLI_REMOVAL_IO_H
#define WB_CLI_REMOVAL_IO_H

#include <json-c/json.h>

#include "base/text.h"
#include "cli/cli.h"
#include "desk/removal_plan.h"
#include "store/held_mail.h"
#include "store/request.h"
#include "verdict/check.h"

/* The number that a word is; otherwise an exit status, and a message. */
enum cli_exit cli_removal_number(const char *word, uint64_t *number_r);

/*
 * Does something for one request. Returns CLI_DONE, or the status of what was said. *json_r: what a program is told, with --json; NULL:
 * nothing came of it.
 */
typedef enum cli_exit cli_removal_act(const struct cli *cli, uint64_t number, void *context, json_object **json_r);

/*
 * Does it for each number of the first count arguments. A number that is none is told before anything is done; when one fails, the others
 * go on; one that is given twice counts once. Prints the object of one number, or an array for several, in which one that failed says so. Returns the last status that was not
 * CLI_DONE.
 */
enum cli_exit cli_removal_each(const struct cli *cli, int count, cli_removal_act *act, void *context);

/* The exit status, and the message, for a number that no request has. */
enum cli_exit cli_removal_missing(uint64_t number);

/* The request of this number; otherwise an exit status, and a message. */
enum cli_exit cli_removal_read(const struct cli *cli, uint64_t number, struct wb_request *request_r);

/* CLI_BAD_DATA, and a message, for a request that somebody else of staff has taken; --force takes no notice. */
enum cli_exit cli_removal_check_assignee(const struct cli *cli, const struct wb_request *request);

/* How things are about the host of a request. */
struct cli_removal_look {
	struct wb_check *check;
	const struct wb_outcome *outcome;
	struct wb_unseen_rules unseen;
	struct wb_removal_plan plan;
};

/*
 * Which questions to the DNS are worth asking, where one host after the other is looked at: all zero before the first one. Who was silent once
 * is not asked again.
 */
struct cli_removal_dns {
	bool skip;             /* nobody is asked */
	uint64_t silent_zones; /* see wb_check_options */
	bool has_no_server;    /* no name server answered, so that nobody is asked */
};

/* Runs the check on the way that Exim goes, asks all zones, and plans. wb_check_close(&look_r->check), whatever is returned. Of the request
 * client, category and reference are looked at. */
enum cli_exit cli_removal_look(
    const struct cli *cli, const struct wb_request *request, struct cli_removal_dns *dns, struct cli_removal_look *look_r);

/*
 * That rules about a mail decided, or may have, which says nothing of the host now: a line of words for staff. Empty when it is so of
 * none.
 */
void cli_removal_say_unseen(const struct wb_unseen_rules *unseen, struct wb_text *text);

/*
 * One line for each thing: "removed the listing of 192.0.2.66/32 as spam by staff:ann". until_s: of what is added; 0: without end.
 * done: it was; otherwise it would be ("remove ...").
 */
void cli_removal_print_plan(
    const struct wb_removal_plan *plan, const struct wb_prefix *client, int64_t until_s, bool done, const char *indent);

/* The same for programs: keys of object. */
void cli_removal_add_plan_json(json_object *object, const struct wb_removal_plan *plan, int64_t until_s);

/* The rule about the mail that decided; NULL: none, or it is not known. */
json_object *cli_removal_rule_json(const struct wb_unseen_rules *unseen);

/* The request's own fields. */
json_object *cli_removal_request_json(const struct wb_request *request);

/* "3 held mails gave way to newer ones since 2026-11-30 02:40 UTC": a line, or nothing when none did. */
void cli_removal_print_given_way(const struct wb_held_mail_counts *counts);

#endif
