/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_setting.c - the table's rows are sound, and the shipped configuration has them all. */
#include "setting_fixture.h"

static void test_every_row_is_sound_and_its_default_comes_back(void **state)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		const struct wb_setting *setting = &wb_settings[i];
		char by_default[512], by_hand[512], right[256];
		struct wb_text text;

		begin_row(setting->name);
		assert_ptr_equal(wb_setting_find(setting->section, setting->name), setting); /* no row twice */
		assert_true(strlen(setting->help) > 0);
		wb_text_open(&text, right, sizeof(right));
		wb_setting_wanted(setting, &text);
		assert_true(text.length > 0 && !text.truncated);
		start(state);
		assert_int_equal(wb_setting_store_defaults(setting->section, &pool, &data, NULL), WB_OK);
		format_value(setting, by_default, sizeof(by_default));
		start(state);
		if (wb_setting_is_list(setting)) {
			char words[256], *save = NULL;

			snprintf(words, sizeof(words), "%s", setting->initial);
			for (char *word = strtok_r(words, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save))
				assert_int_equal(wb_setting_store(setting, &pool, &data, word, NULL), WB_OK);
		} else {
			assert_int_equal(wb_setting_store(setting, &pool, &data, setting->initial, NULL), WB_OK);
		}
		format_value(setting, by_hand, sizeof(by_hand));
		assert_string_equal(by_default, by_hand);
	}
}

static void test_every_section_of_a_row_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_setting_count; i++) {
		bool found = wb_settings[i].section[0] == '\0';

		for (size_t s = 0; s < wb_section_count; s++)
			found = found || strcmp(wb_settings[i].section, wb_sections[s].settings) == 0;
		begin_row(wb_settings[i].section);
		assert_true(found);
	}
	assert_null(wb_setting_find("", "name"));
	assert_null(wb_setting_find("site", "mode"));
	assert_null(wb_setting_find("nope", "mode"));
}

static void test_the_shipped_configuration_is_good_and_has_every_setting(void **state)
{
	size_t bytes;
	char *shipped = (char *)read_file("config/whyblock.conf", &bytes);
	struct wb_config *config;

	shipped[bytes] = '\0';
	config = open_config(*state, shipped);
	assert_int_equal(config->policy.mode, WB_ENFORCE);
	wb_config_close(&config);
	for (size_t i = 0; i < wb_setting_count; i++) {
		char name[64];

		begin_row(wb_settings[i].name);
		snprintf(name, sizeof(name), " %s = ", wb_settings[i].name);
		assert_true(
		    strstr(shipped, name) != NULL || (wb_settings[i].section[0] == '\0' && strstr(shipped, name + 1) != NULL));
	}
	free(shipped);
}

static void assert_words(const char *section, const char *name, size_t count, const char *const *names)
{
	char words[100];
	struct wb_text text;

	begin_row(name);
	wb_text_open(&text, words, sizeof(words));
	for (size_t i = 0; i < count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? " " : "", names[i]);
	assert_string_equal(wb_setting_find(section, name)->choices, words);
}

static void test_a_choice_has_the_words_of_its_enum(void **state)
{
	static const char *const known[] = { "feed" }, *const later[] = { "code", "rule" };
	const char *scopes[WB_SCOPE_COUNT + 1], *actions[WB_REJECT + 1];

	(void)state;
	for (int i = 0; i < WB_SCOPE_COUNT; i++)
		scopes[i] = wb_scope_name((enum wb_scope)i);
	for (int i = 0; i <= WB_REJECT; i++)
		actions[i] = wb_action_name((enum wb_action)i);
	for (size_t i = 0; i < COUNT(known); i++)
		assert_words(known[i], "scope", WB_SCOPE_COUNT, scopes);
	scopes[WB_SCOPE_COUNT] =
	    WB_SETTING_AUTO; /* one more than there are: what the scope of a code or a rule is kept as until it is known */
	for (size_t i = 0; i < COUNT(later); i++)
		assert_words(later[i], "scope", COUNT(scopes), scopes);
	assert_words("category", "action", COUNT(actions), actions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_row_is_sound_and_its_default_comes_back, start, end),
		cmocka_unit_test(test_every_section_of_a_row_is_there),
		cmocka_unit_test(test_a_choice_has_the_words_of_its_enum),
		test_in_folder(test_the_shipped_configuration_is_good_and_has_every_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
