/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_dialogue.c - staff ask back, the one who asked replies, and one of staff looks after it. */
#include "request_fixture.h"

#include <fcntl.h>
#include <sys/file.h>

struct notes {
	char text[1024];
	size_t count;
};

static bool take_note(void *context, const struct wb_request_note *note)
{
	struct notes *notes = context;
	struct wb_text text = { notes->text, sizeof(notes->text), strlen(notes->text), false };

	wb_text_addf(&text, "%s%s %lld %s: %s", text.length > 0 ? "; " : "", wb_request_note_kind_name(note->kind),
	    (long long)(note->at_s - NOW_S), note->login, note->text);
	notes->count++;
	return true;
}

static struct notes walk_notes(const char *store, uint64_t number)
{
	struct notes notes = { .count = 0 };

	assert_int_equal(wb_request_note_walk(store, number, take_note, &notes, NULL), WB_OK);
	return notes;
}

static struct wb_request find(const char *store, uint64_t number)
{
	struct wb_request found;

	assert_int_equal(wb_request_find(store, number, &found, NULL), WB_OK);
	return found;
}

static enum wb_status reply(const char *store, uint64_t number, const char *text, struct wb_error *error_r)
{
	return wb_request_reply(store, number, text, NOW_S + 20, WB_REQUEST_GIVES_UP, error_r);
}

static void decide(const char *store, uint64_t number)
{
	struct wb_request decision = { .number = number, .state = WB_REQUEST_DENIED, .decided_at_s = NOW_S + 60 };

	strcpy(decision.decided_by, "bob");
	strcpy(decision.answer, "no");
	assert_int_equal(wb_request_decide(store, &decision, NULL), WB_OK);
}

static void test_a_question_and_a_reply(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_open_count open;
	struct wb_request request = request_of("192.0.2.1"), again;

	file_request(store, request);
	assert_int_equal(wb_request_ask_back(store, 1, "Which provider?\r\nSince when?", "ann", NOW_S + 10, NULL), WB_OK);
	assert_int_equal(find(store, 1).state, WB_REQUEST_WAITING);
	assert_string_equal(find(store, 1).question, "Which provider?\nSince when?");
	assert_int_equal(find(store, 1).asked_back_at_s, NOW_S + 10);
	assert_int_equal(find(store, 1).replied_at_s, 0);

	begin_row("it is as undecided as an open one");
	assert_int_equal(wb_request_count_open(store, &open, NULL), WB_OK);
	assert_int_equal(open.count, 1);
	again = request_of("192.0.2.1");
	assert_int_equal(file_limited(store, &again, &no_limits, 0), WB_REQUEST_ALREADY_OPEN);

	begin_row("asked once more, before a reply");
	assert_int_equal(wb_request_ask_back(store, 1, "Well?", "bob", NOW_S + 15, NULL), WB_OK);
	assert_string_equal(find(store, 1).question, "Well?");

	begin_row("a reply opens it again");
	assert_int_equal(reply(store, 1, "one\ntwo", NULL), WB_OK);
	assert_int_equal(find(store, 1).state, WB_REQUEST_OPEN);
	assert_int_equal(find(store, 1).replied_at_s, NOW_S + 20);
	assert_string_equal(find(store, 1).question, "Well?");
	assert_string_equal(walk_notes(store, 1).text,
	    "question 10 ann: Which provider?\nSince when?; question 15 bob: Well?; reply 20 : one\ntwo");

	begin_row("one that is waiting can be decided");
	assert_int_equal(wb_request_ask_back(store, 1, "And now?", "bob", NOW_S + 30, NULL), WB_OK);
	decide(store, 1);
	assert_int_equal(find(store, 1).state, WB_REQUEST_DENIED);

	begin_row("a reply to one that is decided is kept, and changes nothing");
	assert_int_equal(wb_request_reply(store, 1, "but", NOW_S + 90, WB_REQUEST_WAITS, NULL), WB_OK);
	assert_int_equal(find(store, 1).state, WB_REQUEST_DENIED);
	assert_int_equal(find(store, 1).replied_at_s, NOW_S + 90);
	assert_int_equal(walk_notes(store, 1).count, 5);
}

