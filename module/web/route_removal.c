/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* route_removal.c - the form that asks for removal, and the status of what was asked: see route.h */
#include <stdio.h>
#include <string.h>

#include "base/email.h"
#include "web/mail_domain.h"
#include "web/route.h"

#define RETRY_LIMIT_S 3600 /* the limits count the last 24 hours: something may have become free by then */

/* A form on its way to a request. */
struct removal {
	struct wb_route_context *context;
	struct wb_page_form form;
	bool has_reference;
	struct wb_prefix holder; /* whom the reference names */
	struct wb_prefix client;
	char better_email[WB_PAGE_EMAIL_SIZE + 2];
};

/* Line breaks as they are kept, tabs as spaces; the ends of a value of one line without spaces. In place; returns the length. */
static size_t tidy(char *value, size_t length, bool is_long)
{
	size_t used = 0, begin = 0;

	for (size_t i = 0; i < length; i++) {
		if (value[i] == '\r' && i + 1 < length && value[i + 1] == '\n')
			continue;
		value[used++] = value[i];
		if (value[i] == '\r')
			value[used - 1] = '\n';
		else if (value[i] == '\t')
			value[used - 1] = ' ';
	}
	while (used > 0 && (value[used - 1] == ' ' || (is_long && value[used - 1] == '\n')))
		used--;
	while (begin < used && value[begin] == ' ')
		begin++;
	memmove(value, value + begin, used - begin);
	value[used - begin] = '\0';
	return used - begin;
}

/* What is wrong with a field before anybody asks what it means. */
static enum wb_page_mistake check_field(struct wb_form_field *field, const struct wb_page_field_row *row)
{
	bool is_text = wb_form_is_text(field->value, field->length);

	/* To be shown again, a value ends at its own end, not at a NUL in it. */
	for (size_t i = 0; !is_text && i < field->length; i++) {
		if (field->value[i] == '\0')
			field->value[i] = '?';
	}
	if (is_text)
		field->length = tidy(field->value, field->length, row->is_long);
	if (!is_text || (!row->is_long && memchr(field->value, '\n', field->length) != NULL))
		return WB_MISTAKE_NOT_TEXT;
	if (field->length >= row->size)
		return WB_MISTAKE_TOO_LONG;
	return field->length == 0 && row->is_needed ? WB_MISTAKE_MISSING : WB_MISTAKE_NONE;
}

static void take_fields(struct removal *removal)
{
	/* The visit's own copy: tidied in place. */
	const struct wb_form *body = &removal->context->visit->body;

	for (size_t i = 0; i < WB_FIELDS; i++) {
		const struct wb_form_field *found = wb_form_find(body, wb_page_fields[i].name);
		struct wb_form_field field;

		if (found == NULL) {
			removal->form.mistakes[i] = wb_page_fields[i].is_needed ? WB_MISTAKE_MISSING : WB_MISTAKE_NONE;
			continue;
		}
		field = *found;
		removal->form.mistakes[i] = check_field(&field, &wb_page_fields[i]);
		removal->form.values[i] = field.length > 0 ? field.value : NULL;
	}
}

/* The value of a field that is there and has no mistake yet. */
static const char *good_value(const struct removal *removal, enum wb_page_field field)
{
	return removal->form.mistakes[field] == WB_MISTAKE_NONE ? removal->form.values[field] : NULL;
}

/*
 * An address that a mail server can have, so none of the ranges that stand for nobody or for many; as the reply writes it,
 * "[192.0.2.66]", too.
 */
static bool parse_client(const char *text, struct wb_address *address_r)
{
	static const struct wb_address unspecified;
	char bare[WB_ADDRESS_TEXT_SIZE];
	size_t length = strlen(text);
	uint8_t first;

	if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	if (length >= sizeof(bare))
		return false;
	memcpy(bare, text, length);
	bare[length] = '\0';
	if (wb_address_parse(bare, address_r, NULL) != WB_OK)
		return false;
	first = address_r->bytes[wb_address_is_v4(address_r) ? 12 : 0];
	if (wb_address_is_v4(address_r))
		return first != 0 && first < 224;
	return first != 0xff && memcmp(address_r, &unspecified, sizeof(unspecified)) != 0;
}

