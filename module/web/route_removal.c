/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* route_removal.c - the form that asks for removal, and the status of what was asked: see route.h */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/proof.h"
#include "desk/request_file.h"
#include "service/complaint.h"
#include "web/route.h"

#define RETRY_LIMIT_S 3600 /* the limits count the last 24 hours: something may have become free by then */

_Static_assert(WB_PAGE_NAME_SIZE == WB_REQUEST_NAME_SIZE && WB_PAGE_EMAIL_SIZE == WB_REQUEST_EMAIL_SIZE &&
	WB_PAGE_TEXT_SIZE == WB_REQUEST_TEXT_SIZE,
    "the form takes as much as a request holds");
_Static_assert(sizeof(WB_PAGE_STATUS) + WB_REQUEST_TOKEN_SIZE <= WB_PAGE_PATH_SIZE, "a path has room for a token");

/* A form on its way to a request. */
struct removal {
	struct wb_route_context *context;
	struct wb_page_form form;
	struct wb_reference reference;
	bool has_reference;
	struct wb_prefix client;
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
		removal->client = removal->reference.client;
	if (*mistake != WB_MISTAKE_NONE)
		return;
	if (given == NULL)
		/* Beside a code that is not genuine one mistake is enough: the right code may say the address. */
		*mistake = removal->form.values[WB_FIELD_REF] == NULL ? WB_MISTAKE_MISSING : WB_MISTAKE_NONE;
	else if (!parse_client(given, &address))
		*mistake = WB_MISTAKE_NO_ADDRESS;
	else if (removal->has_reference && !wb_prefix_covers(&removal->reference.client, &address))
		*mistake = WB_MISTAKE_OTHER_ADDRESS;
	else
		removal->client = wb_prefix_of(&address, WB_ADDRESS_BITS);
}

/*
 * The answer stands on this page, not behind a redirect: the token would have to travel in its URL, through every log on the way.
 * Who reloads the page is asked by the browser whether to send the form again, and then gets "already open".
 */
static void answer_outcome(struct wb_route_context *context, const struct wb_request_filed *filed)
{
	char record[sizeof(WB_PROOF_PREFIX) + WB_REQUEST_TOKEN_SIZE];
	const struct wb_page_filed shown = {
		.number = filed->request.number,
		.token = filed->token,
		.record_label = WB_PROOF_LABEL,
		.record_text = record,
	};
	enum wb_page_message message = WB_MESSAGE_UNAVAILABLE;
	unsigned status = 429;

	context->service->metrics.requests[filed->outcome]++;
	switch (filed->outcome) {
	case WB_REQUEST_FILED:
		snprintf(record, sizeof(record), WB_PROOF_PREFIX "%s", filed->request.dns_token);
		wb_page_filed(&context->page, &shown, &context->answer->body);
		return;
	case WB_REQUEST_ALREADY_OPEN:
		/* A stranger must not learn that somebody asked: it looks like a limit that is used up. */
		message = WB_MESSAGE_HOST_EXCEEDED;
		if (wb_request_may_know(&filed->request)) {
			message = WB_MESSAGE_ALREADY_OPEN;
			status = 409;
		}
		break;
	case WB_REQUEST_ADDRESS_EXCEEDED:
		message = WB_MESSAGE_ADDRESS_EXCEEDED;
		break;
	case WB_REQUEST_HOST_EXCEEDED:
		message = WB_MESSAGE_HOST_EXCEEDED;
		break;
	case WB_REQUEST_DAY_EXCEEDED:
		message = WB_MESSAGE_DAY_EXCEEDED;
		break;
	}
	context->answer->retry_after_s = RETRY_LIMIT_S;
	wb_route_message(context, status, message);
}

