/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * ask.c - see ask.h
 *
 * Question: version, kind (1 byte each), number (4), until when (8), then what the kind has. Answer: version, kind, number, the result (1), then that.
 * Texts end with a NUL; lists have the count of their rows (2) in front.
 */
#include "service/ask.h"

#include <string.h>

/* Some room for numbers: 1 KiB. */
_Static_assert(WB_ASK_CODE_SIZE + WB_ASK_LANGUAGE_SIZE + WB_PAGE_NAME_SIZE + WB_PAGE_EMAIL_SIZE + 2 * WB_PAGE_TEXT_SIZE + 1024 <
	WB_ASK_QUESTION_BYTES_MAX,
    "the longest question fits");

static bool walk_flag(struct wb_record *record, bool flag)
{
	return wb_record_choice(record, flag, 2) == 1;
}

/* A text of less than size bytes. */
static void walk_text(struct wb_record *record, const char **text, size_t size)
{
	const char *none = "";

	wb_record_string(record, record->out != NULL && *text == NULL ? &none : text);
	if (*text != NULL && strlen(*text) >= size) {
		record->has_failed = true;
		*text = record->out != NULL ? *text : "";
	}
}

/* The same in a buffer of its own. */
static void walk_buffer(struct wb_record *record, char *buffer, size_t size)
{
	const char *text = buffer;

	walk_text(record, &text, size);
	if (record->out == NULL)
		memcpy(buffer, text, strlen(text) + 1);
}

/* How many rows a list has: none after a mistake. */
static size_t walk_count(struct wb_record *record, size_t count, size_t most)
{
	if (count > most)
		record->has_failed = true;
	count = (size_t)wb_record_number(record, count, 2);
	if (count > most)
		record->has_failed = true;
	return record->has_failed ? 0 : count;
}

static void walk_prefixes(struct wb_record *record, struct wb_prefixes *list, struct wb_prefix *rows)
{
	list->items = record->out != NULL ? list->items : rows;
	list->count = walk_count(record, list->count, WB_ASK_PREFIXES_MAX);
	for (size_t i = 0; i < list->count; i++)
		wb_record_prefix(record, &list->items[i]);
}

static void walk_category(struct wb_record *record, struct wb_page_category *category)
{
	walk_text(record, &category->id, WB_ASK_TEXT_SIZE);
	walk_text(record, &category->title, WB_ASK_TEXT_SIZE);
	category->has_own_title = walk_flag(record, category->has_own_title);
	category->is_active = walk_flag(record, category->is_active);
}

static void walk_site(struct wb_record *record, struct wb_ask_site *site)
{
	struct wb_page_site *page = &site->page;

	site->serial = wb_record_number(record, site->serial, 8);
	site->is_faulty = walk_flag(record, site->is_faulty);
	site->is_new = walk_flag(record, site->is_new);
	if (!site->is_new)
		return;
	walk_text(record, &page->name, WB_ASK_TEXT_SIZE);
	walk_text(record, &page->url, WB_ASK_TEXT_SIZE);
	walk_text(record, &page->removal_address, WB_ASK_TEXT_SIZE);
	page->answer_within_s = wb_record_time(record, page->answer_within_s);
	page->keep_s = wb_record_time(record, page->keep_s);
	walk_text(record, &page->colour, WB_ASK_TEXT_SIZE);
	walk_text(record, &page->colour_dark, WB_ASK_TEXT_SIZE);
	page->contacts.items = record->out != NULL ? page->contacts.items : site->contacts;
	page->contacts.count = walk_count(record, page->contacts.count, WB_ASK_CONTACTS_MAX);
	for (size_t i = 0; i < page->contacts.count; i++)
		walk_text(record, &page->contacts.items[i], WB_ASK_TEXT_SIZE);
	page->category_count = walk_count(record, page->category_count, WB_ASK_CATEGORIES_MAX);
	for (size_t i = 0; i < page->category_count; i++) {
		if (record->out != NULL)
			site->categories[i] = page->categories[i];
		walk_category(record, &site->categories[i]);
	}
	page->categories = site->categories;
	walk_prefixes(record, &site->trusted_proxies, site->proxies);
	walk_prefixes(record, &site->metrics_from, site->monitors);
}

