/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_reply.c - templates: what is allowed, what becomes of them, and how Exim folds it. */
#include "fixture.h"
#include "verdict/reply.h"

#define TEN "1234567890"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

/* The values of a test, by the names of their placeholders; a row without a name ends them, and gives all that are not there. */
struct value {
	const char *name, *value;
};

static void find_value(const void *context, const struct wb_placeholder *placeholder, struct wb_text *text)
{
	const struct value *row = context;

	while (row->name != NULL && strcmp(row->name, placeholder->name) != 0)
		row++;
	if (row->value != NULL)
		wb_text_add(text, row->value);
}

static void render(const char *template, enum wb_action action, const struct value *values, char *buffer)
{
	memset(buffer, 'x', WB_REPLY_TEXT_SIZE);
	wb_reply_render(template, "5.7.1", action, find_value, values, buffer);
}

static void test_templates_that_break_a_rule_are_refused(void **state)
{
	static const struct {
		const char *label, *template, *advice; /* NULL: good */
	} rows[] = {
		{ "plain text", "blocked", NULL },
		{ "every placeholder",
		    "%{ip}%{name}%{helo}%{sender}%{recipient}%{category}%{title}%{country}%{asn}%{as_org}%{source}%{reason}%{ref}%{url}%{site}%{contact}",
		    NULL },
		{ "percent sign", "100%% spam", NULL },
		{ "percent sign that looks like a placeholder", "%%{nope}", NULL },
		{ "ten lines", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10", NULL },
		{ "eleven lines", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11", "at most 10 lines" },
		{ "nothing", "", "line 1 is empty" },
		{ "empty line", "1\n\n3", "line 2 is empty" },
		{ "line break at the end", "1\n", "line 2 is empty" },
		{ "unknown placeholder", "1\n%{nope} and more", "line 2 has \"%{nope}\"" },
		{ "placeholder in capitals", "%{IP}, %{ip}", "line 1 has \"%{IP}\"" },
		{ "beginning of a placeholder's name", "%{i}%{ip}", "line 1 has \"%{i}\"" },
		{ "placeholder that does not end", "%{ip was refused", "line 1 has \"%{ip\"" },
		{ "placeholder over a line's end", "%{i\np}", "line 1 has \"%{i\"" },
		{ "placeholder without a name", "%{} is refused", "line 1 has \"%{}\"" },
		{ "percent sign alone", "100% spam", "line 1 has \"%\"" },
		{ "percent sign at a line's end", "100%\nspam", "line 1 has \"%\"" },
		{ "control character", "a\tb", "the byte 0x09" },
		{ "carriage return", "a\r\nb", "the byte 0x0d" },
		{ "DEL", "a\177b", "the byte 0x7f" },
		{ "8-bit", "gr\303\274n", "the byte 0xc3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };
		enum wb_status status;

		begin_row(rows[i].label);
		status = wb_reply_check(rows[i].template, &error);
		assert_int_equal(status, rows[i].advice == NULL ? WB_OK : WB_INVALID);
		if (rows[i].advice != NULL)
			assert_contains(error.text, rows[i].advice);
	}
}

static void test_a_percent_sign_at_the_very_end_is_refused(void **state)
{
	char *template = strdup("100%"); /* on the heap, so that the sanitizer sees a look behind its end */
	struct wb_error error = { "" };
	enum wb_status status = wb_reply_check(template, &error);

	(void)state;
	free(template);
	assert_int_equal(status, WB_INVALID);
	assert_contains(error.text, "%% for a percent sign");
}

static void test_a_line_has_at_most_500_octets_with_its_code(void **state)
{
	/* The longest code is "5.999.999 ": 10 octets. */
	static const struct {
		size_t length;
		enum wb_status status;
	} rows[] = { { 489, WB_OK }, { 491, WB_INVALID }, { 5000, WB_INVALID } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *template = malloc(rows[i].length + 1);
		enum wb_status status;

		memset(template, 'x', rows[i].length);
		template[rows[i].length] = '\0';
		status = wb_reply_check(template, NULL);
		free(template);
		assert_int_equal(status, rows[i].status);
	}
}

static void test_rendering(void **state)
{
	static const struct value values[] = {
		{ "ip", "192.0.2.66" },
		{ "source", "Example Internet" },
		{ "reason", "" },
		{ "helo", "a\r\n550 forged\t\033[31m\177gr\303\274n %{ip}" },
		{ "title", "100%%" },
		{ "as_org", "the user unknown to us" },
		{ "contact", "is over, disabled" },
		{ NULL, NULL },
	};
	static const struct {
		const char *label, *template;
		enum wb_action action;
		const char *wanted;
	} rows[] = {
		{ "the code is in front of every line", "one\ntwo", WB_REJECT, "5.7.1 one\n5.7.1 two" },
		{ "defer makes it 4", "one\ntwo", WB_DEFER, "4.7.1 one\n4.7.1 two" },
		{ "placeholders", "[%{ip}] by %{source}.", WB_REJECT, "5.7.1 [192.0.2.66] by Example Internet." },
		{ "percent signs", "100%% of %%{ip} %%%{ip}", WB_REJECT, "5.7.1 100% of %{ip} %192.0.2.66" },
		{ "a value is not rendered again", "%{title}", WB_REJECT, "5.7.1 100%%" },
		{ "a line with an empty placeholder is dropped", "one\n%{ip} %{reason}\nthree", WB_REJECT,
		    "5.7.1 one\n5.7.1 three" },
		{ "one that is not known too", "%{url}\ntwo", WB_REJECT, "5.7.1 two" },
		{ "the last line too", "one\nref %{ref}", WB_REJECT, "5.7.1 one" },
		{ "all lines dropped", "%{ref}\n%{url}", WB_DEFER, "4.7.1 Server blocked" },
		{ "a value that bounce parsers misread is left out with its line", "%{as_org}\ntwo %{ip}", WB_REJECT,
		    "5.7.1 two 192.0.2.66" },
		{ "and one that they misread behind the line's own words", "your mailbox %{contact}\ntwo", WB_REJECT,
		    "5.7.1 two" },
		{ "what stands in the template itself stays", "please try again later", WB_DEFER,
		    "4.7.1 please try again later" },
		{ "bytes that are not printable become '?'", "%{helo}", WB_REJECT, "5.7.1 a??550 forged??[31m?gr??n %{ip}" },
	};
	char buffer[WB_REPLY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		render(rows[i].template, rows[i].action, values, buffer);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_the_status_of_the_category_is_used(void **state)
{
	static const struct value values[] = { { NULL, NULL } };
	char buffer[WB_REPLY_TEXT_SIZE];

	(void)state;
	wb_reply_render("x", "5.0.0", WB_REJECT, find_value, values, buffer);
	assert_string_equal(buffer, "5.0.0 x");
	wb_reply_render("x", "5.123.456", WB_DEFER, find_value, values, buffer);
	assert_string_equal(buffer, "4.123.456 x");
}

static void test_no_value_makes_a_line_longer_than_500_octets(void **state)
{
	struct value values[] = { { NULL, NULL } };
	char template[WB_REPLY_LINES_MAX * 64] = "";
	char *long_value = malloc(10001);
	char buffer[WB_REPLY_TEXT_SIZE];
	size_t lines = 0;

	(void)state;
	memset(long_value, 'v', 10000);
	long_value[10000] = '\0';
	values[0].value = long_value;
	for (int i = 0; i < WB_REPLY_LINES_MAX; i++)
		strcat(
		    template, i > 0 ? "\n%{helo}%{helo}%{sender}%{reason}%{name}" : "%{helo}%{helo}%{sender}%{reason}%{name}");
	render(template, WB_REJECT, values, buffer);
	free(long_value);
	for (char *line = strtok(buffer, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		assert_true(strlen(line) <= WB_REPLY_LINE_BYTES_MAX);
		assert_memory_equal(line, "5.7.1 v", 7);
		lines++;
	}
	assert_int_equal(lines, WB_REPLY_LINES_MAX);
}

static void test_one_value_takes_200_octets_at_most(void **state)
{
	struct value values[] = { { "helo", NULL }, { NULL, NULL } };
	char buffer[WB_REPLY_TEXT_SIZE];
	char value[301] = "";

	(void)state;
	memset(value, 'v', 300);
	values[0].value = value;
	render("%{helo}|", WB_REJECT, values, buffer);
	assert_int_equal(strlen(buffer), strlen("5.7.1 ") + 200 + 1);
}

static void test_exim_folds_lines_of_more_than_75_characters(void **state)
{
	static const struct {
		const char *label, *text, *wanted;
	} rows[] = {
		{ "short", "a b", "550 a b" },
		{ "two lines", "a\nb", "550-a\n550 b" },
		{ "75 characters", TEN TEN TEN TEN " " TEN TEN TEN "1234", "550 " TEN TEN TEN TEN " " TEN TEN TEN "1234" },
		{ "76 characters", TEN TEN TEN TEN " " TEN TEN TEN "12345",
		    "550-" TEN TEN TEN TEN "\n550 " TEN TEN TEN "12345" },
		{ "the last space counts", TEN TEN TEN TEN " " TEN " " TEN TEN "12345",
		    "550-" TEN TEN TEN TEN " " TEN "\n550 " TEN TEN "12345" },
		{ "a space behind a colon comes first", TEN TEN TEN "123456789: " TEN " " TEN " " TEN "12345",
		    "550-" TEN TEN TEN "123456789:\n550 " TEN " " TEN " " TEN "12345" },
		{ "the last one behind a colon", TEN TEN TEN "123456789: " TEN "1: " TEN TEN "12345",
		    "550-" TEN TEN TEN "123456789: " TEN "1:\n550 " TEN TEN "12345" },
		{ "a space in column 75", SEVENTY "12345 789", "550-" SEVENTY "12345\n550 789" },
		{ "a space in column 36", TEN TEN TEN "123456 " TEN TEN TEN TEN,
		    "550-" TEN TEN TEN "123456\n550 " TEN TEN TEN TEN },
		{ "a space in column 35 is too early", TEN TEN TEN "12345 " TEN TEN TEN TEN "1",
		    "550 " TEN TEN TEN "12345 " TEN TEN TEN TEN "1" },
		{ "a long word is folded behind it", SEVENTY TEN " " TEN, "550-" SEVENTY TEN "\n550 " TEN },
		{ "a long word alone is not", SEVENTY TEN, "550 " SEVENTY TEN },
		{ "nor does it touch the next line", SEVENTY TEN "\na b", "550-" SEVENTY TEN "\n550 a b" },
		{ "a long word, then a long line", SEVENTY TEN "\n" TEN TEN TEN TEN " " TEN TEN TEN TEN,
		    "550-" SEVENTY TEN "\n550-" TEN TEN TEN TEN "\n550 " TEN TEN TEN TEN },
		{ "two spaces: the second one begins the new line and is left out", TEN TEN TEN TEN TEN TEN TEN "1234  " TEN,
		    "550-" SEVENTY "1234 \n550 " TEN },
		{ "three spaces", SEVENTY "12345   " TEN, "550-" SEVENTY "12345\n550 " TEN },
		{ "folded twice", SEVENTY " " SEVENTY " " SEVENTY, "550-" SEVENTY "\n550-" SEVENTY "\n550 " SEVENTY },
		{ "the second line is folded", "a\n" SEVENTY " " TEN, "550-a\n550-" SEVENTY "\n550 " TEN },
	};
	char buffer[4096];
	struct wb_text text;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_reply_format_smtp(rows[i].text, WB_REJECT, &text);
		assert_string_equal(buffer, rows[i].wanted);
	}
	begin_row("defer has 451");
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_reply_format_smtp("a\nb", WB_DEFER, &text);
	assert_string_equal(buffer, "451-a\n451 b");
}

/* Exim skips white space, line breaks too, behind each line that it has sent. */
static void test_a_fold_at_the_last_space_leaves_no_empty_line(void **state)
{
	static const struct {
		const char *label, *text, *wanted;
	} rows[] = {
		{ "the last line", SEVENTY "12345 ", "550 " SEVENTY "12345" },
		{ "a line between others", "a\n" SEVENTY "12345 \nb", "550-a\n550-" SEVENTY "12345\n550 b" },
		{ "two spaces", SEVENTY "1234  \nb", "550-" SEVENTY "1234 \n550 b" },
	};
	char buffer[4096];
	struct wb_text text;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_reply_format_smtp(rows[i].text, WB_REJECT, &text);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_shipped_texts_are_good_and_never_folded(void **state)
{
	static const struct value values[] = {
		{ "ip", "192.168.1.200" }, /* 13 characters */
		{ "title", "insecure FormMail script" },
		{ "source", "zen.spamhaus.org" },
		{ "url", "https://postmaster.example.net/blocked?ref=8F3K2M4QZ7T5W9XB1C6D0E2G" },
		{ "ref", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G" },
		{ NULL, NULL },
	};
	struct wb_pool pool = { NULL };
	char rendered[WB_REPLY_TEXT_SIZE], buffer[WB_REPLY_TEXT_SIZE];
	struct wb_text text;

	(void)state;
	for (size_t i = 0; i <= wb_category_builtin_count; i++) {
		const char *phrase = i < wb_category_builtin_count ? wb_category_builtins[i].phrase : NULL;
		const char *template = wb_reply_default_text(&pool, phrase);
		size_t lines = 1;

		begin_row(phrase != NULL ? phrase : "a category of your own");
		assert_int_equal(wb_reply_check(template, NULL), WB_OK);
		render(template, WB_REJECT, values, rendered);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_reply_format_smtp(rendered, WB_REJECT, &text);
		for (const char *c = buffer; *c != '\0'; c++)
			lines += *c == '\n';
		assert_int_equal(lines, 4);
		assert_contains(buffer, "550-5.7.1 Server [192.168.1.200] blocked");
		assert_contains(buffer, "550-5.7.1 Client host [192.168.1.200] blocked using zen.spamhaus.org\n");
		assert_contains(buffer, "550 5.7.1 ref 8F3K-");
	}
	wb_pool_close(&pool);
}

static void test_the_reply_that_the_design_shows(void **state)
{
	static const struct value values[] = {
		{ "ip", "192.0.2.66" },
		{ "source", "Example Internet" },
		{ "url", "https://postmaster.example.net/blocked" },
		{ NULL, NULL },
	};
	struct wb_pool pool = { NULL };
	char rendered[WB_REPLY_TEXT_SIZE], buffer[WB_REPLY_TEXT_SIZE];
	struct wb_text text;

	(void)state;
	render(wb_reply_default_text(&pool, wb_category_builtins[0].phrase), WB_REJECT, values, rendered);
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_reply_format_smtp(rendered, WB_REJECT, &text);
	assert_string_equal(buffer,
	    "550-5.7.1 Server [192.0.2.66] blocked as possible open relay\n"
	    "550-5.7.1 Client host [192.0.2.66] blocked using Example Internet\n"
	    "550 5.7.1 https://postmaster.example.net/blocked");
	wb_pool_close(&pool);
}

static void test_every_placeholder_has_a_name_and_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_placeholder_count; i++) {
		char template[32], buffer[WB_REPLY_TEXT_SIZE];
		const struct value values[] = { { wb_placeholders[i].name, "v" }, { NULL, NULL } };

		begin_row(wb_placeholders[i].name);
		assert_true(strlen(wb_placeholders[i].help) > 0);
		snprintf(template, sizeof(template), "%%{%s}", wb_placeholders[i].name);
		assert_int_equal(wb_reply_check(template, NULL), WB_OK);
		render(template, WB_REJECT, values, buffer);
		assert_string_equal(buffer, "5.7.1 v");
	}
}

static void test_words_that_mislead_bounce_parsers(void **state)
{
	static const struct {
		const char *text;
		bool misleads;
	} rows[] = {
		{ "user unknown", true },
		{ "550 5.1.1 User Unknown in table", true },
		{ "unknown user", true },
		{ "No such user here", true },
		{ "Relay access denied", true },
		{ "relay not permitted", true },
		{ "please try again later", true },
		{ "mailbox unavailable", true },
		{ "Mailbox is currently unavailable", true },
		{ "the mailbox of this user is full", true },
		{ "mailbox not found", true },
		{ "mailbox was disabled", true },
		{ "the list is full; your mailbox is not", false }, /* the other way round */
		{ "unavailable mailbox", false },
		{ "mailbox", false },
		{ "user is unknown", false },
		{ "Server [%{ip}] blocked as possible open relay", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		assert_int_equal(wb_reply_misleads(rows[i].text), rows[i].misleads);
		if (rows[i].misleads)
			assert_int_equal(wb_reply_check(rows[i].text, NULL), WB_INVALID);
	}
	begin_row("over two lines");
	assert_true(wb_reply_misleads("your mailbox\nis full"));
}

static void test_review_with_the_longest_values(void **state)
{
	static const struct {
		const char *label, *template, *site, *url;
		bool is_cut, has_block_words, words_are_folded;
	} rows[] = {
		{ "the words", "Client host [%{ip}] blocked using %{source}", "Example", "", false, true, false },
		{ "a category of the site", "[%{ip}] blocked using %{site}", "Example", "", false, true, false },
		{ "no words", "Server [%{ip}] blocked", "Example", "", false, false, false },
		{ "no address", "Client host blocked using %{source}", "Example", "", false, false, false },
		{ "no name behind them", "[%{ip}] blocked using", "Example", "", false, false, false },
		{ "a line that may be left out", "a\n[%{ip}] blocked using %{source}", "", "", false, false, false },
		{ "in another line", "a\n[%{ip}] blocked using %{source}\nb", "Example", "", false, true, false },
		{ "folded behind the longest IPv6 address", "123456789012345678901 [%{ip}] blocked using %{source}", "Example",
		    "", false, true, true },
		{ "folded behind blocked", "123456789012345 [%{ip}] blocked using %{source}", "Example", "", false, true,
		    true },
		{ "folded behind using", "1234567890 [%{ip}] blocked using %{source}", "Example", "", false, true, false },
		{ "folded before the address", "The server that connects to us as [%{ip}] blocked using %{source}", "Example",
		    "", false, true, false },
		{ "names are cut to 200", "%{name}%{helo}", "Example", "", false, false, false },
		{ "three do not fit", "%{name}%{helo}%{sender}", "Example", "", true, false, false },
		{ "nor does the second line", "a\n%{name}%{helo}%{sender}", "Example", "", true, false, false },
		{ "a short url", "%{name}%{helo} %{url}", "Example", "https://example.net/", false, false, false },
		{ "a long one", "%{name}%{helo} %{url}", "Example",
		    "https://example.net/12345678901234567890123456789012345678901234567890123456789012345678901234567890",
		    true, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_reply_review review;

		begin_row(rows[i].label);
		review = wb_reply_review(rows[i].template, "5.7.1", rows[i].site, rows[i].url);
		assert_int_equal(review.is_cut, rows[i].is_cut);
		assert_int_equal(review.has_block_words, rows[i].has_block_words);
		assert_int_equal(review.words_are_folded, rows[i].words_are_folded);
	}
}

/* 500 octets with the code: one more and the line is cut. */
static void test_review_of_a_line_to_the_octet(void **state)
{
	static const struct {
		size_t length; /* beside "5.7.1 " and a country of two letters */
		bool is_cut;
	} rows[] = { { 400, false }, { 491, false }, { 493, true } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char template[600];

		memset(template, 'x', rows[i].length);
		strcpy(template + rows[i].length, "%{country}");
		assert_int_equal(wb_reply_review(template, "5.7.1", "s", "u").is_cut, rows[i].is_cut);
	}
}

static void test_shipped_texts_pass_the_review(void **state)
{
	struct wb_pool pool = { NULL };

	(void)state;
	for (size_t i = 0; i <= wb_category_builtin_count; i++) {
		const char *phrase = i < wb_category_builtin_count ? wb_category_builtins[i].phrase : NULL;
		const char *template = wb_reply_default_text(&pool, phrase);
		struct wb_reply_review review =
		    wb_reply_review(template, "5.7.1", "Example Internet", "https://example.net/blocked");

		begin_row(phrase != NULL ? phrase : "a category of your own");
		assert_false(wb_reply_misleads(template));
		assert_true(review.has_block_words);
		assert_false(review.is_cut || review.words_are_folded);
	}
	wb_pool_close(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_templates_that_break_a_rule_are_refused),
		cmocka_unit_test(test_a_line_has_at_most_500_octets_with_its_code),
		cmocka_unit_test(test_rendering),
		cmocka_unit_test(test_the_status_of_the_category_is_used),
		cmocka_unit_test(test_no_value_makes_a_line_longer_than_500_octets),
		cmocka_unit_test(test_one_value_takes_200_octets_at_most),
		cmocka_unit_test(test_exim_folds_lines_of_more_than_75_characters),
		cmocka_unit_test(test_a_fold_at_the_last_space_leaves_no_empty_line),
		cmocka_unit_test(test_shipped_texts_are_good_and_never_folded),
		cmocka_unit_test(test_the_reply_that_the_design_shows),
		cmocka_unit_test(test_every_placeholder_has_a_name_and_help),
		cmocka_unit_test(test_a_percent_sign_at_the_very_end_is_refused),
		cmocka_unit_test(test_words_that_mislead_bounce_parsers),
		cmocka_unit_test(test_review_with_the_longest_values),
		cmocka_unit_test(test_review_of_a_line_to_the_octet),
		cmocka_unit_test(test_shipped_texts_pass_the_review),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
