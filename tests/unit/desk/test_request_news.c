/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_news.c - what staff are told of, once, and what not. */
#include "desk/request_news.h"

#include "request_fixture.h"

/* What is new: "1 2 reply3". */
static const char *news_of(const char *store)
{
	static char buffer[512];
	struct wb_request_news news;
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	for (size_t i = 0; i < news.count; i++)
		wb_text_addf(&text, "%s%s%llu", i > 0 ? " " : "", news.rows[i].is_reply ? "reply" : "",
		    (unsigned long long)news.rows[i].told.number);
	wb_request_news_close(&news);
	wb_request_news_close(&news);
	return buffer;
}

static void tell(const char *store)
{
	struct wb_request_news news;

	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	assert_int_equal(wb_request_news_tell(store, &news, NULL), WB_OK);
	wb_request_news_close(&news);
}

static void reply(const char *store, uint64_t number, int64_t at_s)
{
	assert_int_equal(wb_request_reply(store, number, "text", at_s, WB_REQUEST_WAITS, NULL), WB_OK);
}

static void decide(const char *store, uint64_t number)
{
	struct wb_request decision = { .number = number, .state = WB_REQUEST_DENIED, .decided_at_s = NOW_S + 60 };

	strcpy(decision.answer, "no");
	assert_int_equal(wb_request_decide(store, &decision, NULL), WB_OK);
}

static void test_what_is_new_is_told_once(void **state)
{
	const char *store = open_store(*state);
	struct wb_request late = request_of("192.0.2.2");

	assert_string_equal(news_of(store), "");
	late.created_at_s += 10;
	file_request(store, late);
	file_request(store, request_of("192.0.2.1"));
	begin_row("the oldest first");
	assert_string_equal(news_of(store), "2 1");
	begin_row("until it is noted, it is told again");
	assert_string_equal(news_of(store), "2 1");
	tell(store);
	assert_string_equal(news_of(store), "");
	begin_row("a reply, once");
	reply(store, 1, NOW_S + 30);
	assert_string_equal(news_of(store), "reply1");
	tell(store);
	assert_string_equal(news_of(store), "");
	begin_row("while the clock is set back");
	reply(store, 1, NOW_S - 30);
	assert_string_equal(news_of(store), "reply1");
	begin_row("what staff decided meanwhile they know");
	decide(store, 1);
	assert_string_equal(news_of(store), "");
	begin_row("but not what came after that");
	reply(store, 1, NOW_S + 90);
	assert_string_equal(news_of(store), "reply1");
	begin_row("a reply between the look and the note is told next");
	{
		struct wb_request_news news;

		assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
		reply(store, 1, NOW_S + 91);
		assert_int_equal(wb_request_news_tell(store, &news, NULL), WB_OK);
		wb_request_news_close(&news);
	}
	assert_string_equal(news_of(store), "reply1");
}

static void test_the_text(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = proven_of("192.0.2.1"), other = request_of("2001:db8:1:2::/64");
	struct wb_request_news news;
	char title[128], body[4096];
	struct wb_text text;

	strcpy(request.name, "Ann");
	other.created_at_s += 60;
	file_request(store, request);
	file_request(store, other);
	assert_int_equal(wb_request_ask_back(store, 2, "why?", "ann", NOW_S, NULL), WB_OK);
	reply(store, 2, NOW_S + 120);
	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	wb_text_open(&text, title, sizeof(title));
	wb_request_news_add_title(&news, &text);
	assert_string_equal(title, "1 new request for removal, 1 reply about a request");
	wb_text_open(&text, body, sizeof(body));
	wb_request_news_add_body(&news, &text);
	assert_contains(body, "1 new request for removal, 1 reply about a request, the oldest first:\n\n  1  2026-");
	assert_contains(body, "  192.0.2.1, open-relay\n      with a genuine reference; from Ann <visitor-");
	assert_contains(body, "  2001:db8:1:2::/64, open-relay\n      a reply; without a reference; from visitor-");
	assert_contains(body, "    whyblock removal show 1\n");
	assert_contains(body, "2 requests are open, the oldest since ");
	wb_request_news_close(&news);
}

static void test_more_than_anybody_reads(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_news news;
	char body[32768];
	struct wb_text text;

	for (size_t i = 0; i < WB_REQUEST_NEWS_SHOWN + 5; i++) {
		char client[32];

		snprintf(client, sizeof(client), "192.0.2.%zu", i);
		file_request(store, request_of(client));
	}
	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	wb_text_open(&text, body, sizeof(body));
	wb_request_news_add_body(&news, &text);
	assert_contains(body, "  and 5 more\n");
	assert_false(text.truncated);
	assert_int_equal(wb_request_news_tell(store, &news, NULL), WB_OK);
	wb_request_news_close(&news);
	assert_string_equal(news_of(store), "");
}

static void test_held_mails(void **state)
{
	const char *store = open_store(*state);
	struct wb_held_mail mail = { .at_s = NOW_S, .sender = "ann@example.net", .why = "enough was answered", .text = "one" };
	uint64_t gave_way;
	struct wb_request_news news;
	char body[4096];
	struct wb_text text;

	assert_int_equal(wb_held_mail_add(store, &mail, 0, &gave_way, NULL), WB_OK);
	for (size_t i = 0; i < WB_REQUEST_NEWS_HELD; i++) {
		snprintf(mail.text, sizeof(mail.text), "other %zu", i);
		assert_int_equal(wb_held_mail_add(store, &mail, 0, &gave_way, NULL), WB_OK);
	}
	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	assert_false(wb_request_news_is_empty(&news));
	wb_text_open(&text, body, sizeof(body));
	wb_request_news_add_body(&news, &text);
	assert_contains(body, "11 mails that are held.\n\nMails that were not answered");
	assert_contains(body, "from ann@example.net\n      enough was answered\n");
	assert_contains(body, "  and 1 more\n\n    whyblock removal held\n");
	assert_null(strstr(body, "removal approve"));
	assert_int_equal(wb_request_news_tell(store, &news, NULL), WB_OK);
	wb_request_news_close(&news);
	assert_int_equal(wb_request_news_find(store, &news, NULL), WB_OK);
	assert_true(wb_request_news_is_empty(&news));
	wb_request_news_close(&news);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_new_is_told_once),
		test_in_folder(test_the_text),
		test_in_folder(test_more_than_anybody_reads),
		test_in_folder(test_held_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
