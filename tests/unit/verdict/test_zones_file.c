/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zones_file.c - what all processes know about zones: the bytes, damage, and how the two files of a store are joined. */
#include "fixture.h"
#include "verdict/published.h"
#include "verdict/zones_file.h"

static const struct wb_zone_row two[] = {
	{ "bl.example.net", { WB_HEALTH_SUSPENDED, 2, NOW_S, NOW_S + 60, NOW_S - 50, "did not answer, 2 times in a row" } },
	{ "zen.dq.spamhaus.net", { WB_HEALTH_GOOD, 0, NOW_S, 0, NOW_S, "" } },
};

static const char two_bytes[] = "01041c38e3dfab65d20002"
				"626c2e6578616d706c652e6e657400"
				"01"
				"00000002"
				"000000006ab13b80"
				"000000006ab13bbc"
				"000000006ab13b4e"
				"646964206e6f7420616e737765722c20322074696d657320696e206120726f7700"
				"7a656e2e64712e7370616d686175732e6e657400"
				"00"
				"00000000"
				"000000006ab13b80"
				"0000000000000000"
				"000000006ab13b80"
				"00";

static const char *write_rows(const char *path, const struct wb_zone_row *rows, size_t count)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(rows, count, bytes);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(blob.data, 1, blob.size, file), blob.size);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void test_the_bytes(void **state)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(two, COUNT(two), bytes);
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
	char hex[2 * 256 + 1] = "";
	size_t count;

	for (size_t i = 0; i < blob.size && i < 256; i++)
		snprintf(hex + 2 * i, 3, "%02x", blob.data[i]);
	assert_string_equal(hex, two_bytes);
	assert_int_equal(wb_zones_file_read(write_rows(path_in(*state, "zones"), two, COUNT(two)), rows, &count, NULL), WB_OK);
	assert_int_equal(count, COUNT(two));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(rows[i].zone, two[i].zone);
		assert_int_equal(rows[i].health.state, two[i].health.state);
		assert_int_equal(rows[i].health.timeouts, two[i].health.timeouts);
		assert_int_equal(rows[i].health.since_s, two[i].health.since_s);
		assert_int_equal(rows[i].health.until_s, two[i].health.until_s);
		assert_int_equal(rows[i].health.tested_at_s, two[i].health.tested_at_s);
		assert_string_equal(rows[i].health.why, two[i].health.why);
	}
}

static void test_the_most_rows_fit(void **state)
{
	static struct wb_zone_row most[WB_ZONES_FILE_ROWS_MAX], rows[WB_ZONES_FILE_ROWS_MAX];
	size_t count;

	for (size_t i = 0; i < COUNT(most); i++) {
		memset(most[i].zone, 'z', sizeof(most[i].zone) - 1);
		memset(most[i].health.why, 'w', sizeof(most[i].health.why) - 1);
	}
	assert_int_equal(
	    wb_zones_file_read(write_rows(path_in(*state, "zones"), most, COUNT(most)), rows, &count, NULL), WB_OK);
	assert_int_equal(count, COUNT(most));
	assert_string_equal(rows[COUNT(most) - 1].health.why, most[0].health.why);
}

/* Each byte of a file is changed, and each length tried: nothing but the whole file is taken. */
static void test_damage_is_told_and_counts_as_nothing(void **state)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(two, COUNT(two), bytes);
	const char *path = path_in(*state, "zones");
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
	struct wb_error error;
	size_t count;

	for (size_t i = 0; i < 2 * blob.size; i++) {
		FILE *file = fopen(path, "w");

		bytes[i / 2] ^= i % 2 == 0 ? 1 : 0;
		assert_int_equal(fwrite(bytes, 1, i % 2 == 0 ? blob.size : i / 2, file), i % 2 == 0 ? blob.size : i / 2);
		assert_int_equal(fclose(file), 0);
		bytes[i / 2] ^= i % 2 == 0 ? 1 : 0;
		assert_int_equal(wb_zones_file_read(path, rows, &count, &error), WB_UNAVAILABLE);
		assert_int_equal(count, 0);
		assert_contains(error.text, "run systemctl restart whyblock-agent");
	}
	assert_int_equal(wb_zones_file_read(path_in(*state, "none"), rows, &count, &error), WB_NOT_FOUND);
	assert_int_equal(mkdir(path_in(*state, "folder"), 0700), 0);
	assert_int_equal(wb_zones_file_read(path_in(*state, "folder"), rows, &count, &error), WB_UNAVAILABLE);
	assert_int_equal(mkfifo(path_in(*state, "fifo"), 0600), 0);
	assert_int_equal(wb_zones_file_read(path_in(*state, "fifo"), rows, &count, &error), WB_UNAVAILABLE);
}

static void test_both_files_of_a_store_count(void **state)
{
	static const char *const zones[] = { "bl.example.net", "other.example.net" };
	const struct wb_zone_row tested = { "bl.example.net", { WB_HEALTH_GOOD, 0, NOW_S, 0, NOW_S, "" } };
	const struct wb_zone_row future = { "bl.example.net", { WB_HEALTH_GOOD, 0, NOW_S, 0, NOW_S + 3600, "" } };
	const struct wb_zone_row seen = { "bl.example.net",
		{ WB_HEALTH_SUSPENDED, 1, NOW_S + 1, NOW_S + 31, 0, "did not answer" } };
	const char *store = open_store(*state);
	struct wb_health health[2];
	struct wb_error error;

	begin_row("nothing was ever written");
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_OK);
	assert_true(wb_health_may_ask(&health[0], NOW_S) && wb_health_may_ask(&health[1], NOW_S));
	begin_row("a test");
	write_rows(path_in(store, WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES), &tested, 1);
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_OK);
	assert_int_equal(health[0].tested_at_s, NOW_S);
	begin_row("and what was seen since");
	assert_int_equal(mkdir(path_in(store, WB_RUN_FOLDER), 0700), 0);
	write_rows(path_in(store, WB_RUN_FOLDER "/" WB_PUBLISHED_ZONES), &seen, 1);
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_OK);
	assert_false(wb_health_may_ask(&health[0], NOW_S + 2));
	assert_true(wb_health_may_ask(&health[1], NOW_S + 2));
	assert_int_equal(health[0].tested_at_s, NOW_S);
	begin_row("whatever a clock that was wrong has written");
	write_rows(path_in(store, WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES), &future, 1);
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_OK);
	assert_false(wb_health_may_ask(&health[0], NOW_S + 2));
	begin_row("one of them damaged: the other counts");
	write_text(store, WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES, "garbage");
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_UNAVAILABLE);
	assert_contains(error.text, WB_PUBLISHED_FOLDER);
	assert_false(wb_health_may_ask(&health[0], NOW_S + 2));
	begin_row("both");
	write_text(store, WB_RUN_FOLDER "/" WB_PUBLISHED_ZONES, "garbage");
	assert_int_equal(wb_zones_load(store, zones, 2, NOW_S + 2, health, &error), WB_UNAVAILABLE);
	assert_true(wb_health_may_ask(&health[0], NOW_S + 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_bytes),
		test_in_folder(test_the_most_rows_fit),
		test_in_folder(test_damage_is_told_and_counts_as_nothing),
		test_in_folder(test_both_files_of_a_store_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