static void walk_blocked(struct wb_record *record, struct wb_blocked *blocked)
{
	bool has_category = walk_flag(record, blocked->category_id != NULL);

	blocked->is_reference = walk_flag(record, blocked->is_reference);
	walk_text(record, &blocked->code, WB_ASK_TOKEN_SIZE);
	walk_text(record, &blocked->url_code, WB_ASK_TOKEN_SIZE);
	blocked->at_s = wb_record_time(record, blocked->at_s);
	blocked->answer = (enum wb_blocked_answer)wb_record_choice(record, blocked->answer, WB_BLOCKED_REFUSED + 1);
	walk_buffer(record, blocked->client, sizeof(blocked->client));
	if (has_category)
		walk_text(record, &blocked->category_id, WB_ASK_TEXT_SIZE);
	blocked->now = (enum wb_blocked_now)wb_record_choice(record, blocked->now, WB_BLOCKED_ALLOWED + 1);
	blocked->since_s = wb_record_time(record, blocked->since_s);
	blocked->until_s = wb_record_time(record, blocked->until_s);
	walk_buffer(record, blocked->reason, sizeof(blocked->reason));
	blocked->is_network = walk_flag(record, blocked->is_network);
	blocked->refused_from_s = wb_record_time(record, blocked->refused_from_s);
	blocked->has_case = walk_flag(record, blocked->has_case);
	walk_buffer(record, blocked->sender, sizeof(blocked->sender));
	blocked->times = (uint32_t)wb_record_number(record, blocked->times, 4);
	blocked->first_s = wb_record_time(record, blocked->first_s);
	blocked->last_s = wb_record_time(record, blocked->last_s);
	blocked->cause_count = walk_count(record, blocked->cause_count, WB_BLOCKED_CAUSES_MAX);
	for (size_t i = 0; i < blocked->cause_count; i++) {
		struct wb_blocked_cause *cause = &blocked->causes[i];

		cause->kind = (enum wb_blocked_cause_kind)wb_record_choice(record, cause->kind, WB_CAUSES);
		walk_buffer(record, cause->name, sizeof(cause->name));
		walk_buffer(record, cause->removal, sizeof(cause->removal));
		walk_buffer(record, cause->text, sizeof(cause->text));
	}
	blocked->may_be_sign = walk_flag(record, blocked->may_be_sign);
	blocked->zone_count = walk_count(record, blocked->zone_count, WB_BLOCKED_ZONES_MAX);
	for (size_t i = 0; i < blocked->zone_count; i++) {
		walk_text(record, &blocked->zones[i].name, WB_ASK_TEXT_SIZE);
		walk_text(record, &blocked->zones[i].removal, WB_ASK_TEXT_SIZE);
	}
}

static void walk_filed(struct wb_record *record, struct wb_ask_answer *answer)
{
	answer->outcome = (enum wb_ask_outcome)wb_record_choice(record, answer->outcome, WB_ASK_OUTCOME_COUNT);
	answer->may_know = walk_flag(record, answer->may_know);
	walk_text(record, &answer->token, WB_ASK_TOKEN_SIZE);
}

static void walk_request(struct wb_record *record, struct wb_page_request *request)
{
	request->number = wb_record_number(record, request->number, 8);
	request->state = (enum wb_page_request_state)wb_record_choice(record, request->state, WB_PAGE_REQUEST_STATES);
	walk_buffer(record, request->client, sizeof(request->client));
	walk_text(record, &request->email, WB_PAGE_EMAIL_SIZE);
	request->asked_at_s = wb_record_time(record, request->asked_at_s);
	walk_text(record, &request->record_label, WB_ASK_TOKEN_SIZE);
	walk_text(record, &request->record_text, WB_ASK_TOKEN_SIZE);
	walk_text(record, &request->question, WB_PAGE_TEXT_SIZE);
	request->replied_at_s = wb_record_time(record, request->replied_at_s);
	request->decided_at_s = wb_record_time(record, request->decided_at_s);
	walk_text(record, &request->answer, WB_PAGE_TEXT_SIZE);
	request->allowed_until_s = wb_record_time(record, request->allowed_until_s);
}

static void walk_visitor(struct wb_record *record, struct wb_ask_question *question)
{
	question->has_visitor = walk_flag(record, question->has_visitor);
	if (question->has_visitor)
		wb_record_bytes(record, question->visitor.bytes, sizeof(question->visitor.bytes));
}

