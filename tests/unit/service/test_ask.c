/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_ask.c - questions and answers, there and back, and what is none. */
#include "service/ask.h"

#include "unit.h"

static unsigned char bytes[WB_ASK_ANSWER_BYTES_MAX];
static struct wb_ask_answer answer, read_back;

static struct wb_ask_question question_of(enum wb_ask_kind kind)
{
	return (struct wb_ask_question){
		.kind = kind,
		.number = 0xfedcba98,
		.site_serial = 77,
		.code = "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G",
		.has_visitor = true,
		.visitor = address_of("2001:db8::1"),
		.client = wb_prefix_of_holder(&(struct wb_address){ { 0x20, 1, 0xd, 0xb8 } }),
		.language = "fr",
		.name = "\303\204nne",
		.email = "ann@example.com",
		.how = "by hand\nand not",
		.done = "closed",
	};
}

static void fill_answer(enum wb_ask_kind kind, enum wb_ask_result result)
{
	static const char *contacts[] = { "a@b.example", "c" };
	static const struct wb_page_category categories[] = { { "own", "bad manners", true, false },
		{ "spam", "", false, true } };
	static struct wb_prefix prefixes[1];

	prefixes[0] = wb_prefix_of_holder(&(struct wb_address){ { 0x20, 1, 0xd, 0xb8 } });
	memset(&answer, 0, sizeof(answer));
	answer.kind = kind;
	answer.number = 3;
	answer.result = result;
	answer.client = prefixes[0];
	answer.site.serial = 5;
	answer.site.is_faulty = answer.site.is_new = true;
	answer.site.page = (struct wb_page_site){ "Example", { contacts, 2 }, "https://example.net/blocked", "", 3600, 7200,
		"#000000", "#ffffff", categories, 2 };
	answer.site.trusted_proxies = (struct wb_prefixes){ prefixes, 1 };
	answer.blocked = (struct wb_blocked){
		.is_reference = true,
		.code = "8F3K-2M4Q",
		.url_code = "8F3K2M4Q",
		.at_s = NOW_S,
		.answer = WB_BLOCKED_REFUSED,
		.client = "192.0.2.66",
		.category_id = "spam",
		.now = WB_BLOCKED_LISTED,
		.since_s = NOW_S - 1,
		.refused_from_s = NOW_S + 7,
		.reason = "a note",
		.zones = { { "zen.example", NULL } },
		.zone_count = 1,
	};
	answer.outcome = WB_ASK_ALREADY_OPEN;
	answer.may_know = true;
	answer.token = "TOKEN";
	answer.request = (struct wb_page_request){
		.number = 9,
		.state = WB_PAGE_DENIED,
		.client = "192.0.2.66",
		.email = "ann@example.org",
		.asked_at_s = NOW_S,
		.question = "which?",
		.replied_at_s = NOW_S + 1,
		.record_label = "_whyblock",
		.record_text = "whyblock=TOKEN",
		.decided_at_s = NOW_S,
		.answer = "no",
	};
	answer.health = WB_ASK_REQUESTS_FAULTY;
}

/* A copy of its own size, so that a look behind its end is seen. */
static struct wb_blob copy_of(struct wb_blob blob, size_t size)
{
	unsigned char *copy = malloc(size > 0 ? size : 1);

	memcpy(copy, blob.data, size);
	return (struct wb_blob){ copy, size };
}

static bool reads_question(struct wb_blob blob, size_t size)
{
	struct wb_blob copy = copy_of(blob, size);
	struct wb_ask_question question;
	bool is_one = wb_ask_read_question(copy, &question);

	free((void *)(uintptr_t)copy.data);
	return is_one;
}

static bool reads_answer(struct wb_blob blob, size_t size)
{
	struct wb_blob copy = copy_of(blob, size);
	bool is_one = wb_ask_read_answer(copy, &read_back);

	free((void *)(uintptr_t)copy.data);
	return is_one;
}

