/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_mmdb_copy.c - a good file is copied when it has changed; whatever else is there, the copy of before stays. */
#include "fixture.h"
#include "mmdb_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "store/mmdb_copy.h"

enum { COUNTRY = WB_GEOIP_COUNTRY, ASN = WB_GEOIP_ASN };

static char *made; /* the folder of the files that mmdb.pl has made */
static bool have_files;
static struct wb_mmdb_copy copies[WB_GEOIP_WANTS];

static int make_files(void **state)
{
	(void)state;
	if (open_folder((void **)&made) != 0)
		return -1;
	have_files = make_mmdb_files(made);
	return 0;
}

static int remove_files(void **state)
{
	(void)state;
	return close_folder((void **)&made);
}

/* Puts one of them where an updater would: over what is there, in place. */
static const char *put(const char *folder, const char *name, const char *layout)
{
	size_t bytes;
	unsigned char *data;

	if (!have_files)
		skip();
	data = read_file(path_in(made, layout), &bytes);
	write_file(folder, name, data, bytes);
	free(data);
	return path_in(folder, name);
}

static void update(const char *store, const char *country, const char *asn)
{
	const struct wb_geoip_files sources = { country, asn };

	wb_mmdb_update(store, &sources, copies);
	for (size_t i = 0; i < COUNT(copies); i++) {
		if (copies[i].why.text[0] != '\0')
			print_message("      %s\n", copies[i].why.text);
	}
	assert_int_equal(access(path_in(store, "published/.new-country"), F_OK), -1);
	assert_int_equal(access(path_in(store, "published/.new-asn"), F_OK), -1);
}

static void assert_outcomes(enum wb_mmdb_outcome country, enum wb_mmdb_outcome asn)
{
	assert_int_equal(copies[COUNTRY].outcome, country);
	assert_int_equal(copies[ASN].outcome, asn);
}

/* "US AS64496": what the copies say of a client. */
static const char *asked(const char *store)
{
	static char text[32];
	struct wb_address client = address_of("192.0.2.66");
	struct wb_place place;

	assert_int_equal(wb_geoip_find(path_in(store, "published/country.mmdb"), path_in(store, "published/asn.mmdb"), &client,
			     &place, NULL),
	    WB_OK);
	snprintf(text, sizeof(text), "%s AS%u", place.country, place.asn);
	return text;
}

static ino_t inode_of(const char *store, const char *name)
{
	struct stat st;

	assert_int_equal(stat(path_in(store, name), &st), 0);
	return st.st_ino;
}

static void test_a_file_is_copied_when_it_has_changed(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb"), *asn = put(*state, "a.mmdb", "maxmind-asn.mmdb");
	struct stat source, copy;
	ino_t first;

	begin_row("the first time");
	update(store, country, asn);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_COPIED);
	assert_true(copies[COUNTRY].is_there && copies[ASN].is_there);
	assert_string_equal(asked(store), "US AS64496");
	assert_int_equal(stat(country, &source), 0);
	assert_int_equal(stat(path_in(store, "published/country.mmdb"), &copy), 0);
	assert_memory_equal(&source.st_mtim, &copy.st_mtim, sizeof(source.st_mtim));
	assert_int_equal(copy.st_mode & 07777, 0640);
	begin_row("it has not changed");
	first = inode_of(store, "published/country.mmdb");
	update(store, country, asn);
	assert_outcomes(WB_MMDB_SAME, WB_MMDB_SAME);
	assert_int_equal(inode_of(store, "published/country.mmdb"), first);
	begin_row("written in place");
	put(*state, "c.mmdb", "ipinfo-country.mmdb");
	wb_mmdb_look(store, WB_GEOIP_COUNTRY, country, &copies[COUNTRY]);
	assert_int_equal(copies[COUNTRY].outcome, WB_MMDB_STALE);
	update(store, country, asn);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_SAME);
	begin_row("touched");
	assert_int_equal(utimensat(AT_FDCWD, country, NULL, 0), 0);
	update(store, country, asn);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_SAME);
	begin_row("renamed, and older than the one before");
	assert_int_equal(rename(put(*state, "new.mmdb", "maxmind-isp.mmdb"), asn), 0);
	assert_int_equal(utimensat(AT_FDCWD, asn, (struct timespec[2]){ { .tv_sec = 1000 }, { .tv_sec = 1000 } }, 0), 0);
	update(store, country, asn);
	assert_outcomes(WB_MMDB_SAME, WB_MMDB_COPIED);
	begin_row("the copy is damaged");
	assert_int_equal(truncate(path_in(store, "published/asn.mmdb"), 300), 0);
	update(store, country, asn);
	assert_outcomes(WB_MMDB_SAME, WB_MMDB_COPIED);
	begin_row("the copy is damaged, and as large and as old as it was");
	assert_int_equal(stat(country, &source), 0);
	assert_int_equal(truncate(path_in(store, "published/country.mmdb"), 0), 0);
	assert_int_equal(truncate(path_in(store, "published/country.mmdb"), source.st_size), 0);
	assert_int_equal(utimensat(AT_FDCWD, path_in(store, "published/country.mmdb"),
			     (struct timespec[2]){ source.st_atim, source.st_mtim }, 0),
	    0);
	update(store, country, asn);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_SAME);
	assert_string_equal(asked(store), "US AS64496");
}

