/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* answer.c - see answer.h */
#include "agent/answer.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "agent/blocked.h"
#include "base/text.h"
#include "desk/proof.h"
#include "desk/reference_scan.h"
#include "desk/request_file.h"
#include "service/complaint.h"
#include "verdict/published_listings.h"

#define NOWHERE "::" /* an address that nobody has: looked up to see whether looking up works */

_Static_assert(WB_PAGE_NAME_SIZE == WB_REQUEST_NAME_SIZE && WB_PAGE_EMAIL_SIZE == WB_REQUEST_EMAIL_SIZE &&
	WB_PAGE_TEXT_SIZE == WB_REQUEST_TEXT_SIZE,
    "the form takes as much as a request holds");
_Static_assert(sizeof(WB_PAGE_STATUS) + WB_REQUEST_TOKEN_SIZE <= WB_PAGE_PATH_SIZE, "a path has room for a token");
_Static_assert(
    WB_REFERENCE_TEXT_SIZE <= WB_ASK_TOKEN_SIZE && sizeof(WB_PROOF_PREFIX) + WB_REQUEST_TOKEN_SIZE <= WB_ASK_TOKEN_SIZE,
    "an answer has room for codes and tokens");
_Static_assert(WB_REQUEST_ANSWER_SIZE <= WB_PAGE_TEXT_SIZE, "an answer has room for what staff wrote");

/* What answers point to. */
static struct {
	char code[WB_REFERENCE_TEXT_SIZE], url_code[WB_REFERENCE_TEXT_SIZE];
	struct wb_request_filed filed;
	char record[sizeof(WB_PROOF_PREFIX) + WB_REQUEST_TOKEN_SIZE];
	struct wb_request request;
	char email[WB_REQUEST_EMAIL_SIZE];
} kept;

static enum wb_ask_result fail(const struct wb_error *error)
{
	wb_complain("%s", error->text);
	return WB_ASK_UNAVAILABLE;
}

/* Policy and configuration, each if it is there: what needs one that is missing cannot be answered. */
static bool has(const struct live *live, bool is_there, const char *what)
{
	if (!is_there)
		wb_complain("store %s: no %s that can be read yet", live->store, what);
	return is_there;
}

/* The operator's own file, as `whyblock ref` reads it; the copy of it that is published while the configuration cannot be read. */
static const char *key_path(const struct live *live)
{
	return live->config != NULL ? live->config->policy.reference_key : live->policy.reference_key;
}

/* Whether a code, as it was given, is genuine; code_r: as the reply shows it, or NULL. */
static enum wb_ask_result check_code(const struct live *live, const char *given, struct wb_reference *reference_r, char *code_r)
{
	struct wb_reference_keys keys;
	struct wb_error error;
	enum wb_status status;
	size_t key;

	if (!has(live, live->has_policy, "policy"))
		return WB_ASK_UNAVAILABLE;
	/* Read each time, so that a key that was changed counts at once: it takes some microseconds. */
	status = wb_reference_keys_read(key_path(live), &keys, &error);
	if (status == WB_UNAVAILABLE || status == WB_INVALID || status == WB_NO_MEMORY)
		return fail(&error);
	if (status == WB_OK)
		status = wb_reference_read(&keys, given, reference_r, &key, &error);
	if (status == WB_OK && code_r != NULL) {
		struct wb_reference_keys used = { .count = 1 };

		memcpy(used.bytes[0], keys.bytes[key], WB_REFERENCE_KEY_BYTES);
		wb_reference_format(&used, reference_r, code_r);
		sodium_memzero(&used, sizeof(used));
	}
	sodium_memzero(&keys, sizeof(keys));
	if (status == WB_UNAVAILABLE || status == WB_NO_MEMORY)
		return fail(&error);
	return status == WB_OK ? WB_ASK_DONE : WB_ASK_NOT_FOUND;
}

