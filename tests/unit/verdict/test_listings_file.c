/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listings_file.c - a file that is as it should be, and each way in which one can be wrong. */
#include "published_fixture.h"

static struct wb_listings_file file;

static enum wb_status open_base(const char *store, struct wb_error *error_r)
{
	return wb_listings_file_open(store, "listings-1.7", &file, error_r);
}

static const struct built_row plain[] = {
	{ .prefix = "10.0.0.0/8" },
	{ .prefix = "10.1.0.0/16", .category = "virus" },
	{ .prefix = "10.1.0.0/16", .category = "virus", .source = "staff:bob" },
	{ .prefix = "10.1.2.3" },
	{ .prefix = "2001:db8::/32", .expires_at_s = NOW_S + 5 },
	{ .prefix = "2001:db8::1", .category = "allow" },
};

static void test_a_file_is_read_as_it_was_written(void **state)
{
	for (int has_index = 0; has_index < 2; has_index++) {
		struct wb_listings_row row, cover;
		struct wb_listing listing;
		struct wb_address address = address_of("10.1.2.4");
		uint32_t number;

		begin_row(has_index ? "with an index" : "without one");
		publish_base(*state, plain, COUNT(plain), has_index);
		assert_int_equal(open_base(*state, NULL), WB_OK);
		assert_int_equal(file.header.serial, 7);
		assert_int_equal(file.header.rows[WB_LISTINGS_V4], 4);
		assert_int_equal(file.header.rows[WB_LISTINGS_V6], 2);
		assert_int_equal(wb_listings_file_search(&file, &address, &number, NULL), WB_OK);
		assert_int_equal(number, 3); /* 10.1.2.3, which does not cover it */
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, number, &row, NULL), WB_OK);
		assert_int_equal(wb_listings_file_cover(&file, &row, number, &cover, NULL), WB_OK);
		assert_int_equal(row.cover, 2); /* the last one of its group */
		assert_int_equal(wb_listings_file_listing(&file, &cover, &listing, NULL), WB_OK);
		assert_string_equal(listing.category, "virus");
		assert_string_equal(listing.source, "staff:bob");
		assert_string_equal(listing.reason, "seen relaying");
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V6, 0, &row, NULL), WB_OK);
		assert_int_equal(row.expires_at_s, NOW_S + 5);
		assert_int_equal(wb_listings_file_cover(&file, &row, 0, &cover, NULL), WB_NOT_FOUND);
		wb_listings_file_close(&file);
		wb_listings_file_close(&file); /* harmless */
	}
}

static void test_before_the_first_row_is_none(void **state)
{
	static const char *const clients[] = { "9.255.255.255", "0.0.0.0", "::1", "2001:db7::" };

	for (int has_index = 0; has_index < 2; has_index++) {
		publish_base(*state, plain, COUNT(plain), has_index);
		assert_int_equal(open_base(*state, NULL), WB_OK);
		for (size_t i = 0; i < COUNT(clients); i++) {
			struct wb_address address = address_of(clients[i]);
			uint32_t number = 0;

			begin_row(clients[i]);
			assert_int_equal(wb_listings_file_search(&file, &address, &number, NULL), WB_OK);
			assert_int_equal(number, WB_LISTINGS_NONE);
		}
		wb_listings_file_close(&file);
	}
}

