/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_ref.c - what a reference stands for, and how things are about its client now. */
#include "check_fixture.h"
#include "desk/ref.h"
#include "event_fixture.h"
#include "store/case_session.h"

static const struct wb_check_options no_dns = { .clock = &check_clock, .skip_dns = true };

static struct wb_config *open_with_key(const char *folder)
{
	struct wb_config *config = open_check_config(folder, "");

	assert_int_equal(wb_reference_keys_make(config->policy.reference_key, getegid(), NOW_S, NULL, NULL), WB_OK);
	return config;
}

/* A genuine code about a client that was refused as spam. */
static const char *make_code(const struct wb_config *config, const char *client, bool is_subnet)
{
	static char code[WB_REFERENCE_TEXT_SIZE];
	const struct wb_address address = address_of(client);
	struct wb_reference reference = wb_reference_make(&address, "spam", WB_REJECT, NOW_S);
	struct wb_reference_keys keys;

	if (is_subnet)
		reference.client = wb_prefix_of_holder(&address);
	assert_int_equal(wb_reference_keys_read(config->policy.reference_key, &keys, NULL), WB_OK);
	assert_true(wb_reference_format(&keys, &reference, code));
	return code;
}

static const char *code_of(const struct wb_config *config, const char *client)
{
	return make_code(config, client, false);
}

static void test_how_things_are_now(void **state)
{
	static const struct {
		const char *label, *client, *listed;
		int64_t expires_at_s;
		enum wb_ref_now now;
		size_t inside;
		bool is_subnet; /* a code of before */
	} rows[] = {
		{ "nothing is listed", "192.0.2.66", NULL, 0, WB_REF_NOT_BLOCKED, 0, false },
		{ "it is listed", "192.0.2.67", "192.0.2.67/32", 0, WB_REF_BLOCKED, 0, false },
		{ "its network is listed", "192.0.3.68", "192.0.3.0/24", 0, WB_REF_BLOCKED, 0, false },
		{ "it was listed", "192.0.2.69", "192.0.2.69/32", NOW_S, WB_REF_NOT_BLOCKED, 0, false },
		{ "IPv6: the /64", "2001:db8:1::66", "2001:db8:1::/64", 0, WB_REF_BLOCKED, 0, true },
		{ "IPv6: a host in it", "2001:db8:2::66", "2001:db8:2::66/128", 0, WB_REF_DEPENDS, 1, true },
		{ "IPv6: a host in it, until now", "2001:db8:3::66", "2001:db8:3::66/128", NOW_S, WB_REF_NOT_BLOCKED, 1, true },
		{ "an IPv6 host: it is listed", "2001:db8:4::66", "2001:db8:4::66/128", 0, WB_REF_BLOCKED, 0, false },
		{ "its /64", "2001:db8:5::66", "2001:db8:5::/64", 0, WB_REF_BLOCKED, 0, false },
		{ "its neighbour", "2001:db8:6::66", "2001:db8:6::67/128", 0, WB_REF_NOT_BLOCKED, 0, false },
	};
	struct wb_config *config = open_with_key(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of(rows[i].listed != NULL ? rows[i].listed : "::/128", "spam");
		struct wb_ref ref;

		begin_row(rows[i].label);
		listing.expires_at_s = rows[i].expires_at_s;
		if (rows[i].listed != NULL)
			add_listing(config->policy.store, &listing);
		assert_int_equal(
		    wb_ref_open(config, make_code(config, rows[i].client, rows[i].is_subnet), &no_dns, NOW_S, &ref, NULL),
		    WB_OK);
		assert_int_equal(ref.now, rows[i].now);
		assert_int_equal(ref.inside_count, rows[i].inside);
		assert_string_equal(ref.code, make_code(config, rows[i].client, rows[i].is_subnet));
		assert_int_equal(ref.key, 0);
		assert_int_equal(ref.key_count, 1);
		assert_int_equal(ref.reference.action, WB_REJECT);
		assert_string_equal(wb_ref_category(&config->policy, &ref, 0)->id, "spam");
		assert_null(wb_ref_category(&config->policy, &ref, 1));
		wb_ref_close(&ref);
		wb_ref_close(&ref);
	}
	wb_config_close(&config);
}

