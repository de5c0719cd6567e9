/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check_reference.c - which verdicts get a signed code, and for how long it stays the same. */
#include <sys/inotify.h>

#include "check_fixture.h"
#include "verdict/log_field.h"
#include "verdict/refusal.h"

#define AT_S 1789999980LL /* NOW_S to the minute */

static struct wb_config *config;
static struct wb_check *check;
static const struct wb_outcome *outcome;

/* A check of 192.0.2.66 and 2001:db8::66, listed as spam, that signs with the key beside the configuration. */
static void open_check(const char *folder, const char *more)
{
	char text[1024];

	snprintf(text, sizeof(text), "site { url = \"https://x.example/%s\" }\n%s",
	    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901",
	    more);
	config = open_check_config(folder, text);
	list_prefix(config->policy.store, "192.0.2.66", "spam");
	list_prefix(config->policy.store, "2001:db8::66", "spam");
	check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true, .sign = true });
}

static void close_check(void)
{
	wb_check_close(&check);
	wb_config_close(&config);
}

static void make_key(void)
{
	assert_int_equal(wb_reference_keys_make(config->policy.reference_key, getegid(), NOW_S, NULL, NULL), WB_OK);
}

static const char *run(const char *client, int64_t now_s)
{
	check_now_s = now_s;
	outcome = check_client(check, client);
	return outcome->reference_code;
}

/* What the code says that a run gives. */
static struct wb_reference read_run(const char *client, int64_t now_s)
{
	struct wb_reference_keys keys;
	struct wb_reference reference;
	size_t key;

	assert_int_equal(wb_reference_keys_read(config->policy.reference_key, &keys, NULL), WB_OK);
	assert_int_equal(wb_reference_parse(&keys, run(client, now_s), &reference, &key, NULL), WB_OK);
	return reference;
}

static void test_the_reply_and_the_log_carry_the_code(void **state)
{
	char reply[WB_REPLY_TEXT_SIZE], log[WB_LOG_LINE_SIZE], wanted[100], url[WB_REFERENCE_TEXT_SIZE];
	struct wb_text text;

	open_check(*state, "");
	make_key();
	assert_string_equal(config->policy.reference_key, path_in(*state, "reference.key"));
	assert_int_equal(strlen(run("2001:db8::66", NOW_S)), 54);
	wb_refusal_format(outcome, reply);
	snprintf(wanted, sizeof(wanted), "5.7.1 ref %s", outcome->reference_code);
	assert_contains(reply, wanted);
	wb_reference_format_url(outcome->reference_code, url);
	assert_int_equal(strlen(url), 44);
	snprintf(wanted, sizeof(wanted), "78901?ref=%s\n", url); /* however long site.url is */
	assert_contains(reply, wanted);
	wb_text_open(&text, log, sizeof(log));
	wb_log_format_line(outcome, &text);
	snprintf(wanted, sizeof(wanted), " ref=%s ", outcome->reference_code);
	assert_contains(log, wanted);
	close_check();
}

