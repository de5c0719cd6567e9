/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * whyblock.c - what Exim calls through ${dlfunc}: facts in, constant ACL text out.
 *
 * It calls no function and reads no variable of Exim: one binary serves every Exim, and nothing that a stranger sent is ever part
 * of a text that Exim expands. Untrusted text travels only as the result of whyblock_text, whyblock_log and whyblock_header, which Exim does
 * not expand again. Every function returns OK whatever happens: any other code would be a 451 for all mail.
 */
#define DLFUNC_IMPL
#include <local_scan.h>

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/nat64.h"
#include "base/text.h"
#include "base/version.h"
#include "exim/acl_text.h"
#include "exim/dialogue.h"
#include "exim/senders.h"
#include "exim/tell.h"
#include "verdict/check.h"
#include "verdict/exempt.h"
#include "verdict/log_field.h"
#include "verdict/message_rule.h"
#include "verdict/message_view.h"
#include "verdict/preload.h"
#include "verdict/refusal.h"
#include "verdict/reply.h"
#include "verdict/tag_header.h"

/* For whoever reads the file, such as whyblock status. */
static const char version[] __attribute__((used)) = WB_VERSION_MARK WB_VERSION;

#define EXPORTED __attribute__((visibility("default")))
#define ACL_TEXT_SIZE (8 * PATH_MAX + 1024) /* room for two calls whose path is written as \\xNN */

/* The state of one connection, which is one process: memory of our own, since Exim reuses its own after each message. */
static struct {
	pid_t pid;         /* another one: a fork, which starts afresh */
	bool has_argument; /* else argument is empty, and its page untouched, as are those of all texts until they are made */
	const struct wb_policy *policy;
	bool is_in_force;                 /* it can be used: else nothing that it might say is done */
	struct wb_check *check;           /* NULL: nothing was decided yet */
	const struct wb_outcome *outcome; /* of the last verdict; NULL: none */
	bool awaits_message;              /* Exim was told to call whyblock_message */
	struct told logged;               /* of the last message that has lines, or before the first one */
	bool complaint_logged;            /* in this connection */
	bool is_from_nobody;              /* the last verdict was about the null sender's mail */
	struct tell tell;
	char acl[ACL_TEXT_SIZE];
	char argument[PATH_MAX + 8]; /* "store=DIR", "config=PATH", or empty: which policy */
	char reply[WB_REPLY_TEXT_SIZE];
	char log[WB_LOG_LINE_SIZE];
	char header[WB_TAG_HEADER_SIZE];
	char field[WB_LOG_FIELD_SIZE];
	struct wb_query query; /* while awaits_message: the facts of the message that whyblock_message is to get ... */
	struct dialogue_progress progress; /* ... and how far the dialogue had come */
	struct wb_message message; /* of the last verdict; points into Exim's memory while that is made, and no longer */
} state;

static char nothing[] = "";

