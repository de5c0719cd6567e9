/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_published_audit.c - each way in which what is published can differ from the store is told. */
#include "fixture.h"
#include "published_fixture.h"

#include "store/listing_session.h"
#include "store/published_audit.h"

struct told {
	char text[8192];
	size_t count;
};

static void note_fault(void *context, const char *fault)
{
	struct told *told = context;
	size_t length = strlen(told->text);

	snprintf(told->text + length, sizeof(told->text) - length, "%s\n", fault);
	told->count++;
}

static struct told audit(const char *store)
{
	struct told told = { .count = 0 };
	struct wb_error error;

	if (wb_published_audit_walk(store, note_fault, &told, &error) != WB_OK)
		fail_msg("%s", error.text);
	return told;
}

/* As the store has them, but for serials. */
static const struct built_row listed[] = {
	{ .prefix = "10.0.0.0/8" },
	{ .prefix = "10.1.0.0/16" },
	{ .prefix = "10.1.0.0/16", .category = "virus", .expires_at_s = NOW_S + 9 },
	{ .prefix = "10.1.2.3" },
	{ .prefix = "::/0" },
	{ .prefix = "2001:db8::/32" },
};

static uint64_t serial_of(const char *store)
{
	struct wb_listing_session session;
	uint64_t serial;

	assert_int_equal(wb_listing_session_open_read(store, &session, NULL), WB_OK);
	serial = session.changed.serial;
	wb_listing_session_close(&session);
	return serial;
}

/* A store with these, and in published/ a base and recent that are made by hand; damage is done to the base before it is sealed. */
static const char *open_built(const char *folder, const struct built_row *rows, size_t count, bool has_index)
{
	const char *store = open_store(folder);

	for (size_t i = 0; i < COUNT(listed); i++) {
		struct wb_listing listing =
		    listing_of(listed[i].prefix, listed[i].category != NULL ? listed[i].category : "spam");

		listing.expires_at_s = listed[i].expires_at_s;
		add_listing(store, &listing);
	}
	build_rows(&built_file, NULL, 0);
	built_file.header.serial = serial_of(store);
	built_file.header.base_serial = 7;
	build_seal(&built_file);
	build_write(&built_file, store, "recent-1");
	build_rows(&built_file, rows, count);
	built_file.header.serial = built_file.header.base_serial = 7;
	if (has_index)
		build_index(&built_file);
	return store;
}

static struct told audit_built(const char *store)
{
	build_seal(&built_file);
	build_write(&built_file, store, "listings-1.7");
	return audit(store);
}