static enum wb_ask_result answer_site(struct live *live, const struct wb_ask_question *question, struct wb_ask_answer *answer)
{
	if (!has(live, live->config != NULL, "configuration"))
		return WB_ASK_UNAVAILABLE;
	if (question->site_serial != live->serial) {
		answer->site = live->site;
		answer->site.is_new = true;
	}
	answer->site.serial = live->serial;
	answer->site.is_faulty = live->is_faulty;
	return WB_ASK_DONE;
}

static enum wb_ask_result answer_code(struct live *live, const struct wb_ask_question *question, struct wb_ask_answer *answer)
{
	struct wb_reference reference;
	enum wb_ask_result result = check_code(live, question->code, &reference, NULL);

	if (result == WB_ASK_DONE)
		answer->client = reference.client;
	return result;
}

static enum wb_ask_result answer_blocked(
    struct live *live, const struct wb_ask_question *question, int64_t now_s, struct wb_ask_answer *answer)
{
	const struct wb_address *visitor = question->has_visitor ? &question->visitor : NULL;
	struct wb_blocked *blocked = &answer->blocked;
	bool is_reference = question->code[0] != '\0';
	struct wb_reference reference;
	enum wb_ask_result result = WB_ASK_NOT_FOUND; /* nobody is asked about */
	struct wb_error error;

	kept.code[0] = '\0';
	if (is_reference)
		result = check_code(live, question->code, &reference, kept.code);
	else if (visitor != NULL)
		result = has(live, live->has_policy, "policy") ? WB_ASK_DONE : WB_ASK_UNAVAILABLE;
	if (result != WB_ASK_DONE)
		return result;
	if (blocked_find(&live->policy, is_reference ? &reference : NULL, visitor, now_s, blocked, &error) != WB_OK)
		return fail(&error);
	if (blocked->now == WB_BLOCKED_UNKNOWN)
		wb_complain("%s", error.text);
	wb_reference_format_url(kept.code, kept.url_code);
	blocked->code = kept.code;
	blocked->url_code = kept.url_code;
	/* A URL that is too long for a packet is left out: then the list's name alone is shown. */
	for (size_t i = 0; i < blocked->zone_count; i++) {
		if (blocked->zones[i].removal != NULL && strlen(blocked->zones[i].removal) >= WB_ASK_TEXT_SIZE)
			blocked->zones[i].removal = NULL;
	}
	return WB_ASK_DONE;
}

static enum wb_ask_outcome outcome_of(enum wb_request_outcome outcome)
{
	switch (outcome) {
	case WB_REQUEST_FILED:
		return WB_ASK_FILED;
	case WB_REQUEST_ALREADY_OPEN:
		return WB_ASK_ALREADY_OPEN;
	case WB_REQUEST_ADDRESS_EXCEEDED:
		return WB_ASK_ADDRESS_EXCEEDED;
	case WB_REQUEST_HOST_EXCEEDED:
		return WB_ASK_HOST_EXCEEDED;
	case WB_REQUEST_DAY_EXCEEDED:
		break;
	}
	return WB_ASK_DAY_EXCEEDED;
}

/*
 * Nothing of ours stands against the host any more, and nothing of others has: there is nothing that staff could lift. Only of a genuine code: whoever
 * has none must not learn what is known of a host.
 */
static bool is_free(
    const struct live *live, const struct wb_reference *reference, const struct wb_ask_question *question, int64_t now_s)
{
	const struct wb_address *host = question->client.prefix_bits == WB_ADDRESS_BITS ? &question->client.address : NULL;
	struct wb_blocked blocked;
	struct wb_error error;

	return reference != NULL && live->has_policy &&
	    blocked_find(&live->policy, reference, host, now_s, &blocked, &error) == WB_OK && wb_blocked_is_over(&blocked);
}

