/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_approval.c - what an approval has listed, and what ends it. */
#include "desk/approval.h"
#include "desk_fixture.h"

static struct wb_listing allow_of(const char *prefix, const char *reason)
{
	struct wb_listing allow = listing_of(prefix, WB_CATEGORY_ALLOW);

	snprintf(allow.reason, sizeof(allow.reason), "%s", reason);
	return allow;
}

static void test_what_an_approval_has_listed(void **state)
{
	static const struct {
		const char *prefix, *category, *source, *reason;
		bool is_one;
	} rows[] = {
		{ "192.0.2.66", "allow", "staff:ann", "removal request 7", true },
		{ "2001:db8::/64", "allow", "staff:ann", "removal request 18446744073709551615", true },
		{ "2001:db8::66", "allow", "staff:ann", "removal request 7", true },
		{ "192.0.2.66", "spam", "staff:ann", "removal request 7", false },
		{ "192.0.2.66", "allow", "feed:ann", "removal request 7", false },
		{ "192.0.2.66", "allow", "staff:ann", "our partner", false },
		{ "192.0.2.66", "allow", "staff:ann", "removal request 7, see the mail", false },
		{ "192.0.2.66", "allow", "staff:ann", "removal request 07", false },
		{ "192.0.2.66", "allow", "staff:ann", "removal request ", false },
		{ "192.0.2.0/24", "allow", "staff:ann", "removal request 7", false },
		{ "2001:db8::/48", "allow", "staff:ann", "removal request 7", false },
	};
	char why[WB_APPROVAL_WHY_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of(rows[i].prefix, rows[i].category);

		begin_row(rows[i].reason);
		snprintf(listing.source, sizeof(listing.source), "%s", rows[i].source);
		snprintf(listing.reason, sizeof(listing.reason), "%s", rows[i].reason);
		assert_int_equal(wb_approval_has_listed(&listing), rows[i].is_one);
	}
	wb_approval_format_why(7, why);
	assert_string_equal(why, "removal request 7");
}

static struct wb_approval_ended end(const struct wb_config *config, const char *prefix)
{
	struct wb_listing_writer *writer = open_writer(config->policy.store);
	const struct wb_prefix listed = prefix_of(prefix);
	struct wb_approval_ended ended;

	assert_int_equal(wb_approval_end(writer, &by_ann, &listed, "listed again", &ended, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	return ended;
}

static void test_which_ones_end(void **state)
{
	static const struct {
		const char *label, *allowed, *reason, *listed;
		int64_t expires_at_s;
		bool ends;
	} rows[] = {
		{ "of the host", "192.0.2.66", "removal request 7", "192.0.2.66", 0, true },
		{ "that has an end", "192.0.2.66", "removal request 7", "192.0.2.66", NOW_S + 1, true },
		{ "that is over", "192.0.2.66", "removal request 7", "192.0.2.66", NOW_S, false },
		{ "of a host inside", "192.0.2.66", "removal request 7", "192.0.2.0/24", 0, true },
		{ "of another host", "192.0.2.67", "removal request 7", "192.0.2.66", 0, false },
		{ "of a host outside", "192.0.3.66", "removal request 7", "192.0.2.0/24", 0, false },
		{ "given by hand", "192.0.2.66", "our partner", "192.0.2.66", 0, false },
		{ "given by hand, inside", "192.0.2.66", "our partner", "192.0.2.0/24", 0, false },
		{ "of an IPv6 network around the host", "2001:db8::/64", "removal request 7", "2001:db8::66", 0, true },
		{ "of that network", "2001:db8::/64", "removal request 7", "2001:db8::/64", 0, true },
		{ "inside a larger one", "2001:db8:0:1::/64", "removal request 7", "2001:db8::/32", 0, true },
		{ "beside it", "2001:db8:0:1::/64", "removal request 7", "2001:db8::66", 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_desk(*state, "");
		struct wb_listing allow = allow_of(rows[i].allowed, rows[i].reason);
		struct wb_approval_ended ended;
		size_t before;

		begin_row(rows[i].label);
		allow.expires_at_s = rows[i].expires_at_s;
		add_listing(config->policy.store, &allow);
		before = strlen(all_recorded(config).text);
		ended = end(config, rows[i].listed);
		assert_int_equal(ended.count, rows[i].ends);
		assert_string_equal(all_recorded(config).text + before, rows[i].ends ? "ann remove listed again|" : "");
		if (rows[i].ends) {
			assert_string_equal(all_listed(config).text, "");
			assert_true(wb_prefix_equals(&ended.rows[0].prefix, &allow.prefix));
		} else {
			struct wb_listing_writer *writer = open_writer(config->policy.store);
			size_t removed;

			assert_int_equal(
			    wb_listing_remove(writer, &allow.prefix, allow.category, allow.source, &removed, NULL), WB_OK);
			assert_int_equal(removed, 1);
			assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
			wb_listing_writer_close(&writer);
		}
		wb_config_close(&config);
	}
}

/* More than are found in one go; what was given by hand among them stays. */
static void test_very_many_end(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_listing_writer *writer = open_writer(config->policy.store);
	struct wb_approval_ended ended;

	for (unsigned i = 0; i < 3 * WB_APPROVAL_ENDED_SHOWN; i++) {
		struct wb_listing allow = allow_of("192.0.2.0", i == 30 ? "our partner" : "removal request 7");

		allow.prefix.address.bytes[15] = (uint8_t)i;
		assert_int_equal(wb_listing_add(writer, &allow, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	ended = end(config, "192.0.2.0/24");
	assert_int_equal(ended.count, 3 * WB_APPROVAL_ENDED_SHOWN - 1);
	assert_string_equal(ended.rows[WB_APPROVAL_ENDED_SHOWN - 1].reason, "removal request 7");
	assert_string_equal(all_listed(config).text, "192.0.2.30/32 allow staff:ann our partner|");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_an_approval_has_listed),
		test_in_folder(test_which_ones_end),
		test_in_folder(test_very_many_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
