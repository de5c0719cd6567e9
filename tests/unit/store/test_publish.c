/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_publish.c - what is published is what the store has: after each change, after a kill at each moment, with several writers. */
#include "fixture.h"
#include "published_fixture.h"

#include <dirent.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

#include "store/publish.h"

static struct listings_found find_in_store(const char *store, const struct wb_address *address)
{
	struct listings_found found = { .status = WB_OK };

	found.status = wb_listing_find(store, address, note_found, &found, &found.unreadable, &found.error);
	return found;
}

/* Both say the same of this client, in the same order. */
static void assert_same(const char *store, const struct wb_address *address)
{
	struct listings_found wanted = find_in_store(store, address), found = { .status = WB_OK };

	found.status = wb_published_find(store, address, note_found, &found, &found.unreadable, &found.error);
	if (found.status != WB_OK && wanted.status == WB_OK)
		fail_msg("%s", found.error.text);
	assert_int_equal(found.status, wanted.status);
	assert_int_equal(found.unreadable, wanted.unreadable);
	assert_string_equal(found.text, wanted.text);
	assert_int_equal(found.last.scope, wanted.last.scope);
	assert_int_equal(found.last.created_at_s, wanted.last.created_at_s);
	assert_int_equal(found.last.expires_at_s, wanted.last.expires_at_s);
	assert_string_equal(found.last.reason, wanted.last.reason);
}

static void assert_same_text(const char *store, const char *client)
{
	struct wb_address address = address_of(client);

	assert_same(store, &address);
}

struct published_headers {
	struct wb_listings_header recent, base;
};

static struct published_headers headers_of(const char *store)
{
	struct wb_published_listings published;
	struct published_headers headers;
	struct wb_error error;

	if (wb_published_listings_open(store, &published, &error) != WB_OK)
		fail_msg("%s", error.text);
	headers = (struct published_headers){ published.recent.header, published.base.header };
	wb_published_listings_close(&published);
	return headers;
}

static size_t count_files(const char *store)
{
	DIR *folder = opendir(path_in(store, "published"));
	size_t count = 0;

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	return count;
}