static void check_client(struct removal *removal)
{
	enum wb_page_mistake *mistake = &removal->form.mistakes[WB_FIELD_ADDRESS];
	const char *given = good_value(removal, WB_FIELD_ADDRESS);
	struct wb_address address;

	if (removal->has_reference)
		removal->client = removal->holder;
	if (*mistake != WB_MISTAKE_NONE)
		return;
	if (given == NULL)
		/* Beside a code that is not genuine one mistake is enough: the right code may say the address. */
		*mistake = removal->form.values[WB_FIELD_REF] == NULL ? WB_MISTAKE_MISSING : WB_MISTAKE_NONE;
	else if (!parse_client(given, &address))
		*mistake = WB_MISTAKE_NO_ADDRESS;
	else if (removal->has_reference && !wb_prefix_covers(&removal->holder, &address))
		*mistake = WB_MISTAKE_OTHER_ADDRESS;
	else
		removal->client = wb_prefix_of(&address, WB_ADDRESS_BITS);
}

/* The form once more, with all that was typed, and what is to be known about it. */
static void show_form(const struct removal *removal, unsigned status)
{
	struct wb_route_context *context = removal->context;

	context->answer->status = status;
	wb_page_form(&context->page, &removal->form, &context->answer->body);
}

static void show_mistakes(const struct removal *removal)
{
	removal->context->service->metrics.counts[WB_COUNT_MISTAKEN]++;
	show_form(removal, 422);
}

/*
 * What was filed has a page of its own, so that reloading sends nothing a second time. Its token stands in the URL: so it does in the link that
 * whoever asked keeps, and all that it opens is what they wrote themselves and the answer.
 */
static void answer_outcome(struct removal *removal, const struct wb_ask_answer *answer)
{
	struct wb_route_context *context = removal->context;
	char path[WB_PAGE_PATH_SIZE];
	unsigned status = 429;

	context->service->metrics.requests[answer->outcome]++;
	switch (answer->outcome) {
	case WB_ASK_FILED:
		snprintf(path, sizeof(path), WB_PAGE_STATUS "%s", answer->token);
		wb_route_see_other(context, path);
		return;
	case WB_ASK_ALREADY_OPEN:
		/* A stranger must not learn that somebody asked: it looks like a limit that is used up. */
		removal->form.notice = answer->may_know ? WB_MESSAGE_ALREADY_OPEN : WB_MESSAGE_HOST_EXCEEDED;
		status = answer->may_know ? 409 : 429;
		break;
	case WB_ASK_ADDRESS_EXCEEDED:
		removal->form.notice = WB_MESSAGE_ADDRESS_EXCEEDED;
		break;
	case WB_ASK_HOST_EXCEEDED:
		removal->form.notice = WB_MESSAGE_HOST_EXCEEDED;
		break;
	case WB_ASK_DAY_EXCEEDED:
		removal->form.notice = WB_MESSAGE_DAY_EXCEEDED;
		break;
	case WB_ASK_NOT_BLOCKED:
		removal->form.notice = WB_MESSAGE_NOT_BLOCKED;
		show_form(removal, 200);
		return;
	case WB_ASK_OUTCOME_COUNT:
		break;
	}
	context->answer->retry_after_s = RETRY_LIMIT_S;
	show_form(removal, status);
}

/* The agent cannot be asked, which is no reason to lose what was typed. */
static void keep_typed(struct removal *removal, unsigned retry_after_s)
{
	wb_html_close(&removal->context->answer->body);
	removal->form.notice = WB_MESSAGE_UNAVAILABLE;
	show_form(removal, 503);
	if (retry_after_s > 0)
		removal->context->answer->retry_after_s = retry_after_s;
}