static void test_questions_there_and_back(void **state)
{
	struct wb_ask_question question, back;
	struct wb_blob blob;

	(void)state;
	for (int kind = 0; kind < WB_ASK_KIND_COUNT; kind++) {
		question = question_of((enum wb_ask_kind)kind);
		blob = wb_ask_write_question(&question, bytes);
		assert_true(blob.size > 0 && wb_ask_read_question(blob, &back));
		assert_int_equal(back.kind, kind);
		assert_int_equal(back.number, question.number);
	}
	question = question_of(WB_ASK_FILE);
	blob = wb_ask_write_question(&question, bytes);
	assert_true(wb_ask_read_question(blob, &back));
	assert_string_equal(back.code, question.code);
	assert_true(back.has_visitor);
	assert_memory_equal(&back.visitor, &question.visitor, sizeof(question.visitor));
	assert_memory_equal(&back.client, &question.client, sizeof(question.client));
	assert_string_equal(back.language, "fr");
	assert_string_equal(back.name, question.name);
	assert_string_equal(back.email, question.email);
	assert_string_equal(back.how, question.how);
	assert_string_equal(back.done, question.done);
	/* What nobody has said is empty. */
	question.name = NULL;
	question.has_visitor = false;
	assert_true(wb_ask_read_question(wb_ask_write_question(&question, bytes), &back));
	assert_string_equal(back.name, "");
	assert_false(back.has_visitor);
}

static void test_answers_there_and_back(void **state)
{
	(void)state;
	for (int kind = 0; kind < WB_ASK_KIND_COUNT; kind++) {
		fill_answer((enum wb_ask_kind)kind, WB_ASK_NOT_FOUND);
		assert_true(wb_ask_read_answer(wb_ask_write_answer(&answer, bytes), &read_back));
		assert_int_equal(read_back.result, WB_ASK_NOT_FOUND);
		fill_answer((enum wb_ask_kind)kind, WB_ASK_DONE);
		assert_true(wb_ask_read_answer(wb_ask_write_answer(&answer, bytes), &read_back));
		assert_int_equal(read_back.kind, kind);
		switch (answer.kind) {
		case WB_ASK_SITE:
			assert_int_equal(read_back.site.serial, 5);
			assert_string_equal(read_back.site.page.name, "Example");
			assert_string_equal(read_back.site.page.url, "https://example.net/blocked");
			assert_int_equal(read_back.site.page.answer_within_s, 3600);
			assert_int_equal(read_back.site.page.keep_s, 7200);
			assert_int_equal(read_back.site.page.contacts.count, 2);
			assert_string_equal(read_back.site.page.contacts.items[0], "a@b.example");
			assert_int_equal(read_back.site.page.category_count, 2);
			assert_string_equal(read_back.site.page.categories[0].title, "bad manners");
			assert_true(
			    read_back.site.page.categories[0].has_own_title && read_back.site.page.categories[1].is_active);
			assert_int_equal(read_back.site.trusted_proxies.count, 1);
			assert_memory_equal(
			    read_back.site.trusted_proxies.items, answer.site.trusted_proxies.items, sizeof(struct wb_prefix));
			assert_int_equal(read_back.site.metrics_from.count, 0);
			break;
		case WB_ASK_CODE:
			assert_memory_equal(&read_back.client, &answer.client, sizeof(answer.client));
			break;
		case WB_ASK_BLOCKED:
			assert_string_equal(read_back.blocked.code, "8F3K-2M4Q");
			assert_string_equal(read_back.blocked.client, "192.0.2.66");
			assert_string_equal(read_back.blocked.category_id, "spam");
			assert_int_equal(read_back.blocked.now, WB_BLOCKED_LISTED);
			assert_int_equal(read_back.blocked.refused_from_s, NOW_S + 7);
			assert_int_equal(read_back.blocked.since_s, NOW_S - 1);
			assert_string_equal(read_back.blocked.reason, "a note");
			assert_string_equal(read_back.blocked.zones[0].name, "zen.example");
			assert_string_equal(read_back.blocked.zones[0].removal, "");
			break;
		case WB_ASK_FILE:
			assert_int_equal(read_back.outcome, WB_ASK_ALREADY_OPEN);
			assert_true(read_back.may_know);
			assert_string_equal(read_back.token, "TOKEN");
			break;
		case WB_ASK_REPLY:
			assert_int_equal(read_back.outcome, WB_ASK_ALREADY_OPEN);
			break;
		case WB_ASK_STATUS:
			assert_int_equal(read_back.request.state, WB_PAGE_DENIED);
			assert_string_equal(read_back.request.client, "192.0.2.66");
			assert_string_equal(read_back.request.answer, "no");
			assert_string_equal(read_back.request.email, "ann@example.org");
			assert_string_equal(read_back.request.question, "which?");
			assert_int_equal(read_back.request.replied_at_s, NOW_S + 1);
			assert_string_equal(read_back.request.record_text, "whyblock=TOKEN");
			break;
		case WB_ASK_HEALTH:
			assert_int_equal(read_back.health, WB_ASK_REQUESTS_FAULTY);
			break;
		case WB_ASK_KIND_COUNT:
			break;
		}
	}
	fill_answer(WB_ASK_BLOCKED, WB_ASK_DONE);
	answer.blocked.category_id = NULL;
	assert_true(wb_ask_read_answer(wb_ask_write_answer(&answer, bytes), &read_back));
	assert_null(read_back.blocked.category_id);
}

