/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_apply.c - a configuration becomes the policy in force, or waits, or changes nothing. */
#include "mmdb_fixture.h"
#include "policy_fixture.h"

#include <fcntl.h>

#include "desk/apply.h"

static const struct wb_change by_ann = { .at_s = NOW_S, .login = "ann", .uid = 1001 };
static struct wb_apply apply;
static struct wb_error error;

/* Applies a configuration of these lines in the folder's store. */
static enum wb_status apply_text(const char *folder, enum wb_apply_wish wish, const char *lines)
{
	char text[4096];
	struct wb_config *config;
	enum wb_status status;

	snprintf(text, sizeof(text), "store = \"%s\"\n%s", path_in(folder, "store"), lines);
	config = open_config(folder, text);
	wb_apply_close(&apply);
	error.text[0] = '\0';
	status = wb_apply(config, wish, &by_ann, &apply, &error);
	assert_string_equal(apply.history_fault.text, "");
	wb_config_close(&config);
	return status;
}

static void assert_applied(const char *folder, enum wb_apply_wish wish, const char *lines, enum wb_apply_outcome outcome)
{
	if (apply_text(folder, wish, lines) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(apply.outcome, outcome);
}

static const char *policy_path(const char *folder)
{
	return path_in(folder, "store/published/policy-1");
}

/* The policy in force, its deadline standing for all of it; 0: there is none. */
static uint32_t in_force(const char *folder)
{
	struct wb_policy_file *file;
	uint32_t deadline_ms = 0;

	if (wb_policy_file_read(policy_path(folder), WB_POLICY_FILE_WHOLE, &file, NULL) == WB_OK)
		deadline_ms = file->policy.dns.deadline_ms;
	wb_policy_file_close(&file);
	return deadline_ms;
}

static void test_a_configuration_is_applied(void **state)
{
	open_store(*state);
	begin_row("only a check");
	assert_applied(*state, WB_APPLY_CHECK, "dns { deadline = 1 }\n", WB_APPLY_WOULD);
	assert_true(apply.is_first);
	assert_int_equal(in_force(*state), 0);
	begin_row("the first one, by itself");
	assert_applied(*state, WB_APPLY_AUTO, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	assert_true(apply.is_first);
	assert_int_equal(apply.serial, 1);
	assert_int_equal(in_force(*state), 1000);
	begin_row("once more");
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1.0 }\n", WB_APPLY_SAME);
	assert_false(apply.is_first);
	assert_int_equal(apply.serial, 1);
	begin_row("another value");
	assert_applied(*state, WB_APPLY_AUTO, "dns { deadline = 2 }\n", WB_APPLY_DONE);
	assert_int_equal(apply.serial, 2);
	assert_int_equal(apply.counts[WB_APPLY_CHANGED], 1);
	assert_int_equal(in_force(*state), 2000);
	begin_row("only a check");
	assert_applied(*state, WB_APPLY_CHECK, "dns { deadline = 3 }\n", WB_APPLY_WOULD);
	assert_int_equal(in_force(*state), 2000);
}

static void test_what_is_missing_waits(void **state)
{
	open_store(*state);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 2 edns = true }\n", WB_APPLY_DONE);
	assert_applied(*state, WB_APPLY_AUTO, "dns { deadline = 1 }\n", WB_APPLY_WAITS);
	assert_string_equal(apply.reasons.items[0], "dns edns is missing");
	assert_int_equal(in_force(*state), 2000);
	assert_int_equal(apply.serial, 1);
	begin_row("a check tells it, too");
	assert_applied(*state, WB_APPLY_CHECK, "dns { deadline = 1 }\n", WB_APPLY_WOULD);
	assert_int_equal(apply.reasons.count, 1);
	begin_row("somebody has looked at it");
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	assert_int_equal(in_force(*state), 1000);
}