static void test_a_bad_file_is_not_taken(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb");
	ino_t first;

	update(store, country, "");
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_UNSET);
	first = inode_of(store, "published/country.mmdb");

	begin_row("another type");
	put(*state, "c.mmdb", "connection-type.mmdb");
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	assert_contains(copies[COUNTRY].why.text, country);
	assert_contains(copies[COUNTRY].why.text, "no countries in it");
	begin_row("cut");
	put(*state, "c.mmdb", "maxmind-country.mmdb");
	assert_int_equal(truncate(country, 900), 0);
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	begin_row("empty");
	write_text(*state, "c.mmdb", "");
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	begin_row("FIFO");
	assert_int_equal(remove(country), 0);
	assert_int_equal(mkfifo(country, 0644), 0);
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	assert_contains(copies[COUNTRY].why.text, "is not a regular file");
	begin_row("folder");
	assert_int_equal(remove(country), 0);
	assert_int_equal(mkdir(country, 0755), 0);
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	begin_row("link to itself");
	assert_int_equal(remove(country), 0);
	assert_int_equal(symlink(country, country), 0);
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);

	assert_true(copies[COUNTRY].is_there);
	assert_int_equal(inode_of(store, "published/country.mmdb"), first);
	assert_string_equal(asked(store), "US AS0");
	begin_row("there was none before");
	update(store, "", write_text(*state, "a.mmdb", "text"));
	assert_outcomes(WB_MMDB_REMOVED, WB_MMDB_REFUSED);
	assert_false(copies[ASN].is_there);
}

static void test_a_file_that_is_gone_leaves_its_copy(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb");

	update(store, country, path_in(*state, "never.mmdb"));
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_GONE);
	assert_false(copies[ASN].is_there);
	assert_int_equal(remove(country), 0);
	update(store, country, "");
	assert_outcomes(WB_MMDB_GONE, WB_MMDB_UNSET);
	assert_true(copies[COUNTRY].is_there);
	assert_contains(copies[COUNTRY].why.text, "No such file");
	assert_string_equal(asked(store), "US AS0");
	begin_row("no longer named");
	update(store, "", "");
	assert_outcomes(WB_MMDB_REMOVED, WB_MMDB_UNSET);
	assert_false(copies[COUNTRY].is_there);
	assert_string_equal(asked(store), " AS0");
	update(store, "", "");
	assert_outcomes(WB_MMDB_UNSET, WB_MMDB_UNSET);
}

static void test_one_file_for_both_is_copied_once(void **state)
{
	const char *store = open_store(*state);
	const char *both = put(*state, "b.mmdb", "ipinfo-lite.mmdb");

	update(store, both, both);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_COPIED);
	assert_int_equal(inode_of(store, "published/country.mmdb"), inode_of(store, "published/asn.mmdb"));
	assert_string_equal(asked(store), "US AS64496");
	update(store, both, both);
	assert_outcomes(WB_MMDB_SAME, WB_MMDB_SAME);
	begin_row("it has countries only: the AS numbers of before stay");
	put(*state, "b.mmdb", "maxmind-country.mmdb");
	update(store, both, both);
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_REFUSED);
	assert_contains(copies[ASN].why.text, "no AS numbers in it");
	assert_contains(copies[ASN].why.text, both);
	assert_string_equal(asked(store), "US AS64496");
	begin_row("it has AS numbers only");
	put(*state, "b.mmdb", "maxmind-asn.mmdb");
	update(store, both, both);
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_COPIED);
	assert_string_equal(asked(store), "US AS64496");
	begin_row("then named for one");
	update(store, "", both);
	assert_outcomes(WB_MMDB_REMOVED, WB_MMDB_SAME);
	assert_string_equal(asked(store), " AS64496");
}