static void file(const struct removal *removal)
{
	struct wb_route_context *context = removal->context;
	const char *const *values = removal->form.values;
	const struct wb_visit *visit = context->visit;
	const struct wb_request_given given = {
		.origin = WB_REQUEST_WEB,
		.now_s = visit->now_s,
		.client = removal->client,
		.reference = removal->has_reference ? &removal->reference : NULL,
		.visitor = visit->visitor.is_known ? &visit->visitor.address : NULL,
		.language = wb_languages[context->page.language].tag,
		.name = values[WB_FIELD_NAME],
		.email = values[WB_FIELD_EMAIL],
		.how = values[WB_FIELD_HOW],
		.done = values[WB_FIELD_DONE],
	};
	struct wb_request_filed filed;
	struct wb_error error;

	if (wb_request_file_given(context->config, &given, WB_REQUEST_GIVES_UP, &filed, &error) == WB_OK) {
		answer_outcome(context, &filed);
		return;
	}
	wb_route_unavailable(context, &error);
	context->answer->retry_after_s = WB_ROUTE_RETRY_BUSY_S;
}

void wb_route_remove(struct wb_route_context *context)
{
	struct removal removal = { .context = context };
	char code[WB_REFERENCE_TEXT_SIZE];
	enum wb_status status = WB_OK;
	bool is_good = true;
	const char *given, *email;

	if (strcmp(context->visit->method, "POST") != 0) {
		removal.form.values[WB_FIELD_REF] = wb_route_value(&context->visit->query, "ref");
		wb_page_form(&context->page, &removal.form, &context->answer->body);
		return;
	}
	/* Another site's page could make the browser of somebody at the listed address send the form. */
	if (!context->visit->body_is_form || context->visit->is_from_other_site) {
		wb_route_message(context, 400, WB_MESSAGE_BAD_REQUEST);
		return;
	}
	take_fields(&removal);
	given = good_value(&removal, WB_FIELD_REF);
	if (given != NULL) {
		status = wb_route_check_code(context, given, &removal.reference, code);
		removal.has_reference = status == WB_OK;
	}
	/* Whether the code is genuine cannot be found out, and the visit is answered. */
	if (status == WB_UNAVAILABLE)
		return;
	if (status == WB_NOT_FOUND || status == WB_INVALID)
		removal.form.mistakes[WB_FIELD_REF] = WB_MISTAKE_NOT_GENUINE;
	check_client(&removal);
	email = good_value(&removal, WB_FIELD_EMAIL);
	if (email != NULL && !wb_request_email_is_valid(email))
		removal.form.mistakes[WB_FIELD_EMAIL] = WB_MISTAKE_NO_EMAIL;
	for (size_t i = 0; i < WB_FIELDS; i++)
		is_good = is_good && removal.form.mistakes[i] == WB_MISTAKE_NONE;
	if (is_good) {
		file(&removal);
		return;
	}
	context->service->metrics.counts[WB_COUNT_MISTAKEN]++;
	context->answer->status = 422;
	wb_page_form(&context->page, &removal.form, &context->answer->body);
}

/* Nobody needs a brake on guessing: of 2^128 tokens a thousand guesses a second find none in the age of the universe. */
void wb_route_status(struct wb_route_context *context)
{
	struct wb_request request;
	struct wb_page_request shown;
	struct wb_error error;
	enum wb_status found = wb_request_find_token(context->config->policy.store, context->rest, &request, &error);

	if (found == WB_NOT_FOUND || found == WB_INVALID) {
		wb_route_message(context, 404, WB_MESSAGE_NO_REQUEST);
		return;
	}
	if (found != WB_OK) {
		wb_route_unavailable(context, &error);
		return;
	}

	shown = (struct wb_page_request){
		.number = request.number,
		.state = WB_PAGE_OPEN,
		.asked_at_s = request.created_at_s,
		.decided_at_s = request.decided_at_s,
		.answer = request.answer,
		.allowed_until_s = request.is_allowed ? request.allowed_until_s : 0,
	};
	switch (request.state) {
	case WB_REQUEST_OPEN:
		break;
	case WB_REQUEST_APPROVED:
		shown.state = WB_PAGE_APPROVED;
		break;
	case WB_REQUEST_DENIED:
		shown.state = WB_PAGE_DENIED;
		break;
	}
	wb_prefix_format_short(&request.client, shown.client);
	wb_page_status(&context->page, &shown, &context->answer->body);
}