static void test_an_allow_listing_that_counts_no_more_waits(void **state)
{
	const char *store = open_store(*state);

	assert_applied(*state, WB_APPLY_NOW, "nat64_prefixes = {\"2001:db8:64::/96\"}\n", WB_APPLY_DONE);
	list_prefix(store, "2001:db8:65::192.0.2.66", "spam");
	begin_row("what blocks is no reason");
	assert_applied(
	    *state, WB_APPLY_CHECK, "nat64_prefixes = {\"2001:db8:64::/96\", \"2001:db8:65::/96\"}\n", WB_APPLY_WOULD);
	assert_int_equal(apply.reasons.count, 0);
	list_prefix(store, "2001:db8:64::192.0.2.67", "allow");
	list_prefix(store, "2001:db8:65::192.0.2.67", "allow");
	begin_row("what allows is, where the prefix is new");
	assert_applied(
	    *state, WB_APPLY_AUTO, "nat64_prefixes = {\"2001:db8:64::/96\", \"2001:db8:65::/96\"}\n", WB_APPLY_WAITS);
	assert_int_equal(apply.reasons.count, 1);
	assert_string_equal(apply.reasons.items[0],
	    "listings in and around 2001:db8:65::/96 do not count for its clients, who count as IPv4: 2, such as that of "
	    "2001:db8:65::c000:243; 1 of them allow: expected listings of the IPv4 addresses");
}

static void test_back_to_the_previous_policy(void **state)
{
	open_store(*state);
	begin_row("there is none");
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	assert_int_equal(apply_text(*state, WB_APPLY_PREVIOUS, ""), WB_NOT_FOUND);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 2 }\n", WB_APPLY_DONE);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 3 }\n", WB_APPLY_DONE);
	begin_row("one step back, whatever the configuration says now");
	assert_applied(*state, WB_APPLY_PREVIOUS, "dns { deadline = 4 }\n", WB_APPLY_DONE);
	assert_int_equal(in_force(*state), 2000);
	assert_int_equal(apply.serial, 4);
	begin_row("and forth");
	assert_applied(*state, WB_APPLY_PREVIOUS, "", WB_APPLY_DONE);
	assert_int_equal(in_force(*state), 3000);
}

/* Cut behind each line, as a full disk or an editor that was killed may leave it. */
static void test_a_cut_file_never_changes_the_policy_in_force(void **state)
{
	char text[4096], lines[4096];
	const char *store = open_store(*state);
	struct wb_diagnostics diagnostics;
	struct wb_config *config;
	size_t cuts = 0, waited = 0;

	/* Each setting on a line of its own. */
	snprintf(text, sizeof(text), "store = \"%s\"\n%s", store, strstr(everything, "reference_key") /* behind the store */);
	for (char *c = text; *c != '\0'; c++) {
		if (*c == ' ' && (c[1] == 'c' || c[1] == 'w' || c[1] == 'a' || c[1] == '}'))
			*c = '\n';
	}
	write_text(*state, "whyblock.conf", text);
	assert_int_equal(wb_config_open(path_in(*state, "whyblock.conf"), &config, &diagnostics), WB_OK);
	assert_int_equal(wb_apply(config, WB_APPLY_NOW, &by_ann, &apply, &error), WB_OK);
	wb_config_close(&config);
	for (const char *end = strchr(text, '\n'); end != NULL; end = strchr(end + 1, '\n')) {
		struct wb_error why;

		snprintf(lines, sizeof(lines), "%.*s", (int)(end - text), text);
		write_text(*state, "whyblock.conf", lines);
		cuts++;
		if (wb_config_open(path_in(*state, "whyblock.conf"), &config, &diagnostics) == WB_OK) {
			wb_apply_close(&apply);
			assert_int_equal(wb_apply(config, WB_APPLY_AUTO, &by_ann, &apply, &why), WB_OK);
			if (end[1] != '\0')
				assert_int_equal(apply.outcome, WB_APPLY_WAITS);
			else
				assert_int_equal(apply.outcome, WB_APPLY_SAME);
			waited++;
		}
		wb_config_close(&config);
	}
	print_message("    %zu cuts, %zu without a mistake\n", cuts, waited);
	assert_true(cuts > 20 && waited > 5);
}

