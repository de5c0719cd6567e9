/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_html.c - what comes from outside stays text. */
#include "page/html.h"
#include "unit.h"

#define BAD "\xef\xbf\xbd"

static void test_text_is_escaped(void **state)
{
	static const struct {
		const char *label, *text, *html;
	} rows[] = {
		{ "plain", "a b", "a b" },
		{ "markup", "<b title=\"x\">'&amp;'</b>", "&lt;b title=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/b&gt;" },
		{ "line feed and tab stay", "a\n\tb", "a\n\tb" },
		{ "C0", "a\x01\x1b[31m\r\x1f", "a" BAD BAD "[31m" BAD BAD },
		{ "DEL and C1", "\x7f\xc2\x85", BAD BAD },
		{ "two, three and four bytes", "ü€\xf0\x9f\x98\x80", "ü€\xf0\x9f\x98\x80" },
		{ "no-break spaces stay", "\xc2\xa0\xe2\x80\xaf", "\xc2\xa0\xe2\x80\xaf" },
		{ "the turn of direction",
		    "a\xe2\x80\xae"
		    "b\xe2\x81\xa6\xd8\x9c",
		    "a" BAD "b" BAD BAD },
		{ "Latin 1", "caf\xe9 <", "caf" BAD " &lt;" },
		{ "overlong <", "\xc0\xbc\xe0\x80\xbc\xf0\x80\x80\xbc", BAD BAD BAD BAD BAD BAD BAD BAD BAD },
		{ "a surrogate", "\xed\xa0\x80", BAD BAD BAD },
		{ "beyond Unicode", "\xf4\x90\x80\x80\xff", BAD BAD BAD BAD BAD },
		{ "no character", "\xef\xbf\xbe", BAD },
		{ "cut in front of markup", "\xe2\x82<", BAD BAD "&lt;" },
		{ "cut at the end", "a\xf0\x9f", "a" BAD BAD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_html html = { 0 };

		begin_row(rows[i].label);
		wb_html_text(&html, rows[i].text);
		assert_string_equal(html.data, rows[i].html);
		assert_int_equal(html.length, strlen(rows[i].html));
		wb_html_close(&html);
		assert_null(html.data);
	}
}

static void test_paragraphs(void **state)
{
	static const struct {
		const char *label, *text, *html;
	} rows[] = {
		{ "nothing", "", NULL },
		{ "line breaks alone", "\n\r\n\n", NULL },
		{ "one line", "a", "<p>a</p>\n" },
		{ "two lines", "a\nb", "<p>a<br>\nb</p>\n" },
		{ "two lines of a form", "a\r\nb", "<p>a<br>\nb</p>\n" },
		{ "two paragraphs", "a\n\nb", "<p>a</p>\n<p>b</p>\n" },
		{ "two paragraphs of a form", "\r\na\r\n\r\n\r\n<b>\r\n", "<p>a</p>\n<p>&lt;b&gt;</p>\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_html html = { 0 };

		begin_row(rows[i].label);
		wb_html_paragraphs(&html, rows[i].text);
		if (rows[i].html == NULL)
			assert_int_equal(html.length, 0);
		else
			assert_string_equal(html.data, rows[i].html);
		wb_html_close(&html);
	}
}

static void test_values_are_escaped_and_sentences_are_not(void **state)
{
	static const char *const values[] = { "<&>", "%{0}", NULL };
	static const struct {
		const char *label, *sentence, *html;
	} rows[] = {
		{ "markup of ours", "<em>%{0}</em>", "<em>&lt;&amp;&gt;</em>" },
		{ "a value is no sentence", "%{1} %{0}", "%{0} &lt;&amp;&gt;" },
		{ "twice", "%{0}%{0}", "&lt;&amp;&gt;&lt;&amp;&gt;" },
		{ "a value that is not there", "a%{2}b", "ab" },
		{ "no placeholder", "100 % %{x} %{", "100 % %{x} %{" },
		{ "at the end", "%{1", "%{1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_html html = { 0 };

		begin_row(rows[i].label);
		wb_html_fill(&html, rows[i].sentence, values);
		assert_string_equal(html.data, rows[i].html);
		wb_html_close(&html);
	}
}

static void test_it_grows(void **state)
{
	struct wb_html html = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		wb_html_raw(&html, "<p>0123456789");
	assert_false(html.no_memory);
	assert_int_equal(html.length, 1300000);
	assert_int_equal(strlen(html.data), html.length);
	wb_html_close(&html);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_escaped),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_values_are_escaped_and_sentences_are_not),
		cmocka_unit_test(test_it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
