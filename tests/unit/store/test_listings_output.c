/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listings_output.c - what is written is, byte by byte but for the heap, what the format's comment says. */
#include "fixture.h"
#include "published_fixture.h"

#include "store/listings_output.h"

static const struct built_row rows[] = {
	{ .prefix = "0.0.0.0/0", .category = "allow" },
	{ .prefix = "10.0.0.0/8", .kind = WB_LISTINGS_MIGHT_ALLOW },
	{ .prefix = "10.1.0.0/16" },
	{ .prefix = "10.1.0.0/16", .source = "staff:bob", .expires_at_s = NOW_S + 9 },
	{ .prefix = "10.1.2.3", .kind = WB_LISTINGS_UNREADABLE },
	{ .prefix = "10.2.0.0/16", .kind = WB_LISTINGS_REMOVED },
	{ .prefix = "172.16.0.0/12", .category = "allow", .kind = WB_LISTINGS_STILL_ALLOW },
	{ .prefix = "::/0" },
	{ .prefix = "2001:db8::/32", .reason = "" },
	{ .prefix = "2001:db8::/33" },
	{ .prefix = "2001:db8:8000::/33" },
	{ .prefix = "2001:db9::1" },
};

static enum wb_status add_row(struct wb_listings_output *output, const struct built_row *row, struct wb_error *error_r)
{
	struct wb_listing listing = listing_of(row->prefix, row->category != NULL ? row->category : "spam");

	listing.expires_at_s = row->expires_at_s;
	if (row->source != NULL)
		snprintf(listing.source, sizeof(listing.source), "%s", row->source);
	if (row->reason != NULL)
		snprintf(listing.reason, sizeof(listing.reason), "%s", row->reason);
	return wb_listings_output_add(output, row->kind, &listing, error_r);
}

static struct wb_listings_output *open_output(const char *store, const struct wb_listings_header *header)
{
	struct wb_listings_output *output;
	struct wb_error error;

	if (wb_listings_output_open(store, "recent-1", header, &output, &error) != WB_OK)
		fail_msg("%s", error.text);
	return output;
}

static void test_the_format_is_that_of_the_comment(void **state)
{
	const char *store = open_store(*state);
	struct wb_listings_header header = { .serial = 9, .base_serial = 7, .made_at_s = NOW_S, .rows = { 7, 5 } };
	struct wb_listings_output *output = open_output(store, &header);
	struct wb_listings_row *row;
	unsigned char *data;
	size_t bytes;

	/* The families may be mixed: those of IPv6 first. */
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(add_row(output, &rows[(i + 7) % COUNT(rows)], NULL), WB_OK);
	assert_int_equal(wb_listings_output_commit(output, NULL), WB_OK);
	wb_listings_output_close(&output);
	assert_null(output);

	build_rows(&built_file, rows, COUNT(rows));
	built_file.header.serial = 9;
	built_file.header.base_serial = 7;
	built_file.header.made_at_s = NOW_S;
	data = read_file(path_in(store, "published/recent-1"), &bytes);
	row = (struct wb_listings_row *)(data + sizeof(header));
	/* Texts are shared there and not here: what is in the heap is told by the rows' texts. */
	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint32_t places[] = { row[i].category, row[i].source, row[i].reason };
		const uint32_t wanted[] = { built_file.rows[i].category, built_file.rows[i].source, built_file.rows[i].reason };
		const unsigned char *heap = (const unsigned char *)(row + COUNT(rows));

		for (size_t t = 0; t < COUNT(places); t++) {
			assert_int_equal(places[t] == WB_LISTINGS_NONE, wanted[t] == WB_LISTINGS_NONE);
			if (places[t] == WB_LISTINGS_NONE)
				continue;
			assert_memory_equal(heap + places[t], built_file.heap + wanted[t],
			    5 + strlen((const char *)built_file.heap + wanted[t] + 4));
		}
		row[i].category = built_file.rows[i].category;
		row[i].source = built_file.rows[i].source;
		row[i].reason = built_file.rows[i].reason;
		row[i].check = wb_listings_check_row(&row[i]);
	}
	memcpy(&header, data, sizeof(header));
	assert_true(header.heap_bytes < built_file.header.heap_bytes / 2);
	built_file.header.heap_bytes = header.heap_bytes;
	build_seal(&built_file);
	assert_memory_equal(data, &built_file.header, sizeof(header));
	assert_memory_equal(row, built_file.rows, sizeof(rows) / sizeof(rows[0]) * sizeof(*row));
	free(data);
}

static void test_an_index_is_that_of_the_comment(void **state)
{
	static struct built_row many[WB_LISTINGS_INDEXED_ROWS];
	static char names[WB_LISTINGS_INDEXED_ROWS][24];
	const char *store = open_store(*state);
	struct wb_listings_header header = { .rows = { COUNT(many) - 100, 100 } };
	struct wb_listings_output *output = open_output(store, &header);
	unsigned char *data;
	size_t bytes;

	for (size_t i = 0; i < COUNT(many); i++) {
		if (i < header.rows[0])
			snprintf(names[i], sizeof(names[i]), "%u.%u.7.0/24", (unsigned)(i / 16), (unsigned)(i % 16 * 16));
		else
			snprintf(names[i], sizeof(names[i]), "2001:%x::/32", (unsigned)(i - header.rows[0] + 1) * 3);
		many[i].prefix = names[i];
		assert_int_equal(add_row(output, &many[i], NULL), WB_OK);
	}
	assert_int_equal(wb_listings_output_commit(output, NULL), WB_OK);
	wb_listings_output_close(&output);
	build_rows(&built_file, many, COUNT(many));
	build_index(&built_file);
	data = read_file(path_in(store, "published/recent-1"), &bytes);
	assert_memory_equal(data + sizeof(header), built_file.index, sizeof(built_file.index));
	free(data);
}

static void test_rows_that_were_not_announced_are_refused(void **state)
{
	const char *store = open_store(*state);
	struct wb_listings_header header = { .rows = { 2, 0 } };
	struct wb_listings_output *output = open_output(store, &header);
	struct wb_error error;

	begin_row("out of order");
	assert_int_equal(add_row(output, &rows[2], NULL), WB_OK);
	assert_int_equal(add_row(output, &rows[1], &error), WB_INVALID);
	assert_contains(error.text, "order");
	begin_row("of a family that has none");
	assert_int_equal(add_row(output, &rows[7], &error), WB_INVALID);
	begin_row("fewer");
	assert_int_equal(wb_listings_output_commit(output, &error), WB_INVALID);
	begin_row("more");
	assert_int_equal(add_row(output, &rows[3], NULL), WB_OK);
	assert_int_equal(add_row(output, &rows[4], &error), WB_INVALID);
	wb_listings_output_close(&output);
	wb_listings_output_close(&output); /* harmless */
	assert_int_equal(access(path_in(store, "published/recent-1"), F_OK), -1);
}

static void test_no_store(void **state)
{
	struct wb_listings_header header = { .serial = 1 };
	struct wb_listings_output *output;
	struct wb_error error;

	assert_int_equal(
	    wb_listings_output_open(path_in(*state, "none"), "recent-1", &header, &output, &error), WB_UNAVAILABLE);
	assert_null(output);
	assert_contains(error.text, "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_format_is_that_of_the_comment),
		test_in_folder(test_an_index_is_that_of_the_comment),
		test_in_folder(test_rows_that_were_not_announced_are_refused),
		test_in_folder(test_no_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
