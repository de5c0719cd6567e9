/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_senders_file.c - whose senders change: which row holds, for how long, and damage. */
#include "base/bytes.h"
#include "unit.h"
#include "verdict/published.h"
#include "verdict/senders_file.h"

#define ROW WB_SENDERS_ROW_BYTES
#define UNTIL_S (NOW_S + 1000)

static unsigned char bytes[64 * ROW];

static int compare_rows(const void *a, const void *b)
{
	return memcmp(a, b, ROW);
}

/* A file of these hosts; its size. */
static size_t write_hosts(const char *folder, const char *const *hosts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct wb_address host = address_of(hosts[i]);

		wb_senders_file_write_row(&host, UNTIL_S, bytes + (i + 1) * ROW);
	}
	qsort(bytes + ROW, count, ROW, compare_rows);
	wb_senders_file_write_head(count, bytes);
	write_file(folder, WB_RUN_SENDERS, bytes, (count + 1) * ROW);
	return (count + 1) * ROW;
}

static enum wb_status find(const char *folder, const char *client, int64_t now_s)
{
	const struct wb_address address = address_of(client);
	struct wb_error error = { "" };
	enum wb_status status = wb_senders_file_find(folder, &address, now_s, &error);

	if (status == WB_UNAVAILABLE) {
		assert_contains(error.text, WB_RUN_SENDERS);
		assert_contains(error.text, ": run systemctl restart whyblock-agent");
	}
	return status;
}

static void test_who_is_found(void **state)
{
	static const char *const hosts[] = { "192.0.2.66", "2001:db8:0:1::25", "203.0.113.9" };
	static const struct {
		const char *label, *client;
		int64_t now_s;
		enum wb_status wanted;
	} rows[] = {
		{ "a host", "192.0.2.66", NOW_S, WB_OK },
		{ "the last one", "203.0.113.9", NOW_S, WB_OK },
		{ "another of its network", "192.0.2.67", NOW_S, WB_NOT_FOUND },
		{ "the first address", "0.0.0.0", NOW_S, WB_NOT_FOUND },
		{ "the last address", "ffff::", NOW_S, WB_NOT_FOUND },
		{ "of IPv6 its /64", "2001:db8:0:1:ffff::1", NOW_S, WB_OK },
		{ "the next /64", "2001:db8:0:2::25", NOW_S, WB_NOT_FOUND },
		{ "its last second", "192.0.2.66", UNTIL_S - 1, WB_OK },
		{ "its day is over", "192.0.2.66", UNTIL_S, WB_NOT_FOUND },
		{ "a day before", "192.0.2.66", UNTIL_S - WB_SENDERS_DAY_S, WB_OK },
		{ "a clock that was wrong has written it", "192.0.2.66", UNTIL_S - WB_SENDERS_DAY_S - 1, WB_NOT_FOUND },
	};

	begin_row("no file");
	assert_int_equal(find(*state, "192.0.2.66", NOW_S), WB_NOT_FOUND);
	begin_row("no folder");
	assert_int_equal(find(path_in(*state, "none"), "192.0.2.66", NOW_S), WB_NOT_FOUND);
	begin_row("nobody in it");
	write_hosts(*state, NULL, 0);
	assert_int_equal(find(*state, "192.0.2.66", NOW_S), WB_NOT_FOUND);
	write_hosts(*state, hosts, COUNT(hosts));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(find(*state, rows[i].client, rows[i].now_s), rows[i].wanted);
	}
	begin_row("each of many, and who stands between them");
	for (size_t count = 1; count < 40; count++) {
		char names[40][16];
		const char *many[40];

		for (size_t k = 0; k < count; k++) {
			snprintf(names[k], sizeof(names[k]), "10.0.%zu.2", (k * 7) % count * 2);
			many[k] = names[k];
		}
		write_hosts(*state, many, count);
		for (size_t k = 0; k < count; k++) {
			char between[16];

			snprintf(between, sizeof(between), "10.0.%zu.2", 2 * k + 1);
			assert_int_equal(find(*state, many[k], NOW_S), WB_OK);
			assert_int_equal(find(*state, between, NOW_S), WB_NOT_FOUND);
		}
	}
}

static void test_damage_says_nothing_about_anybody(void **state)
{
	static const char *const hosts[] = { "192.0.2.1", "192.0.2.3", "192.0.2.5" };
	size_t size = write_hosts(*state, hosts, COUNT(hosts));
	unsigned char more[5 * ROW];

	begin_row("one byte is another");
	for (size_t at = 0; at < size; at++) {
		size_t unknown = 0;

		bytes[at] ^= 0x10;
		write_file(*state, WB_RUN_SENDERS, bytes, size);
		for (int last = 0; last < 8; last++) {
			char client[16];
			enum wb_status status;

			snprintf(client, sizeof(client), "192.0.2.%d", last);
			status = find(*state, client, NOW_S);
			assert_true(status == WB_UNAVAILABLE || status == (last % 2 == 1 && last < 6 ? WB_OK : WB_NOT_FOUND));
			unknown += status == WB_UNAVAILABLE;
		}
		assert_true(unknown > 0);
		bytes[at] ^= 0x10;
	}
	begin_row("cut");
	for (size_t cut = 0; cut < size; cut++) {
		write_file(*state, WB_RUN_SENDERS, bytes, cut);
		assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
	}
	begin_row("longer than it says");
	memcpy(more, bytes, size);
	memcpy(more + size, bytes + ROW, ROW);
	write_file(*state, WB_RUN_SENDERS, more, sizeof(more));
	assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
	begin_row("of another format");
	memcpy(more, bytes, size);
	more[7]++;
	wb_bytes_put(more + 24, wb_bytes_check(more, 24), 8);
	write_file(*state, WB_RUN_SENDERS, more, size);
	assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
	begin_row("a row in the place of the head");
	write_file(*state, WB_RUN_SENDERS, bytes + ROW, ROW);
	assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
}

static void test_how_many_there_may_be(void **state)
{
	unsigned char *most = malloc((WB_SENDERS_ROWS_MAX + 2) * ROW);

	assert_non_null(most);
	for (uint32_t i = 0; i <= WB_SENDERS_ROWS_MAX; i++) {
		struct wb_address host = address_of("10.0.0.0");

		wb_bytes_put(host.bytes + 13, i, 3);
		wb_senders_file_write_row(&host, UNTIL_S, most + (i + 1) * ROW);
	}
	for (size_t more = 0; more < 2; more++) {
		wb_senders_file_write_head(WB_SENDERS_ROWS_MAX + more, most);
		write_file(*state, WB_RUN_SENDERS, most, (WB_SENDERS_ROWS_MAX + more + 1) * ROW);
		assert_int_equal(find(*state, "10.0.63.255", NOW_S), more == 0 ? WB_OK : WB_UNAVAILABLE);
	}
	free(most);
}

static void test_what_is_no_file(void **state)
{
	const char *path = path_in(*state, WB_RUN_SENDERS);
	const struct wb_address client = address_of("192.0.2.1");
	struct wb_error error;

	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(wb_senders_file_find(*state, &client, NOW_S, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "is no file");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody waits */
	assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("elsewhere", path), 0);
	assert_int_equal(find(*state, "192.0.2.1", NOW_S), WB_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_who_is_found),
		test_in_folder(test_damage_says_nothing_about_anybody),
		test_in_folder(test_how_many_there_may_be),
		test_in_folder(test_what_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
