/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_words.c - every sentence of the pages and mails is there in every language, and asks for the same values. */
#include "page/mail_text.h"
#include "page/words.h"
#include "unit.h"

#define PHRASES_COUNT (offsetof(struct wb_words, categories) / sizeof(const char *))
#define WORDS_COUNT \
	(PHRASES_COUNT + \
	    WB_CATEGORY_WORDS * sizeof(struct wb_category_words) / \
		sizeof(const char *)) /* of the pages; mails have rules of their own */
#define SENTENCE_BYTES_MAX 2500
#define MAIL_LINE_CHARACTERS_MAX 76

/* struct wb_words holds nothing but pointers to text before its categories, and so do these: so they can be walked. */
static const char *sentence_at(enum wb_language language, size_t place)
{
	const char *sentence;

	if (place < PHRASES_COUNT)
		memcpy(&sentence, (const char *)wb_words[language] + place * sizeof(sentence), sizeof(sentence));
	else
		memcpy(&sentence, (const char *)wb_words[language]->categories + (place - PHRASES_COUNT) * sizeof(sentence),
		    sizeof(sentence));
	return sentence;
}

/* Bit n for %{n}. */
static unsigned find_numbers(const char *text)
{
	unsigned numbers = 0;

	for (; (text = strstr(text, "%{")) != NULL; text++) {
		assert_true(text[2] >= '0' && text[2] <= '9' && text[3] == '}');
		numbers |= 1u << (text[2] - '0');
	}
	return numbers;
}

static size_t count_lines(const char *text)
{
	size_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

static bool may_be_empty(size_t place)
{
	size_t mistakes = offsetof(struct wb_words, mistakes) / sizeof(const char *);

	return place == mistakes + WB_MISTAKE_NONE || place == mistakes + WB_MISTAKE_MISSING;
}

static void test_every_sentence_is_there(void **state)
{
	(void)state;
	for (int language = 0; language < WB_LANGUAGES; language++) {
		begin_row(wb_languages[language].tag);
		for (size_t i = 0; i < WORDS_COUNT; i++) {
			const char *sentence = sentence_at((enum wb_language)language, i);
			char clean[SENTENCE_BYTES_MAX + 1];

			if (sentence == NULL || (sentence[0] == '\0') != may_be_empty(i))
				fail_msg("sentence %zu of %s is missing", i, wb_languages[language].tag);
			assert_true(strlen(sentence) <= SENTENCE_BYTES_MAX);
			assert_null(strstr(sentence, "  "));
			/* Well-formed, and without characters that nobody sees. */
			for (const char *line = sentence; line != NULL;
			     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
				size_t length = strcspn(line, "\n");

				wb_text_copy_utf8(clean, sizeof(clean), line, length);
				assert_int_equal(strlen(clean), length);
				assert_memory_equal(clean, line, length);
			}
		}
	}
}

static void test_languages_ask_for_the_same(void **state)
{
	(void)state;
	for (int language = 1; language < WB_LANGUAGES; language++) {
		for (size_t i = 0; i < WORDS_COUNT; i++) {
			const char *english = sentence_at(WB_LANGUAGE_EN, i),
				   *sentence = sentence_at((enum wb_language)language, i);

			if (find_numbers(english) != find_numbers(sentence) || count_lines(english) != count_lines(sentence))
				fail_msg("\"%s\" and \"%s\" differ in placeholders or items", english, sentence);
		}
	}
}

static void test_only_what_names_a_thing_is_the_same_in_two_languages(void **state)
{
	(void)state;
	for (int language = 1; language < WB_LANGUAGES; language++) {
		for (size_t i = 0; i < WORDS_COUNT; i++) {
			const char *english = sentence_at(WB_LANGUAGE_EN, i),
				   *sentence = sentence_at((enum wb_language)language, i);

			if (strlen(english) > 12 && strcmp(english, sentence) == 0)
				fail_msg("\"%s\" is not translated into %s", english, wb_languages[language].tag);
		}
	}
}

/* What stands before : ; ! ? and inside the quotation marks must not begin a line. */
static void test_french_spaces_do_not_break(void **state)
{
	static const char *const bad[] = { " :", " ;", " !", " ?", " »", "« ", "\"", "'" };

	(void)state;
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		for (size_t b = 0; b < COUNT(bad); b++) {
			const char *sentence = sentence_at(WB_LANGUAGE_FR, i);

			if (strstr(sentence, bad[b]) != NULL)
				fail_msg("\"%s\" holds \"%s\"", sentence, bad[b]);
		}
	}
}

/* Counts the characters of each line of UTF-8. */
static void check_mail_lines(const char *body)
{
	size_t characters = 0;

	for (; *body != '\0'; body++) {
		characters = *body == '\n' ? 0 : characters + ((*body & 0xc0) != 0x80);
		assert_true(characters <= MAIL_LINE_CHARACTERS_MAX);
	}
}

static void test_mails(void **state)
{
	static const char *const names[] = { "number", "client", "reference", "site", "answer", "until", "status", "form",
		"levels", "within", "keep", "contact" };

	(void)state;
	for (int language = 0; language < WB_LANGUAGES; language++) {
		for (int mail = 0; mail < WB_MAILS; mail++) {
			const struct wb_mail_text *text = wb_mail_text_find((enum wb_language)language, (enum wb_mail)mail),
						  *english = wb_mail_text_find(WB_LANGUAGE_EN, (enum wb_mail)mail);
			size_t known = 0, found = 0;

			assert_non_null(text->subject);
			assert_non_null(text->body);
			assert_true(text->body[strlen(text->body) - 1] == '\n');
			assert_null(strchr(text->subject, '\n'));
			check_mail_lines(text->body);
			for (size_t i = 0; i < COUNT(names); i++) {
				char mark[16];

				snprintf(mark, sizeof(mark), "%%{%s}", names[i]);
				assert_int_equal(strstr(text->body, mark) != NULL, strstr(english->body, mark) != NULL);
				assert_int_equal(strstr(text->subject, mark) != NULL, strstr(english->subject, mark) != NULL);
				for (const char *at = text->body; (at = strstr(at, mark)) != NULL; at++)
					known++;
			}
			for (const char *at = text->body; (at = strstr(at, "%{")) != NULL; at++)
				found++;
			assert_int_equal(known, found);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_sentence_is_there),
		cmocka_unit_test(test_languages_ask_for_the_same),
		cmocka_unit_test(test_only_what_names_a_thing_is_the_same_in_two_languages),
		cmocka_unit_test(test_french_spaces_do_not_break),
		cmocka_unit_test(test_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
