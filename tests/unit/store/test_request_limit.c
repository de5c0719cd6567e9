/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_limit.c - how many requests are taken in a day, and from whom. */
#include "request_fixture.h"

#include "store/request_client.h"
#include "store/request_limit.h"

static enum wb_request_outcome try_limited(
    const char *store, struct wb_request request, uint32_t per_address, uint32_t per_host, uint32_t per_day)
{
	const struct wb_request_limits limits = limits_of(per_address, per_host, per_day);

	return file_limited(store, &request, &limits, 0);
}

/* Files one and closes it, so that it holds back no other but by the limits. */
static void file_closed(const char *store, struct wb_request request)
{
	request.number = file_request(store, request);
	request.state = WB_REQUEST_DENIED;
	assert_int_equal(wb_request_decide(store, &request, NULL), WB_OK);
}

static struct wb_request from(struct wb_request request, const char *visitor, const char *email)
{
	request.has_visitor = visitor != NULL;
	request.origin = visitor != NULL ? WB_REQUEST_WEB : WB_REQUEST_MAIL;
	if (visitor != NULL)
		request.visitor = address_of(visitor);
	snprintf(request.email, sizeof(request.email), "%s", email);
	return request;
}

static void test_one_address_and_one_sender(void **state)
{
	static const struct {
		const char *label, *visitor, *email;
		enum wb_request_outcome outcome;
	} rows[] = {
		{ "the same visitor", "198.51.100.7", "x@example.org", WB_REQUEST_ADDRESS_EXCEEDED },
		{ "his neighbour", "198.51.100.8", "x@example.org", WB_REQUEST_FILED },
		{ "the same e-mail address", "198.51.100.9", "ann@example.net", WB_REQUEST_ADDRESS_EXCEEDED },
		{ "in other letters", "198.51.100.9", "Ann@EXAMPLE.net", WB_REQUEST_ADDRESS_EXCEEDED },
		{ "the beginning of it", "198.51.100.9", "ann@example.ne", WB_REQUEST_FILED },
		{ "more of it", "198.51.100.10", "ann@example.nett", WB_REQUEST_FILED },
		{ "no e-mail address", "198.51.100.11", "", WB_REQUEST_FILED },
		{ "again none, which is nobody's", "198.51.100.12", "", WB_REQUEST_FILED },
		{ "nor is no visitor, by mail", NULL, "y@example.org", WB_REQUEST_FILED },
		{ "nor again", NULL, "z@example.org", WB_REQUEST_FILED },
		{ "IPv6 that looks alike", "::c633:6407", "v@example.org", WB_REQUEST_FILED },
	};
	const char *store = open_store(*state);

	begin_row("one below the limit");
	file_request(store, from(request_of("192.0.2.1"), "198.51.100.7", "ann@example.net"));
	assert_int_equal(
	    try_limited(store, from(request_of("192.0.2.2"), "198.51.100.7", "ann@example.net"), 2, 9, 99), WB_REQUEST_FILED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request request = request_of("192.0.3.0");

		begin_row(rows[i].label);
		request.client.address.bytes[15] = (uint8_t)(i + 1);
		assert_int_equal(try_limited(store, from(request, rows[i].visitor, rows[i].email), 2, 9, 99), rows[i].outcome);
	}
}

static struct wb_request unnamed(struct wb_request request)
{
	request.has_visitor = false;
	return request;
}

/* A header of the proxy that cannot be read is no way around the limit of one visitor. */
static void test_whom_a_proxy_does_not_name_is_one_visitor(void **state)
{
	const char *store = open_store(*state);

	file_request(store, unnamed(request_of("192.0.2.1")));
	begin_row("one below the limit");
	assert_int_equal(try_limited(store, unnamed(request_of("192.0.2.2")), 2, 9, 99), WB_REQUEST_FILED);
	assert_int_equal(try_limited(store, unnamed(request_of("192.0.2.3")), 2, 9, 99), WB_REQUEST_ADDRESS_EXCEEDED);
	begin_row("which is nobody else");
	assert_int_equal(try_limited(store, request_of("192.0.2.4"), 2, 9, 99), WB_REQUEST_FILED);
	assert_int_equal(try_limited(store, from(request_of("192.0.2.5"), NULL, "b@example.net"), 2, 9, 99), WB_REQUEST_FILED);
	begin_row("and without proof holds back none with it");
	assert_int_equal(try_limited(store, unnamed(proven_of("192.0.2.6")), 1, 9, 99), WB_REQUEST_FILED);
	assert_int_equal(try_limited(store, unnamed(proven_of("192.0.2.7")), 1, 9, 99), WB_REQUEST_ADDRESS_EXCEEDED);
}