EXPORTED int whyblock(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_decide(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_message(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_prefetch(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_prefetch_send(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_text(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_log(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_header(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_get(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_done(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_report(uschar **yield, int argc, uschar *argv[]);
EXPORTED int whyblock_preload(uschar **yield, int argc, uschar *argv[]);

static int hand_out(uschar **yield, char *text)
{
	*yield = (uschar *)text;
	return OK;
}

static void close_state(void)
{
	/* Before anything was opened there is nothing to clear, and no page of it need be touched. */
	if (state.policy != NULL) {
		wb_check_close(&state.check);
		wb_policy_close(&state.policy);
		memset(&state, 0, sizeof(state));
	}
	state.pid = getpid();
}

static const char *state_argument(void)
{
	return state.has_argument ? state.argument : "";
}

/* Exim reuses the memory of its arguments. False: it is too long, and none is kept. */
static bool keep_argument(const char *argument)
{
	state.has_argument = argument[0] != '\0';
	if (state.has_argument && !wb_text_copy(state.argument, sizeof(state.argument), argument))
		state.has_argument = false;
	return state.has_argument == (argument[0] != '\0');
}

/* The path by which this object was loaded; NULL: nobody knows. A process that forks for connections looks it up for all of them. */
static const char *find_self(void)
{
	static const char *path;
	Dl_info self;

	/* Converting a function's address to an object pointer is what POSIX asks of dlsym's users, too. */
	if (path == NULL && dladdr(__extension__(void *) whyblock, &self) != 0)
		path = self.dli_fname;
	return path;
}

/* "${dlfunc{FILE}{NAME}...}", FILE being this very object; false when it does not fit. */
static bool add_call(struct wb_text *acl, const char *name, const char *arguments)
{
	return acl_text_add_call(acl, find_self(), name, arguments);
}

/* ACL text that accepts and, when there is one, logs a fixed complaint of ours. */
static int accept_with(uschar **yield, const char *complaint)
{
	struct wb_text acl;

	wb_text_open(&acl, state.acl, sizeof(state.acl));
	if (complaint != NULL)
		wb_text_addf(&acl, "warn logwrite = " WB_LOG_PREFIX "action=accept fault=\"%s\"\n", complaint);
	wb_text_add(&acl, "accept\n");
	return hand_out(yield, state.acl);
}

/* Hands out what was made in state.acl. */
static int finish(uschar **yield, const struct wb_text *acl)
{
	return acl->truncated || find_self() == NULL ? accept_with(yield, "the path of this object is too long")
						     : hand_out(yield, state.acl);
}

/* What stands behind a name; NULL: another one stands there. */
static const char *value_behind(const char *argument, const char *name)
{
	return strncmp(argument, name, strlen(name)) == 0 ? argument + strlen(name) : NULL;
}

/* ACL text that goes on with what another function of this object answers. */
static int ask(uschar **yield, const char *function, const char *arguments)
{
	struct wb_text acl;

	wb_text_open(&acl, state.acl, sizeof(state.acl));
	wb_text_add(&acl, "require acl = ");
	add_call(&acl, function, arguments);
	wb_text_add(&acl, "\naccept\n");
	return finish(yield, &acl);
}

/* ACL text that hands Exim's facts over to one of the functions below. */
static int call_with_facts(uschar **yield, int argc, uschar *argv[], const char *function)
{
	const char *argument = argc == 1 ? (const char *)argv[0] : "";
	if (state.pid != getpid())
		close_state();
	if (argc > 1 || (argc == 1 && value_behind(argument, "store=") == NULL && value_behind(argument, "config=") == NULL))
		return accept_with(yield, "whyblock takes one argument, store=DIR, or none");
	if (strcmp(argument, state_argument()) != 0) {
		close_state();
		if (!keep_argument(argument))
			return accept_with(yield, "the path after store= is too long");
	}
	return ask(yield, function, DIALOGUE_FACTS);
}

/*
 * ${dlfunc{FILE}{whyblock}} or ${dlfunc{FILE}{whyblock}{store=DIR}}: decides, by the policy that is published there. {config=PATH}, of
 * the first version, is the policy of the usual store if it was compiled from that file.
 */
int whyblock(uschar **yield, int argc, uschar *argv[])
{
	return call_with_facts(yield, argc, argv, "whyblock_decide");
}

/* The same for the connect ACL: sends the DNSBL questions, and accepts. */
int whyblock_prefetch(uschar **yield, int argc, uschar *argv[])
{
	return call_with_facts(yield, argc, argv, "whyblock_prefetch_send");
}

/* acl_m_ variables end with the message: Exim itself keeps the note that this message has its line (and its header). */
static void add_log(const struct dialogue_progress *progress, struct wb_text *acl)
{
	const struct wb_verdict *verdict = &state.outcome->verdict;
	bool is_of_complaint = verdict->action == WB_OFF && !tell_logs_accept(state.outcome);
	struct wb_text line;

	wb_check_note_lost(state.check, state.tell.lost);
	state.tell.lost = 0;
	wb_text_open(&line, state.log, sizeof(state.log));
	wb_log_format_line(state.outcome, &line);
	wb_text_add(acl, "warn set acl_m_whyblock = 1\n     logwrite = ");
	add_call(acl, "whyblock_log", "");
	wb_text_add(acl, "\n");

	if (wb_outcome_has_complaint(state.outcome))
		state.complaint_logged = true;
	told_note(&state.logged, is_of_complaint ? NULL : verdict, dialogue_is_new_message(progress));
}

/* Once, and early. Exempt hosts keep theirs: a second MX, or a filter that hands mail back, may have it from us. Monitor mode changes no mail. */
static void add_removal(const struct dialogue_progress *progress, struct wb_text *acl)
{
	const struct wb_policy *policy = state.outcome->policy;

	if (dialogue_takes_header(progress) && !progress->message_cleaned && state.is_in_force && policy->mode != WB_MONITOR &&
	    wb_exempt_host(&policy->exempt, &state.outcome->query.client) == NULL)
		acl_text_add_removal(acl, progress);
}

/* Exim drops a header that is added twice, but not when one was added before DATA and the other after. */
static void add_tag(const struct dialogue_progress *progress, struct wb_text *acl)
{
	struct wb_text header;

	if (state.outcome->action != WB_TAG || !dialogue_takes_header(progress) || progress->message_tagged)
		return;
	wb_text_open(&header, state.header, sizeof(state.header));
	wb_tag_header_format(state.outcome, &header);
	wb_text_add(acl, "warn set acl_m_whyblock_tag = 1\n     add_header = " WB_TAG_HEADER_NAME ": ");
	add_call(acl, "whyblock_header", "");
	wb_text_add(acl, "\n");
}

/* The verdict as ACL text. */
static int answer(uschar **yield, const struct dialogue_progress *progress, const char *recipients)
{
	enum wb_action action = state.outcome->action;
	const struct wb_category *category = state.outcome->verdict.category;
	struct tell_at at = { dialogue_is_in_message(progress), progress->message_told, recipients };
	struct wb_text acl;

	wb_text_open(&acl, state.acl, sizeof(state.acl));
	/* Each lost event is told the agent once, by the next verdict that it hears of; the log has it in the line behind it. */
	wb_check_note_lost(state.check, state.tell.untold);
	/* First, so that the line says whether the event was lost. */
	if (tell_verdict(&state.tell, state.outcome, at))
		wb_text_add(&acl, "warn set acl_m_whyblock_told = 1\n");
	if (tell_is_worth_a_line(state.outcome, &state.logged, state.complaint_logged, dialogue_is_new_message(progress)))
		add_log(progress, &acl);
	add_removal(progress, &acl);
	add_tag(progress, &acl);
	if (action >= WB_DEFER) {
		wb_refusal_format(state.outcome, state.reply);
		wb_text_addf(&acl, "%s message = ", action == WB_REJECT ? "deny" : "defer");
		add_call(&acl, "whyblock_text", "");
		/* Of the configuration's ids, which are plain by their syntax, as a reference is. */
		wb_text_addf(&acl, "\n     log_message = whyblock %s%s%s%s\n", category != NULL ? "category=" : "cannot check",
		    category != NULL ? category->id : "", state.outcome->reference_code[0] != '\0' ? " ref=" : "",
		    state.outcome->reference_code);
	} else {
		wb_text_add(&acl, "accept\n");
	}
	return finish(yield, &acl);
}

/* Once for each connection. That there is no policy is the check's to deal with; false: there is no memory. */
static bool open_check(void)
{
	static const struct wb_check_options options = { .sign = true };
	const char *store = value_behind(state_argument(), "store="), *config = value_behind(state_argument(), "config=");
	struct wb_error fault;
	enum wb_status status = WB_OK;

	if (state.check != NULL)
		return true;
	if (state.policy == NULL)
		status = wb_policy_open(store, config, &state.policy, &fault);
	if (status == WB_NO_MEMORY)
		return false;
	state.is_in_force = status == WB_OK;
	if (wb_check_open(state.policy, &fault, &options, &state.check) == WB_OK) {
		tell_open(&state.tell, store);
		return true;
	}
	wb_policy_close(&state.policy);
	return false;
}

/* What both functions that get the facts begin with. False: yield holds the answer. */
static bool begin(uschar **yield, int argc, uschar *argv[], struct wb_query *query, struct dialogue_progress *progress)
{
	if (state.pid != getpid())
		close_state();
	if (argc != DIALOGUE_ARGUMENTS) {
		accept_with(yield, "this function is called by the ACL that whyblock returns, not by hand");
		return false;
	}
	if (!dialogue_read(argv, query, progress)) {
		accept_with(yield, NULL);
		return false;
	}
	if (!open_check()) {
		accept_with(yield, "out of memory");
		return false;
	}
	return true;
}

/* Called by the ACL text that whyblock_prefetch returns. */
int whyblock_prefetch_send(uschar **yield, int argc, uschar *argv[])
{
	struct wb_query query;
	struct dialogue_progress progress;

	if (!begin(yield, argc, argv, &query, &progress))
		return OK;
	wb_check_prefetch(state.check, &query);
	return accept_with(yield, NULL);
}

/* Some rule is about mail, and this mail is not exempt from everything. */
static bool wants_message(const struct wb_query *query)
{
	char why[160];

	return wb_message_rule_wants_message(state.policy) && !wb_exempt_match(&state.policy->exempt, query, why, sizeof(why));
}

/* ACL text that hands the message over, which takes more than the arguments that a function may have. */
static int ask_for_message(uschar **yield, const struct wb_query *query, const struct dialogue_progress *progress)
{
	state.query = *query;
	state.progress = *progress;
	state.awaits_message = true;
	return ask(yield, "whyblock_message", DIALOGUE_MESSAGE);
}

/* Called by the ACL text that whyblock returns. */
int whyblock_decide(uschar **yield, int argc, uschar *argv[])
{
	struct wb_query query;
	struct dialogue_progress progress;

	if (state.outcome != NULL) /* else they are empty, and their pages untouched */
		state.reply[0] = state.log[0] = state.header[0] = '\0';
	if (!begin(yield, argc, argv, &query, &progress))
		return OK;
	if (progress.phase == DIALOGUE_DATA && state.is_in_force && wants_message(&query))
		return ask_for_message(yield, &query, &progress);
	state.outcome = wb_check_run(state.check, &query);
	state.is_from_nobody = dialogue_is_in_message(&progress) && query.sender[0] == '\0';
	return answer(yield, &progress, query.recipients);
}

/* Called by the ACL text that whyblock_decide returns, with what DIALOGUE_MESSAGE names. Decides about the message. */
int whyblock_message(uschar **yield, int argc, uschar *argv[])
{
	if (state.pid != getpid() || !state.awaits_message || argc != 3)
		return accept_with(yield, "whyblock_message is called by the ACL that whyblock returns, not by hand");
	state.awaits_message = false;
	wb_message_read((const char *)argv[0], strlen((const char *)argv[0]), (const char *)argv[1],
	    strlen((const char *)argv[1]), &state.message);
	state.query.message = &state.message;
	dialogue_read_recipients((const char *)argv[2], &state.query);
	state.is_from_nobody = state.query.sender[0] == '\0';
	senders_note(&state.tell.senders, &state.query, &state.message);
	state.outcome = wb_check_run(state.check, &state.query);
	return answer(yield, &state.progress, state.query.recipients);
}

/* The reply of the last verdict: lines separated by newlines, each with its enhanced code. */
int whyblock_text(uschar **yield, int argc, uschar *argv[])
{
	(void)argc;
	(void)argv;
	return hand_out(yield, state.pid == getpid() ? state.reply : nothing);
}

/* The log line of the last verdict. */
int whyblock_log(uschar **yield, int argc, uschar *argv[])
{
	(void)argc;
	(void)argv;
	return hand_out(yield, state.pid == getpid() ? state.log : nothing);
}

/* What stands behind "X-Whyblock: ". */
int whyblock_header(uschar **yield, int argc, uschar *argv[])
{
	(void)argc;
	(void)argv;
	return hand_out(yield, state.pid == getpid() ? state.header : nothing);
}

/* ${dlfunc{FILE}{whyblock_get}{FIELD}}: one field of the last verdict, printable; empty when there is none of this name. */
int whyblock_get(uschar **yield, int argc, uschar *argv[])
{
	const struct wb_log_field *field = argc == 1 ? wb_log_field_find((const char *)argv[0]) : NULL;
	char raw[WB_LOG_FIELD_SIZE];
	struct wb_text text;

	if (field == NULL || state.pid != getpid() || state.outcome == NULL)
		return hand_out(yield, nothing);
	wb_text_open(&text, raw, sizeof(raw));
	wb_check_locate(state.check);
	field->format(state.outcome, &text);
	wb_text_open(&text, state.field, sizeof(state.field));
	wb_text_add_printable(&text, raw, sizeof(raw));
	return hand_out(yield, state.field);
}

/*
 * What functions begin with that only tell: whose agent, and the client as the verdicts of this connection have it. argument: "store=DIR", or
 * empty. False: nothing can be told.
 */
static bool begin_to_tell(const char *address, const char *argument, struct wb_address *client_r)
{
	static const struct wb_prefixes none;

	if (state.pid != getpid())
		close_state();
	if (wb_address_parse(address, client_r, NULL) != WB_OK)
		return false;
	if (!state.has_argument && !keep_argument(argument))
		return false;
	if (state.tell.opened_us == 0)
		tell_open(&state.tell, value_behind(state_argument(), "store="));
	/* Without a verdict no policy is open, and none is read for this. */
	wb_nat64_host(state.policy != NULL ? &state.policy->nat64_prefixes : &none, client_r, client_r);
	return true;
}

/*
 * ${dlfunc{FILE}{whyblock_done}{$sender_host_address}{ASKED,ACCEPTED,UNKNOWN,END}}, and {store=DIR} where whyblock has it: tells the agent
 * what the connection did in all. Called in the QUIT and notquit ACLs by acl-snippets/done.conf, which counts; returns an empty text.
 */
int whyblock_done(uschar **yield, int argc, uschar *argv[])
{
	struct wb_address client;
	struct wb_event_counts counts;

	if (argc < 2 || argc > 3 || !begin_to_tell((const char *)argv[0], argc == 3 ? (const char *)argv[2] : "", &client))
		return hand_out(yield, nothing);
	counts = dialogue_read_counts((const char *)argv[1]);
	tell_done(&state.tell, &client, &counts);
	return hand_out(yield, nothing);
}

/* Whom an ACL must not report, as far as a verdict of this connection knows. sender: as the ACL says; NULL: it says nothing. */
static bool is_never_reported(const char *sender)
{
	const struct wb_query *query = &state.outcome->query;

	return (sender == NULL && state.is_from_nobody) || query->authenticated ||
	    wb_exempt_host(&state.policy->exempt, &query->client) != NULL;
}

/*
 * ${dlfunc{FILE}{whyblock_report}{KIND}{REASON}{$sender_host_address}}, and {store=DIR} where whyblock has it, else {}, and {$sender_address}:
 * tells the agent what an ACL of the site has seen. It blocks nothing: the sections report of whyblock.conf say what becomes of it. Without the
 * sender that of the last verdict stands for it, which may have been about another message. Returns an empty text.
 */
int whyblock_report(uschar **yield, int argc, uschar *argv[])
{
	const char *sender = argc > 4 ? (const char *)argv[4] : NULL;
	struct wb_address client;

	if (argc < 3 || argc > 5 || !begin_to_tell((const char *)argv[2], argc > 3 ? (const char *)argv[3] : "", &client) ||
	    (sender != NULL && sender[0] == '\0') || (state.outcome != NULL && is_never_reported(sender)))
		return hand_out(yield, nothing);
	tell_report(&state.tell, &client, (const char *)argv[0], (const char *)argv[1], sender,
	    state.outcome != NULL ? &state.outcome->query : NULL);
	return hand_out(yield, nothing);
}

/*
 * ${dlfunc{FILE}{whyblock_preload}{TEXT}} or {TEXT}{store=DIR}, in a main option that the daemon expands before it forks for a connection:
 * TEXT, whatever happens. {config=PATH} is the usual store, as above.
 */
int whyblock_preload(uschar **yield, int argc, uschar *argv[])
{
	const char *argument = argc == 2 ? (const char *)argv[1] : "";
	const char *store = value_behind(argument, "store=");

	find_self();
	if (argc == 1 || store != NULL || value_behind(argument, "config=") != NULL)
		wb_preload(store != NULL ? store : WB_POLICY_STORE);
	return hand_out(yield, argc > 0 ? (char *)argv[0] : nothing);
}