/* A rule about the mail decided, or may have: the host alone says nothing. */
static void test_a_rule_decides_by_the_mail(void **state)
{
	struct wb_config *config =
	    open_check_config(*state, "rule \"odd-helo\" { category = \"spam\" weight = 1.0 helo = {\"localhost\"} }\n");
	struct wb_case_session session;
	struct wb_error error;
	struct wb_ref ref;
	uint64_t number;
	bool is_new;

	assert_int_equal(wb_reference_keys_make(config->policy.reference_key, getegid(), NOW_S, NULL, NULL), WB_OK);
	begin_row("no case is kept");
	assert_int_equal(wb_ref_open(config, code_of(config, "192.0.2.66"), &no_dns, NOW_S, &ref, NULL), WB_OK);
	assert_int_equal(ref.now, WB_REF_DEPENDS_ON_MAIL);
	assert_false(ref.unseen.is_known);
	wb_ref_close(&ref);
	begin_row("the case names it");
	set_event("192.0.2.66", "action=reject|category=spam", "rule spam odd-helo 1000");
	assert_int_equal(wb_case_session_open_write(config->policy.store, &session, &error), WB_OK);
	assert_int_equal(wb_case_session_add(&session, &event, NOW_S, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(wb_ref_open(config, code_of(config, "192.0.2.66"), &no_dns, NOW_S, &ref, NULL), WB_OK);
	assert_int_equal(ref.now, WB_REF_DEPENDS_ON_MAIL);
	assert_true(ref.unseen.is_known);
	assert_string_equal(ref.unseen.rule->name, "odd-helo");
	wb_ref_close(&ref);
	begin_row("it is allowed meanwhile");
	list_prefix(config->policy.store, "192.0.2.66", "allow");
	assert_int_equal(wb_ref_open(config, code_of(config, "192.0.2.66"), &no_dns, NOW_S, &ref, NULL), WB_OK);
	assert_int_equal(ref.now, WB_REF_NOT_BLOCKED);
	wb_ref_close(&ref);
	wb_config_close(&config);
}

static void test_many_listings_inside_the_64(void **state)
{
	struct wb_config *config = open_with_key(*state);
	struct wb_listing_writer *writer = open_writer(config->policy.store);
	struct wb_ref ref;

	for (int i = 1; i <= 40; i++) {
		struct wb_listing listing = listing_of("2001:db8::/128", "spam");

		listing.prefix.address.bytes[15] = (uint8_t)i;
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(wb_ref_open(config, make_code(config, "2001:db8::66", true), &no_dns, NOW_S, &ref, NULL), WB_OK);
	assert_int_equal(ref.inside_count, 40);
	assert_int_equal(ref.inside[39].prefix.address.bytes[15], 40);
	wb_ref_close(&ref);
	wb_config_close(&config);
}

static void test_what_is_not_genuine(void **state)
{
	struct wb_config *config = open_with_key(*state);
	char forged[WB_REFERENCE_TEXT_SIZE];
	struct wb_error error;
	struct wb_ref ref;

	begin_row("another key sealed it");
	strcpy(forged, code_of(config, "192.0.2.66"));
	unlink(config->policy.reference_key);
	wb_reference_keys_make(config->policy.reference_key, getegid(), NOW_S, NULL, NULL);
	assert_int_equal(wb_ref_open(config, forged, &no_dns, NOW_S, &ref, &error), WB_NOT_FOUND);
	assert_null(ref.check);
	wb_ref_close(&ref);
	begin_row("no code at all");
	assert_int_equal(wb_ref_open(config, "hello", &no_dns, NOW_S, &ref, &error), WB_INVALID);
	wb_ref_close(&ref);
	begin_row("a key file with a mistake is no word about the code");
	chmod(write_text(*state, "reference.key", "rubbish\n"), 0640);
	assert_int_equal(wb_ref_open(config, forged, &no_dns, NOW_S, &ref, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "reference.key:1");
	wb_ref_close(&ref);
	begin_row("no key");
	unlink(config->policy.reference_key);
	assert_int_equal(wb_ref_open(config, forged, &no_dns, NOW_S, &ref, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "whyblock init");
	wb_ref_close(&ref);
	wb_config_close(&config);
}

static void test_a_store_that_cannot_be_read(void **state)
{
	struct wb_config *config = open_with_key(*state);
	struct wb_error error;
	struct wb_ref ref;

	list_prefix(config->policy.store, "2001:db8::66", "spam");
	write_text(config->policy.store, "listings/data.mdb", "garbage");
	assert_int_equal(
	    wb_ref_open(config, make_code(config, "2001:db8::66", true), &no_dns, NOW_S, &ref, &error), WB_UNAVAILABLE);
	assert_contains(error.text, config->policy.store);
	wb_ref_close(&ref);
	begin_row("a host's code needs nothing of the listings but what is published");
	assert_int_equal(wb_ref_open(config, code_of(config, "2001:db8::66"), &no_dns, NOW_S, &ref, &error), WB_OK);
	wb_ref_close(&ref);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_how_things_are_now),
		test_in_folder(test_a_rule_decides_by_the_mail),
		test_in_folder(test_many_listings_inside_the_64),
		test_in_folder(test_what_is_not_genuine),
		test_in_folder(test_a_store_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
