/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_first_seen_file.c - since when evidence is known: keys, the two files, which of them holds, and damage. */
#include "fixture.h"
#include "verdict/first_seen_file.h"
#include "verdict/published.h"

#define ROW WB_FIRST_SEEN_ROW_BYTES
#define LAST_S (NOW_S - 60)

static struct wb_first_seen_key key_of(const char *client)
{
	const struct wb_address address = address_of(client);

	return wb_first_seen_key(&address, WB_EVIDENCE_ZONE, "Spamhaus", "spam-source");
}

/* What is in a file; first_s 0: nothing more. */
struct row {
	const char *client;
	int64_t first_s, last_s;
};

static int compare_rows(const void *a, const void *b)
{
	return memcmp(a, b, ROW);
}

/* rows NULL: there is no such file. */
static size_t write_seen(const char *store, const char *name, const struct row *rows)
{
	unsigned char bytes[64 * ROW];
	bool is_base = strcmp(name, WB_SEEN_BASE) == 0;
	unsigned char *at = bytes + (is_base ? ROW : 0);
	size_t count = 0;

	mkdir(path_in(store, WB_SEEN_FOLDER), 0755);
	unlink(path_in(path_in(store, WB_SEEN_FOLDER), name));
	for (; rows != NULL && rows[count].first_s != 0; count++) {
		const struct wb_first_seen_row row = { key_of(rows[count].client), (uint32_t)rows[count].first_s,
			(uint32_t)rows[count].last_s };

		wb_first_seen_write_row(&row, at + count * ROW);
	}
	if (is_base) {
		qsort(at, count, ROW, compare_rows);
		wb_first_seen_write_head(count, bytes);
	}
	if (rows != NULL)
		write_file(path_in(store, WB_SEEN_FOLDER), name, bytes, (count + is_base) * ROW);
	return (count + is_base) * ROW;
}

static int64_t find(const char *store, const char *client, enum wb_status wanted)
{
	struct wb_first_seen seen = { key_of(client), 77 };
	struct wb_error error;

	assert_int_equal(wb_first_seen_find(store, &seen, 1, NOW_S, &error), wanted);
	return seen.first_s;
}

static void test_a_key_is_of_a_network_and_who_says_what(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_evidence_kind kind;
		const char *source, *category;
		bool is_same;
	} rows[] = {
		{ "itself", "192.0.2.66", WB_EVIDENCE_ZONE, "Spamhaus", "spam", true },
		{ "the first of its /24", "192.0.2.0", WB_EVIDENCE_ZONE, "Spamhaus", "spam", true },
		{ "the last of its /24", "192.0.2.255", WB_EVIDENCE_ZONE, "Spamhaus", "spam", true },
		{ "the next /24", "192.0.3.0", WB_EVIDENCE_ZONE, "Spamhaus", "spam", false },
		{ "another operator", "192.0.2.66", WB_EVIDENCE_ZONE, "SpamCop", "spam", false },
		{ "another category", "192.0.2.66", WB_EVIDENCE_ZONE, "Spamhaus", "policy", false },
		{ "a rule of the same name", "192.0.2.66", WB_EVIDENCE_RULE, "Spamhaus", "spam", false },
		{ "no word goes over to the next", "192.0.2.66", WB_EVIDENCE_ZONE, "Spam", "haus spam", false },
	};
	const struct wb_address client = address_of("192.0.2.66"), v6 = address_of("2001:db8:0:1::1"),
				same64 = address_of("2001:db8:0:1:ffff::"), other64 = address_of("2001:db8:0:2::1");
	struct wb_first_seen_key key = wb_first_seen_key(&client, WB_EVIDENCE_ZONE, "Spamhaus", "spam");
	const struct wb_first_seen_key key6 = wb_first_seen_key(&v6, WB_EVIDENCE_ZONE, "Spamhaus", "spam");
	struct wb_first_seen_key other;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_address address = address_of(rows[i].client);

		begin_row(rows[i].label);
		other = wb_first_seen_key(&address, rows[i].kind, rows[i].source, rows[i].category);
		assert_int_equal(wb_first_seen_compare(&key, &other) == 0, rows[i].is_same);
	}
	other = wb_first_seen_key(&same64, WB_EVIDENCE_ZONE, "Spamhaus", "spam");
	assert_int_equal(wb_first_seen_compare(&key6, &other), 0);
	other = wb_first_seen_key(&other64, WB_EVIDENCE_ZONE, "Spamhaus", "spam");
	assert_int_not_equal(wb_first_seen_compare(&key6, &other), 0);
	begin_row("as an event writes it");
	key = wb_first_seen_key(&client, WB_EVIDENCE_RULE, "f\xc3\xbcr alle", "spam");
	other = wb_first_seen_key(&client, WB_EVIDENCE_RULE, "f??r alle", "spam");
	assert_int_equal(wb_first_seen_compare(&key, &other), 0);
}