static enum wb_ask_result answer_file(
    struct live *live, const struct wb_ask_question *question, int64_t now_s, struct wb_ask_answer *answer)
{
	struct wb_reference reference = { .at_s = 0 };
	bool has_reference = question->code[0] != '\0';
	struct wb_request_filed *filed = &kept.filed;
	const struct wb_request_given given = {
		.origin = WB_REQUEST_WEB,
		.now_s = now_s,
		.client = question->client,
		.reference = has_reference ? &reference : NULL,
		.visitor = question->has_visitor ? &question->visitor : NULL,
		.language = question->language,
		.name = question->name,
		.email = question->email,
		.how = question->how,
		.done = question->done,
	};
	enum wb_ask_result result = WB_ASK_DONE;
	struct wb_error error;

	if (!has(live, live->config != NULL, "configuration"))
		return WB_ASK_UNAVAILABLE;
	if (has_reference)
		result = check_code(live, question->code, &reference, NULL);
	if (result != WB_ASK_DONE)
		return result;
	memset(filed, 0, sizeof(*filed));
	if (is_free(live, has_reference ? &reference : NULL, question, now_s)) {
		answer->outcome = WB_ASK_NOT_BLOCKED;
		return WB_ASK_DONE;
	}
	if (wb_request_file_given(live->config, &given, WB_REQUEST_GIVES_UP, filed, &error) != WB_OK)
		return fail(&error);
	answer->outcome = outcome_of(filed->outcome);
	answer->may_know = wb_request_may_know(&filed->request);
	answer->token = filed->token;
	return WB_ASK_DONE;
}

static enum wb_page_request_state state_of(enum wb_request_state state)
{
	switch (state) {
	case WB_REQUEST_OPEN:
		break;
	case WB_REQUEST_WAITING:
		return WB_PAGE_WAITING;
	case WB_REQUEST_APPROVED:
		return WB_PAGE_APPROVED;
	case WB_REQUEST_DENIED:
		return WB_PAGE_DENIED;
	}
	return WB_PAGE_OPEN;
}

/*
 * "a…@example.org": enough to see whether the right address was typed; the page's link may be passed on, and the address is nobody else's to know. The
 * local part is cut behind its first character, of UTF-8 too.
 */
static void hide_email(const char *email, char buffer[WB_REQUEST_EMAIL_SIZE])
{
	const char *at = strrchr(email, '@');
	size_t first = 1;

	buffer[0] = '\0';
	if (at == NULL || at == email)
		return;
	while (((unsigned char)email[first] & 0xc0) == 0x80)
		first++;
	snprintf(buffer, WB_REQUEST_EMAIL_SIZE, "%.*s…%s", (int)first, email, at);
}

/* Nobody needs a brake on guessing: of 2^128 tokens a thousand guesses a second find none in the age of the universe. */
static enum wb_ask_result answer_status(struct live *live, const struct wb_ask_question *question, struct wb_ask_answer *answer)
{
	struct wb_request *request = &kept.request;
	struct wb_error error;
	enum wb_status found = wb_request_find_token(live->store, question->code, request, &error);

	if (found == WB_NOT_FOUND || found == WB_INVALID)
		return WB_ASK_NOT_FOUND;
	if (found != WB_OK)
		return fail(&error);
	hide_email(request->email, kept.email);
	answer->request = (struct wb_page_request){
		.number = request->number,
		.state = state_of(request->state),
		.email = kept.email,
		.asked_at_s = request->created_at_s,
		.question = request->question,
		.replied_at_s = request->replied_at_s,
		.decided_at_s = request->decided_at_s,
		.answer = request->answer,
		.allowed_until_s = request->is_allowed ? request->allowed_until_s : 0,
	};
	if (!wb_request_is_decided(request)) {
		snprintf(kept.record, sizeof(kept.record), WB_PROOF_PREFIX "%s", request->dns_token);
		answer->request.record_label = WB_PROOF_LABEL;
		answer->request.record_text = kept.record;
	}
	wb_prefix_format_short(&request->client, answer->request.client);
	return WB_ASK_DONE;
}