static void file(struct removal *removal)
{
	struct wb_route_context *context = removal->context;
	const char *const *values = removal->form.values;
	const struct wb_visit *visit = context->visit;
	struct wb_ask_question question = {
		.kind = WB_ASK_FILE,
		.code = removal->has_reference ? values[WB_FIELD_REF] : "",
		.has_visitor = visit->visitor.is_known,
		.visitor = visit->visitor.address,
		.client = removal->client,
		.language = wb_languages[context->page.language].tag,
		.name = values[WB_FIELD_NAME],
		.email = values[WB_FIELD_EMAIL],
		.how = values[WB_FIELD_HOW],
		.done = values[WB_FIELD_DONE],
	};
	const struct wb_ask_answer *answer = wb_route_ask(context, &question);

	if (answer == NULL) {
		keep_typed(removal, WB_ROUTE_RETRY_BUSY_S);
	} else if (answer->result == WB_ASK_DONE) {
		answer_outcome(removal, answer);
	} else {
		/* The key was changed just now. */
		removal->form.mistakes[WB_FIELD_REF] = WB_MISTAKE_NOT_GENUINE;
		show_mistakes(removal);
	}
}

/* Whose code it is, or that it is not genuine. False: that cannot be found out, and the visit is answered. */
static bool check_code(struct removal *removal)
{
	struct wb_ask_question question = { .kind = WB_ASK_CODE, .code = good_value(removal, WB_FIELD_REF) };
	const struct wb_ask_answer *answer;

	if (question.code == NULL)
		return true;
	answer = wb_route_ask_code(removal->context, &question);
	if (answer == NULL)
		return false;
	removal->has_reference = answer->result == WB_ASK_DONE;
	if (removal->has_reference) {
		removal->holder = answer->client;
		wb_prefix_format_short(&answer->client, removal->form.server);
		removal->form.is_whole_server = answer->client.prefix_bits == WB_ADDRESS_BITS;
	} else {
		removal->form.mistakes[WB_FIELD_REF] = WB_MISTAKE_NOT_GENUINE;
	}
	return true;
}

/* What looks mistyped is shown once; sent again as it is, it is meant. */
static void check_email(struct removal *removal)
{
	const struct wb_form_field *seen = wb_form_find(&removal->context->visit->body, WB_PAGE_SEEN_EMAIL);
	const char *email = good_value(removal, WB_FIELD_EMAIL);

	if (email == NULL)
		return;
	if (!wb_email_is_valid(email)) {
		removal->form.mistakes[WB_FIELD_EMAIL] = WB_MISTAKE_NO_EMAIL;
	} else if (wb_mail_domain_is_near(email, removal->better_email, sizeof(removal->better_email)) &&
	    (seen == NULL || strcmp(seen->value, email) != 0)) {
		removal->form.mistakes[WB_FIELD_EMAIL] = WB_MISTAKE_LIKELY_EMAIL;
		removal->form.better_email = removal->better_email;
		removal->form.seen_email = email;
	}
}

/* An empty form, or one for the code that a link has brought. */
static void show_empty(struct removal *removal)
{
	removal->form.values[WB_FIELD_REF] = wb_route_value(&removal->context->visit->query, "ref");
	if (!check_code(removal))
		wb_html_close(&removal->context->answer
				   ->body); /* what it is about is not known just now: the form takes it all the same */
	removal->form.mistakes[WB_FIELD_REF] = WB_MISTAKE_NONE;
	removal->context->answer->retry_after_s = 0;
	show_form(removal, 200);
}

void wb_route_remove(struct wb_route_context *context)
{
	struct removal removal = { .context = context, .form.notice = WB_MESSAGES };
	bool is_good = true;

	if (strcmp(context->visit->method, "POST") != 0) {
		show_empty(&removal);
		return;
	}
	/* Another site's page could make the browser of somebody at the listed address send the form. */
	if (!context->visit->body_is_form || context->visit->is_from_other_site) {
		wb_route_message(context, 400, WB_MESSAGE_BAD_REQUEST);
		return;
	}
	take_fields(&removal);
	removal.form.seen_email = wb_route_value(&context->visit->body, WB_PAGE_SEEN_EMAIL);
	if (!check_code(&removal)) {
		keep_typed(&removal, 0);
		return;
	}
	if (wb_form_find(&context->visit->body, WB_PAGE_SWITCH) != NULL) {
		/* Another language: nothing is checked yet, and nothing of what was typed is lost. */
		memset(removal.form.mistakes, 0, sizeof(removal.form.mistakes));
		show_form(&removal, 200);
		return;
	}
	check_client(&removal);
	check_email(&removal);
	for (size_t i = 0; i < WB_FIELDS; i++)
		is_good = is_good && removal.form.mistakes[i] == WB_MISTAKE_NONE;
	if (is_good)
		file(&removal);
	else
		show_mistakes(&removal);
}