/* What is in the place of the policy and is none: nobody knows what it said. */
static void test_a_damaged_policy_is_replaced_by_a_person(void **state)
{
	open_store(*state);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	assert_int_equal(truncate(policy_path(*state), 100), 0);
	assert_applied(*state, WB_APPLY_AUTO, "dns { deadline = 1 }\n", WB_APPLY_WAITS);
	assert_contains(apply.reasons.items[0], "was cut short");
	assert_int_equal(in_force(*state), 0);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	assert_false(apply.is_first);
	assert_int_equal(in_force(*state), 1000);
}

static void test_what_cannot_be_applied_changes_nothing(void **state)
{
	static const char wide[] = "category \"spam\" { text = \"%{helo} %{sender} %{recipient}\" }\n";
	const char *store = open_store(*state);

	begin_row("a reply whose lines could grow too long: in use before there was a policy, it stays so");
	assert_applied(*state, WB_APPLY_AUTO, wide, WB_APPLY_DONE);
	assert_applied(*state, WB_APPLY_NOW, "dns { deadline = 1 }\n", WB_APPLY_DONE);
	begin_row("a new one");
	assert_int_equal(apply_text(*state, WB_APPLY_NOW, wide), WB_INVALID);
	assert_contains(error.text, "expected fewer placeholders in a line");
	assert_int_equal(apply_text(*state, WB_APPLY_CHECK, wide), WB_INVALID);
	begin_row("a folder that nobody may write");
	assert_int_equal(chmod(path_in(store, "published"), 0555), 0);
	assert_int_equal(chmod(path_in(store, "publish.lock"), 0666), 0);
	drop_root();
	if (geteuid() != 0) {
		struct wb_config *config;
		struct wb_diagnostics diagnostics;

		take_root();
		write_text(*state, "whyblock.conf", "dns { deadline = 9 }\n");
		assert_int_equal(wb_config_open(path_in(*state, "whyblock.conf"), &config, &diagnostics), WB_OK);
		config->policy.store = store;
		drop_root();
		assert_int_equal(wb_apply(config, WB_APPLY_NOW, &by_ann, &apply, &error), WB_UNAVAILABLE);
		take_root();
		wb_config_close(&config);
	}
	take_root();
	assert_int_equal(in_force(*state), 1000);
	begin_row("no store");
	assert_int_equal(chmod(path_in(store, "published"), 0755), 0);
	assert_int_equal(rename(store, path_in(*state, "moved")), 0);
	assert_int_equal(apply_text(*state, WB_APPLY_NOW, "dns { deadline = 2 }\n"), WB_UNAVAILABLE);
	assert_contains(error.text, "make it with whyblock init");
	assert_int_equal(rename(path_in(*state, "moved"), store), 0);
}

static bool note_row(void *context, const struct wb_history_record *record)
{
	struct wb_text *text = context;

	wb_text_addf(text, "%s%s by %s: %s [%d %d %d]", text->length > 0 ? "; " : "", wb_history_actions[record->action].name,
	    record->login, record->why, (int)record->added, (int)record->kept, (int)record->removed);
	return true;
}

static void test_history_tells_it(void **state)
{
	const char *store = open_store(*state);
	char buffer[1024];
	struct wb_text text;
	size_t unreadable;

	assert_applied(*state, WB_APPLY_NOW, "", WB_APPLY_DONE);
	assert_applied(*state, WB_APPLY_NOW, "", WB_APPLY_SAME);
	assert_applied(*state, WB_APPLY_NOW, "on_error = \"defer\"\ncategory \"spam\" {}\n", WB_APPLY_DONE);
	assert_applied(*state, WB_APPLY_AUTO, "on_error = \"defer\"\n", WB_APPLY_WAITS);
	assert_applied(*state, WB_APPLY_PREVIOUS, "", WB_APPLY_DONE);
	wb_text_open(&text, buffer, sizeof(buffer));
	assert_int_equal(wb_history_walk(store, NULL, 0, note_row, &text, &unreadable, NULL), WB_OK);
	assert_string_equal(buffer,
	    "apply by ann: the first policy: store [1 0 0]; apply by ann: category \"spam\", on_error [2 0 0]; "
	    "apply by ann: back to the previous policy: category \"spam\", on_error [0 0 2]");
}