static enum wb_ask_result answer_reply(
    struct live *live, const struct wb_ask_question *question, int64_t now_s, struct wb_ask_answer *answer)
{
	struct wb_request *request = &kept.request;
	struct wb_error error;
	enum wb_status status = wb_request_find_token(live->store, question->code, request, &error);

	if (status == WB_OK)
		status = wb_request_reply(live->store, request->number, question->how, now_s, WB_REQUEST_GIVES_UP, &error);
	if (status == WB_NOT_FOUND)
		return WB_ASK_NOT_FOUND;
	/* A text that is empty was never sent here: so there are too many. */
	answer->outcome = status == WB_INVALID ? WB_ASK_HOST_EXCEEDED : WB_ASK_FILED;
	return status == WB_OK || status == WB_INVALID ? WB_ASK_DONE : fail(&error);
}

static bool pass_over(void *seen, const struct wb_listing *listing)
{
	(void)seen, (void)listing;
	return true;
}

/* A faulty new configuration is no fault, since the one before is in use. */
static enum wb_ask_result answer_health(struct live *live, struct wb_ask_answer *answer)
{
	struct wb_reference_keys keys;
	struct wb_request request;
	struct wb_address nowhere;
	struct wb_error error = { "" };
	enum wb_status status;
	size_t unreadable;

	if (!has(live, live->has_policy, "policy") || !has(live, live->config != NULL, "configuration"))
		return WB_ASK_UNAVAILABLE;
	wb_address_parse(NOWHERE, &nowhere, NULL);
	status = wb_reference_keys_read(key_path(live), &keys, &error);
	sodium_memzero(&keys, sizeof(keys));
	if (status != WB_OK && status != WB_NOT_FOUND) {
		answer->health = WB_ASK_KEY_FAULTY;
	} else if (wb_published_find(live->policy.store, &nowhere, pass_over, NULL, &unreadable, &error) != WB_OK) {
		answer->health = WB_ASK_LISTINGS_FAULTY;
	} else {
		status = wb_request_find(live->store, 0, &request, &error);
		answer->health = status == WB_OK || status == WB_NOT_FOUND ? WB_ASK_HEALTHY : WB_ASK_REQUESTS_FAULTY;
	}
	if (answer->health != WB_ASK_HEALTHY)
		wb_complain("%s", error.text);
	return WB_ASK_DONE;
}

/* Whoever asked has given up by now, and has told a person that nothing was done. */
static bool is_overdue(const struct wb_ask_question *question)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 >= question->until_ms;
}

void answer_question(struct live *live, const struct wb_ask_question *question, int64_t now_s, struct wb_ask_answer *answer_r)
{
	memset(answer_r, 0, sizeof(*answer_r));
	answer_r->kind = question->kind;
	answer_r->number = question->number;
	answer_r->result = WB_ASK_UNAVAILABLE;
	if (is_overdue(question))
		return;
	live_look(live, now_s);
	switch (question->kind) {
	case WB_ASK_SITE:
		answer_r->result = answer_site(live, question, answer_r);
		break;
	case WB_ASK_CODE:
		answer_r->result = answer_code(live, question, answer_r);
		break;
	case WB_ASK_BLOCKED:
		answer_r->result = answer_blocked(live, question, now_s, answer_r);
		break;
	case WB_ASK_FILE:
		answer_r->result = answer_file(live, question, now_s, answer_r);
		break;
	case WB_ASK_STATUS:
		answer_r->result = answer_status(live, question, answer_r);
		break;
	case WB_ASK_REPLY:
		answer_r->result = answer_reply(live, question, now_s, answer_r);
		break;
	case WB_ASK_HEALTH:
		answer_r->result = answer_health(live, answer_r);
		break;
	case WB_ASK_KIND_COUNT:
		break;
	}
}
