/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_lowered_file.c - lowered sources: there and back, what they lower, and that damage makes a verdict softer. */
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outcome_fixture.h"
#include "verdict/lowered_file.h"
#include "verdict/published.h"

static struct wb_lowered lowered;

/* The file of a store with these bytes. */
static const char *write_lowered(const char *folder, const unsigned char *bytes, size_t size)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/" WB_SEEN_FOLDER, folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/" WB_SEEN_FOLDER "/" WB_SEEN_LOWERED, folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
	return folder;
}

static void test_there_and_back(void **state)
{
	uint64_t rows[] = { wb_lowered_number("spam", "feed:bad"), wb_lowered_number("virus", "zone:bl.example.net") };
	unsigned char bytes[WB_LOWERED_BYTES_MAX];
	size_t size = wb_lowered_write(rows, COUNT(rows), bytes);

	assert_int_equal(wb_lowered_read(*state, &lowered, NULL), WB_NOT_FOUND);
	assert_false(wb_lowered_has(&lowered, "spam", "feed:bad"));
	write_lowered(*state, bytes, size);
	assert_int_equal(wb_lowered_read(*state, &lowered, NULL), WB_OK);
	assert_true(wb_lowered_has(&lowered, "spam", "feed:bad"));
	assert_false(wb_lowered_has(&lowered, "virus", "feed:bad"));
	assert_false(wb_lowered_has(&lowered, "spam", "feed:good"));
	assert_true(wb_lowered_has(&lowered, "virus", "zone:bl.example.net"));
}

/* Each byte that is another one, and each cut: all sources but staff may be in it. */
static void test_damage_makes_it_softer(void **state)
{
	uint64_t rows[] = { 1, 2 };
	unsigned char bytes[WB_LOWERED_BYTES_MAX];
	size_t size = wb_lowered_write(rows, COUNT(rows), bytes);

	for (size_t at = 0; at < size; at++) {
		bytes[at] ^= 1;
		write_lowered(*state, bytes, size);
		assert_int_equal(wb_lowered_read(*state, &lowered, NULL), WB_UNAVAILABLE);
		bytes[at] ^= 1;
		write_lowered(*state, bytes, at);
		assert_int_equal(wb_lowered_read(*state, &lowered, NULL), WB_UNAVAILABLE);
		assert_true(wb_lowered_has(&lowered, "spam", "feed:any"));
		assert_false(wb_lowered_has(&lowered, "spam", "staff"));
	}
}

/* Only in a category with a floor, never staff's, and only what is of scope host. */
static void test_what_is_lowered(void **state)
{
	static const struct {
		const char *label, *source;
		uint32_t floor_milli;
		enum wb_scope scope, wanted;
	} rows[] = {
		{ "a bad feed", "feed:bad", 900, WB_SCOPE_HOST, WB_SCOPE_RANGE },
		{ "without a floor", "feed:bad", 0, WB_SCOPE_HOST, WB_SCOPE_HOST },
		{ "a good feed", "feed:good", 900, WB_SCOPE_HOST, WB_SCOPE_HOST },
		{ "staff", "staff:ann", 900, WB_SCOPE_HOST, WB_SCOPE_HOST },
		{ "of a network", "feed:bad", 900, WB_SCOPE_NETWORK, WB_SCOPE_NETWORK },
	};
	uint64_t numbers[] = { wb_lowered_number("open-relay", "feed:bad"), wb_lowered_number("open-relay", "staff") };
	size_t category = (size_t)(wb_policy_category(&policy, "open-relay") - policy.categories);
	struct wb_category *categories = policy.categories;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		lowered = (struct wb_lowered){ .is_read = true, .count = COUNT(numbers), .rows = { numbers[0], numbers[1] } };
		strcpy(outcome.facts.listings[STAFF_LISTING].source, rows[i].source);
		outcome.facts.evidence[0].scope = rows[i].scope;
		outcome.facts.evidence[0].category = category;
		categories[category].floor_milli = rows[i].floor_milli;
		wb_lowered_apply(&policy, &lowered, &outcome.facts);
		assert_int_equal(outcome.facts.evidence[0].scope, rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_there_and_back, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_damage_makes_it_softer, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_what_is_lowered, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