static void test_of_ipv6_a_visitor_has_his_64(void **state)
{
	const char *store = open_store(*state);

	file_request(store, from(request_of("192.0.2.1"), "2001:db8:1:2::1", "a@example.net"));
	assert_int_equal(try_limited(store, from(request_of("192.0.2.2"), "2001:db8:1:2:ffff::2", "b@example.net"), 1, 9, 99),
	    WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(
	    try_limited(store, from(request_of("192.0.2.2"), "2001:db8:1:3::1", "b@example.net"), 1, 9, 99), WB_REQUEST_FILED);
}

/* Anybody can write anybody's e-mail address into a form; where he comes from he cannot choose. */
static void test_without_proof_nobody_uses_up_the_address_of_another(void **state)
{
	const char *store = open_store(*state);

	for (int i = 0; i < 3; i++)
		file_closed(store, from(request_of("203.0.113.1"), NULL, "ann@example.net"));
	assert_int_equal(
	    try_limited(store, from(request_of("192.0.2.1"), NULL, "ann@example.net"), 3, 9, 99), WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(
	    try_limited(store, from(proven_of("192.0.2.1"), "198.51.100.7", "ann@example.net"), 1, 9, 99), WB_REQUEST_FILED);
	begin_row("with proof one does");
	assert_int_equal(
	    try_limited(store, from(proven_of("192.0.2.2"), NULL, "ann@example.net"), 1, 9, 99), WB_REQUEST_ADDRESS_EXCEEDED);
	begin_row("a visitor's address counts in any case");
	file_request(store, from(request_of("192.0.2.3"), "198.51.100.8", "b@example.net"));
	assert_int_equal(try_limited(store, from(proven_of("192.0.2.4"), "198.51.100.8", "c@example.net"), 1, 9, 99),
	    WB_REQUEST_ADDRESS_EXCEEDED);
}

static void test_one_host(void **state)
{
	const char *store = open_store(*state);

	file_closed(store, request_of("192.0.2.1"));
	file_closed(store, request_of("2001:db8:1:2::1"));
	begin_row("one below the limit");
	assert_int_equal(try_limited(store, request_of("192.0.2.1"), 9, 1, 99), WB_REQUEST_HOST_EXCEEDED);
	assert_int_equal(try_limited(store, request_of("192.0.2.2"), 9, 1, 99), WB_REQUEST_FILED);
	file_closed(store, request_of("192.0.2.1"));
	assert_int_equal(try_limited(store, request_of("192.0.2.1"), 9, 2, 99), WB_REQUEST_HOST_EXCEEDED);
	begin_row("of IPv6 the /64");
	assert_int_equal(try_limited(store, request_of("2001:db8:1:2::2"), 9, 1, 99), WB_REQUEST_HOST_EXCEEDED);
	assert_int_equal(try_limited(store, request_of("2001:db8:1:2::/64"), 9, 1, 99), WB_REQUEST_HOST_EXCEEDED);
	assert_int_equal(try_limited(store, request_of("2001:db8:1:3::2"), 9, 1, 99), WB_REQUEST_FILED);
	begin_row("with proof, only those with proof count");
	assert_int_equal(try_limited(store, proven_of("192.0.2.1"), 9, 1, 99), WB_REQUEST_FILED);
	begin_row("and from the host itself, all do");
	file_closed(store, proven_of("198.51.100.1"));
	assert_int_equal(
	    try_limited(store, from(request_of("198.51.100.1"), "198.51.100.1", ""), 9, 1, 99), WB_REQUEST_HOST_EXCEEDED);
	assert_int_equal(try_limited(store, proven_of("198.51.100.1"), 9, 1, 99), WB_REQUEST_HOST_EXCEEDED);
	begin_row("but a stranger does not learn of them");
	assert_int_equal(try_limited(store, request_of("198.51.100.1"), 9, 1, 99), WB_REQUEST_FILED);
	file_closed(store, from(request_of("198.51.100.2"), "198.51.100.2", ""));
	assert_int_equal(try_limited(store, request_of("198.51.100.2"), 9, 1, 99), WB_REQUEST_FILED);
}

static void test_one_day(void **state)
{
	static const struct {
		const char *label;
		uint32_t per_day;
		unsigned unproven, proven; /* there already */
		enum wb_request_outcome without, with;
	} rows[] = {
		{ "empty", 4, 0, 0, WB_REQUEST_FILED, WB_REQUEST_FILED },
		{ "one below half", 4, 1, 0, WB_REQUEST_FILED, WB_REQUEST_FILED },
		{ "half", 4, 2, 0, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_FILED },
		{ "half, and one below all", 4, 2, 1, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_FILED },
		{ "those with proof leave room until all", 4, 0, 3, WB_REQUEST_FILED, WB_REQUEST_FILED },
		{ "all", 4, 0, 4, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_DAY_EXCEEDED },
		{ "all, of both", 4, 1, 3, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_DAY_EXCEEDED },
		{ "half of an odd number", 3, 1, 0, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_FILED },
		{ "one a day may come without", 1, 0, 0, WB_REQUEST_FILED, WB_REQUEST_FILED },
		{ "and no more", 1, 1, 0, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_DAY_EXCEEDED },
		{ "none a day", 0, 0, 0, WB_REQUEST_DAY_EXCEEDED, WB_REQUEST_DAY_EXCEEDED },
	};

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const bool with = i % 2 != 0;
		char folder[256];
		const char *store;

		begin_row(rows[i / 2].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		for (unsigned n = 0; n < rows[i / 2].unproven + rows[i / 2].proven; n++) {
			struct wb_request request = n < rows[i / 2].unproven ? request_of("10.1.0.0") : proven_of("10.1.0.0");

			request.client.address.bytes[15] = request.reference.client.address.bytes[15] = (uint8_t)n;
			request.reference.client = request.client;
			file_request(store, request);
		}
		assert_int_equal(
		    try_limited(store, with ? proven_of("192.0.2.1") : request_of("192.0.2.1"), 9, 9, rows[i / 2].per_day),
		    with ? rows[i / 2].with : rows[i / 2].without);
	}
}

static void test_a_day_has_24_hours(void **state)
{
	static const struct {
		const char *label;
		int64_t after_s;
		enum wb_request_outcome outcome;
	} rows[] = {
		{ "a second before they are over", DAY_S - 1, WB_REQUEST_HOST_EXCEEDED },
		{ "the second they are", DAY_S, WB_REQUEST_FILED },
		{ "the clock was wrong when it was filed", -1, WB_REQUEST_FILED },
		{ "by years", -NOW_S, WB_REQUEST_FILED },
	};
	const char *store = open_store(*state);

	file_closed(store, request_of("192.0.2.1"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request_session session = open_session(store);
		struct wb_request_limits limits = limits_of(9, 1, 99);
		struct wb_request request = request_of("192.0.2.1");
		enum wb_request_outcome outcome;
		uint64_t number;

		begin_row(rows[i].label);
		request.created_at_s += rows[i].after_s;
		assert_int_equal(wb_request_limit_check(&session, &request, &limits, &outcome, &number, NULL), WB_OK);
		assert_int_equal(outcome, rows[i].outcome);
		assert_int_equal(number, 0);
		wb_request_session_close(&session);
	}
}

static void test_the_first_limit_that_is_met_is_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_request request = from(request_of("192.0.2.1"), "198.51.100.7", "ann@example.net");

	file_request(store, request);
	assert_int_equal(try_limited(store, request, 1, 1, 1), WB_REQUEST_ALREADY_OPEN);
	file_closed(store, from(request_of("192.0.2.2"), "198.51.100.7", "ann@example.net"));
	request = from(request_of("192.0.2.2"), "198.51.100.7", "ann@example.net");
	assert_int_equal(try_limited(store, request, 1, 1, 1), WB_REQUEST_ADDRESS_EXCEEDED);
	assert_int_equal(try_limited(store, request, 9, 1, 1), WB_REQUEST_HOST_EXCEEDED);
	assert_int_equal(try_limited(store, request, 9, 9, 1), WB_REQUEST_DAY_EXCEEDED);
	assert_int_equal(walk_requests(store, NULL).count, 2);
}

static void test_one_is_open_already(void **state)
{
	static const struct {
		const char *label, *old, *client;
		bool old_proven, proven;
		enum wb_request_outcome outcome;
	} rows[] = {
		{ "the same host", "192.0.2.1", "192.0.2.1", false, false, WB_REQUEST_ALREADY_OPEN },
		{ "its neighbour", "192.0.2.1", "192.0.2.2", false, false, WB_REQUEST_FILED },
		{ "the same /64", "2001:db8::/64", "2001:db8::/64", false, false, WB_REQUEST_ALREADY_OPEN },
		{ "a host of it", "2001:db8::/64", "2001:db8::1", false, false, WB_REQUEST_ALREADY_OPEN },
		{ "the /64 around it", "2001:db8::1", "2001:db8::/64", false, false, WB_REQUEST_ALREADY_OPEN },
		{ "another host of the /64", "2001:db8::1", "2001:db8::2", false, false, WB_REQUEST_FILED },
		{ "with proof, without before", "192.0.2.1", "192.0.2.1", false, true, WB_REQUEST_FILED },
		{ "a stranger, with proof before", "192.0.2.1", "192.0.2.1", true, false, WB_REQUEST_FILED },
		{ "with proof, both", "192.0.2.1", "192.0.2.1", true, true, WB_REQUEST_ALREADY_OPEN },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;
		struct wb_request request = rows[i].proven ? proven_of(rows[i].client) : request_of(rows[i].client);
		struct wb_request old = rows[i].old_proven ? proven_of(rows[i].old) : request_of(rows[i].old);

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		file_closed(store, old);
		old.number = file_request(store, old);
		request.created_at_s += 100 * DAY_S; /* however long ago it was */
		assert_int_equal(file_limited(store, &request, &no_limits, 0), rows[i].outcome);
		assert_int_equal(request.number, rows[i].outcome == WB_REQUEST_FILED ? 3 : 2);
		assert_int_equal(walk_requests(store, NULL).count, rows[i].outcome == WB_REQUEST_FILED ? 3 : 2);
		begin_row("and when that is decided");
		old.state = WB_REQUEST_APPROVED;
		assert_int_equal(wb_request_decide(store, &old, NULL), WB_OK);
		if (rows[i].outcome != WB_REQUEST_FILED)
			assert_int_equal(file_limited(store, &request, &no_limits, 0), WB_REQUEST_FILED);
	}
}

static void test_what_cannot_be_read_holds_nobody_back(void **state)
{
	const char *store = open_store(*state);
	unsigned char key[8] = { 0 };

	file_request(store, request_of("192.0.2.1"));
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\1", 8, "x", 1);
	key[7] = 9;
	put_raw(store, WB_REQUEST_REQUESTS, key, 8, "", 0);
	put_raw(store, WB_REQUEST_REQUESTS, "z", 1, "x", 1);
	assert_int_equal(try_limited(store, request_of("192.0.2.1"), 1, 1, 2), WB_REQUEST_FILED);
	begin_row("nor does it hide the others");
	assert_int_equal(try_limited(store, request_of("192.0.2.2"), 1, 1, 2), WB_REQUEST_DAY_EXCEEDED);
}

static void test_a_damaged_index_holds_nobody_back(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session;
	struct wb_prefix client = prefix_of("192.0.2.9");

	file_request(store, request_of("192.0.2.1"));
	session = open_session(store);
	assert_int_equal(wb_request_client_add(&session, &client, 1, NULL), WB_OK);
	assert_int_equal(wb_request_client_add(&session, &client, 77, NULL), WB_OK);
	commit_session(&session);
	assert_int_equal(try_limited(store, request_of("192.0.2.9"), 9, 9, 99), WB_REQUEST_FILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_one_address_and_one_sender),
		test_in_folder(test_whom_a_proxy_does_not_name_is_one_visitor),
		test_in_folder(test_of_ipv6_a_visitor_has_his_64),
		test_in_folder(test_without_proof_nobody_uses_up_the_address_of_another),
		test_in_folder(test_one_host),
		test_in_folder(test_one_day),
		test_in_folder(test_a_day_has_24_hours),
		test_in_folder(test_the_first_limit_that_is_met_is_told),
		test_in_folder(test_one_is_open_already),
		test_in_folder(test_what_cannot_be_read_holds_nobody_back),
		test_in_folder(test_a_damaged_index_holds_nobody_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
