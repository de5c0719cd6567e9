/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config_token.c - a configuration's text, cut into words, quoted values and marks. */
#include "config/config_token.h"
#include "fixture.h"

static const char kinds[] = { [WB_TOKEN_END] = 'E',
	[WB_TOKEN_WORD] = 'w',
	[WB_TOKEN_QUOTED] = 'q',
	[WB_TOKEN_MARK] = 'm',
	[WB_TOKEN_STRAY] = 's',
	[WB_TOKEN_CURLED] = 'c',
	[WB_TOKEN_COMMENT] = '/' };

/* "w1:1[mode] q1:8[monitor]!": kind, line, column, what it says; ! for an open quote. */
static const char *tokens_of(char *text)
{
	static char buffer[1024];
	struct wb_token_scanner scanner;
	struct wb_token token;
	struct wb_text trace;

	wb_text_open(&trace, buffer, sizeof(buffer));
	wb_token_scanner_open(&scanner, text);
	do {
		size_t length;
		const char *says;

		token = wb_token_next(&scanner);
		says = wb_token_text(&token, &length);
		wb_text_addf(&trace, "%c%d:%d[%.*s]%s ", kinds[token.kind], token.position.line, token.position.column,
		    token.kind == WB_TOKEN_COMMENT ? 0 : (int)length, says, token.is_open ? "!" : "");
	} while (token.kind != WB_TOKEN_END && token.kind != WB_TOKEN_COMMENT);
	return buffer;
}

static void test_tokens_and_their_places(void **state)
{
	static const struct {
		const char *label, *text, *tokens;
	} rows[] = {
		{ "a setting", "mode = \"monitor\"\n", "w1:1[mode] m1:6[=] q1:8[monitor] E2:1[] " },
		{ "a tab is one column", "\tmode = 1", "w1:2[mode] m1:7[=] w1:9[1] E1:10[] " },
		{ "so is a character of two bytes", "a = '\xc3\xbc' b", "w1:1[a] m1:3[=] q1:5[\xc3\xbc] w1:9[b] E1:10[] " },
		{ "a list", "a={1,2}", "w1:1[a] m1:2[=] m1:3[{] w1:4[1] m1:5[,] w1:6[2] m1:7[}] E1:8[] " },
		{ "comments", "# a\n// \"\n/* '\n */ b # c", "w4:5[b] E4:10[] " },
		{ "a comment that never ends", "a /* b\nc", "w1:1[a] /1:3[] " },
		{ "no comment within a word", "a = https://x/*y", "w1:1[a] m1:3[=] w1:5[https://x/*y] E1:17[] " },
		{ "a value of two lines", "a = \"b\nc\" d", "w1:1[a] m1:3[=] q1:5[b\nc] w2:4[d] E2:5[] " },
		{ "a backslash hides a quote", "a = \"b\\\"c\"", "w1:1[a] m1:3[=] q1:5[b\\\"c] E1:11[] " },
		{ "the other quote hides nothing", "'\"' \"'\"", "q1:1[\"] q1:5['] E1:8[] " },
		{ "a quote that is never closed ends with its line", "mode = \"b\nc = \"d\"\n",
		    "w1:1[mode] m1:6[=] q1:8[b\nc = ] w2:6[d] q2:7[]! E3:1[] " },
		{ "or before what is a statement", "mode = \"b\nstore = \"d\"\n",
		    "w1:1[mode] m1:6[=] q1:8[b]! w2:1[store] m2:7[=] q2:9[d] E3:1[] " },
		{ "or before a brace alone", "mode = \"b\n}\nstore = \"d\"\n",
		    "w1:1[mode] m1:6[=] q1:8[b]! m2:1[}] w3:1[store] m3:7[=] q3:9[d] E4:1[] " },
		{ "braces behind it are no part of it", "site { name = \"b } }\n",
		    "w1:1[site] m1:6[{] w1:8[name] m1:13[=] q1:15[b]! m1:18[}] m1:20[}] E2:1[] " },
		{ "a semicolon", "a = b; \"c\"; d;e", "w1:1[a] m1:3[=] w1:5[b] s1:6[;] q1:8[c] s1:11[;] w1:13[d;e] E1:16[] " },
		{ "a space that is none", "a\xc2\xa0= 1", "w1:1[a] s1:2[\xc2\xa0] m1:3[=] w1:5[1] E1:6[] " },
		{ "English quotes", "a = \xe2\x80\x9cyes no\xe2\x80\x9d }", "w1:1[a] m1:3[=] c1:5[yes no] m1:14[}] E1:15[] " },
		{ "French quotes", "\xc2\xab yes \xc2\xbb", "c1:1[ yes ] E1:8[] " },
		{ "half a pair", "\xe2\x80\x9cyes }", "c1:1[yes] m1:6[}] E1:7[] " },
		{ "environment", "${A B} c", "w1:1[${A B}] w1:8[c] E1:9[] " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[128];

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_string_equal(tokens_of(text), rows[i].tokens);
	}
}

static void test_comments_become_blanks_and_lines_stay(void **state)
{
	char text[] = "a = 1 # b\n// c\n/* d\n e */ f = \"# g // /* h */\" '/* i */'\n#";

	(void)state;
	tokens_of(text);
	assert_string_equal(text, "a = 1    \n    \n    \n      f = \"# g // /* h */\" '/* i */'\n ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens_and_their_places),
		cmocka_unit_test(test_comments_become_blanks_and_lines_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