static void test_what_is_no_file_is_not_read(void **state)
{
	const char *path = path_in(path_in(*state, "published"), "listings-1.7");
	struct wb_error error;

	begin_row("no folder");
	assert_int_equal(open_base(*state, &error), WB_NOT_FOUND);
	assert_int_equal(mkdir(path_in(*state, "published"), 0755), 0);
	begin_row("no file");
	assert_int_equal(open_base(*state, &error), WB_NOT_FOUND);
	begin_row("a FIFO");
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_int_equal(open_base(*state, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "is no file");
	wb_listings_file_close(&file);
	assert_int_equal(remove(path), 0);
	begin_row("a link");
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(open_base(*state, &error), WB_UNAVAILABLE);
	assert_int_equal(remove(path), 0);
	begin_row("a folder");
	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(open_base(*state, &error), WB_UNAVAILABLE);
	wb_listings_file_close(&file);
	begin_row("an empty file");
	assert_int_equal(remove(path), 0);
	write_text(*state, "published/listings-1.7", "");
	assert_int_equal(open_base(*state, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "whyblock init");
	wb_listings_file_close(&file);
}

static void test_a_header_keeps_its_rules(void **state)
{
	static const struct {
		const char *label;
		size_t at, bytes;
		uint64_t value;
		const char *says;
	} rows[] = {
		{ "another magic", 0, 1, 'W', "damaged" },
		{ "a newer format", offsetof(struct wb_listings_header, format), 4, 2, "its format is 2" },
		{ "another byte order", offsetof(struct wb_listings_header, byte_order), 4, 0x04030201, "damaged" },
		{ "a longer header", offsetof(struct wb_listings_header, header_bytes), 4, 96, "damaged" },
		{ "longer rows", offsetof(struct wb_listings_header, row_bytes), 4, 64, "damaged" },
		{ "a size that does not follow", offsetof(struct wb_listings_header, file_bytes), 8, 1000, "damaged" },
		{ "a serial before its base", offsetof(struct wb_listings_header, serial), 8, 6, "damaged" },
		{ "more rows than there are", offsetof(struct wb_listings_header, rows), 4, 5, "damaged" },
		{ "far too many rows", offsetof(struct wb_listings_header, rows), 4, UINT32_MAX, "damaged" },
		{ "too long a heap", offsetof(struct wb_listings_header, heap_bytes), 8, UINT64_MAX, "damaged" },
		{ "an index of another width", offsetof(struct wb_listings_header, index_bits), 4, 8, "damaged" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error;

		begin_row(rows[i].label);
		publish_base(*state, plain, COUNT(plain), false);
		memcpy((char *)&built_file.header + rows[i].at, &rows[i].value, rows[i].bytes);
		built_file.header.check = wb_listings_check_header(&built_file.header);
		build_write(&built_file, *state, "listings-1.7");
		assert_int_equal(open_base(*state, &error), WB_UNAVAILABLE);
		assert_contains(error.text, rows[i].says);
		wb_listings_file_close(&file);
	}
}

static void test_a_row_keeps_its_rules(void **state)
{
	static const struct {
		const char *label;
		size_t at;
		uint64_t value;
		size_t bytes;
	} rows[] = {
		{ "bits behind the length", 15, 1, 1 },
		{ "a length of 129", offsetof(struct wb_prefix, prefix_bits), 129, 1 },
		{ "the other family", 11, 0, 1 },
		{ "an unknown kind", offsetof(struct wb_listings_row, kind), WB_LISTINGS_KINDS, 1 },
		{ "an unknown scope", offsetof(struct wb_listings_row, scope), WB_SCOPE_COUNT, 1 },
		{ "a byte that means nothing", offsetof(struct wb_listings_row, zero), 1, 1 },
		{ "a cover behind it", offsetof(struct wb_listings_row, cover), 2, 4 },
		{ "itself as its cover", offsetof(struct wb_listings_row, cover), 1, 4 },
		{ "no category", offsetof(struct wb_listings_row, category), WB_LISTINGS_NONE, 4 },
		{ "no source", offsetof(struct wb_listings_row, source), WB_LISTINGS_NONE, 4 },
		{ "no reason", offsetof(struct wb_listings_row, reason), WB_LISTINGS_NONE, 4 },
		{ "a time before 1970", offsetof(struct wb_listings_row, created_at_s), UINT64_MAX, 8 },
		{ "an end before 1970", offsetof(struct wb_listings_row, expires_at_s), UINT64_MAX, 8 },
		{ "removed, with texts", offsetof(struct wb_listings_row, kind), WB_LISTINGS_REMOVED, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listings_row row;
		struct wb_error error;

		begin_row(rows[i].label);
		publish_base(*state, plain, COUNT(plain), false);
		memcpy((char *)&built_file.rows[1] + rows[i].at, &rows[i].value, rows[i].bytes);
		build_seal(&built_file);
		build_write(&built_file, *state, "listings-1.7");
		assert_int_equal(open_base(*state, NULL), WB_OK);
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 0, &row, NULL), WB_OK);
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 1, &row, &error), WB_UNAVAILABLE);
		assert_contains(error.text, "damaged");
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 4, &row, &error), WB_UNAVAILABLE);
		wb_listings_file_close(&file);
	}
}

