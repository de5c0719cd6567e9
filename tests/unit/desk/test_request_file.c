/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_file.c - what was given becomes a request, within the limits of the settings. */
#include "request_fixture.h"

#include <fcntl.h>
#include <sys/file.h>

#include "desk/request_file.h"

static struct wb_config *config;

static int close_all(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_filing(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

static void open_with(const char *folder, const char *removal)
{
	char text[512];

	snprintf(text, sizeof(text), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\nremoval { %s }\n",
	    open_store(folder), removal);
	config = open_config(folder, text);
}

static struct wb_request_given given_about(const char *client)
{
	return (
	    struct wb_request_given){ .origin = WB_REQUEST_WEB, .now_s = NOW_S, .client = prefix_of(client), .language = "de" };
}

static struct wb_request_filed file(const struct wb_request_given *given)
{
	struct wb_request_filed filed;
	struct wb_error error = { "" };

	if (wb_request_file_given(config, given, WB_REQUEST_WAITS, &filed, &error) != WB_OK)
		fail_msg("%s", error.text);
	return filed;
}

static void test_all_of_it_is_kept(void **state)
{
	const struct wb_address visitor = address_of("198.51.100.7"), client = address_of("192.0.2.66");
	const struct wb_reference reference = wb_reference_make(&client, "open-relay", WB_REJECT, NOW_S - 60);
	struct wb_request_given given = given_about("192.0.2.66");
	struct wb_request_filed filed;
	struct wb_request kept;

	open_with(*state, "");
	given.origin = WB_REQUEST_MAIL;
	given.reference = &reference;
	given.visitor = &visitor;
	given.name = "Ann";
	given.email = "ann@example.com";
	given.how = "a\nb";
	given.done = "all";
	filed = file(&given);
	assert_int_equal(filed.outcome, WB_REQUEST_FILED);
	assert_int_equal(filed.request.number, 1);
	assert_int_equal(wb_request_find_token(config->policy.store, filed.token, &kept, NULL), WB_OK);
	assert_memory_equal(&kept, &filed.request, sizeof(kept));
	assert_int_equal(kept.created_at_s, NOW_S);
	assert_int_equal(kept.origin, WB_REQUEST_MAIL);
	assert_true(kept.has_reference && kept.has_visitor && wb_prefix_equals(&kept.client, &given.client));
	assert_memory_equal(&kept.visitor, &visitor, sizeof(visitor));
	assert_int_equal(kept.reference.at_s, reference.at_s);
	assert_string_equal(kept.category, "open-relay");
	assert_string_equal(kept.language, "de");
	assert_string_equal(kept.name, "Ann");
	assert_string_equal(kept.email, "ann@example.com");
	assert_string_equal(kept.how, "a\nb");
	assert_string_equal(kept.done, "all");
}

static void test_nothing_but_an_address(void **state)
{
	const struct wb_request_given given = given_about("192.0.2.66");
	struct wb_request request;

	open_with(*state, "");
	request = file(&given).request;
	assert_false(request.has_reference || request.has_visitor);
	assert_string_equal(request.category, "");
	assert_string_equal(request.email, "");
}

static void test_a_category_that_is_gone(void **state)
{
	const struct wb_address client = address_of("192.0.2.66");
	const struct wb_reference reference = wb_reference_make(&client, "no-such-category", WB_REJECT, NOW_S);
	struct wb_request_given given = given_about("192.0.2.66");

	open_with(*state, "");
	given.reference = &reference;
	assert_string_equal(file(&given).request.category, "");
}

/* Each setting is the limit that its name says. */
static void test_limits(void **state)
{
	static const struct {
		const char *settings, *first, *second, *email;
		enum wb_request_outcome wanted;
	} rows[] = {
		{ "", "192.0.2.1", "192.0.2.2", "bob@example.com", WB_REQUEST_FILED },
		{ "", "192.0.2.1", "192.0.2.1", "bob@example.com", WB_REQUEST_ALREADY_OPEN },
		{ "per_address = 1", "192.0.2.1", "192.0.2.2", "ann@example.com", WB_REQUEST_ADDRESS_EXCEEDED },
		{ "per_host = 1", "2001:db8::1", "2001:db8::2", "bob@example.com", WB_REQUEST_HOST_EXCEEDED },
		{ "per_day = 2", "192.0.2.1", "192.0.2.2", "bob@example.com", WB_REQUEST_DAY_EXCEEDED },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request_given given = given_about(rows[i].first);
		char folder[300];

		begin_row(rows[i].settings);
		snprintf(folder, sizeof(folder), "%s/%zu", (const char *)*state, i);
		assert_int_equal(mkdir(folder, 0755), 0);
		open_with(folder, rows[i].settings);
		given.email = "ann@example.com";
		assert_int_equal(file(&given).outcome, WB_REQUEST_FILED);
		given.client = prefix_of(rows[i].second);
		given.email = rows[i].email;
		assert_int_equal(file(&given).outcome, rows[i].wanted);
		wb_config_close(&config);
	}
}

static void test_old_ones_go(void **state)
{
	struct wb_request_given given = given_about("192.0.2.1");
	struct wb_request request;

	open_with(*state, "keep = \"30d\"");
	assert_int_equal(file(&given).request.number, 1);
	given.now_s += 31 * DAY_S;
	given.client = prefix_of("192.0.2.2");
	assert_int_equal(file(&given).request.number, 2);
	assert_int_equal(wb_request_find(config->policy.store, 1, &request, NULL), WB_NOT_FOUND);
}

/* Somebody else writes: a visitor does not wait. */
static void test_busy(void **state)
{
	struct wb_request_given given = given_about("192.0.2.1");
	struct wb_request_filed filed;
	struct wb_error error;
	int lock;

	open_with(*state, "");
	file(&given);
	assert_int_equal(wb_store_open_lock(config->policy.store, "requests", WB_STORE_NEED_FOLDER, &lock, NULL), WB_OK);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	given.client = prefix_of("192.0.2.2");
	assert_int_equal(wb_request_file_given(config, &given, WB_REQUEST_GIVES_UP, &filed, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "busy");
	assert_int_equal(filed.request.number, 0);
	assert_string_equal(filed.token, "");
	close(lock);
}

static void test_what_cannot_be_filed(void **state)
{
	struct wb_request_given given = given_about("192.0.2.0/24");
	struct wb_request_filed filed;
	struct wb_error error;

	open_with(*state, "");
	assert_int_equal(wb_request_file_given(config, &given, WB_REQUEST_WAITS, &filed, &error), WB_INVALID);
	assert_contains(error.text, "about a host");
}

/* What counts as an IPv4 host is filed as that: its visitors are not all one holder, and what is allowed is what Exim asks about. */
static void test_a_host_behind_a_translator(void **state)
{
	const struct wb_address visitor = address_of("64:ff9b::198.51.100.7"), counted = address_of("198.51.100.7");
	struct wb_request_given given = given_about("64:ff9b::192.0.2.66");
	const struct wb_prefix host = prefix_of("192.0.2.66");
	struct wb_request_filed filed;

	open_with(*state, "");
	given.visitor = &visitor;
	filed = file(&given);
	assert_int_equal(filed.outcome, WB_REQUEST_FILED);
	assert_true(wb_prefix_equals(&filed.request.client, &host));
	assert_memory_equal(&filed.request.visitor, &counted, sizeof(counted));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_filing(test_all_of_it_is_kept),
		test_of_filing(test_nothing_but_an_address),
		test_of_filing(test_a_category_that_is_gone),
		test_of_filing(test_limits),
		test_of_filing(test_old_ones_go),
		test_of_filing(test_busy),
		test_of_filing(test_what_cannot_be_filed),
		test_of_filing(test_a_host_behind_a_translator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
