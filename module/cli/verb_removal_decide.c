/*
 * verb_removal_decide.c - whyblock removal approve and deny
 *
 * First the listings are changed, then the decision is noted, then the mail goes out. Killed between any two of them, the same
 * command does what is left: what is done already is nothing to do, and of a decision that is noted it sends the mail again.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/mail.h"
#include "cli/print_explain.h"
#include "cli/print_listing.h"
#include "cli/print_removal.h"
#include "store/store.h"

struct decision {
	struct wb_request request;
	struct cli_removal_look look;
	bool repeated;   /* it was decided before: only the mail is sent */
	int64_t until_s; /* of what is added */
	enum wb_mail text;
	bool mailed;
	struct wb_error mail_error; /* why not; empty: nobody wanted it */
};

/* Two of staff decide one after the other: what one does to the listings must not be done for a request that the other denies. */
static enum cli_exit take_turn(const struct cli *cli, int *lock_r)
{
	struct wb_error error;
	int reason;

	if (wb_store_open_lock(cli->config->policy.store, "listings", true, lock_r, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (flock(*lock_r, LOCK_EX) == 0)
		return CLI_DONE;
	reason = errno;
	close(*lock_r);
	return cli_fail(CLI_IO, "store %s: listings/ cannot be locked: %s", cli->config->policy.store, strerror(reason));
}

/* "allow" for the host, named after the request. */
static enum wb_status allow(struct wb_listing_writer *writer, const struct wb_change *change, const struct decision *decision,
    const char *why, struct wb_error *error_r)
{
	struct wb_listing listing = {
		.prefix = decision->request.client,
		.category = WB_CATEGORY_ALLOW,
		.created_at_s = change->at_s,
		.expires_at_s = decision->until_s,
	};
	bool replaced;

	cli_default_source(listing.source);
	wb_text_copy(listing.reason, sizeof(listing.reason), why);
	return wb_change_add(writer, change, &listing, &replaced, error_r);
}

/* All of the plan in one transaction, each change with its record of history. */
static enum wb_status follow_plan(const struct cli *cli, const struct decision *decision, struct wb_error *error_r)
{
	const struct wb_removal_plan *plan = &decision->look.plan;
	const struct wb_change change = cli_change(cli);
	struct wb_listing_writer *writer = NULL;
	char why[64];
	size_t removed;
	enum wb_status status;

	if (plan->removed_count == 0 && !plan->allows)
		return WB_OK;
	snprintf(why, sizeof(why), "removal request %llu", (unsigned long long)decision->request.number);
	status = wb_listing_writer_open(cli->config->policy.store, &writer, error_r);
	for (size_t i = 0; status == WB_OK && i < plan->removed_count; i++)
		status = wb_change_remove(writer, &change, &plan->removed[i].prefix, plan->removed[i].category,
		    plan->removed[i].source, why, &removed, error_r);
	if (status == WB_OK && plan->allows)
		status = allow(writer, &change, decision, why, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

static enum wb_mail mail_of(const struct decision *decision)
{
	if (decision->request.state == WB_REQUEST_DENIED)
		return WB_MAIL_DENIED;
	if (decision->request.is_allowed)
		return WB_MAIL_APPROVED_ALLOWED;
	return decision->request.is_unchanged ? WB_MAIL_APPROVED_NOTHING : WB_MAIL_APPROVED_REMOVED;
}

/* "2027-02-20 10:00 UTC": for whoever reads the mail. */
static void format_until(int64_t time_s, char *buffer)
{
	char text[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(time_s, text);
	snprintf(buffer, WB_TIMESTAMP_TEXT_SIZE, "%.10s %.5s UTC", text, text + 11);
}

static void send_outcome(const struct cli *cli, struct decision *decision)
{
	const struct wb_request *request = &decision->request;
	char client[WB_PREFIX_TEXT_SIZE], until[WB_TIMESTAMP_TEXT_SIZE] = "";
	struct cli_mail mail = {
		.text = mail_of(decision),
		.to = request->email,
		.number = request->number,
		.client = client,
		.answer = request->answer,
		.until = until,
	};

	if (cli->option[CLI_NO_MAIL] != NULL)
		return;
	if (!wb_language_parse(request->language, &mail.language))
		mail.language = WB_LANGUAGE_EN;
	wb_prefix_format_short(&request->client, client);
	if (request->allowed_until_s != 0)
		format_until(request->allowed_until_s, until);
	decision->mailed = cli_mail_send(cli->config, &mail, &decision->mail_error) == WB_OK;
}

static void print_head(const struct decision *decision)
{
	const struct wb_request *request = &decision->request;
	char decided[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(&request->client, client);
	wb_timestamp_format(request->decided_at_s, decided);
	if (decision->repeated)
		printf("request %llu about %s was %s already, by %s at %s: nothing is changed\n",
		    (unsigned long long)request->number, client, wb_request_state_names[request->state], request->decided_by,
		    decided);
	else
		printf("request %llu about %s %s\n", (unsigned long long)request->number, client,
		    wb_request_state_names[request->state]);
}

static void print_json(const struct decision *decision)
{
	json_object *object = cli_removal_request_json(&decision->request);

	json_object_object_add(object, "repeated", json_object_new_boolean(decision->repeated));
	if (decision->request.state == WB_REQUEST_APPROVED && !decision->repeated)
		cli_removal_add_plan_json(object, &decision->look.plan, decision->until_s);
	json_object_object_add(object, "mailed", json_object_new_boolean(decision->mailed));
	json_object_object_add(object, "mail_error", cli_removal_text_json(decision->mail_error.text));
	cli_print_json(object);
}

static void print_people(const struct decision *decision)
{
	print_head(decision);
	if (decision->request.state == WB_REQUEST_APPROVED && !decision->repeated)
		cli_removal_print_plan(&decision->look.plan, &decision->request.client, decision->until_s, true, "  ");
	if (decision->mailed)
		printf("  mail sent to %s\n", decision->request.email);
	else if (decision->mail_error.text[0] == '\0')
		puts("  no mail sent");
}

/* The decision stands whatever becomes of the mail; that it could not be sent is said, and by the exit status, too. */
static enum cli_exit report(const struct cli *cli, const struct decision *decision)
{
	(cli->json ? print_json : print_people)(decision);
	if (decision->mail_error.text[0] == '\0')
		return CLI_DONE;
	return cli_fail(CLI_IO, "no mail was sent: %s; whyblock removal %s %llu sends it", decision->mail_error.text,
	    decision->request.state == WB_REQUEST_APPROVED ? "approve" : "deny", (unsigned long long)decision->request.number);
}

/* --ttl, else the configuration's; 0: without end. */
static enum cli_exit read_until(const struct cli *cli, int64_t *until_s_r)
{
	int64_t ttl_s = cli->config->removal.allow_ttl_s;
	struct wb_error error;

	if (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &ttl_s, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--ttl: %s", error.text);
	*until_s_r = ttl_s == 0 ? 0 : cli->now_s + ttl_s;
	return CLI_DONE;
}

static enum cli_exit approve(const struct cli *cli, struct decision *decision)
{
	struct wb_request *request = &decision->request;
	const struct wb_removal_plan *plan = &decision->look.plan;
	struct wb_error error;
	enum cli_exit status = read_until(cli, &decision->until_s);

	if (status == CLI_DONE)
		status = cli_removal_look(cli, request, false, &decision->look);
	if (status != CLI_DONE)
		return status;
	if (decision->look.check->facts.listings_unknown)
		return cli_fail(CLI_IO, "%s", decision->look.check->facts.fault.text);
	if (follow_plan(cli, decision, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s; nothing was changed", error.text);
	request->is_allowed = plan->allows || plan->is_allowed;
	request->is_unchanged = !plan->allows && plan->removed_count == 0;
	request->allowed_until_s = plan->allows ? decision->until_s : plan->allowed_until_s;
	return CLI_DONE;
}

/* Of an open request, while nobody else decides. */
static enum cli_exit decide(const struct cli *cli, enum wb_request_state state, struct decision *decision)
{
	struct wb_request *request = &decision->request;
	const struct wb_change change = cli_change(cli);
	const char *reason = cli->option[CLI_REASON];
	struct wb_error error;
	enum cli_exit status = state == WB_REQUEST_APPROVED ? approve(cli, decision) : CLI_DONE;

	if (status != CLI_DONE)
		return status;
	request->state = state;
	request->decided_at_s = change.at_s;
	wb_text_copy(request->decided_by, sizeof(request->decided_by), change.login);
	wb_text_copy(request->answer, sizeof(request->answer), reason != NULL ? reason : "");
	if (wb_request_decide(cli->config->policy.store, request, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s; the request is still open: try again", error.text);
	return CLI_DONE;
}

static enum cli_exit find_and_decide(const struct cli *cli, enum wb_request_state state, struct decision *decision)
{
	const struct wb_request *request = &decision->request;
	const char *reason = cli->option[CLI_REASON];
	char decided[WB_TIMESTAMP_TEXT_SIZE];
	int lock;
	enum cli_exit status = take_turn(cli, &lock);

	if (status != CLI_DONE)
		return status;
	status = cli_removal_read(cli, &decision->request);
	decision->repeated = status == CLI_DONE && request->state == state;
	if (status != CLI_DONE || decision->repeated) {
		close(lock);
		return status;
	}
	if (request->state != WB_REQUEST_OPEN) {
		wb_timestamp_format(request->decided_at_s, decided);
		status = cli_fail(CLI_BAD_DATA, "request %llu was %s by %s at %s: only a new request can be decided otherwise",
		    (unsigned long long)request->number, wb_request_state_names[request->state], request->decided_by, decided);
	} else if (state == WB_REQUEST_DENIED && (reason == NULL || reason[0] == '\0')) {
		status = cli_fail(CLI_BAD_DATA, "--reason is missing: whoever asked is told why");
	} else {
		status = decide(cli, state, decision);
	}
	close(lock);
	return status;
}

static enum cli_exit run(const struct cli *cli, enum wb_request_state state)
{
	struct decision decision = { .repeated = false };
	const char *reason = cli->option[CLI_REASON];
	struct wb_error error;
	enum cli_exit status;

	if (reason != NULL && wb_listing_check_reason(reason, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--reason: %s", error.text);
	status = find_and_decide(cli, state, &decision);
	if (status == CLI_DONE) {
		send_outcome(cli, &decision);
		status = report(cli, &decision);
	}
	cli_removal_look_close(&decision.look);
	return status;
}

enum cli_exit cli_removal_approve(struct cli *cli)
{
	return run(cli, WB_REQUEST_APPROVED);
}

enum cli_exit cli_removal_deny(struct cli *cli)
{
	return run(cli, WB_REQUEST_DENIED);
}
