/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_policy_file.c - the published policy: what is read of it, and that no damage is believed. */
#include "policy_fixture.h"

#include "base/bytes.h"

static void test_a_file_is_read(void **state)
{
	struct wb_config *config = open_config(*state, everything);
	struct wb_policy_file *file;
	size_t size;
	unsigned char *bytes = encode_policy(&config->policy, &size);
	const char *path = write_file(*state, "policy-1", bytes, size);

	begin_row("for a verdict");
	assert_int_equal(wb_policy_file_read(path, WB_POLICY_FILE_VERDICT, &file, NULL), WB_OK);
	assert_int_equal(file->serial, 7);
	assert_int_equal(file->made_at_s, NOW_S);
	assert_int_equal(file->setting_count, 0);
	assert_string_equal(file->policy.config_path, config->path);
	assert_int_equal(file->policy.rule_count, 4);
	wb_policy_file_close(&file);
	begin_row("the whole of it");
	assert_int_equal(wb_policy_file_read(path, WB_POLICY_FILE_WHOLE, &file, NULL), WB_OK);
	assert_int_equal(file->setting_count, 2);
	assert_string_equal(file->settings[0].value, "");
	assert_string_equal(file->settings[1].name, "category \"spam\" action");
	assert_string_equal(file->settings[1].value, "\"defer\"");
	wb_policy_file_close(&file);
	wb_policy_file_close(&file);
	assert_null(file);
	begin_row("what was read outlives the file's bytes");
	assert_int_equal(wb_policy_file_decode(bytes, size, path, WB_POLICY_FILE_VERDICT, &file, NULL), WB_OK);
	memset(bytes, 0xff, size);
	assert_string_equal(file->policy.site.name, "Example");
	wb_policy_file_close(&file);
	free(bytes);
	wb_config_close(&config);
}

static void test_every_flipped_bit_and_every_cut_is_found(void **state)
{
	struct wb_config *config = open_config(*state, everything);
	struct wb_policy_file *file;
	struct wb_error error;
	size_t size;
	unsigned char *bytes = encode_policy(&config->policy, &size);

	begin_row("each bit");
	for (size_t at = 0; at < size; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes[at] ^= (unsigned char)(1U << bit);
			if (decode_policy(bytes, size, &file, &error) != WB_UNAVAILABLE || file != NULL)
				fail_msg("bit %u of byte %zu", bit, at);
			assert_contains(error.text, "policy FILE: ");
			assert_contains(error.text, ": run whyblock apply");
			bytes[at] ^= (unsigned char)(1U << bit);
		}
	}
	begin_row("each cut, and a byte too many");
	for (size_t cut = 0; cut <= size + 1; cut++) {
		unsigned char *copy = calloc(1, size + 1);

		memcpy(copy, bytes, size);
		if (cut != size && (decode_policy(copy, cut, &file, &error) != WB_UNAVAILABLE || file != NULL))
			fail_msg("cut at %zu", cut);
		free(copy);
	}
	assert_int_equal(decode_policy(bytes, size, &file, NULL), WB_OK);
	wb_policy_file_close(&file);
	free(bytes);
	wb_config_close(&config);
}

static void test_what_is_wrong_is_said(void **state)
{
	static const unsigned char garbage[100] = { 1, 2, 3 };
	struct wb_config *config = open_config(*state, "");
	struct wb_policy_file *file;
	struct wb_error error;
	size_t size;
	unsigned char *bytes = encode_policy(&config->policy, &size);
	const char *large = write_file(*state, "large", bytes, size);
	struct {
		const char *label, *path, *says;
	} rows[] = {
		{ "none", path_in(*state, "none"), "there is none: run whyblock apply" },
		{ "empty", write_text(*state, "empty", ""), "was cut short: run whyblock apply" },
		{ "cut", write_file(*state, "cut", bytes, size - 1), "was cut short: run whyblock apply" },
		{ "no policy", write_file(*state, "garbage", garbage, sizeof(garbage)), "is damaged: run whyblock apply" },
		{ "a folder", *state, "is not a regular file: run whyblock apply" },
		{ "a FIFO", path_in(*state, "fifo"), "is not a regular file: run whyblock apply" },
		{ "a link", path_in(*state, "link"), "is not a regular file: run whyblock apply" },
		{ "too large", large, "is larger than a policy can be: run whyblock apply" },
		{ "newer", path_in(*state, "newer"), "has the format 2, expected 1: run whyblock apply" },
	};

	assert_int_equal(mkfifo(path_in(*state, "fifo"), 0644), 0);
	assert_int_equal(symlink(write_file(*state, "good", bytes, size), path_in(*state, "link")), 0);
	assert_int_equal(truncate(large, WB_POLICY_FILE_BYTES_MAX + 1), 0);
	bytes[11]++;
	write_file(*state, "newer", bytes, size);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_policy_file_read(rows[i].path, WB_POLICY_FILE_VERDICT, &file, &error), WB_UNAVAILABLE);
		assert_null(file);
		assert_contains(error.text, rows[i].path);
		assert_contains(error.text, rows[i].says);
	}
	begin_row("no permission");
	assert_int_equal(chmod(path_in(*state, "good"), 0600), 0);
	drop_root();
	assert_int_equal(wb_policy_file_read(path_in(*state, "good"), WB_POLICY_FILE_VERDICT, &file, &error),
	    getuid() == 0 ? WB_UNAVAILABLE : WB_OK);
	take_root();
	wb_policy_file_close(&file);
	free(bytes);
	wb_config_close(&config);
}

static void test_a_policy_that_is_too_large_is_not_written(void **state)
{
	struct wb_policy_setting *settings = calloc(WB_POLICY_SETTINGS_MAX, sizeof(*settings));
	struct wb_config *config = open_config(*state, "");
	struct wb_policy_file file = {
		.policy = config->policy, .settings = settings, .setting_count = WB_POLICY_SETTINGS_MAX
	};
	struct wb_error error;
	unsigned char *bytes;
	size_t size;

	for (size_t i = 0; i < WB_POLICY_SETTINGS_MAX; i++)
		settings[i] = (struct wb_policy_setting){ "rule \"of-a-name-that-takes-some-room\" category", "\"spam\"" };
	assert_int_equal(wb_policy_file_encode(&file, &bytes, &size, &error), WB_INVALID);
	assert_null(bytes);
	assert_contains(error.text, "larger than 4 MiB");
	free(settings);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_file_is_read),
		test_in_folder(test_every_flipped_bit_and_every_cut_is_found),
		test_in_folder(test_what_is_wrong_is_said),
		test_in_folder(test_a_policy_that_is_too_large_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
