/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_unpack.c - what is compressed comes out as it was, or not at all. */
#include "desk/unpack.h"

#include <fcntl.h>
#include <unistd.h>

#include "fixture.h"

/* Each is PLAIN. */
#define PLAIN "192.0.2.1\n192.0.2.2\n"
static const char gz[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\xb4\x34\xd2\x33\xd0\x33\xd2\x33\xe4\x32\x84\xb2\x8c"
			 "\xb8\x00\x73\xb1\x00\xda\x14\x00\x00\x00";
static const char xz[] = "\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x0c\x00\x00\x00\x8f\x98\x41\x9c"
			 "\xe0\x00\x13\x00\x12\x5d\x00\x18\x8e\x42\x88\x74\xb7\x49\xee\xbd\x36\xa0\x19\x38\x15\x84\x02\x60"
			 "\x00\x00\x00\x00\x00\x91\x0b\x12\xaf\x8e\x6d\xc2\x00\x01\x2e\x14\x7a\x68\x5b\x31\x1f\xb6\xf3\x7d"
			 "\x01\x00\x00\x00\x00\x04\x59\x5a";
static const char zst[] = "\x28\xb5\x2f\xfd\x04\x58\xa1\x00\x00\x31\x39\x32\x2e\x30\x2e\x32\x2e\x31\x0a\x31\x39\x32\x2e\x30"
			  "\x2e\x32\x2e\x32\x0a\x2d\xb5\x8e\xff";

static char out[4096];

/* Writes the bytes, and reads them through. */
static enum wb_status unpack(const char *folder, const char *bytes, size_t count, struct wb_error *error_r)
{
	struct wb_unpack *unpack = NULL;
	const char *found;
	size_t size, used = 0;
	enum wb_status status;
	int fd = open(write_file(folder, "packed", bytes, count), O_RDONLY);

	assert_true(fd >= 0);
	status = wb_unpack_open(fd, "packed", &unpack, error_r);
	while (status == WB_OK && (status = wb_unpack_next(unpack, &found, &size, error_r)) == WB_OK && size > 0) {
		assert_true(used + size < sizeof(out));
		memcpy(out + used, found, size);
		used += size;
	}
	out[used] = '\0';
	wb_unpack_close(&unpack);
	wb_unpack_close(&unpack);
	close(fd);
	return status;
}

static const struct {
	const char *label, *bytes;
	size_t count;
} forms[] = {
	{ "gz", gz, sizeof(gz) - 1 },
	{ "xz", xz, sizeof(xz) - 1 },
	{ "zst", zst, sizeof(zst) - 1 },
};

static void test_forms(void **state)
{
	char twice[1000];

	for (size_t i = 0; i < COUNT(forms); i++) {
		begin_row(forms[i].label);
		assert_int_equal(unpack(*state, forms[i].bytes, forms[i].count, NULL), WB_OK);
		assert_string_equal(out, PLAIN);
		/* Several are one. */
		memcpy(twice, forms[i].bytes, forms[i].count);
		memcpy(twice + forms[i].count, forms[i].bytes, forms[i].count);
		assert_int_equal(unpack(*state, twice, 2 * forms[i].count, NULL), WB_OK);
		assert_string_equal(out, PLAIN PLAIN);
	}
	begin_row("plain");
	assert_int_equal(unpack(*state, PLAIN, strlen(PLAIN), NULL), WB_OK);
	assert_string_equal(out, PLAIN);
	begin_row("empty, and shorter than any magic");
	assert_int_equal(unpack(*state, "", 0, NULL), WB_OK);
	assert_string_equal(out, "");
	assert_int_equal(unpack(*state, "\x1f", 1, NULL), WB_OK);
	assert_string_equal(out, "\x1f");
	begin_row("zeros of a tape behind a gz");
	memcpy(twice, gz, sizeof(gz) - 1);
	memset(twice + sizeof(gz) - 1, 0, 512);
	assert_int_equal(unpack(*state, twice, sizeof(gz) - 1 + 512, NULL), WB_OK);
}

/* Wherever it ends too soon, and whichever bit is another one: it is refused, or, where nothing depends on it, comes out as it was. */
static void test_each_cut_and_each_bit(void **state)
{
	char bent[200];
	struct wb_error error;

	for (size_t i = 0; i < COUNT(forms); i++) {
		begin_row(forms[i].label);
		for (size_t cut = 6; cut < forms[i].count; cut++) {
			assert_int_equal(unpack(*state, forms[i].bytes, cut, &error), WB_INVALID);
			assert_contains(error.text, "packed: damaged");
		}
		for (size_t bit = 6 * 8; bit < 8 * forms[i].count; bit++) {
			memcpy(bent, forms[i].bytes, forms[i].count);
			bent[bit / 8] = (char)(bent[bit / 8] ^ 1 << bit % 8);
			if (unpack(*state, bent, forms[i].count, NULL) == WB_OK)
				assert_string_equal(out, PLAIN);
		}
		memcpy(bent, forms[i].bytes, forms[i].count);
		memcpy(bent + forms[i].count, "192.0.2.3\n", 10);
		assert_int_equal(unpack(*state, bent, forms[i].count + 10, NULL), WB_INVALID);
	}
}

/* As what compresses in parallel writes it: a frame to be skipped, with one of 16 beginnings, in front of each that is not. */
static void test_frames_to_be_skipped(void **state)
{
	char bytes[200];
	size_t count = 0;

	for (int kind = 0x50; kind <= 0x5f; kind++) {
		static const char rest[] = "\x2a\x4d\x18\x04\x00\x00\x00\x12\x00\x00\x00";

		bytes[0] = (char)kind;
		memcpy(bytes + 1, rest, sizeof(rest) - 1);
		count = sizeof(rest);
		memcpy(bytes + count, zst, sizeof(zst) - 1);
		count += sizeof(zst) - 1;
		assert_int_equal(unpack(*state, bytes, count, NULL), WB_OK);
		assert_string_equal(out, PLAIN);
	}
	for (size_t cut = 6; cut < count; cut++) {
		if (cut != count - (sizeof(zst) - 1))
			assert_int_equal(unpack(*state, bytes, cut, NULL), WB_INVALID);
	}
	bytes[0] = 0x60;
	assert_int_equal(unpack(*state, bytes, count, NULL), WB_OK);
	assert_memory_equal(out, bytes, count);
}

static void test_what_is_known_and_not_read(void **state)
{
	struct wb_error error;

	assert_int_equal(unpack(*state, "BZh91AY&SY", 10, &error), WB_INVALID);
	assert_string_equal(error.text, "packed: compressed by bzip2: expected plain text, .gz, .xz or .zst");
	assert_int_equal(unpack(*state, "PK\003\004....", 8, &error), WB_INVALID);
	assert_contains(error.text, "by zip");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_forms),
		test_in_folder(test_each_cut_and_each_bit),
		test_in_folder(test_frames_to_be_skipped),
		test_in_folder(test_what_is_known_and_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