static void test_which_row_holds(void **state)
{

	static const struct {
		const char *label;
		struct row base[3], log[4];
		int64_t first_s;
	} rows[] = {
		{ "of the base", { { "192.0.2.1", NOW_S - 5000, LAST_S }, { "198.51.100.1", 9, LAST_S } }, { { 0 } },
		    NOW_S - 5000 },
		{ "of the log", { { 0 } }, { { "198.51.100.1", 9, LAST_S }, { "192.0.2.1", NOW_S - 700, NOW_S - 700 } },
		    NOW_S - 700 },
		{ "of the log before that of the base", { { "192.0.2.1", NOW_S - 5000, LAST_S } },
		    { { "192.0.2.1", NOW_S - 700, NOW_S - 700 } }, NOW_S - 700 },
		{ "the last one of the log", { { 0 } },
		    { { "192.0.2.1", NOW_S - 5000, LAST_S }, { "192.0.2.1", NOW_S - 700, NOW_S - 700 } }, NOW_S - 700 },
		{ "another network", { { "192.0.3.1", NOW_S - 5000, LAST_S } }, { { 0 } }, 0 },
		{ "now", { { "192.0.2.1", NOW_S, NOW_S } }, { { 0 } }, NOW_S },
		{ "of what is to come", { { "192.0.2.1", NOW_S + 1, NOW_S + 1 } }, { { 0 } }, 0 },
		{ "not seen for long",
		    { { "192.0.2.1", NOW_S - 9000000, NOW_S - WB_FIRST_SEEN_FORGET_S - 2 * WB_FIRST_SEEN_MERGE_S - 1 } },
		    { { 0 } }, 0 },
		{ "seen a second later",
		    { { "192.0.2.1", NOW_S - 9000000, NOW_S - WB_FIRST_SEEN_FORGET_S - 2 * WB_FIRST_SEEN_MERGE_S } }, { { 0 } },
		    NOW_S - 9000000 },
	};

	begin_row("no folder");
	assert_int_equal(find(*state, "192.0.2.1", WB_OK), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		write_seen(*state, WB_SEEN_BASE, rows[i].base[0].first_s != 0 ? rows[i].base : NULL);
		write_seen(*state, WB_SEEN_LOG, rows[i].log[0].first_s != 0 ? rows[i].log : NULL);
		assert_int_equal(find(*state, "192.0.2.200", WB_OK), rows[i].first_s);
	}
	begin_row("each of many");
	for (int last = 1; last < 40; last++) {
		struct row many[41] = { { 0 } };
		char clients[40][16];

		for (int k = 0; k < last; k++) {
			snprintf(clients[k], sizeof(clients[k]), "10.%d.7.1", 3 * k % last * 6 + k % 5);
			many[k] = (struct row){ clients[k], NOW_S - 100 - k, LAST_S };
		}
		write_seen(*state, WB_SEEN_BASE, many);
		write_seen(*state, WB_SEEN_LOG, NULL);
		for (int k = 0; k < last; k++)
			assert_true(find(*state, clients[k], WB_OK) != 0);
		assert_int_equal(find(*state, "10.250.7.1", WB_OK), 0);
		assert_int_equal(find(*state, "9.0.0.1", WB_OK), 0);
	}
}