/* A limit on the size of files stands for a full disk. */
static void test_a_full_disk_leaves_the_copy(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb");
	struct rlimit whole, small;

	update(store, country, "");
	put(*state, "c.mmdb", "ipinfo-lite.mmdb");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ 500, whole.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	update(store, country, "");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	assert_contains(copies[COUNTRY].why.text, "File too large");
	assert_string_equal(asked(store), "US AS0");
	begin_row("room again");
	update(store, country, "");
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_UNSET);
}

static void test_a_file_without_permission_is_told(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb");
	int before;

	update(store, country, "");
	assert_int_equal(chmod(*state, 0711), 0);
	assert_int_equal(chmod(store, 0777), 0);
	assert_int_equal(chmod(path_in(store, "published"), 0777), 0);
	assert_int_equal(chmod(country, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, country, NULL, 0), 0);
	before = copies[COUNTRY].outcome;
	drop_root();
	update(store, country, "");
	take_root();
	assert_int_equal(before, WB_MMDB_COPIED);
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	assert_contains(copies[COUNTRY].why.text, "Permission denied");
	assert_true(copies[COUNTRY].is_there);
}

static void test_one_that_is_too_large_is_not_read(void **state)
{
	const char *store = open_store(*state);
	const char *country = put(*state, "c.mmdb", "maxmind-country.mmdb");

	update(store, country, "");
	assert_int_equal(truncate(country, WB_MMDB_BYTES_MAX + 1), 0); /* a hole: it takes no room */
	update(store, country, "");
	assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
	assert_contains(copies[COUNTRY].why.text, "has 4294967297 bytes: expected at most 4294967296");
	assert_true(copies[COUNTRY].is_there);
}

/* What the updater does to the file as soon as a part of it was read; NULL: nothing. */
static void (*update_in_place)(void);
static const char *updated;

/* In the place of libc's, so that something can happen at that moment. */
ssize_t read(int fd, void *bytes, size_t count)
{
	ssize_t got = syscall(SYS_read, fd, bytes, count);

	if (update_in_place != NULL && got > 0) {
		void (*now)(void) = update_in_place;

		update_in_place = NULL;
		now();
	}
	return got;
}

static void write_the_first_byte_again(void)
{
	int fd = open(updated, O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, "", 1, 0), 1);
	close(fd);
}

static void cut_it(void)
{
	assert_int_equal(truncate(updated, 100), 0);
}

static void append(void)
{
	int fd = open(updated, O_WRONLY | O_APPEND | O_CLOEXEC);

	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static void test_what_is_written_while_it_is_read_is_not_taken(void **state)
{
	static const struct {
		const char *label;
		void (*update)(void);
	} rows[] = {
		{ "a byte is written again", write_the_first_byte_again },
		{ "it is cut", cut_it },
		{ "it grows", append },
	};
	const char *store = open_store(*state);
	char *country = strdup(put(*state, "c.mmdb", "maxmind-country.mmdb"));
	size_t wanted, got;
	unsigned char *data, *copied;

	update(store, country, "");
	data = read_file(path_in(store, "published/country.mmdb"), &wanted);
	updated = country;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		put(*state, "c.mmdb", "ipinfo-lite.mmdb");
		update_in_place = rows[i].update;
		update(store, country, "");
		assert_null(update_in_place);
		assert_outcomes(WB_MMDB_REFUSED, WB_MMDB_UNSET);
		assert_contains(copies[COUNTRY].why.text, "is being written: run whyblock apply when that is done");
		copied = read_file(path_in(store, "published/country.mmdb"), &got);
		assert_int_equal(got, wanted);
		assert_memory_equal(copied, data, wanted);
		free(copied);
	}
	begin_row("when that is done");
	put(*state, "c.mmdb", "ipinfo-lite.mmdb");
	update(store, country, "");
	assert_outcomes(WB_MMDB_COPIED, WB_MMDB_UNSET);
	free(data);
	free(country);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_file_is_copied_when_it_has_changed),
		test_in_folder(test_a_bad_file_is_not_taken),
		test_in_folder(test_a_file_that_is_gone_leaves_its_copy),
		test_in_folder(test_one_file_for_both_is_copied_once),
		test_in_folder(test_a_full_disk_leaves_the_copy),
		test_in_folder(test_a_file_without_permission_is_told),
		test_in_folder(test_one_that_is_too_large_is_not_read),
		test_in_folder(test_what_is_written_while_it_is_read_is_not_taken),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
