/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_live.c - the configuration of the running service, and what its pages show of it. */
#include "agent/live.h"
#include "fixture.h"
#include "page/page_part.h"

static struct live live;
static const char *store;

static int close_all(void **state)
{
	live_close(&live);
	return close_folder(state);
}

#define test_of_live(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

/* As editors do: a new file by the same name. */
static const char *write_conf(const char *folder, const char *of_store, const char *text)
{
	char whole[2048];
	const char *path;

	snprintf(whole, sizeof(whole), "store = \"%s\"\n%s", of_store, text);
	path = write_text(folder, "whyblock.conf.new", whole);
	assert_int_equal(rename(path, path_in(folder, "whyblock.conf")), 0);
	return path_in(folder, "whyblock.conf");
}

/* With a configuration of this store, but no policy in force. */
static void open_with(const char *folder, const char *text)
{
	store = init_store(folder);
	live_open(&live, store);
	snprintf(live.config_path, sizeof(live.config_path), "%s", write_conf(folder, store, text));
	live_look(&live, NOW_S);
}

static const struct wb_page_category *category_of(const char *id)
{
	const struct wb_page_category *category = wb_page_site_category(&live.site.page, id);

	assert_non_null(category);
	assert_string_equal(category->id, id);
	return category;
}

static void test_the_pages_show_the_configuration(void **state)
{
	open_with(*state,
	    "site { name = \"Example\" contacts = {\"a@b.example\", \"c@d.example\"} colour = \"#004488\" }\n"
	    "removal { address = \"e@f.example\" }\n"
	    "category \"own\" { title = \"bad manners\" }\n"
	    "category \"spam\" { title = \"junk\" }\n"
	    "category \"virus\" { action = \"off\" }\n");

	assert_non_null(live.config);
	assert_string_equal(live.site.page.name, "Example");
	assert_int_equal(live.site.page.contacts.count, 2);
	assert_string_equal(live.site.page.contacts.items[1], "c@d.example");
	assert_string_equal(live.site.page.removal_address, "e@f.example");
	assert_string_equal(live.site.page.colour, "#004488");
	assert_string_equal(live.site.page.colour_dark, live.config->colour_dark);
	assert_string_equal(category_of("own")->title, "bad manners");
	assert_true(category_of("own")->has_own_title && category_of("own")->is_active);
	assert_true(category_of("spam")->has_own_title);
	assert_false(category_of("virus")->has_own_title || category_of("virus")->is_active);
	assert_null(wb_page_site_category(&live.site.page, "gone"));
	assert_null(wb_page_site_category(&live.site.page, NULL));
}

static void test_every_built_in_category_has_words(void **state)
{
	open_with(*state, "site { name = \"x\" }\n");
	assert_int_equal(live.site.page.category_count, wb_category_builtin_count);
	for (size_t i = 0; i < live.site.page.category_count; i++) {
		begin_row(live.site.page.categories[i].id);
		assert_true(wb_page_category_is_ours(&live.site.page.categories[i]));
	}
}

static void test_a_change_is_read_and_a_faulty_one_is_not(void **state)
{
	uint64_t serial;

	open_with(*state, "site { name = \"one\" }\n");
	serial = live.serial;
	write_conf(*state, store, "site { name = \"two, longer\" }\n");
	live_look(&live, NOW_S);
	assert_string_equal(live.site.page.name, "one"); /* looked at in this second already */
	live_look(&live, NOW_S + 1);
	assert_string_equal(live.site.page.name, "two, longer");
	assert_true(live.serial > serial);
	write_conf(*state, store, "site { name = \"three\" } nonsense\n");
	live_look(&live, NOW_S + 2);
	assert_true(live.is_faulty);
	assert_string_equal(live.site.page.name, "two, longer");
	remove(live.config_path);
	live_look(&live, NOW_S + 3);
	assert_true(live.is_faulty);
	write_conf(*state, "/nonexistent", "site { name = \"another store's\" }\n");
	live_look(&live, NOW_S + 4);
	assert_true(live.is_faulty);
	assert_string_equal(live.site.page.name, "two, longer");
	write_conf(*state, store, "site { name = \"four\" }\n");
	live_look(&live, NOW_S + 5);
	assert_false(live.is_faulty);
	assert_string_equal(live.site.page.name, "four");
}

static void test_nothing_is_there(void **state)
{
	store = init_store(*state);
	live_open(&live, store);
	snprintf(live.config_path, sizeof(live.config_path), "%s", path_in(*state, "none"));
	live_look(&live, NOW_S);
	assert_null(live.config);
	assert_false(live.has_policy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		test_of_live(test_the_pages_show_the_configuration),
		test_of_live(test_every_built_in_category_has_words),
		test_of_live(test_a_change_is_read_and_a_faulty_one_is_not),
		test_of_live(test_nothing_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