static void test_what_is_no_question(void **state)
{
	const char *store = open_store(*state);
	struct wb_error error = { "" };

	assert_int_equal(wb_request_ask_back(store, 1, "x", "ann", NOW_S, &error), WB_NOT_FOUND);
	assert_int_equal(reply(store, 1, "x", &error), WB_NOT_FOUND);
	assert_int_equal(wb_request_take(store, 1, "ann", false, &error), WB_NOT_FOUND);
	file_request(store, request_of("192.0.2.1"));
	assert_int_equal(wb_request_ask_back(store, 1, " \n", "ann", NOW_S, &error), WB_INVALID);
	assert_string_equal(error.text, "the question is empty");
	assert_int_equal(wb_request_ask_back(store, 1, "x", "ann", -1, &error), WB_INVALID);
	assert_int_equal(reply(store, 1, "\r\n", &error), WB_INVALID);
	assert_string_equal(error.text, "the reply is empty");
	decide(store, 1);
	assert_int_equal(wb_request_ask_back(store, 1, "x", "ann", NOW_S, &error), WB_INVALID);
	assert_contains(error.text, "request 1 was denied by bob at ");
	assert_int_equal(wb_request_take(store, 1, "ann", true, &error), WB_INVALID);
	assert_contains(error.text, "was denied by bob");
	assert_int_equal(walk_notes(store, 1).count, 0);
}

static void test_replies_are_bounded_and_the_last_one_is_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_note note = { .at_s = NOW_S, .login = "ann", .text = "of staff" };
	struct wb_error error = { "" };

	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	for (size_t i = 0; i < WB_REQUEST_REPLIES_MAX; i++) {
		assert_int_equal(reply(store, 1, "x", &error), WB_OK);
		assert_int_equal(wb_request_note_add(store, 1, &note, NULL), WB_OK);
	}
	assert_int_equal(reply(store, 1, "x", &error), WB_INVALID);
	assert_string_equal(error.text, "request 1 has 30 replies already, and takes no more");
	assert_int_equal(walk_notes(store, 1).count, 2 * WB_REQUEST_REPLIES_MAX);
	begin_row("of one request, and not of staff's notes");
	assert_int_equal(reply(store, 2, "x", &error), WB_OK);
	assert_int_equal(wb_request_note_add(store, 1, &note, NULL), WB_OK);
}

static void test_a_reply_gives_up_where_it_may(void **state)
{
	const char *store = open_store(*state);
	struct wb_error error = { "" };
	int fd;

	file_request(store, request_of("192.0.2.1"));
	fd = open(path_in(store, "requests/write.lock"), O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0 && flock(fd, LOCK_EX) == 0);
	assert_int_equal(reply(store, 1, "x", &error), WB_UNAVAILABLE);
	assert_contains(error.text, "busy");
	close(fd);
	assert_int_equal(reply(store, 1, "x", &error), WB_OK);
}

static void test_who_looks_after_it(void **state)
{
	const char *store = open_store(*state);
	struct wb_error error = { "" };

	file_request(store, request_of("192.0.2.1"));
	assert_int_equal(wb_request_take(store, 1, "ann\n", false, NULL), WB_OK);
	assert_string_equal(find(store, 1).assignee, "ann ");
	assert_int_equal(wb_request_take(store, 1, "ann", true, NULL), WB_OK);
	begin_row("again is no mistake");
	assert_int_equal(wb_request_take(store, 1, "ann", false, NULL), WB_OK);
	begin_row("somebody else's is not taken unasked");
	assert_int_equal(wb_request_take(store, 1, "bob", false, &error), WB_INVALID);
	assert_string_equal(error.text, "request 1 is with ann");
	assert_int_equal(wb_request_take(store, 1, "", false, &error), WB_INVALID);
	assert_string_equal(find(store, 1).assignee, "ann");
	assert_int_equal(wb_request_take(store, 1, "bob", true, NULL), WB_OK);
	assert_string_equal(find(store, 1).assignee, "bob");
	begin_row("given back");
	assert_int_equal(wb_request_take(store, 1, "", true, NULL), WB_OK);
	assert_string_equal(find(store, 1).assignee, "");
	assert_int_equal(find(store, 1).state, WB_REQUEST_OPEN);
}

static void test_what_staff_were_told_of(void **state)
{
	const char *store = open_store(*state);
	static const struct wb_request_told rows[] = { { 1, NOW_S }, { 9, NOW_S }, { 2, NOW_S + 20 } };

	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	assert_int_equal(find(store, 1).told_at_s, 0);
	assert_int_equal(wb_request_tell(store, rows, COUNT(rows), NULL), WB_OK);
	assert_int_equal(find(store, 1).told_at_s, NOW_S);
	assert_int_equal(find(store, 2).told_at_s, NOW_S + 20);
	begin_row("nothing else of it changes, and a reply makes nothing told");
	assert_int_equal(reply(store, 1, "x", NULL), WB_OK);
	assert_int_equal(find(store, 1).told_at_s, NOW_S);
	assert_int_equal(find(store, 1).state, WB_REQUEST_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_question_and_a_reply),
		test_in_folder(test_what_is_no_question),
		test_in_folder(test_replies_are_bounded_and_the_last_one_is_told),
		test_in_folder(test_a_reply_gives_up_where_it_may),
		test_in_folder(test_who_looks_after_it),
		test_in_folder(test_what_staff_were_told_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
