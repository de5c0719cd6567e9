/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * unit.h - what every unit test may need: rows that say their label, a folder for files, addresses. Uses base alone.
 */
#ifndef WB_UNIT_H
#define WB_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/address.h"
#include "base/pool.h"
#include "base/text.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define NOW_S 1790000000LL /* what the tests take for the present */
#define NOBODY 65534

static struct wb_pool fixture_paths;

/* Printed before a row is looked at: what failed is the row whose label was printed last. */
static inline void begin_row(const char *label)
{
	print_message("    %s\n", label);
}

static inline void assert_contains(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" does not contain \"%s\"", text, part);
}

/* Setup: *state is a new folder. Others may look into it, for the tests of permissions. */
static inline int open_folder(void **state)
{
	char *folder = strdup("/tmp/whyblock-unit-XXXXXX");

	alarm(120); /* what hangs has failed */
	*state = mkdtemp(folder);
	return *state == NULL || chmod(folder, 0711) < 0 ? -1 : 0;
}

static inline int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

static inline int close_folder(void **state)
{
	nftw(*state, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(*state);
	wb_pool_close(&fixture_paths);
	return 0;
}

#define test_in_folder(test) cmocka_unit_test_setup_teardown(test, open_folder, close_folder)

/* folder/name, until the folder is closed. */
static inline const char *path_in(const char *folder, const char *name)
{
	char path[512];
	struct wb_text text;

	wb_text_open(&text, path, sizeof(path));
	wb_text_addf(&text, "%s/%s", folder, name);
	return wb_pool_copy(&fixture_paths, path);
}

static inline const char *write_file(const char *folder, const char *name, const void *data, size_t bytes)
{
	const char *path = path_in(folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, bytes, file), bytes);
	assert_int_equal(fchmod(fileno(file), 0644), 0); /* whatever the umask */
	assert_int_equal(fclose(file), 0);
	return path;
}

static inline const char *write_text(const char *folder, const char *name, const char *text)
{
	return write_file(folder, name, text, strlen(text));
}

/* The whole file; the caller frees it. */
static inline unsigned char *read_file(const char *path, size_t *bytes_r)
{
	struct stat st;
	FILE *file = fopen(path, "r");
	unsigned char *data;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	*bytes_r = (size_t)st.st_size;
	data = malloc(*bytes_r + 1);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, *bytes_r, file), *bytes_r);
	fclose(file);
	return data;
}

/* Root may read everything: what a missing permission does is seen as somebody else. */
static inline void drop_root(void)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(NOBODY), 0);
}

static inline void take_root(void)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

static inline struct wb_address address_of(const char *text)
{
	struct wb_address address;

	assert_int_equal(wb_address_parse(text, &address, NULL), WB_OK);
	return address;
}

static inline struct wb_prefix prefix_of(const char *text)
{
	struct wb_prefix prefix;

	assert_int_equal(wb_prefix_parse(text, &prefix, NULL), WB_OK);
	return prefix;
}

static inline const char *file_text(const char *path)
{
	static char text[64];
	size_t bytes;
	unsigned char *data = read_file(path, &bytes);

	snprintf(text, sizeof(text), "%.*s", (int)bytes, data);
	free(data);
	return text;
}

#endif