static void test_what_agrees_has_no_faults(void **state)
{
	const char *store = open_store(*state);
	struct wb_prefix prefix = prefix_of("10.1.2.3");
	struct wb_listing_writer *writer;
	size_t removed;

	begin_row("nothing was ever listed");
	assert_string_equal(audit(store).text, "");
	begin_row("nothing is listed");
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_string_equal(audit(store).text, "");
	begin_row("in recent");
	for (size_t i = 0; i < COUNT(listed); i++)
		list_prefix(store, listed[i].prefix, "spam");
	assert_string_equal(audit(store).text, "");
	begin_row("in a base");
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_string_equal(audit(store).text, "");
	begin_row("in both");
	writer = open_writer(store);
	assert_int_equal(wb_listing_remove(writer, &prefix, NULL, NULL, &removed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	list_prefix(store, "10.1.0.0/16", "virus");
	list_prefix(store, "9.0.0.0/8", "virus");
	list_prefix(store, "2001:db8:1::/48", "virus");
	assert_string_equal(audit(store).text, "");
	begin_row("records that cannot be read are published as such");
	put_into_listings(store, "listings", "\0\0\0\0\0\0\0\0\0\0\377\377\12\1\0\0\160spam\0staff:x", 29, "bad", 3);
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_string_equal(audit(store).text, "");
}

static void test_each_difference_is_told(void **state)
{
	static const struct {
		const char *label;
		struct built_row rows[8];
		size_t count;
		const char *told;
	} rows[] = {
/* clang-format off */
#define ALL_V4 \
	{ .prefix = "10.0.0.0/8" }, { .prefix = "10.1.0.0/16" }, \
	{ .prefix = "10.1.0.0/16", .category = "virus", .expires_at_s = NOW_S + 9 }, { .prefix = "10.1.2.3" }
#define ALL_V6 { .prefix = "::/0" }, { .prefix = "2001:db8::/32" }
		/* clang-format on */
		{ "none", { ALL_V4, ALL_V6 }, 6, "" },
		{ "one is missing",
		    { { .prefix = "10.1.0.0/16" }, { .prefix = "10.1.0.0/16", .category = "virus", .expires_at_s = NOW_S + 9 },
			{ .prefix = "10.1.2.3" }, ALL_V6 },
		    5, "10.0.0.0/8 is listed in the store, and not published\n" },
		{ "the last one is missing", { ALL_V4, { .prefix = "::/0" } }, 5,
		    "2001:db8::/32 is listed in the store, and not published\n" },
		{ "one too many", { { .prefix = "9.0.0.0/8" }, ALL_V4, ALL_V6 }, 7,
		    "9.0.0.0/8 is published, and not listed in the store\n" },
		{ "one too many at the end", { ALL_V4, { .prefix = "11.0.0.0/8" }, ALL_V6 }, 7,
		    "11.0.0.0/8 is published, and not listed in the store\n" },
		{ "another end",
		    { { .prefix = "10.0.0.0/8" }, { .prefix = "10.1.0.0/16" },
			{ .prefix = "10.1.0.0/16", .category = "virus", .expires_at_s = NOW_S + 8 }, { .prefix = "10.1.2.3" },
			ALL_V6 },
		    6, "10.1.0.0/16 is published otherwise than it is listed in the store\n" },
		{ "another reason", { ALL_V4, { .prefix = "::/0", .reason = "no" }, { .prefix = "2001:db8::/32" } }, 6,
		    "::/0 is published otherwise than it is listed in the store\n" },
		{ "another kind",
		    { ALL_V4, { .prefix = "::/0", .kind = WB_LISTINGS_MIGHT_ALLOW }, { .prefix = "2001:db8::/32" } }, 6,
		    "::/0 is published otherwise than it is listed in the store\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_built(folder, rows[i].rows, rows[i].count, i % 2 == 0);
		assert_string_equal(audit_built(store).text, rows[i].told);
	}
}

static void test_numbers_that_a_look_up_trusts(void **state)
{
	const char *store = open_built(*state, listed, COUNT(listed), true);

	begin_row("a cover");
	built_file.rows[3].cover = 0;
	assert_string_equal(
	    audit_built(store).text, "10.1.2.3/32 is published with a wrong number of the row that covers it\n");
	built_file.rows[3].cover = 2;
	begin_row("the index");
	built_file.index[0][0x0a01]++;
	assert_string_equal(audit_built(store).text, "a number of the published index is wrong\n");
	built_file.index[0][0x0a01]--;
	begin_row("its last number");
	built_file.index[1][WB_LISTINGS_INDEX_NUMBERS - 1] = 1;
	assert_string_equal(audit_built(store).text, "a number of the published index is wrong\n");
	built_file.index[1][WB_LISTINGS_INDEX_NUMBERS - 1] = 2;
	begin_row("put right");
	assert_string_equal(audit_built(store).text, "");
	begin_row("a check");
	build_seal(&built_file);
	built_file.rows[3].check++;
	build_write(&built_file, store, "listings-1.7");
	assert_contains(audit(store).text, "listings-1.7: the file is damaged: publish it again with whyblock init");
}

static void test_what_is_not_in_force_is_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct wb_listing listing = listing_of("192.0.2.67", "spam");
	struct told told;

	list_prefix(store, "192.0.2.66", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_session_commit(&writer->session, NULL), WB_OK); /* and then it was killed */
	wb_listing_writer_close(&writer);
	told = audit(store);
	assert_int_equal(told.count, 1);
	assert_contains(told.text, "the last change of the listings is not in force");
	begin_row("nothing is published");
	assert_int_equal(remove(path_in(store, "published/recent-1")), 0);
	assert_contains(audit(store).text, "nothing is published");
}

static void test_it_ends_when_enough_was_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	uint64_t serial;

	for (int i = 0; i < 50; i++) {
		struct wb_listing listing = listing_of("192.0.2.0", "spam");

		listing.prefix.address.bytes[15] = (uint8_t)i;
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	serial = serial_of(store);
	build_rows(&built_file, NULL, 0);
	built_file.header.serial = serial;
	built_file.header.base_serial = 7;
	build_seal(&built_file);
	build_write(&built_file, store, "recent-1");
	built_file.header.serial = 7;
	assert_int_equal(audit_built(store).count, WB_PUBLISHED_AUDIT_FAULTS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_agrees_has_no_faults),
		test_in_folder(test_each_difference_is_told),
		test_in_folder(test_numbers_that_a_look_up_trusts),
		test_in_folder(test_what_is_not_in_force_is_told),
		test_in_folder(test_it_ends_when_enough_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
