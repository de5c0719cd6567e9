/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_live.c - the configuration of the running service, and what its pages show of it. */
#include "fixture.h"
#include "page/page_part.h"
#include "web/live.h"

static struct wb_live live;

static int close_all(void **state)
{
	wb_live_close(&live);
	return close_folder(state);
}

#define test_of_live(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

/* As editors do: a new file by the same name. */
static const char *write_conf(const char *folder, const char *text)
{
	const char *path = write_text(folder, "whyblock.conf.new", text);

	assert_int_equal(rename(path, path_in(folder, "whyblock.conf")), 0);
	return path_in(folder, "whyblock.conf");
}

static const struct wb_page_category *category_of(const char *id)
{
	const struct wb_page_category *category = wb_page_site_category(&live.site, id);

	assert_non_null(category);
	assert_string_equal(category->id, id);
	return category;
}

static void test_the_pages_show_the_configuration(void **state)
{
	const char *path = write_conf(*state,
	    "site { name = \"Example\" contacts = {\"a@b.example\", \"c@d.example\"} colour = \"#004488\" }\n"
	    "removal { address = \"e@f.example\" }\n"
	    "category \"own\" { title = \"bad manners\" }\n"
	    "category \"spam\" { title = \"junk\" }\n"
	    "category \"virus\" { action = \"off\" }\n");

	assert_int_equal(wb_live_open(&live, path, NOW_S), WB_OK);
	assert_string_equal(live.site.name, "Example");
	assert_int_equal(live.site.contacts.count, 2);
	assert_string_equal(live.site.contacts.items[1], "c@d.example");
	assert_string_equal(live.site.removal_address, "e@f.example");
	assert_string_equal(live.site.colour, "#004488");
	assert_string_equal(live.site.colour_dark, live.config->colour_dark);
	assert_string_equal(category_of("own")->title, "bad manners");
	assert_true(category_of("own")->has_own_title && category_of("own")->is_active);
	assert_true(category_of("spam")->has_own_title);
	assert_false(category_of("virus")->has_own_title || category_of("virus")->is_active);
	assert_null(wb_page_site_category(&live.site, "gone"));
	assert_null(wb_page_site_category(&live.site, NULL));
}

static void test_every_built_in_category_has_words(void **state)
{
	assert_int_equal(wb_live_open(&live, write_conf(*state, "site { name = \"x\" }\n"), NOW_S), WB_OK);
	assert_int_equal(live.site.category_count, wb_category_builtin_count);
	for (size_t i = 0; i < live.site.category_count; i++) {
		begin_row(live.site.categories[i].id);
		assert_true(wb_page_category_is_ours(&live.site.categories[i]));
	}
}

static void test_a_change_is_read_and_a_faulty_one_is_not(void **state)
{
	const char *path = write_conf(*state, "site { name = \"one\" }\n");

	assert_int_equal(wb_live_open(&live, path, NOW_S), WB_OK);
	write_conf(*state, "site { name = \"two, longer\" }\n");
	wb_live_refresh(&live, NOW_S);
	assert_string_equal(live.site.name, "one"); /* looked at in this second already */
	wb_live_refresh(&live, NOW_S + 1);
	assert_string_equal(live.site.name, "two, longer");
	write_conf(*state, "site { name = \"three\" } nonsense\n");
	wb_live_refresh(&live, NOW_S + 2);
	assert_true(live.is_faulty);
	assert_string_equal(live.site.name, "two, longer");
	remove(path);
	wb_live_refresh(&live, NOW_S + 3);
	assert_true(live.is_faulty);
	write_conf(*state, "site { name = \"four\" }\n");
	wb_live_refresh(&live, NOW_S + 4);
	assert_false(live.is_faulty);
	assert_string_equal(live.site.name, "four");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		test_of_live(test_the_pages_show_the_configuration),
		test_of_live(test_every_built_in_category_has_words),
		test_of_live(test_a_change_is_read_and_a_faulty_one_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