/* A part of a packet is none, nor is one with something behind it; with any bit changed it is read without harm. */
static void test_damage(void **state)
{
	static unsigned char damaged[WB_ASK_ANSWER_BYTES_MAX];

	(void)state;
	for (int kind = 0; kind < WB_ASK_KIND_COUNT; kind++) {
		struct wb_ask_question question = question_of((enum wb_ask_kind)kind);
		struct wb_blob blob = wb_ask_write_question(&question, bytes);

		for (size_t size = 0; size < blob.size; size++)
			assert_false(reads_question(blob, size));
		assert_false(reads_question((struct wb_blob){ bytes, blob.size + 1 }, blob.size + 1));
		for (size_t bit = 0; bit < blob.size * 8; bit++) {
			memcpy(damaged, blob.data, blob.size);
			damaged[bit / 8] ^= (unsigned char)(1 << bit % 8);
			reads_question((struct wb_blob){ damaged, blob.size }, blob.size);
		}
		fill_answer((enum wb_ask_kind)kind, WB_ASK_DONE);
		blob = wb_ask_write_answer(&answer, bytes);
		for (size_t size = 0; size < blob.size; size++)
			assert_false(reads_answer(blob, size));
		for (size_t bit = 0; bit < blob.size * 8; bit++) {
			memcpy(damaged, blob.data, blob.size);
			damaged[bit / 8] ^= (unsigned char)(1 << bit % 8);
			reads_answer((struct wb_blob){ damaged, blob.size }, blob.size);
		}
	}
}

/* The longest that is, and one byte more. */
static void test_sizes(void **state)
{
	static char text[WB_PAGE_TEXT_SIZE + 1];
	struct wb_ask_question question = question_of(WB_ASK_FILE);
	struct wb_ask_question back;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[WB_PAGE_TEXT_SIZE - 1] = '\0';
	question.how = question.done = text;
	assert_true(wb_ask_read_question(wb_ask_write_question(&question, bytes), &back));
	text[WB_PAGE_TEXT_SIZE - 1] = 'x';
	assert_int_equal(wb_ask_write_question(&question, bytes).size, 0);
	fill_answer(WB_ASK_SITE, WB_ASK_DONE);
	answer.site.page.name = text;
	assert_int_equal(wb_ask_write_answer(&answer, bytes).size, 0);
	fill_answer(WB_ASK_SITE, WB_ASK_DONE);
	answer.site.trusted_proxies.count = WB_ASK_PREFIXES_MAX + 1; /* not looked at */
	assert_int_equal(wb_ask_write_answer(&answer, bytes).size, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions_there_and_back),
		cmocka_unit_test(test_answers_there_and_back),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
