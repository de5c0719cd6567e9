/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request.c - requests are filed, found by their token and by their client, and decided once. */
#include "request_fixture.h"

#include <ctype.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "store/request_client.h"

/* Files a request that must be taken, and gives its token. */
static void file_with_token(const char *store, struct wb_request *request, char *token_r)
{
	enum wb_request_outcome outcome;

	assert_int_equal(wb_request_file(store, request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token_r, NULL), WB_OK);
	assert_int_equal(outcome, WB_REQUEST_FILED);
}

static struct wb_request find(const char *store, uint64_t number)
{
	struct wb_request found;

	assert_int_equal(wb_request_find(store, number, &found, NULL), WB_OK);
	return found;
}

static void test_a_request_comes_back_as_it_was_filed(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = proven_of("2001:db8:1:2::3");
	struct wb_request found;
	char token[WB_REQUEST_TOKEN_SIZE];

	request.origin = WB_REQUEST_MAIL;
	request.asked_back_at_s = request.replied_at_s = NOW_S;
	memset(request.token, 'x', sizeof(request.token));
	memset(request.assignee, 'x', sizeof(request.assignee));
	memset(request.question, 'x', sizeof(request.question));
	strcpy(request.name, "J\303\244rg");
	strcpy(request.how, "one\r\ntwo\033");
	strcpy(request.done, "three\nfour");
	/* What only staff may say. */
	request.number = 99;
	request.state = WB_REQUEST_APPROVED;
	request.decided_at_s = request.allowed_until_s = NOW_S;
	request.is_allowed = true;
	memset(request.decided_by, 'x', sizeof(request.decided_by));
	memset(request.answer, 'x', sizeof(request.answer));
	memset(request.dns_token, 'x', sizeof(request.dns_token));
	file_with_token(store, &request, token);
	found = find(store, request.number);
	assert_int_equal(found.number, 1);
	assert_int_equal(found.created_at_s, NOW_S);
	assert_int_equal(found.state, WB_REQUEST_OPEN);
	assert_int_equal(found.origin, WB_REQUEST_MAIL);
	assert_memory_equal(&found.client, &request.client, sizeof(found.client));
	assert_string_equal(found.category, "open-relay");
	assert_true(found.has_reference && found.has_visitor);
	assert_int_equal(found.reference.at_s, NOW_S - 60);
	assert_int_equal(found.reference.action, WB_REJECT);
	assert_memory_equal(&found.reference.client, &request.reference.client, sizeof(found.reference.client));
	assert_memory_equal(&found.visitor, &request.visitor, sizeof(found.visitor));
	assert_string_equal(found.language, "en");
	assert_string_equal(found.name, "J\303\244rg");
	assert_string_equal(found.email, request.email);
	assert_string_equal(found.how, "one\ntwo?");
	assert_string_equal(found.done, "three\nfour");
	assert_string_equal(found.dns_token, request.dns_token);
	assert_int_equal(strlen(found.dns_token), WB_REQUEST_TOKEN_SIZE - 1);
	assert_true(found.decided_at_s == 0 && found.allowed_until_s == 0 && !found.is_allowed);
	assert_string_equal(found.decided_by, "");
	assert_string_equal(found.answer, "");
	assert_true(found.asked_back_at_s == 0 && found.replied_at_s == 0);
	assert_string_equal(found.assignee, "");
	assert_string_equal(found.question, "");
	begin_row("its token is kept with it, for the mails to come");
	assert_string_equal(found.token, token);
	assert_string_equal(request.token, token);
}

static void test_who_visits_from_the_client_itself(void **state)
{
	struct wb_request request = { .client = prefix_of("2001:db8:1:2::/64"), .visitor = address_of("2001:db8:1:2::3") };

	(void)state;
	assert_false(wb_request_is_from_client(&request)); /* where the visitor comes from is not known */
	request.has_visitor = true;
	assert_true(wb_request_is_from_client(&request));
	request.visitor = address_of("2001:db8:1:3::3");
	assert_false(wb_request_is_from_client(&request));
}

static void test_what_may_not_be_kept_is_not(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.0/24");
	enum wb_request_outcome outcome;
	struct wb_error error = { "" };
	char token[WB_REQUEST_TOKEN_SIZE] = "x";

	assert_int_equal(
	    wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, &error), WB_INVALID);
	assert_contains(error.text, "host");
	assert_string_equal(token, "");
	assert_int_equal(request.number, 0);
	assert_int_equal(walk_requests(store, NULL).count, 0);
}

