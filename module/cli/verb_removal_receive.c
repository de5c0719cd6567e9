/*
 * verb_removal_receive.c - whyblock removal receive: a mail becomes a request
 *
 * The mail system's pipe runs it for each mail to the address for requests. Its exit status is 0 for all that was dealt with, a
 * mail that is ignored too; what another attempt may mend (the store, the configuration) is the mail system's to try again. The
 * first line that it prints is for the mail system's log.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/mail.h"
#include "cli/message.h"
#include "cli/print_explain.h"
#include "cli/print_listing.h"
#include "cli/print_removal.h"
#include "desk/auto_reply.h"
#include "desk/reference_scan.h"
#include "store/answer_limit.h"

/* What became of a mail. */
struct receipt {
	const char *sender; /* of the envelope */
	struct wb_request_mail message;
	const char *outcome; /* "filed", "already open", "ignored", ... */
	const char *why;     /* of "ignored" */
	struct wb_request request;
	char token[WB_REQUEST_TOKEN_SIZE];
	bool answered;
	struct wb_error answer_error; /* why not; empty: nobody was to be answered */
};

static ssize_t read_some(char *buffer, size_t size)
{
	ssize_t got;

	do
		got = read(STDIN_FILENO, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

/* All of standard input is read, so that whoever writes it does not fail; what is too much is dropped. NULL: it cannot be read. */
static char *read_mail(size_t *length_r)
{
	char *data = malloc(CLI_MESSAGE_BYTES_MAX);
	char rest[16384];
	ssize_t got = 0;

	*length_r = 0;
	while (data != NULL && *length_r < CLI_MESSAGE_BYTES_MAX &&
	    (got = read_some(data + *length_r, CLI_MESSAGE_BYTES_MAX - *length_r)) > 0)
		*length_r += (size_t)got;
	while (got > 0)
		got = read_some(rest, sizeof(rest));
	if (got < 0) {
		free(data);
		data = NULL;
	}
	return data;
}

/* The language that the sender's mail program asks for, else the one that the mail is in. */
static enum wb_language choose_language(const struct wb_request_mail *message)
{
	char tag[sizeof(message->content_language)];

	if (message->accept_language[0] != '\0')
		return wb_language_choose(message->accept_language);
	wb_text_copy(tag, sizeof(tag), message->content_language);
	tag[strcspn(tag, ",; \t")] = '\0';
	return wb_language_choose(tag);
}

/* "https://postmaster.example.net/status/TOKEN" for a site.url of ".../blocked"; empty when there is none. */
static void format_status_url(const struct wb_config *config, const char *token, char *buffer, size_t size)
{
	const char *host = strstr(config->policy.site.url, "://");
	const char *slash = host == NULL ? NULL : strrchr(host + 3, '/');
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	if (host == NULL || token[0] == '\0' || !config->web.status_links)
		return;
	wb_text_addf(&text, "%.*s/status/%s",
	    slash == NULL ? (int)strlen(config->policy.site.url) : (int)(slash - config->policy.site.url),
	    config->policy.site.url, token);
}

/* Who sends the mail gets the answer (RFC 3834 section 4), not whom its From names; nobody gets too many. */
static void answer(const struct cli *cli, struct receipt *receipt, enum wb_mail text)
{
	char client[WB_PREFIX_TEXT_SIZE], status_url[512];
	struct cli_mail mail = {
		.text = text,
		.language = choose_language(&receipt->message),
		.to = receipt->sender,
		.number = receipt->request.number,
		.client = client,
		.status = status_url,
		.is_reply = true,
		.message_id = receipt->message.message_id,
		.references = receipt->message.references,
	};

	wb_prefix_format_short(&receipt->request.client, client);
	format_status_url(cli->config, receipt->token, status_url, sizeof(status_url));
	receipt->answered = cli_mail_send(cli->config, &mail, &receipt->answer_error) == WB_OK;
}

/*
 * WB_NOT_FOUND: enough was answered. When it cannot be told, no answer is better than one too many. Anybody can send mails without a
 * reference, and with one reference any number of mails about the same host, in anybody's name: all these leave half of the day's
 * answers to those with whom a new request is filed.
 */
static enum wb_status may_answer(const struct cli *cli, struct receipt *receipt, bool is_filed)
{
	const struct wb_removal_settings *removal = &cli->config->removal;
	uint32_t per_day = is_filed ? removal->per_day : removal->per_day / 2;
	bool granted;
	enum wb_status status = wb_answer_limit_take(cli->config->policy.store, receipt->sender, removal->per_address, per_day,
	    cli->now_s, &granted, &receipt->answer_error);

	if (status == WB_OK && !granted)
		status = wb_fail(&receipt->answer_error, WB_NOT_FOUND, "enough was answered in the last 24 hours");
	return status;
}

static void fill_request(
    const struct cli *cli, const struct receipt *receipt, const struct wb_reference *reference, struct wb_request *request_r)
{
	const struct wb_request_mail *message = &receipt->message;
	const struct wb_category *category = wb_reference_find_category(&cli->config->policy, reference->category_hash);
	struct wb_text how;

	memset(request_r, 0, sizeof(*request_r));
	request_r->created_at_s = cli->now_s;
	request_r->origin = WB_REQUEST_MAIL;
	request_r->client = reference->client;
	request_r->has_reference = true;
	request_r->reference = *reference;
	if (category != NULL)
		wb_text_copy(request_r->category, sizeof(request_r->category), category->id);
	wb_text_copy(request_r->language, sizeof(request_r->language), wb_languages[choose_language(message)].tag);
	wb_text_copy(request_r->name, sizeof(request_r->name), message->name);
	/* Who wrote it is told the outcome; where nobody can be, the answer to this mail is all. A bounce may be sent on as it is. */
	if (message->from[0] != '\0' && !wb_auto_reply_is_program(message->from))
		wb_text_copy(request_r->email, sizeof(request_r->email), message->from);
	else if (wb_request_email_is_valid(receipt->sender))
		wb_text_copy(request_r->email, sizeof(request_r->email), receipt->sender);
	wb_text_open(&how, request_r->how, sizeof(request_r->how));
	if (message->subject[0] != '\0')
		wb_text_addf(&how, "%s\n", message->subject);
	wb_text_add(&how, message->body);
}

/* A further mail about a host whose request is open: staff read it beside the request. */
static void keep_as_note(const struct cli *cli, const struct receipt *receipt)
{
	struct wb_request_note note = { .at_s = cli->now_s, .login = "mail" };
	struct wb_text text;

	wb_text_open(&text, note.text, sizeof(note.text));
	wb_text_addf(&text, "from %.100s: %s ", receipt->sender, receipt->message.subject);
	for (const char *c = receipt->message.body; *c != '\0'; c++)
		wb_text_add_char(&text, *c == '\n' ? ' ' : *c);
	wb_request_note_add(cli->config->policy.store, receipt->request.number, &note, NULL);
}

static enum cli_exit file(const struct cli *cli, const struct wb_reference *reference, struct receipt *receipt)
{
	static const char *const exceeded[] = {
		[WB_REQUEST_ADDRESS_EXCEEDED] = "its sender has made enough requests in the last 24 hours",
		[WB_REQUEST_HOST_EXCEEDED] = "enough was asked about its host in the last 24 hours",
		[WB_REQUEST_DAY_EXCEEDED] = "enough was asked by all in the last 24 hours",
	};
	const struct wb_removal_settings *removal = &cli->config->removal;
	const struct wb_request_limits limits = { removal->per_address, removal->per_host, removal->per_day };
	enum wb_request_outcome outcome;
	struct wb_error error;

	fill_request(cli, receipt, reference, &receipt->request);
	if (wb_request_file(cli->config->policy.store, &receipt->request, &limits, removal->keep_s, true, &outcome,
		receipt->token, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (outcome == WB_REQUEST_FILED || outcome == WB_REQUEST_ALREADY_OPEN) {
		receipt->outcome = outcome == WB_REQUEST_FILED ? "filed" : "already open";
		if (may_answer(cli, receipt, outcome == WB_REQUEST_FILED) != WB_OK)
			return CLI_DONE;
		if (outcome == WB_REQUEST_ALREADY_OPEN)
			keep_as_note(cli, receipt);
		answer(cli, receipt, WB_MAIL_RECEIVED);
	} else {
		receipt->outcome = "ignored";
		receipt->why = exceeded[outcome];
	}
	return CLI_DONE;
}

static enum cli_exit deal_with(const struct cli *cli, struct receipt *receipt)
{
	struct wb_reference_keys keys;
	struct wb_reference reference;
	struct wb_error error;
	enum wb_status status;

	receipt->why = wb_auto_reply_reason(&receipt->message, receipt->sender, cli->config->removal.address);
	if (receipt->why != NULL) {
		receipt->outcome = "ignored";
		return CLI_DONE;
	}
	status = wb_reference_keys_read(cli->config->policy.reference_key, &keys, &error);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return cli_fail(CLI_IO, "%s", error.text);
	if (wb_reference_scan(&keys, receipt->message.text, receipt->message.length, &reference))
		return file(cli, &reference, receipt);
	receipt->outcome = "no reference";
	status = may_answer(cli, receipt, false);
	if (status == WB_OK)
		answer(cli, receipt, WB_MAIL_NO_REFERENCE);
	/* Nothing has become of a person's mail yet: the mail system may try again. */
	return status == WB_OK || status == WB_NOT_FOUND ? CLI_DONE : cli_fail(CLI_IO, "%s", receipt->answer_error.text);
}

static void print_json(const struct receipt *receipt)
{
	json_object *object = json_object_new_object();
	uint64_t number = receipt->request.number;

	json_object_object_add(object, "outcome", json_object_new_string(receipt->outcome));
	json_object_object_add(object, "number", number == 0 ? NULL : json_object_new_int64((int64_t)number));
	json_object_object_add(object, "why", cli_removal_text_json(receipt->why != NULL ? receipt->why : ""));
	json_object_object_add(object, "answered", json_object_new_boolean(receipt->answered));
	json_object_object_add(object, "answer_error", cli_removal_text_json(receipt->answer_error.text));
	cli_print_json(object);
}

/* One line of key=value pairs, as Exim's log has them of the module. */
static void print_people(const struct receipt *receipt)
{
	char line[1024], client[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	wb_text_add(&text, "whyblock: removal=");
	wb_text_add_value(&text, receipt->outcome, 40);
	if (receipt->request.number != 0) {
		wb_prefix_format_short(&receipt->request.client, client);
		wb_text_addf(&text, " request=%llu client=%s", (unsigned long long)receipt->request.number, client);
	}
	wb_text_add(&text, " sender=");
	wb_text_add_value(&text, receipt->sender, WB_REQUEST_EMAIL_SIZE);
	if (receipt->why != NULL) {
		wb_text_add(&text, " why=");
		wb_text_add_value(&text, receipt->why, 100);
	}
	wb_text_addf(&text, " answered=%s", receipt->answered ? "yes" : "no");
	if (receipt->answer_error.text[0] != '\0') {
		wb_text_add(&text, " answer_error=");
		wb_text_add_value(&text, receipt->answer_error.text, 200);
	}
	puts(line);
}

enum cli_exit cli_removal_receive(struct cli *cli)
{
	struct receipt receipt = { .sender = cli->option[CLI_SENDER] };
	struct wb_error error;
	size_t length;
	char *data = read_mail(&length);
	enum cli_exit status;

	if (data == NULL)
		return cli_fail(CLI_IO, "the mail cannot be read from standard input");
	if (receipt.sender == NULL)
		receipt.sender = getenv("SENDER");
	if (receipt.sender == NULL)
		receipt.sender = "";
	status =
	    cli_message_parse(data, length, &receipt.message, &error) == WB_OK ? CLI_DONE : cli_fail(CLI_IO, "%s", error.text);
	if (status == CLI_DONE)
		status = deal_with(cli, &receipt);
	if (status == CLI_DONE)
		(cli->json ? print_json : print_people)(&receipt);
	cli_message_close(&receipt.message);
	free(data);
	return status;
}