static void unlist(const char *store, const char *prefix)
{
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_prefix parsed = prefix_of(prefix);
	size_t removed;

	assert_int_equal(wb_listing_remove(writer, &parsed, NULL, NULL, &removed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

/* So many hosts of 10.0.0.0/8 in one transaction. */
static void list_many(const char *store, size_t count)
{
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing listing = listing_of("10.0.0.0", "spam");
	struct wb_error error;

	for (size_t i = 0; i < count; i++) {
		listing.prefix.address.bytes[13] = (uint8_t)(i >> 16);
		listing.prefix.address.bytes[14] = (uint8_t)(i >> 8);
		listing.prefix.address.bytes[15] = (uint8_t)i;
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	if (wb_listing_commit(writer, &error) != WB_OK)
		fail_msg("%s", error.text);
	wb_listing_writer_close(&writer);
}

static void test_an_empty_store_is_published_empty(void **state)
{
	const char *store = open_store(*state);

	assert_int_equal(find_published(store, "192.0.2.66").status, WB_UNAVAILABLE);
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_int_equal(find_published(store, "192.0.2.66").status, WB_OK);
	assert_int_equal(find_published(store, "192.0.2.66").count, 0);
	assert_int_equal(count_files(store), 2);
	begin_row("again");
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_int_equal(count_files(store), 2);
}

static void test_nothing_is_published_of_a_store_to_which_nothing_was_written(void **state)
{
	const char *store = open_store(*state);

	assert_int_equal(wb_publish_pending(store, NULL), WB_OK);
	assert_int_equal(wb_publish_merge(store, NULL), WB_OK);
	assert_int_equal(count_files(store), 0);
}

/* Published by the next of those who only make good what is missing, while a writer is at work, for whom nobody waits. */
static void test_what_is_pending_is_published_beside_a_writer(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing listing = listing_of("192.0.2.67", "spam");
	struct wb_listing_writer *writer;
	int status, pipe_fds[2];
	pid_t child;
	char byte;

	list_prefix(store, "192.0.2.66", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_session_commit(&writer->session, NULL), WB_OK); /* and then it was killed */
	wb_listing_writer_close(&writer);
	assert_int_equal(find_published(store, "192.0.2.67").count, 0);
	assert_int_equal(pipe(pipe_fds), 0);
	child = fork();
	if (child == 0) {
		writer = open_writer(store);
		_exit(write(pipe_fds[1], "x", 1) != 1 || pause() == 0);
	}
	assert_int_equal(read(pipe_fds[0], &byte, 1), 1);
	assert_int_equal(wb_publish_pending(store, NULL), WB_OK);
	assert_int_equal(find_published(store, "192.0.2.67").count, 1);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

static void test_whether_the_last_change_is_published(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing listing = listing_of("192.0.2.67", "spam");
	struct wb_listing_writer *writer;
	struct wb_error error;
	int64_t changed_at_s;

	begin_row("nothing was ever listed, nor published");
	assert_int_equal(wb_publish_check(store, &changed_at_s, &error), WB_NOT_IN_FORCE);
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	assert_int_equal(wb_publish_check(store, &changed_at_s, &error), WB_OK);
	begin_row("listed");
	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(wb_publish_check(store, &changed_at_s, &error), WB_OK);
	assert_in_range(changed_at_s, time(NULL) - 60, time(NULL) + 1);
	begin_row("its publisher was killed");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_session_commit(&writer->session, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(wb_publish_check(store, &changed_at_s, &error), WB_NOT_IN_FORCE);
	assert_string_equal(error.text, "the last change of the listings is not in force");
	assert_int_equal(wb_publish_pending(store, NULL), WB_OK);
	assert_int_equal(wb_publish_check(store, &changed_at_s, &error), WB_OK);
}

static void test_each_change_is_published_by_its_commit(void **state)
{
	static const char *const clients[] = { "192.0.2.66", "192.0.2.67", "198.51.100.1", "2001:db8::1", "::" };
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct wb_listing listing = listing_of("198.51.100.0/24", "virus");
	uint64_t base;
	size_t removed;

	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	base = headers_of(store).base.serial;
	for (int step = 0; step < 6; step++) {
		switch (step) {
		case 0:
			list_prefix(store, "192.0.2.66", "spam");
			break;
		case 1:
			list_prefix(store, "192.0.2.0/24", "allow");
			break;
		case 2:
			list_prefix(store, "2001:db8::/32", "spam");
			break;
		case 3:
			unlist(store, "192.0.2.66");
			break;
		case 4:
			listing.expires_at_s = NOW_S + 1;
			add_listing(store, &listing);
			break;
		case 5:
			writer = open_writer(store);
			assert_int_equal(wb_listing_expire(writer, NOW_S + 1, WB_AGE_FORCED, &removed, NULL), WB_OK);
			assert_int_equal(removed, 1);
			assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
			wb_listing_writer_close(&writer);
			break;
		}
		for (size_t i = 0; i < COUNT(clients); i++)
			assert_same_text(store, clients[i]);
		assert_int_equal(headers_of(store).base.serial, base); /* recent alone was written */
		assert_int_equal(count_files(store), 2);
	}
	assert_int_equal(headers_of(store).recent.rows[WB_LISTINGS_V4], 3);
}

/* Or a change after a backup was put in place could have the serial of what is published. */
static void test_the_serial_of_a_change_is_its_own_microsecond(void **state)
{
	const char *store = open_store(*state);
	int64_t before_us = wb_clock_system.wall_us(NULL);

	list_prefix(store, "192.0.2.66", "spam");
	assert_in_range(headers_of(store).recent.serial, before_us, wb_clock_system.wall_us(NULL));
}

static void test_a_commit_that_changes_nothing_writes_nothing(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct stat before, after;

	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(stat(path_in(store, "published/recent-1"), &before), 0);
	unlist(store, "192.0.2.67");
	writer = open_writer(store);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(stat(path_in(store, "published/recent-1"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void test_what_has_grown_is_merged(void **state)
{
	const char *store = open_store(*state);
	struct published_headers headers;
	uint64_t base;

	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	base = headers_of(store).base.serial;
	list_many(store, WB_PUBLISH_RECENT_MAX);
	assert_int_equal(wb_publish_merge(store, NULL), WB_OK);
	assert_int_equal(headers_of(store).base.serial, base); /* not yet */
	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(wb_publish_merge(store, NULL), WB_OK);
	headers = headers_of(store);
	assert_true(headers.base.serial > base);
	assert_int_equal(headers.base.rows[WB_LISTINGS_V4], WB_PUBLISH_RECENT_MAX + 1);
	assert_int_equal(headers.recent.rows[WB_LISTINGS_V4], 0);
	assert_int_equal(count_files(store), 2);
	assert_same_text(store, "10.0.3.77");
	begin_row("and goes on from there");
	unlist(store, "10.0.3.77");
	assert_same_text(store, "10.0.3.77");
	assert_int_equal(headers_of(store).recent.rows[WB_LISTINGS_V4], 1);
	assert_int_equal(headers_of(store).base.serial, headers.base.serial);
}

static void test_too_many_changes_are_a_base(void **state)
{
	const char *store = open_store(*state);
	struct published_headers headers;

	list_prefix(store, "192.0.2.66", "spam");
	list_many(store, WB_CHANGED_MAX + 1);
	headers = headers_of(store);
	assert_int_equal(headers.base.rows[WB_LISTINGS_V4], WB_CHANGED_MAX + 2);
	assert_int_equal(headers.base.index_bits, WB_LISTINGS_INDEX_BITS);
	assert_int_equal(headers.recent.rows[WB_LISTINGS_V4], 0);
	assert_int_equal(count_files(store), 2);
	for (int i = 0; i < 300; i++) {
		char client[20];

		snprintf(client, sizeof(client), "10.0.%d.%d", i / 7, (i * 91) % 256);
		assert_same_text(store, client);
	}
	begin_row("one more is a recent again");
	list_prefix(store, "192.0.2.67", "spam");
	assert_int_equal(headers_of(store).base.serial, headers.base.serial);
	assert_same_text(store, "192.0.2.67");
}

static void test_what_is_gone_or_damaged_is_published_anew(void **state)
{
	static const struct {
		const char *label, *file;
		bool is_gone;
	} rows[] = {
		{ "recent is gone", "recent-1", true },
		{ "recent is damaged", "recent-1", false },
		{ "the base is gone", NULL, true },
		{ "the base is damaged", NULL, false },
	};
	const char *store = open_store(*state);

	list_prefix(store, "192.0.2.66", "spam");
	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[60];
		struct wb_error error;
		struct wb_published_listings published;

		begin_row(rows[i].label);
		snprintf(name, sizeof(name), "published/listings-1.%llu", (unsigned long long)headers_of(store).base.serial);
		if (rows[i].file != NULL)
			snprintf(name, sizeof(name), "published/%s", rows[i].file);
		if (rows[i].is_gone)
			assert_int_equal(remove(path_in(store, name)), 0);
		else
			write_text(store, name, "damage");
		assert_int_equal(wb_published_listings_open(store, &published, &error), WB_UNAVAILABLE);
		wb_published_listings_close(&published);
		assert_contains(error.text, "whyblock init");
		if (i % 2 == 0)
			list_prefix(store, i % 4 == 0 ? "192.0.2.67" : "192.0.2.68", "spam");
		else
			assert_int_equal(wb_publish_all(store, NULL), WB_OK);
		assert_same_text(store, "192.0.2.66");
		assert_same_text(store, "192.0.2.67");
		assert_int_equal(count_files(store), 2);
	}
}

static void copy_file(const char *from, const char *to)
{
	size_t bytes;
	unsigned char *data = read_file(from, &bytes);
	FILE *file = fopen(to, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, bytes, file), bytes);
	assert_int_equal(fclose(file), 0);
	free(data);
}

/* A backup that is put in place has older serials, and its list of changes is of another base. */
static void test_a_store_from_a_backup_is_published_whole(void **state)
{
	const char *store = open_store(*state);
	const char *data = path_in(store, "listings/data.mdb"), *backup = path_in(*state, "backup");

	for (int merged = 0; merged < 2; merged++) {
		begin_row(merged ? "after a merge" : "on the same base");
		list_prefix(store, "192.0.2.66", "spam");
		copy_file(data, backup);
		unlist(store, "192.0.2.66");
		if (merged)
			assert_int_equal(wb_publish_all(store, NULL), WB_OK);
		list_prefix(store, "192.0.2.99", "virus");
		copy_file(backup, data);
		list_prefix(store, "192.0.2.70", "spam");
		assert_same_text(store, "192.0.2.66");
		assert_int_equal(find_published(store, "192.0.2.66").count, 1);
		assert_int_equal(find_published(store, "192.0.2.99").count, 0);
		unlist(store, "192.0.2.70");
	}
}

static void test_records_that_cannot_be_read_are_published_as_such(void **state)
{
	static const struct {
		const char *label, *key, *value;
		size_t key_bytes, value_bytes;
	} rows[] = {
#define HOST "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\102"
		{ "a damaged value", HOST "\200virus\0staff:x", "\1\0garbage", 30, 9 },
		{ "a damaged allow", HOST "\200allow\0staff:x", "\1\0garbage", 30, 9 },
		{ "a damaged name", HOST "\200vi", "\1", 19, 1 },
		{ "no name at all", HOST "\200", "\1", 17, 1 },
		{ "bits behind the length", HOST "\170virus\0staff:x", "\1", 30, 1 },
		{ "no prefix", "short", "\1", 5, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		list_prefix(store, "192.0.2.66", "spam");
		list_prefix(store, "192.0.2.0/24", "spam");
		put_into_listings(store, "listings", rows[i].key, rows[i].key_bytes, rows[i].value, rows[i].value_bytes);
		begin_row("  in a base: the next writer sees that somebody else has written");
		list_prefix(store, "203.0.113.1", "spam");
		assert_int_equal(headers_of(store).recent.rows[WB_LISTINGS_V4], 0);
		assert_same_text(store, "192.0.2.66");
		assert_same_text(store, "192.0.2.67");
		begin_row("  in recent");
		list_prefix(store, "192.0.2.66", "open-relay");
		assert_true(headers_of(store).recent.rows[WB_LISTINGS_V4] >= 2);
		assert_same_text(store, "192.0.2.66");
		assert_same_text(store, "192.0.2.67");
	}
}

static void test_what_cannot_be_published_is_told_and_made_good(void **state)
{
	const char *store = open_store(*state);
	const char *published = path_in(store, "published");
	struct wb_listing_writer *writer;
	struct wb_listing listing = listing_of("192.0.2.67", "spam");
	struct wb_error error;

	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(rename(published, path_in(store, "away")), 0);
	write_text(store, "published", "no folder");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, &error), WB_NOT_IN_FORCE);
	wb_listing_writer_close(&writer);
	assert_contains(error.text, "not yet in force: ");
	assert_contains(error.text, "published");
	assert_int_equal(remove(published), 0);
	assert_int_equal(rename(path_in(store, "away"), published), 0);
	assert_int_equal(find_published(store, "192.0.2.67").count, 0);
	begin_row("the next writer, though it changes nothing");
	writer = open_writer(store);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(find_published(store, "192.0.2.67").count, 1);
}

/* Runs work in a child that is killed before its system call number limit. False: it came to its end. */
static bool kill_at(int limit, void (*work)(const char *store, struct wb_listing_writer *writer), const char *store)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct wb_listing_writer *writer = open_writer(store);

		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(77);
		raise(SIGSTOP);
		work(store, writer);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSTOPPED(status));
	for (int stops = 0; stops < 2 * limit; stops++) { /* each call stops twice */
		assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		if (WIFEXITED(status)) {
			assert_int_equal(WEXITSTATUS(status), 0);
			return false;
		}
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return true;
}

static void add_67(const char *store, struct wb_listing_writer *writer)
{
	struct wb_listing listing = listing_of("192.0.2.67", "spam");

	(void)store;
	if (wb_listing_add(writer, &listing, NULL, NULL) != WB_OK || wb_listing_commit(writer, NULL) != WB_OK)
		_exit(1);
}

static void publish_67(const char *store, struct wb_listing_writer *writer)
{
	struct wb_listing listing = listing_of("192.0.2.67", "spam");

	(void)store;
	if (wb_listing_add(writer, &listing, NULL, NULL) != WB_OK ||
	    wb_listing_session_commit(&writer->session, NULL) != WB_OK ||
	    wb_publish(&writer->session, WB_PUBLISH_ALL, NULL) != WB_OK)
		_exit(1);
}

static void test_a_publisher_is_killed_at_each_moment(void **state)
{
	static const struct {
		const char *label;
		void (*work)(const char *store, struct wb_listing_writer *writer);
	} rows[] = { { "recent", add_67 }, { "a base", publish_67 } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;
		size_t before = 0, after = 0;

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		list_prefix(store, "192.0.2.66", "spam");
		for (int limit = 1; kill_at(limit, rows[i].work, store); limit++) {
			struct listings_found found = find_published(store, "192.0.2.67");

			assert_int_equal(found.status, WB_OK);
			before += found.count == 0;
			after += found.count == 1;
			assert_int_equal(find_published(store, "192.0.2.66").count, 1);
			/* What it left does not stay, and is not in the way. */
			unlist(store, "192.0.2.67");
			list_prefix(store, "192.0.2.68", "spam");
			for (int host = 66; host < 69; host++) {
				char client[20];

				snprintf(client, sizeof(client), "192.0.2.%d", host);
				assert_same_text(store, client);
			}
			assert_int_equal(count_files(store), 2);
		}
		print_message("    killed %zu times before, %zu times behind the rename\n", before, after);
		assert_true(before > 10 && after > 0);
		assert_same_text(store, "192.0.2.67");
	}
}

/* Writers and a merging publisher at once; readers meanwhile never see a listing that was removed, nor miss one that was added. */
static void test_writers_and_readers_at_once(void **state)
{
	const char *store = open_store(*state);
	pid_t children[3];
	int status;

	list_prefix(store, "192.0.2.66", "spam");
	for (size_t w = 0; w < COUNT(children); w++) {
		children[w] = fork();
		if (children[w] != 0)
			continue;
		for (int i = 0; i < 25; i++) {
			char host[20];
			struct wb_error error = { "" };

			snprintf(host, sizeof(host), "10.%zu.0.%d", w, i);
			if (w == 2) {
				if (wb_publish_all(store, &error) != WB_OK)
					_exit(1);
				continue;
			}
			list_prefix(store, host, "spam");
			if (find_published(store, host).count != 1)
				_exit(2);
			if (i % 2 == 0)
				unlist(store, host);
			if (i % 2 == 0 && find_published(store, host).count != 0)
				_exit(3);
		}
		_exit(0);
	}
	for (int running = COUNT(children); running > 0;) {
		struct listings_found found = find_published(store, "192.0.2.66");

		if (found.status != WB_OK)
			fail_msg("%s", found.error.text);
		assert_int_equal(found.count, 1);
		for (size_t w = 0; w < COUNT(children); w++) {
			if (children[w] == 0 || waitpid(children[w], &status, WNOHANG) != children[w])
				continue;
			assert_int_equal(status, 0);
			children[w] = 0;
			running--;
		}
	}
	for (int i = 0; i < 25; i++) {
		char host[20];

		snprintf(host, sizeof(host), "10.1.0.%d", i);
		assert_same_text(store, host);
	}
	assert_int_equal(count_files(store), 2);
}

static uint64_t random_state = 88172645463325252ULL; /* xorshift: the same in each run */

static unsigned random_below(unsigned limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned)(random_state >> 33) % limit;
}

/* Addresses of a small world, so that they nest and meet. */
static struct wb_address random_address(void)
{
	struct wb_address address = address_of(random_below(2) ? "10.0.0.0" : "2001:db8::");

	for (size_t i = wb_address_is_v4(&address) ? 12 : random_below(16); i < 16; i++)
		address.bytes[i] = (uint8_t)(random_below(3) * 85 + (random_below(8) == 0 ? random_below(4) : 0));
	return address;
}

/* Whatever is listed and changed, in recent, in a base with an index and without: both find the same for any client. */
static void test_the_published_listings_are_those_of_the_store(void **state)
{
	static const char *const categories[] = { "spam", "virus", "allow" },
				 *const sources[] = { "staff:ann", "feed:a", "feed:b" };
	const char *store = open_store(*state);
	static struct wb_prefix used[4000];
	size_t used_count = 0;

	for (int round = 0; round < 12; round++) {
		struct wb_listing_writer *writer = open_writer(store);
		size_t changes = round == 5 ? 9000 : 60;

		for (size_t i = 0; i < changes; i++) {
			struct wb_listing listing = listing_of("0.0.0.0", categories[random_below(3)]);
			struct wb_address address = random_address();
			unsigned shortest = wb_address_is_v4(&address) ? 96 : 0;
			size_t removed;

			if (changes > 1000) /* so many differ only when they are longer */
				address.bytes[13] = (uint8_t)random_below(256), shortest = 112;

			snprintf(listing.source, sizeof(listing.source), "%s", sources[random_below(3)]);
			snprintf(listing.reason, sizeof(listing.reason), "seen %u", random_below(1000));
			listing.expires_at_s = random_below(3) == 0 ? NOW_S + random_below(10) : 0;
			listing.scope = random_below(WB_SCOPE_COUNT);
			listing.prefix = random_below(3) == 0 && used_count > 0
			    ? used[random_below((unsigned)used_count)]
			    : wb_prefix_of(&address, shortest + random_below(129 - shortest));
			if (used_count < COUNT(used))
				used[used_count++] = listing.prefix;
			if (random_below(3) == 0)
				assert_int_equal(wb_listing_remove(writer, &listing.prefix, NULL, NULL, &removed, NULL), WB_OK);
			else
				assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
		}
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		if (round == 3 || round == 7)
			assert_int_equal(wb_publish_all(store, NULL), WB_OK);
		for (int i = 0; i < 400; i++) {
			struct wb_address address =
			    i % 2 == 0 ? random_address() : used[random_below((unsigned)used_count)].address;

			if (i % 4 == 3)
				address.bytes[15] ^= (uint8_t)random_below(256);
			assert_same(store, &address);
		}
	}
	assert_int_equal(headers_of(store).base.index_bits, WB_LISTINGS_INDEX_BITS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_an_empty_store_is_published_empty),
		test_in_folder(test_nothing_is_published_of_a_store_to_which_nothing_was_written),
		test_in_folder(test_what_is_pending_is_published_beside_a_writer),
		test_in_folder(test_whether_the_last_change_is_published),
		test_in_folder(test_each_change_is_published_by_its_commit),
		test_in_folder(test_the_serial_of_a_change_is_its_own_microsecond),
		test_in_folder(test_a_commit_that_changes_nothing_writes_nothing),
		test_in_folder(test_what_has_grown_is_merged),
		test_in_folder(test_too_many_changes_are_a_base),
		test_in_folder(test_what_is_gone_or_damaged_is_published_anew),
		test_in_folder(test_a_store_from_a_backup_is_published_whole),
		test_in_folder(test_records_that_cannot_be_read_are_published_as_such),
		test_in_folder(test_what_cannot_be_published_is_told_and_made_good),
		test_in_folder(test_a_publisher_is_killed_at_each_moment),
		test_in_folder(test_writers_and_readers_at_once),
		test_in_folder(test_the_published_listings_are_those_of_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