static void test_a_number_is_never_given_twice(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.3");

	assert_int_equal(file_request(store, request_of("192.0.2.1")), 1);
	assert_int_equal(file_request(store, request_of("192.0.2.2")), 2);
	begin_row("all are removed on the way");
	request.created_at_s += 101;
	assert_int_equal(file_limited(store, &request, &no_limits, 100), WB_REQUEST_FILED);
	assert_int_equal(request.number, 3);
	assert_string_equal(walk_requests(store, NULL).text, "3 192.0.2.3/32");
	begin_row("the record of the last number is damaged");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0", 8, "x", 1);
	assert_int_equal(file_request(store, request_of("192.0.2.4")), 4);
	begin_row("the last number there is: a fault");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0", 8, "\377\377\377\377\377\377\377\377", 8);
	{
		struct wb_error error = { "" };
		enum wb_request_outcome outcome;
		char token[WB_REQUEST_TOKEN_SIZE];

		assert_int_equal(
		    wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, &error), WB_OK);
		assert_int_equal(outcome, WB_REQUEST_ALREADY_OPEN);
		request = request_of("192.0.2.5");
		assert_int_equal(
		    wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, &error), WB_UNAVAILABLE);
		assert_contains(error.text, "number");
		assert_string_equal(token, "");
		assert_string_equal(request.dns_token, "");
	}
}