/* Each byte is changed, and each length tried, of a file beside one that is good: nothing older than what is true comes of it. */
static void test_damage_makes_nothing_older(void **state)
{
	static const struct row base[] = { { "10.0.0.1", 9, LAST_S }, { "192.0.2.1", NOW_S - 5000, LAST_S },
		{ "198.51.100.1", 9, LAST_S }, { NULL, 0, 0 } };
	static const struct row log[] = { { "10.0.0.1", 9, LAST_S }, { "192.0.2.1", NOW_S - 700, NOW_S - 700 },
		{ NULL, 0, 0 } };
	static const char *const names[] = { WB_SEEN_BASE, WB_SEEN_LOG };
	const char *folder = path_in(*state, WB_SEEN_FOLDER);
	unsigned char bytes[64 * ROW];
	size_t wrong = 0;

	for (size_t which = 0; which < COUNT(names); which++) {
		const struct row *rows = which == 0 ? base : log;
		size_t size = write_seen(*state, names[which], rows);
		const char *path = path_in(folder, names[which]);
		FILE *file = fopen(path, "r");

		assert_int_equal(fread(bytes, 1, sizeof(bytes), file), size);
		fclose(file);
		for (size_t i = 0; i < size; i++) {
			int64_t first_s;
			struct wb_first_seen seen = { key_of("192.0.2.1"), 0 };
			enum wb_status status;

			bytes[i] ^= (unsigned char)(1U << (i % 8));
			write_file(folder, names[which], bytes, size);
			bytes[i] ^= (unsigned char)(1U << (i % 8));
			status = wb_first_seen_find(*state, &seen, 1, NOW_S, NULL);
			first_s = seen.first_s;
			wrong += status == WB_UNAVAILABLE;
			assert_true(first_s == 0 || first_s == (which == 0 ? NOW_S - 5000 : NOW_S - 700));
			assert_true(status == WB_OK || first_s == 0);
			if (which == 1)
				assert_int_equal(status, WB_UNAVAILABLE);
		}
		begin_row("each length");
		for (size_t length = 0; length < size; length++) {
			write_file(folder, names[which], bytes, length);
			/* A row that is not yet whole is being written. */
			assert_int_equal(
			    find(*state, "192.0.2.1", which == 0 ? WB_UNAVAILABLE : WB_OK), which == 0 ? 0 : NOW_S - 5000);
		}
		write_file(folder, names[which], bytes, size);
	}
	assert_true(wrong > 2 * ROW);
}

static void test_what_is_no_file_of_the_agents(void **state)
{
	static const struct row log[] = { { "192.0.2.1", NOW_S - 700, NOW_S - 700 }, { NULL, 0, 0 } };
	static const char *const names[] = { WB_SEEN_BASE, WB_SEEN_LOG };
	const char *folder = path_in(*state, WB_SEEN_FOLDER);
	struct wb_first_seen seen = { key_of("192.0.2.1"), 0 };
	struct wb_error error;

	write_seen(*state, WB_SEEN_LOG, log);
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *path = path_in(folder, names[i]);

		unlink(path);
		assert_int_equal(symlink("/etc/passwd", path), 0);
		assert_int_equal(find(*state, "192.0.2.1", WB_UNAVAILABLE), 0);
		unlink(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		assert_int_equal(wb_first_seen_find(*state, &seen, 1, NOW_S, &error), WB_UNAVAILABLE);
		assert_contains(error.text, "is no file: run systemctl restart whyblock-agent");
		unlink(path);
	}
	begin_row("the longest log, and one that is too long");
	{
		static unsigned char bytes[(WB_FIRST_SEEN_LOG_MAX + 1) * ROW];
		const struct wb_first_seen_row row = { key_of("192.0.2.1"), (uint32_t)NOW_S - 700, (uint32_t)LAST_S };

		for (size_t i = 0; i <= WB_FIRST_SEEN_LOG_MAX; i++)
			wb_first_seen_write_row(&row, bytes + i * ROW);
		write_file(folder, WB_SEEN_LOG, bytes, sizeof(bytes) - ROW);
		assert_int_equal(find(*state, "192.0.2.1", WB_OK), NOW_S - 700);
		write_file(folder, WB_SEEN_LOG, bytes, sizeof(bytes));
		assert_int_equal(find(*state, "192.0.2.1", WB_UNAVAILABLE), 0);
	}
	begin_row("a head that counts too many");
	unlink(path_in(folder, WB_SEEN_LOG));
	{
		unsigned char head[ROW];
		size_t rows;

		wb_first_seen_write_head(WB_FIRST_SEEN_ROWS_MAX, head);
		assert_true(wb_first_seen_read_head(head, &rows));
		wb_first_seen_write_head(WB_FIRST_SEEN_ROWS_MAX + 1, head);
		assert_false(wb_first_seen_read_head(head, &rows));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_key_is_of_a_network_and_who_says_what),
		test_in_folder(test_which_row_holds),
		test_in_folder(test_damage_makes_nothing_older),
		test_in_folder(test_what_is_no_file_of_the_agents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