static void test_a_cover_that_covers_nothing_is_damage(void **state)
{
	static const struct {
		const char *label;
		uint32_t row, cover;
	} rows[] = { { "of another network", 5, 3 }, { "of the same prefix", 2, 1 } };
	static const struct built_row listed[] = {
		{ .prefix = "10.0.0.0/8" },
		{ .prefix = "10.1.0.0/16" },
		{ .prefix = "10.1.0.0/16", .source = "staff:bob" },
		{ .prefix = "10.2.0.0/16" },
		{ .prefix = "10.3.0.0/16" },
		{ .prefix = "10.3.1.0/24" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listings_row row, cover;

		begin_row(rows[i].label);
		publish_base(*state, listed, COUNT(listed), false);
		built_file.rows[rows[i].row].cover = rows[i].cover;
		build_seal(&built_file);
		build_write(&built_file, *state, "listings-1.7");
		assert_int_equal(open_base(*state, NULL), WB_OK);
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, rows[i].row, &row, NULL), WB_OK);
		assert_int_equal(wb_listings_file_cover(&file, &row, rows[i].row, &cover, NULL), WB_UNAVAILABLE);
		wb_listings_file_close(&file);
	}
}

static void test_texts_that_cannot_be_trusted(void **state)
{
	static const struct {
		const char *label;
		size_t at; /* the text's field in the row */
		const char *category;
		enum wb_status status;
		enum wb_listings_kind kind;
	} rows[] = {
		{ "its category", offsetof(struct wb_listings_row, category), "spam", WB_NOT_FOUND, WB_LISTINGS_MIGHT_ALLOW },
		{ "its source", offsetof(struct wb_listings_row, source), "spam", WB_NOT_FOUND, WB_LISTINGS_UNREADABLE },
		{ "its reason", offsetof(struct wb_listings_row, reason), "spam", WB_NOT_FOUND, WB_LISTINGS_UNREADABLE },
		{ "the source of an allow", offsetof(struct wb_listings_row, source), "allow", WB_NOT_FOUND,
		    WB_LISTINGS_MIGHT_ALLOW },
		{ "the reason of an allow", offsetof(struct wb_listings_row, reason), "allow", WB_OK, WB_LISTINGS_STILL_ALLOW },
	};
	static const struct {
		const char *label, *text;
		uint32_t place; /* of the row's field; 0: what damage leaves at its place */
	} damages[] = {
		{ "a flipped letter", "x", 0 },
		{ "behind the heap", "", 100000 },
		{ "at its last byte", "", 40 },
		{ "nowhere", "", WB_LISTINGS_NONE - 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		for (size_t d = 0; d < COUNT(damages); d++) {
			struct built_row listed = {
				.prefix = "10.1.2.3", .category = rows[i].category, .expires_at_s = NOW_S + 9
			};
			struct wb_listings_row row;
			struct wb_listing listing;
			uint32_t place;

			begin_row(rows[i].label);
			begin_row(damages[d].label);
			publish_base(*state, &listed, 1, false);
			memcpy(&place, (char *)&built_file.rows[0] + rows[i].at, sizeof(place));
			if (damages[d].place == 0)
				memcpy(built_file.heap + place + 4, damages[d].text, 1);
			else
				memcpy((char *)&built_file.rows[0] + rows[i].at, &damages[d].place, sizeof(place));
			build_seal(&built_file);
			build_write(&built_file, *state, "listings-1.7");
			assert_int_equal(open_base(*state, NULL), WB_OK);
			assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 0, &row, NULL), WB_OK);
			assert_int_equal(wb_listings_file_listing(&file, &row, &listing, NULL), rows[i].status);
			assert_int_equal(row.kind, rows[i].kind);
			if (rows[i].status == WB_OK)
				assert_int_equal(listing.expires_at_s, 0); /* damage never ends what is allowed */
			wb_listings_file_close(&file);
		}
	}
}