static void test_without_a_store_of_its_own_the_usual_folder_is_used(void **state)
{
	struct wb_config *config = open_config(*state, "store = \"\"\n");

	assert_string_equal(wb_policy_folder(&config->policy), WB_POLICY_STORE);
	wb_config_close(&config);
	config = open_config(*state, "store = \"/srv/x\"\n");
	assert_string_equal(wb_policy_folder(&config->policy), "/srv/x");
	wb_config_close(&config);
}

static int end(void **state)
{
	wb_apply_close(&apply);
	return close_folder(state);
}

#define test_of_apply(test) cmocka_unit_test_setup_teardown(test, open_folder, end)

static void test_the_mmdb_copies_are_of_the_policy_in_force(void **state)
{
	const char *store = open_store(*state);
	char good[1024], cut[1024];

	if (!make_mmdb_files(*state))
		skip();
	snprintf(good, sizeof(good), "geoip { country = \"%s\" asn = \"%s\" }\ndns { deadline = 1 }\n",
	    path_in(*state, "maxmind-country.mmdb"), path_in(*state, "connection-type.mmdb"));
	snprintf(cut, sizeof(cut), "geoip { country = \"%s\" asn = \"\" }\n", path_in(*state, "dbip-country.mmdb"));
	begin_row("a check copies nothing");
	assert_applied(*state, WB_APPLY_CHECK, good, WB_APPLY_WOULD);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_UNSET);
	assert_int_equal(access(path_in(store, "published/country.mmdb"), F_OK), -1);
	begin_row("a bad file is no failure of the policy");
	assert_applied(*state, WB_APPLY_NOW, good, WB_APPLY_DONE);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_COPIED);
	assert_int_equal(apply.copies[WB_GEOIP_ASN].outcome, WB_MMDB_REFUSED);
	begin_row("the policy is the same, a file is not");
	assert_int_equal(utimensat(AT_FDCWD, path_in(*state, "maxmind-country.mmdb"), NULL, 0), 0);
	assert_applied(*state, WB_APPLY_AUTO, good, WB_APPLY_SAME);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_COPIED);
	begin_row("what waits is not in force, and its files are not copied");
	assert_applied(*state, WB_APPLY_AUTO, cut, WB_APPLY_WAITS);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_SAME);
	assert_applied(*state, WB_APPLY_NOW, cut, WB_APPLY_DONE);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_COPIED);
	assert_int_equal(apply.copies[WB_GEOIP_ASN].outcome, WB_MMDB_UNSET);
	begin_row("back to the previous one");
	assert_applied(*state, WB_APPLY_PREVIOUS, cut, WB_APPLY_DONE);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_COPIED);
	assert_int_equal(apply.copies[WB_GEOIP_ASN].outcome, WB_MMDB_REFUSED);
	begin_row("no longer set");
	assert_applied(*state, WB_APPLY_NOW, "geoip { country = \"\" asn = \"\" }\n", WB_APPLY_DONE);
	assert_int_equal(apply.copies[WB_GEOIP_COUNTRY].outcome, WB_MMDB_REMOVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_apply(test_a_configuration_is_applied),
		test_of_apply(test_what_is_missing_waits),
		test_of_apply(test_back_to_the_previous_policy),
		test_of_apply(test_an_allow_listing_that_counts_no_more_waits),
		test_of_apply(test_a_cut_file_never_changes_the_policy_in_force),
		test_of_apply(test_a_damaged_policy_is_replaced_by_a_person),
		test_of_apply(test_what_cannot_be_applied_changes_nothing),
		test_of_apply(test_history_tells_it),
		test_of_apply(test_without_a_store_of_its_own_the_usual_folder_is_used),
		test_in_folder(test_the_mmdb_copies_are_of_the_policy_in_force),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