/* The page of a request. reply: what was not taken of a reply, or NULL. status: of HTTP. */
static void show_status(
    struct wb_route_context *context, const struct wb_ask_answer *answer, const struct wb_page_reply *reply, unsigned status)
{
	context->answer->status = status;
	wb_page_status(&context->page, &answer->request, reply, &context->answer->body);
}

/* A reply was sent. True: it was taken. Otherwise reply_r and status_r say why not; 0: the visit is answered. */
static bool take_reply(struct wb_route_context *context, const char *token, struct wb_page_reply *reply_r, unsigned *status_r)
{
	static const struct wb_page_field_row row = { WB_PAGE_REPLY, WB_PAGE_TEXT_SIZE, true, true, NULL };
	const struct wb_form_field *found = wb_form_find(&context->visit->body, WB_PAGE_REPLY);
	struct wb_form_field field = found != NULL ? *found : (struct wb_form_field){ .length = 0 };
	struct wb_ask_question question = { .kind = WB_ASK_REPLY, .code = token };
	const struct wb_ask_answer *answer;

	*status_r = 200;
	reply_r->mistake = found == NULL ? WB_MISTAKE_MISSING : check_field(&field, &row);
	reply_r->value = field.length > 0 ? field.value : NULL;
	if (wb_form_find(&context->visit->body, WB_PAGE_SWITCH) != NULL) {
		reply_r->mistake = WB_MISTAKE_NONE;
		return false;
	}
	*status_r = 422;
	if (reply_r->mistake != WB_MISTAKE_NONE)
		return false;
	question.how = field.value;
	answer = wb_agent_client_ask(&context->service->agent, &question);
	if (answer != NULL && answer->result == WB_ASK_DONE && answer->outcome == WB_ASK_FILED)
		return true;
	*status_r = answer == NULL || answer->result == WB_ASK_UNAVAILABLE ? 503 : 429;
	reply_r->notice = *status_r == 503 ? WB_MESSAGE_UNAVAILABLE : WB_MESSAGE_REPLIES_EXCEEDED;
	context->answer->retry_after_s = *status_r == 503 ? WB_ROUTE_RETRY_BUSY_S : RETRY_LIMIT_S;
	return false;
}

void wb_route_status(struct wb_route_context *context)
{
	struct wb_ask_question question = { .kind = WB_ASK_STATUS, .code = context->rest };
	struct wb_page_reply reply = { .notice = WB_MESSAGES };
	bool is_reply = strcmp(context->visit->method, "POST") == 0;
	const struct wb_ask_answer *answer;
	char path[WB_PAGE_PATH_SIZE];
	unsigned status = 200;

	if (strlen(question.code) >= WB_ASK_TOKEN_SIZE)
		question.code = "";
	if (is_reply && (!context->visit->body_is_form || context->visit->is_from_other_site)) {
		wb_route_message(context, 400, WB_MESSAGE_BAD_REQUEST);
		return;
	}
	if (is_reply && take_reply(context, question.code, &reply, &status)) {
		snprintf(path, sizeof(path), WB_PAGE_STATUS "%s", question.code);
		wb_route_see_other(context, path);
		return;
	}
	answer = wb_route_ask(context, &question);
	if (answer == NULL)
		return;
	if (answer->result == WB_ASK_DONE)
		show_status(context, answer, is_reply ? &reply : NULL, status);
	else
		wb_route_message(context, 404, WB_MESSAGE_NO_REQUEST);
}