static void test_when_a_verdict_has_a_code(void **state)
{
	static const struct {
		const char *label, *client, *more;
		bool wanted;
	} rows[] = {
		{ "reject", "192.0.2.66", "", true },
		{ "defer", "192.0.2.66", "category \"spam\" { action = \"defer\" }\n", true },
		{ "tag", "192.0.2.66", "category \"spam\" { action = \"tag\" }\n", false },
		{ "log", "192.0.2.66", "category \"spam\" { action = \"log\" }\n", false },
		{ "monitor mode", "192.0.2.66", "mode = \"monitor\"\n", false },
		{ "not listed", "192.0.2.67", "", false },
		{ "exempt", "192.0.2.66", "exempt { hosts = {\"192.0.2.66\"} }\n", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int watch = inotify_init1(IN_NONBLOCK);
		char event[4096];

		begin_row(rows[i].label);
		open_check(*state, rows[i].more);
		make_key();
		assert_true(inotify_add_watch(watch, config->policy.reference_key, IN_OPEN) >= 0);
		assert_int_equal(run(rows[i].client, NOW_S)[0] != '\0', rows[i].wanted);
		assert_int_equal(read(watch, event, sizeof(event)) > 0, rows[i].wanted); /* read for a reply only */
		close(watch);
		close_check();
	}
}

static void test_without_a_good_key_the_reply_has_no_code_and_no_fault(void **state)
{
	static const char *const files[] = { NULL, "rubbish\n", "" };

	for (size_t i = 0; i < COUNT(files); i++) {
		char reply[WB_REPLY_TEXT_SIZE];

		open_check(*state, "on_error = \"defer\"\n");
		begin_row(files[i] == NULL ? "no file" : files[i]);
		if (files[i] != NULL)
			chmod(write_text(*state, "reference.key", files[i]), 0640);
		assert_string_equal(run("192.0.2.66", NOW_S), "");
		assert_string_equal(outcome->facts.fault.text, "");
		assert_int_equal(outcome->verdict.action, WB_REJECT);
		wb_refusal_format(outcome, reply);
		assert_contains(reply, "78901"); /* the URL alone */
		assert_null(strstr(reply, "ref"));
		close_check();
	}
}

static void test_the_code_stays_for_the_whole_connection(void **state)
{
	char first[WB_REFERENCE_TEXT_SIZE];

	open_check(*state, "");
	make_key();
	strcpy(first, run("192.0.2.66", NOW_S));
	unlink(config->policy.reference_key); /* read once */
	assert_string_equal(run("192.0.2.66", NOW_S + 90), first);
	assert_string_equal(run("192.0.2.67", NOW_S + 90), "");
	assert_string_equal(run("192.0.2.66", NOW_S + 90), first);
	close_check();
}

static void test_another_client_category_or_action_has_a_time_of_its_own(void **state)
{
	struct wb_listing listing = listing_of("2001:db8::66", "open-relay");
	struct wb_reference reference;

	open_check(*state, "");
	listing.expires_at_s = NOW_S + 150;
	add_listing(config->policy.store, &listing);
	make_key();
	run("192.0.2.66", NOW_S);
	begin_row("another client");
	reference = read_run("2001:db8::66", NOW_S + 90);
	assert_int_equal(reference.category_hash, wb_reference_category_hash("open-relay"));
	assert_int_equal(reference.at_s, AT_S + 60);
	begin_row("another category");
	reference = read_run("2001:db8::66", NOW_S + 150);
	assert_int_equal(reference.category_hash, wb_reference_category_hash("spam"));
	assert_int_equal(reference.at_s, AT_S + 120);
	begin_row("another client, in the same category");
	reference = read_run("192.0.2.66", NOW_S + 270);
	assert_int_equal(reference.at_s, AT_S + 240);
	begin_row("another action");
	listing = listing_of("2001:db8::/32", "spam");
	listing.scope = WB_SCOPE_RANGE;
	add_listing(config->policy.store, &listing);
	listing = listing_of("2001:db8::67", "spam");
	listing.expires_at_s = NOW_S + 210;
	add_listing(config->policy.store, &listing);
	run("2001:db8::67", NOW_S + 150);
	reference = read_run("2001:db8::67", NOW_S + 210);
	assert_int_equal(reference.action, WB_DEFER);
	assert_int_equal(reference.at_s, AT_S + 180);
	close_check();
}

static void test_nothing_is_signed_for_a_caller_who_wants_none(void **state)
{
	open_check(*state, "");
	make_key();
	wb_check_close(&check);
	check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
	assert_string_equal(run("192.0.2.66", NOW_S), "");
	close_check();
}

/* The code names the host that was decided about. */
static void test_a_client_behind_a_translator(void **state)
{
	const struct wb_prefix host = prefix_of("192.0.2.66");
	struct wb_reference reference;

	open_check(*state, "");
	make_key();
	reference = read_run("64:ff9b::192.0.2.66", NOW_S);
	assert_true(wb_prefix_equals(&reference.client, &host));
	close_check();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_reply_and_the_log_carry_the_code),
		test_in_folder(test_when_a_verdict_has_a_code),
		test_in_folder(test_without_a_good_key_the_reply_has_no_code_and_no_fault),
		test_in_folder(test_the_code_stays_for_the_whole_connection),
		test_in_folder(test_another_client_category_or_action_has_a_time_of_its_own),
		test_in_folder(test_nothing_is_signed_for_a_caller_who_wants_none),
		test_in_folder(test_a_client_behind_a_translator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