static void test_keeping_goes_to_the_second(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.2");
	struct wb_request_limits none = limits_of(0, 0, 0);

	file_request(store, request_of("192.0.2.1"));
	request.created_at_s += 100;
	begin_row("for ever");
	assert_int_equal(file_limited(store, &request, &none, 0), WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(walk_requests(store, NULL).count, 1);
	begin_row("just long enough");
	assert_int_equal(file_limited(store, &request, &none, 100), WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(walk_requests(store, NULL).count, 1);
	begin_row("a second too long, and also when nothing is filed");
	assert_int_equal(file_limited(store, &request, &none, 99), WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(walk_requests(store, NULL).count, 0);
}

/* As people may send a token: small letters, hyphens, spaces, O and L for 0 and 1. */
static void spoil(const char *token, char *buffer, size_t size)
{
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	wb_text_add_char(&text, ' ');
	for (size_t i = 0; token[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			wb_text_add(&text, i % 8 == 0 ? "-" : "%20");
		wb_text_add_char(&text, token[i] == '0' ? 'o' : token[i] == '1' ? 'L' : (char)tolower(token[i]));
	}
	wb_text_add(&text, "\r\n");
}

static void test_a_token_is_found_and_a_guess_is_not(void **state)
{
	const char *store = open_store(*state);
	struct wb_request one = request_of("192.0.2.1"), two = request_of("192.0.2.2"), found;
	char token[2][WB_REQUEST_TOKEN_SIZE], spoilt[128], guess[WB_REQUEST_TOKEN_SIZE];

	assert_int_equal(wb_request_find_token(store, "00000000000000000000000000", &found, NULL), WB_NOT_FOUND);
	file_with_token(store, &one, token[0]);
	file_with_token(store, &two, token[1]);
	assert_string_not_equal(token[0], token[1]);
	assert_string_not_equal(one.dns_token, two.dns_token);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(wb_request_find_token(store, token[i], &found, NULL), WB_OK);
		assert_int_equal(found.number, i + 1);
		spoil(token[i], spoilt, sizeof(spoilt));
		begin_row("as people send it");
		assert_int_equal(wb_request_find_token(store, spoilt, &found, NULL), WB_OK);
		assert_int_equal(found.number, i + 1);
	}
	begin_row("any symbol changed");
	for (size_t i = 0; i < WB_REQUEST_TOKEN_SIZE - 1; i++) {
		for (const char *symbol = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *symbol != '\0'; symbol++) {
			strcpy(guess, token[0]);
			guess[i] = *symbol;
			assert_int_equal(wb_request_find_token(store, guess, &found, NULL),
			    strcmp(guess, token[0]) == 0 ? WB_OK : WB_NOT_FOUND);
		}
	}
	begin_row("what is no token");
	assert_int_equal(wb_request_find_token(store, "", &found, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_request_find_token(store, "1", &found, NULL), WB_NOT_FOUND);
	strcpy(guess, token[0]);
	guess[25] = '\0';
	assert_int_equal(wb_request_find_token(store, guess, &found, NULL), WB_NOT_FOUND);
	snprintf(spoilt, sizeof(spoilt), "%s0", token[0]);
	assert_int_equal(wb_request_find_token(store, spoilt, &found, NULL), WB_NOT_FOUND);
	begin_row("the token for the DNS, which is no secret");
	assert_int_equal(wb_request_find_token(store, one.dns_token, &found, NULL), WB_NOT_FOUND);
	assert_int_equal(found.number, 0);
}

static void test_a_damaged_index_shows_nobody_anothers_request(void **state)
{
	const char *store = open_store(*state);
	struct wb_request one = request_of("192.0.2.1"), found;
	char token[WB_REQUEST_TOKEN_SIZE];
	struct wb_request_session session;
	struct wb_prefix client = prefix_of("203.0.113.9");
	MDB_cursor *cursor;
	MDB_val key, value;

	file_with_token(store, &one, token);
	file_request(store, request_of("192.0.2.2"));
	session = open_session(store);
	assert_int_equal(mdb_cursor_open(session.transaction.txn, session.tables[WB_REQUEST_TOKENS].handle, &cursor), 0);
	while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
		value.mv_data = (void *)(uintptr_t) "\0\0\0\0\0\0\0\2";
		assert_int_equal(mdb_cursor_put(cursor, &key, &value, MDB_CURRENT), 0);
	}
	mdb_cursor_close(cursor);
	assert_int_equal(wb_request_client_add(&session, &client, 1, NULL), WB_OK);
	assert_int_equal(wb_request_client_add(&session, &client, 77, NULL), WB_OK);
	commit_session(&session);
	assert_int_equal(wb_request_find_token(store, token, &found, NULL), WB_NOT_FOUND);
	assert_int_equal(found.number, 0);
	begin_row("nor a client's walk");
	assert_int_equal(walk_requests(store, "203.0.113.9").count, 0);
	assert_int_equal(walk_requests(store, "203.0.113.9").unreadable, 0);
}

static void test_requests_about_a_client(void **state)
{
	static const struct {
		const char *client, *wanted;
	} rows[] = {
		{ "192.0.2.66", "1 192.0.2.66/32; 5 192.0.2.66/32" },
		{ "192.0.2.0/24", "1 192.0.2.66/32; 4 192.0.2.1/32; 5 192.0.2.66/32" },
		{ "192.0.2.2", "" },
		{ "2001:db8:1:2::3", "2 2001:db8:1:2::/64; 3 2001:db8:1:2::3/128" },
		{ "2001:db8:1:2::4", "2 2001:db8:1:2::/64" },
		{ "2001:db8:1:2::/64", "2 2001:db8:1:2::/64; 3 2001:db8:1:2::3/128" },
		{ "2001:db8::/32", "2 2001:db8:1:2::/64; 3 2001:db8:1:2::3/128" },
		{ "2001:db8:1:3::/64", "" },
		{ NULL, "1 192.0.2.66/32; 2 2001:db8:1:2::/64; 3 2001:db8:1:2::3/128; 4 192.0.2.1/32; 5 192.0.2.66/32" },
	};
	const char *store = open_store(*state);
	struct seen first = { .stop_after = 1 };
	struct wb_prefix client = prefix_of("192.0.2.0/24");

	file_request(store, request_of("192.0.2.66"));
	file_request(store, request_of("2001:db8:1:2::/64"));
	file_request(store, proven_of("2001:db8:1:2::3"));
	file_request(store, request_of("192.0.2.1"));
	file_request(store, proven_of("192.0.2.66"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].client == NULL ? "all" : rows[i].client);
		assert_string_equal(walk_requests(store, rows[i].client).text, rows[i].wanted);
	}
	begin_row("a walk ends when told");
	assert_int_equal(wb_request_walk(store, &client, note_request, &first, &first.unreadable, NULL), WB_OK);
	assert_int_equal(first.count, 1);
	first = (struct seen){ .stop_after = 1 };
	assert_int_equal(wb_request_walk(store, NULL, note_request, &first, &first.unreadable, NULL), WB_OK);
	assert_int_equal(first.count, 1);
}

static struct wb_request decision(uint64_t number, enum wb_request_state state, const char *by)
{
	struct wb_request request = { .number = number, .state = state, .decided_at_s = NOW_S + 60, .answer = "clean\nnow" };

	snprintf(request.decided_by, sizeof(request.decided_by), "%s", by);
	return request;
}

static void test_a_request_is_decided_once(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.1"), found;
	struct wb_error error = { "" };
	char token[WB_REQUEST_TOKEN_SIZE];

	file_with_token(store, &request, token);
	file_request(store, request_of("192.0.2.2"));
	request = decision(1, WB_REQUEST_APPROVED, "ann");
	request.is_allowed = true;
	request.allowed_until_s = NOW_S + DAY_S;
	assert_int_equal(wb_request_decide(store, &request, NULL), WB_OK);
	request = decision(1, WB_REQUEST_DENIED, "bob");
	assert_int_equal(wb_request_decide(store, &request, &error), WB_INVALID);
	assert_string_equal(error.text, "request 1 was approved by ann at 2026-09-21T14:14:20Z");
	assert_int_equal(wb_request_find_token(store, token, &found, NULL), WB_OK);
	assert_int_equal(found.state, WB_REQUEST_APPROVED);
	assert_int_equal(found.decided_at_s, NOW_S + 60);
	assert_string_equal(found.decided_by, "ann");
	assert_string_equal(found.answer, "clean\nnow");
	assert_true(found.is_allowed);
	assert_int_equal(found.allowed_until_s, NOW_S + DAY_S);
	assert_string_equal(found.language, "en");
	begin_row("nor does it change the other one");
	assert_int_equal(find(store, 2).state, WB_REQUEST_OPEN);
}

static void test_what_is_no_decision(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = decision(1, WB_REQUEST_DENIED, "ann");
	struct wb_error error = { "" };

	assert_int_equal(wb_request_decide(store, &request, &error), WB_NOT_FOUND);
	file_request(store, request_of("192.0.2.1"));
	request.number = 2;
	assert_int_equal(wb_request_decide(store, &request, &error), WB_NOT_FOUND);
	assert_string_equal(error.text, "");
	request.number = 1;
	request.state = WB_REQUEST_OPEN;
	assert_int_equal(wb_request_decide(store, &request, &error), WB_INVALID);
	request.state = (enum wb_request_state)77;
	assert_int_equal(wb_request_decide(store, &request, &error), WB_INVALID);
	request = decision(1, WB_REQUEST_DENIED, "ann");
	request.decided_at_s = -1;
	assert_int_equal(wb_request_decide(store, &request, &error), WB_INVALID);
	assert_int_equal(find(store, 1).state, WB_REQUEST_OPEN);
}

static void test_a_damaged_request_is_skipped_and_counted(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = decision(2, WB_REQUEST_DENIED, "ann"), found;
	struct wb_error error = { "" };

	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	file_request(store, request_of("192.0.2.3"));
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\2", 8, "\1garbage", 8);
	put_raw(store, WB_REQUEST_REQUESTS, "zz", 2, "\1garbage", 8);
	assert_string_equal(walk_requests(store, NULL).text, "1 192.0.2.1/32; 3 192.0.2.3/32");
	assert_int_equal(walk_requests(store, NULL).unreadable, 2);
	assert_string_equal(walk_requests(store, "192.0.2.0/24").text, "1 192.0.2.1/32; 3 192.0.2.3/32");
	assert_int_equal(walk_requests(store, "192.0.2.0/24").unreadable, 1);
	assert_int_equal(wb_request_find(store, 2, &found, &error), WB_UNAVAILABLE);
	assert_int_equal(wb_request_decide(store, &request, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "cannot be read");
	assert_int_equal(file_request(store, request_of("192.0.2.2")), 4);
}

static void test_a_store_without_requests_has_none(void **state)
{
	const char *store = open_store(*state);
	struct wb_request found;
	struct wb_error error = { "" };
	struct seen seen = { .count = 0 };

	assert_int_equal(walk_requests(store, NULL).count, 0);
	assert_int_equal(walk_requests(store, "192.0.2.1").count, 0);
	assert_int_equal(wb_request_find(store, 1, &found, &error), WB_NOT_FOUND);
	assert_string_equal(error.text, "");
	begin_row("a store that is missing is a fault");
	assert_int_equal(wb_request_find(path_in(*state, "none"), 1, &found, &error), WB_UNAVAILABLE);
	assert_int_equal(
	    wb_request_walk(path_in(*state, "none"), NULL, note_request, &seen, &seen.unreadable, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "none");
}

static void test_who_does_not_wait_is_told_that_it_is_busy(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.1");
	enum wb_request_outcome outcome;
	struct wb_error error = { "" };
	char token[WB_REQUEST_TOKEN_SIZE], byte;
	int ready[2], end[2];
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	child = fork();
	if (child == 0) {
		struct wb_request_session session = open_session(store);

		close(end[1]);
		_exit(write(ready[1], "x", 1) != 1 || read(end[0], &byte, 1) != 0 || session.transaction.txn == NULL);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(
	    wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_GIVES_UP, &outcome, token, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "busy");
	assert_string_equal(token, "");
	close(end[1]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_GIVES_UP, &outcome, token, &error), WB_OK);
	assert_int_equal(outcome, WB_REQUEST_FILED);
	close(end[0]);
	close(ready[0]);
	close(ready[1]);
}

/* A limit on the size of files stands for a full disk: LMDB's write fails in the same place. */
static void test_a_full_disk_leaves_the_requests_as_they_were(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = request_of("192.0.2.2");
	enum wb_request_outcome outcome;
	struct rlimit whole, small;
	struct wb_error error = { "" };
	char token[WB_REQUEST_TOKEN_SIZE];
	struct stat st;

	file_request(store, request_of("192.0.2.1"));
	memset(request.how, 'h', sizeof(request.how) - 1);
	memset(request.done, 'd', sizeof(request.done) - 1);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(stat(path_in(store, "requests/data.mdb"), &st), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ (rlim_t)st.st_size, whole.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	outcome = 99;
	for (int i = 0;
	     i < 50 && wb_request_file(store, &request, &no_limits, 0, WB_REQUEST_WAITS, &outcome, token, &error) == WB_OK; i++)
		request.client.address.bytes[15]++;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	assert_contains(error.text, store);
	assert_string_equal(token, "");
	assert_int_equal(request.number, 0);
	begin_row("what was filed is whole, and the rest is not there");
	assert_int_equal(walk_requests(store, NULL).count, count_entries(store, WB_REQUEST_TOKENS));
	assert_int_equal(walk_requests(store, NULL).count, count_entries(store, WB_REQUEST_CLIENTS));
	assert_int_equal(walk_requests(store, "192.0.2.1").count, 1);
	begin_row("with room again, filing goes on");
	file_with_token(store, &request, token);
}

static void test_open_ones_are_counted_by_their_heads(void **state)
{
	const char *store = open_store(*state);
	struct wb_request decided = { .number = 2, .state = WB_REQUEST_APPROVED, .decided_at_s = NOW_S };
	static const int64_t ages_s[] = { 500, 900, 700, 100 };
	struct wb_request_open_count open = { 9, 9, 9 };

	begin_row("none was ever filed");
	assert_int_equal(wb_request_count_open(store, &open, NULL), WB_OK);
	assert_int_equal(open.count, 0);
	for (size_t i = 0; i < COUNT(ages_s); i++) {
		struct wb_request request = request_of("192.0.2.1");

		wb_bytes_put(request.client.address.bytes + 15, i + 1, 1);
		request.created_at_s = NOW_S - ages_s[i];
		file_request(store, request);
	}
	assert_int_equal(wb_request_decide(store, &decided, NULL), WB_OK);
	assert_int_equal(wb_request_count_open(store, &open, NULL), WB_OK);
	assert_int_equal(open.count, 3);
	assert_int_equal(open.read_count, 4);
	assert_int_equal(open.oldest_at_s, NOW_S - 700);
	assert_int_equal(truncate(path_in(store, "requests/data.mdb"), 100), 0);
	assert_int_equal(wb_request_count_open(store, &open, NULL), WB_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_request_comes_back_as_it_was_filed),
		cmocka_unit_test(test_who_visits_from_the_client_itself),
		test_in_folder(test_what_may_not_be_kept_is_not),
		test_in_folder(test_a_number_is_never_given_twice),
		test_in_folder(test_keeping_goes_to_the_second),
		test_in_folder(test_a_token_is_found_and_a_guess_is_not),
		test_in_folder(test_a_damaged_index_shows_nobody_anothers_request),
		test_in_folder(test_requests_about_a_client),
		test_in_folder(test_a_request_is_decided_once),
		test_in_folder(test_what_is_no_decision),
		test_in_folder(test_a_damaged_request_is_skipped_and_counted),
		test_in_folder(test_a_store_without_requests_has_none),
		test_in_folder(test_who_does_not_wait_is_told_that_it_is_busy),
		test_in_folder(test_a_full_disk_leaves_the_requests_as_they_were),
		test_in_folder(test_open_ones_are_counted_by_their_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
