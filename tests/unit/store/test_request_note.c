/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_note.c - what staff wrote about a request, in order, and of no other. */
#include "request_fixture.h"

struct notes {
	char text[512];
	size_t count, stop_after;
};

static bool take_note(void *context, const struct wb_request_note *note)
{
	struct notes *notes = context;
	struct wb_text text = { notes->text, sizeof(notes->text), strlen(notes->text), false };

	wb_text_addf(
	    &text, "%s%lld %s: %s", text.length > 0 ? "; " : "", (long long)(note->at_s - NOW_S), note->login, note->text);
	notes->count++;
	return notes->count != notes->stop_after;
}

static struct notes walk_notes(const char *store, uint64_t number)
{
	struct notes notes = { .count = 0 };

	assert_int_equal(wb_request_note_walk(store, number, take_note, &notes, NULL), WB_OK);
	return notes;
}

static void add_note(const char *store, uint64_t number, int64_t after_s, const char *login, const char *text)
{
	struct wb_request_note note = { .at_s = NOW_S + after_s };

	snprintf(note.login, sizeof(note.login), "%s", login);
	snprintf(note.text, sizeof(note.text), "%s", text);
	assert_int_equal(wb_request_note_add(store, number, &note, NULL), WB_OK);
}

static void test_notes_are_in_order_and_of_one_request(void **state)
{
	const char *store = open_store(*state);
	struct notes first = { .stop_after = 1 };

	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	file_request(store, request_of("192.0.2.3"));
	add_note(store, 2, 9, "ann", "first");
	add_note(store, 3, 1, "bob", "of three");
	add_note(store, 1, 1, "bob", "of one");
	add_note(store, 2, 1, "bob", "second, the clock was set back");
	add_note(store, 2, 1, "ann", "a\033b\r\nc");
	assert_string_equal(walk_notes(store, 2).text, "9 ann: first; 1 bob: second, the clock was set back; 1 ann: a?b\nc");
	assert_string_equal(walk_notes(store, 1).text, "1 bob: of one");
	assert_string_equal(walk_notes(store, 3).text, "1 bob: of three");
	assert_int_equal(walk_notes(store, 4).count, 0);
	assert_int_equal(walk_notes(store, 0).count, 0);
	assert_int_equal(wb_request_note_walk(store, 2, take_note, &first, NULL), WB_OK);
	assert_int_equal(first.count, 1);
}

static void test_no_note_without_its_request(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_note note = { .at_s = NOW_S, .login = "ann", .text = "x" };
	struct wb_error error = { "" };

	assert_int_equal(walk_notes(store, 1).count, 0);
	assert_int_equal(wb_request_note_add(store, 1, &note, &error), WB_NOT_FOUND);
	file_request(store, request_of("192.0.2.1"));
	assert_int_equal(wb_request_note_add(store, 2, &note, &error), WB_NOT_FOUND);
	assert_int_equal(wb_request_note_add(store, 0, &note, &error), WB_NOT_FOUND);
	assert_string_equal(error.text, "");
	begin_row("a time that there is not");
	note.at_s = -1;
	assert_int_equal(wb_request_note_add(store, 1, &note, &error), WB_INVALID);
	assert_int_equal(count_entries(store, WB_REQUEST_NOTES), 0);
}

static void test_a_damaged_note_is_skipped_and_counted(void **state)
{
	const char *store = open_store(*state);
	struct notes all = { .count = 0 };
	size_t unreadable = 99;

	assert_int_equal(wb_request_note_walk_all(store, take_note, &all, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	add_note(store, 1, 0, "ann", "a");
	add_note(store, 1, 0, "ann", "b");
	add_note(store, 1, 0, "ann", "c");
	add_note(store, 2, 0, "ann", "d");
	put_raw(store, WB_REQUEST_NOTES, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1", 16, "\1garbage", 8);
	put_raw(store, WB_REQUEST_NOTES, "\0\0\0\0\0\0\0\2z", 9, "\1garbage", 8);
	assert_string_equal(walk_notes(store, 1).text, "0 ann: a; 0 ann: c");
	assert_int_equal(wb_request_note_walk_all(store, take_note, &all, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 2);
	assert_int_equal(all.count, 3);
	begin_row("the last sequence there may be: a fault, and nothing is written over");
	put_raw(store, WB_REQUEST_NOTES, "\0\0\0\0\0\0\0\1\377\377\377\377\377\377\377\376", 16, "\1garbage", 8);
	add_note(store, 1, 0, "ann", "e");
	assert_int_equal(wb_request_note_add(store, 1, &(struct wb_request_note){ .at_s = NOW_S }, NULL), WB_UNAVAILABLE);
	assert_string_equal(walk_notes(store, 1).text, "0 ann: a; 0 ann: c; 0 ann: e");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_notes_are_in_order_and_of_one_request),
		test_in_folder(test_no_note_without_its_request),
		test_in_folder(test_a_damaged_note_is_skipped_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
