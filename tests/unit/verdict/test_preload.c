/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_preload.c - what a daemon has ready for its children: the published files of one store, and libraries that its policy needs. */
#include "verdict/preload.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "dns/cares.h"
#include "policy_fixture.h"
#include "published_fixture.h"
#include "verdict/geoip.h"
#include "verdict/kept_file.h"
#include "verdict/sodium.h"

static const struct built_row before[] = { { .prefix = "10.0.0.0/8" } };
static const struct built_row removed[] = { { .prefix = "10.0.0.0/8", .kind = WB_LISTINGS_REMOVED } };

/* Whether a published file stays open. */
static bool is_kept(const char *store, const char *name)
{
	struct stat st;
	int fd = wb_kept_file_open(path_in(store, name), &st);

	assert_true(fd >= 0);
	wb_kept_file_close(fd);
	return fcntl(fd, F_GETFD) >= 0;
}

/* As the writers do it: what was before stays what it was, for whoever has it open. */
static void publish(const char *store, const struct built_row *rows, size_t count)
{
	unlink(path_in(store, "published/recent-1"));
	publish_recent(store, rows, count);
}

static void test_files_are_kept_and_their_changes_followed(void **state)
{
	struct wb_config *config = open_config(*state, "mode = \"monitor\"\n");

	publish_base(*state, before, COUNT(before), false);
	publish(*state, NULL, 0);
	publish_policy(*state, &config->policy);
	assert_false(is_kept(*state, "published/recent-1"));
	wb_preload(*state);
	assert_true(is_kept(*state, "published/policy-1"));
	assert_true(is_kept(*state, "published/recent-1"));
	assert_true(is_kept(*state, "published/listings-1.7"));
	assert_string_equal(find_published(*state, "10.0.0.1").text, "10.0.0.0/8 spam staff:ann");
	begin_row("published before the next call");
	publish(*state, removed, COUNT(removed));
	assert_false(is_kept(*state, "published/recent-1"));
	assert_string_equal(find_published(*state, "10.0.0.1").text, "");
	begin_row("and after it");
	wb_preload(*state);
	assert_true(is_kept(*state, "published/recent-1"));
	assert_string_equal(find_published(*state, "10.0.0.1").text, "");
	begin_row("the base is not the one that is kept any more");
	assert_int_equal(unlink(path_in(*state, "published/listings-1.7")), 0);
	assert_int_equal(find_published(*state, "10.0.0.1").status, WB_UNAVAILABLE);
	wb_config_close(&config);
}

static void test_another_store_is_not_mistaken_for_it(void **state)
{
	const char *other = path_in(*state, "other");

	assert_int_equal(mkdir(other, 0755), 0);
	publish_base(*state, before, COUNT(before), false);
	publish(*state, NULL, 0);
	publish_base(other, before, COUNT(before), false);
	publish(other, removed, COUNT(removed));
	wb_preload(*state);
	assert_string_equal(find_published(*state, "10.0.0.1").text, "10.0.0.0/8 spam staff:ann");
	assert_string_equal(find_published(other, "10.0.0.1").text, "");
	assert_false(is_kept(other, "published/recent-1"));
}

static void test_libraries_that_the_policy_needs(void **state)
{
	static const struct {
		const char *label, *config, *copy;
		bool zones, references, places;
	} rows[] = {
		{ "none", "mode = \"monitor\"\n", NULL, false, false, false },
		{ "whoever is refused gets a reference", "", NULL, false, true, false },
		{ "zones", "mode = \"monitor\"\ndnsbl \"zen.spamhaus.org\" {}\n", NULL, true, false, false },
		{ "a copy of a country file", "mode = \"monitor\"\n", "published/country.mmdb", false, false, true },
		{ "or of ASNs", "mode = \"monitor\"\n", "published/asn.mmdb", false, false, true },
	};

	assert_int_equal(mkdir(path_in(*state, "published"), 0755), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].config);
		pid_t pid;
		int status;

		begin_row(rows[i].label);
		unlink(path_in(*state, "published/policy-1"));
		publish_policy(*state, &config->policy);
		if (rows[i].copy != NULL)
			write_text(*state, rows[i].copy, "");
		pid = fork(); /* what is loaded stays so */
		if (pid == 0) {
			wb_preload(*state);
			_exit(wb_cares_library.is_loaded == rows[i].zones &&
				    wb_sodium_library.is_loaded == rows[i].references &&
				    wb_geoip_library.is_loaded == rows[i].places
				? 0
				: 1);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		if (rows[i].copy != NULL)
			unlink(path_in(*state, rows[i].copy));
		wb_config_close(&config);
	}
}

static void test_nothing_there_is_nothing_done(void **state)
{
	char long_store[5000];

	memset(long_store, 'x', sizeof(long_store) - 1);
	long_store[0] = '/';
	long_store[sizeof(long_store) - 1] = '\0';
	wb_preload(*state);
	wb_preload("");
	wb_preload(long_store);
	begin_row("garbage is kept, and believed by nobody");
	mkdir(path_in(*state, "published"), 0755);
	write_text(*state, "published/policy-1", "garbage");
	write_text(*state, "published/recent-1", "garbage");
	wb_preload(*state);
	assert_true(is_kept(*state, "published/recent-1"));
	assert_int_equal(find_published(*state, "10.0.0.1").status, WB_UNAVAILABLE);
	assert_false(wb_sodium_library.is_loaded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_files_are_kept_and_their_changes_followed),
		test_in_folder(test_another_store_is_not_mistaken_for_it),
		test_in_folder(test_libraries_that_the_policy_needs),
		test_in_folder(test_nothing_there_is_nothing_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