static void walk_question(struct wb_record *record, struct wb_ask_question *question)
{
	wb_record_version(record, WB_ASK_VERSION);
	question->kind = (enum wb_ask_kind)wb_record_choice(record, question->kind, WB_ASK_KIND_COUNT);
	question->number = (uint32_t)wb_record_number(record, question->number, 4);
	question->until_ms = (int64_t)wb_record_number(record, (uint64_t)question->until_ms, 8);
	switch (question->kind) {
	case WB_ASK_SITE:
		question->site_serial = wb_record_number(record, question->site_serial, 8);
		break;
	case WB_ASK_CODE:
	case WB_ASK_STATUS:
		walk_text(record, &question->code, WB_ASK_CODE_SIZE);
		break;
	case WB_ASK_BLOCKED:
		walk_text(record, &question->code, WB_ASK_CODE_SIZE);
		walk_visitor(record, question);
		break;
	case WB_ASK_FILE:
		walk_text(record, &question->code, WB_ASK_CODE_SIZE);
		walk_visitor(record, question);
		wb_record_prefix(record, &question->client);
		walk_text(record, &question->language, WB_ASK_LANGUAGE_SIZE);
		walk_text(record, &question->name, WB_PAGE_NAME_SIZE);
		walk_text(record, &question->email, WB_PAGE_EMAIL_SIZE);
		walk_text(record, &question->how, WB_PAGE_TEXT_SIZE);
		walk_text(record, &question->done, WB_PAGE_TEXT_SIZE);
		break;
	case WB_ASK_REPLY:
		walk_text(record, &question->code, WB_ASK_CODE_SIZE);
		walk_text(record, &question->how, WB_PAGE_TEXT_SIZE);
		break;
	case WB_ASK_HEALTH:
	case WB_ASK_KIND_COUNT:
		break;
	}
}

static void walk_answer(struct wb_record *record, struct wb_ask_answer *answer)
{
	wb_record_version(record, WB_ASK_VERSION);
	answer->kind = (enum wb_ask_kind)wb_record_choice(record, answer->kind, WB_ASK_KIND_COUNT);
	answer->number = (uint32_t)wb_record_number(record, answer->number, 4);
	answer->result = (enum wb_ask_result)wb_record_choice(record, answer->result, WB_ASK_RESULT_COUNT);
	if (answer->result != WB_ASK_DONE)
		return;
	switch (answer->kind) {
	case WB_ASK_SITE:
		walk_site(record, &answer->site);
		break;
	case WB_ASK_CODE:
		wb_record_prefix(record, &answer->client);
		break;
	case WB_ASK_BLOCKED:
		walk_blocked(record, &answer->blocked);
		break;
	case WB_ASK_FILE:
		walk_filed(record, answer);
		break;
	case WB_ASK_STATUS:
		walk_request(record, &answer->request);
		break;
	case WB_ASK_REPLY:
		answer->outcome = (enum wb_ask_outcome)wb_record_choice(record, answer->outcome, WB_ASK_OUTCOME_COUNT);
		break;
	case WB_ASK_HEALTH:
		answer->health = (enum wb_ask_health)wb_record_choice(record, answer->health, WB_ASK_HEALTH_COUNT);
		break;
	case WB_ASK_KIND_COUNT:
		break;
	}
}

struct wb_blob wb_ask_write_question(const struct wb_ask_question *question, unsigned char *bytes)
{
	struct wb_ask_question copy = *question;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_ASK_QUESTION_BYTES_MAX);
	walk_question(&record, &copy);
	return wb_record_blob(&record);
}

struct wb_blob wb_ask_write_answer(struct wb_ask_answer *answer, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_ASK_ANSWER_BYTES_MAX);
	walk_answer(&record, answer);
	return wb_record_blob(&record);
}

bool wb_ask_read_question(struct wb_blob bytes, struct wb_ask_question *question_r)
{
	struct wb_record record;

	*question_r = (struct wb_ask_question){ .code = "", .language = "", .name = "", .email = "", .how = "", .done = "" };
	wb_record_open_read(&record, bytes);
	walk_question(&record, question_r);
	return bytes.size <= WB_ASK_QUESTION_BYTES_MAX && wb_record_ends_key(&record);
}

bool wb_ask_read_answer(struct wb_blob bytes, struct wb_ask_answer *answer_r)
{
	struct wb_record record;

	memset(answer_r, 0, sizeof(*answer_r));
	wb_record_open_read(&record, bytes);
	walk_answer(&record, answer_r);
	return bytes.size <= WB_ASK_ANSWER_BYTES_MAX && wb_record_ends_key(&record);
}