/* A text whose check agrees may still be none that a listing has: the check is no seal. */
static void test_texts_keep_the_rules_of_listings(void **state)
{
	static const struct {
		const char *label;
		struct built_row row;
		enum wb_listings_kind kind;
	} rows[] = {
		{ "category", { .prefix = "10.1.2.3", .category = "Spam" }, WB_LISTINGS_MIGHT_ALLOW },
		{ "source", { .prefix = "10.1.2.3", .source = "ann" }, WB_LISTINGS_UNREADABLE },
		{ "reason", { .prefix = "10.1.2.3", .reason = "two\nlines" }, WB_LISTINGS_UNREADABLE },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listings_row row;
		struct wb_listing listing;

		begin_row(rows[i].label);
		publish_base(*state, &rows[i].row, 1, false);
		assert_int_equal(open_base(*state, NULL), WB_OK);
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 0, &row, NULL), WB_OK);
		assert_int_equal(wb_listings_file_listing(&file, &row, &listing, NULL), WB_NOT_FOUND);
		assert_int_equal(row.kind, rows[i].kind);
		wb_listings_file_close(&file);
	}
}

/* The index leads elsewhere, or a row on the way was changed: what is found is right, or it is a fault. */
static void test_a_search_is_not_led_astray(void **state)
{
	struct wb_address address = address_of("10.1.2.3");
	uint32_t bucket = wb_listings_bucket(WB_LISTINGS_V4, &address), right = 3;

	for (uint32_t low = 0; low <= 5; low++) {
		for (uint32_t high = 0; high <= 5; high++) {
			uint32_t number;
			enum wb_status status;

			publish_base(*state, plain, COUNT(plain), true);
			built_file.index[0][bucket] = low;
			built_file.index[0][bucket + 1] = high;
			build_write(&built_file, *state, "listings-1.7");
			assert_int_equal(open_base(*state, NULL), WB_OK);
			status = wb_listings_file_search(&file, &address, &number, NULL);
			if (low <= right + 1 && right < high && high <= 4)
				assert_int_equal(status, WB_OK);
			if (status == WB_OK)
				assert_int_equal(number, right);
			else
				assert_int_equal(status, WB_UNAVAILABLE);
			wb_listings_file_close(&file);
		}
	}
}

static void test_a_file_that_is_cut_while_it_is_open_is_a_fault(void **state)
{
	static struct built_row many[3000];
	static char names[3000][20];
	struct wb_address address = address_of("10.0.11.100");
	uint32_t number;
	const char *path;
	struct wb_error error;

	for (size_t i = 0; i < COUNT(many); i++) {
		snprintf(names[i], sizeof(names[i]), "10.0.%u.%u", (unsigned)(i / 256), (unsigned)(i % 256));
		many[i].prefix = names[i];
	}
	path = publish_base(*state, many, COUNT(many), false);
	assert_int_equal(open_base(*state, NULL), WB_OK);
	assert_int_equal(truncate(path, 8192), 0);
	assert_int_equal(wb_listings_file_search(&file, &address, &number, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "damaged");
	wb_listings_file_close(&file);
}

static void test_a_search_for_a_prefix(void **state)
{
	static const struct {
		const char *key;
		uint32_t wanted;
	} rows[] = {
		{ "9.0.0.0/8", WB_LISTINGS_NONE },
		{ "8.0.0.0/5", WB_LISTINGS_NONE },
		{ "10.0.0.0/7", WB_LISTINGS_NONE },
		{ "10.0.0.0/8", 0 },
		{ "10.0.0.0/9", 0 },
		{ "10.0.0.0/15", 0 },
		{ "10.1.0.0/16", 2 },
		{ "10.1.0.0/24", 2 },
		{ "10.1.2.0/24", 2 },
		{ "10.1.2.3", 3 },
		{ "255.0.0.0/8", 3 },
		{ "2001:db8::/31", WB_LISTINGS_NONE },
		{ "2001:db8::/32", 0 },
		{ "2001:db8::/48", 0 },
		{ "2001:db8:1::/48", 1 },
	};

	for (int has_index = 0; has_index < 2; has_index++) {
		publish_base(*state, plain, COUNT(plain), has_index);
		assert_int_equal(open_base(*state, NULL), WB_OK);
		for (size_t i = 0; i < COUNT(rows); i++) {
			const struct wb_prefix key = prefix_of(rows[i].key);
			uint32_t number = 99;

			begin_row(rows[i].key);
			assert_int_equal(wb_listings_file_search_prefix(&file, &key, &number, NULL), WB_OK);
			assert_int_equal(number, rows[i].wanted);
		}
		wb_listings_file_close(&file);
	}
}

static void test_from_row_to_row(void **state)
{
	struct wb_listings_row row, last;
	struct wb_error error;
	uint32_t number = 0;

	publish_base(*state, plain, COUNT(plain), false);
	assert_int_equal(open_base(*state, NULL), WB_OK);
	assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, 0, &row, NULL), WB_OK);
	for (uint32_t wanted = 1; wanted < 4; wanted++) {
		assert_int_equal(wb_listings_file_next(&file, &number, &row, NULL), WB_OK);
		assert_int_equal(number, wanted);
		assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, wanted, &last, NULL), WB_OK);
		assert_memory_equal(&row, &last, sizeof(row));
	}
	begin_row("behind the last one are those of the other family, which are none");
	assert_int_equal(wb_listings_file_next(&file, &number, &row, NULL), WB_NOT_FOUND);
	assert_int_equal(number, 3);
	assert_memory_equal(&row, &last, sizeof(row));
	wb_listings_file_close(&file);

	begin_row("one that comes before it is damage");
	built_file.rows[3].prefix = prefix_of("10.0.0.0/9");
	built_file.rows[3].cover = 0;
	build_seal(&built_file);
	build_write(&built_file, *state, "listings-1.7");
	assert_int_equal(open_base(*state, NULL), WB_OK);
	number = 2;
	assert_int_equal(wb_listings_file_row(&file, WB_LISTINGS_V4, number, &row, NULL), WB_OK);
	assert_int_equal(wb_listings_file_next(&file, &number, &row, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "damaged");
	assert_int_equal(number, 2);
	wb_listings_file_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_file_is_read_as_it_was_written),
		test_in_folder(test_before_the_first_row_is_none),
		test_in_folder(test_a_search_for_a_prefix),
		test_in_folder(test_from_row_to_row),
		test_in_folder(test_what_is_no_file_is_not_read),
		test_in_folder(test_a_header_keeps_its_rules),
		test_in_folder(test_a_row_keeps_its_rules),
		test_in_folder(test_a_cover_that_covers_nothing_is_damage),
		test_in_folder(test_texts_that_cannot_be_trusted),
		test_in_folder(test_texts_keep_the_rules_of_listings),
		test_in_folder(test_a_search_is_not_led_astray),
		test_in_folder(test_a_file_that_is_cut_while_it_is_open_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
