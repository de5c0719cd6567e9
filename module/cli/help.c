/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* help.c - see help.h */
#include "cli/help.h"
#include "cli/option_meaning.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/nearest.h"
#include "cli/print_json.h"
#include "cli/print_wrapped.h"

#define VERB_INDENT 6
#define OPTION_INDENT 27
#define EVERY_DAY_INDENT 32

/* In the order of the work; test_usage.py holds the names to the verbs that there are. */
static const struct {
	const char *verb, *arguments, *help;
} every_day[] = {
	{ "explain", "ADDRESS", "would this host be refused, and why" },
	{ "case", "[CODE|ADDRESS]", "what happened to a mail, and what to answer" },
	{ "ref", "CODE", "what a reference of a refusal stands for" },
	{ "list add", "PREFIX CATEGORY", "block it; as \"allow\": let it in" },
	{ "list remove", "PREFIX", "remove that again" },
	{ "list show", "ADDRESS|NETWORK", "what is listed there" },
	{ "removal list", "", "requests for removal that are open" },
	{ "removal show", "NUMBER", "one of them; then approve or deny it" },
	{ "history", "[ADDRESS]", "who changed what, when and why" },
	{ "status", "", "is all well, and what helps if not" },
	{ "apply", "[--check]", "put the configuration in force, or try it" },
};
#define EVERY_DAY (sizeof(every_day) / sizeof(every_day[0]))

static size_t first_word(const char *name)
{
	return strcspn(name, " ");
}

static bool begins_with(const struct cli_verb *verb, const char *word)
{
	size_t length = first_word(verb->name);

	return strlen(word) == length && strncmp(word, verb->name, length) == 0;
}

/* True when a verb begins with this word. */
static bool is_group(const char *word)
{
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (begins_with(cli_verb_at(i), word))
			return true;
	}
	return false;
}

static bool is_of_every_day(const struct cli_verb *verb)
{
	for (size_t i = 0; i < EVERY_DAY; i++) {
		if (strcmp(every_day[i].verb, verb->name) == 0)
			return true;
	}
	return false;
}

/* "accuracy, backup, cases import, dnsbl check|status": those that are not of every day. */
static void add_others(struct wb_text *text)
{
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		const char *name = cli_verb_at(i)->name;
		size_t length = first_word(name);
		bool is_first = true, is_said = false;

		for (size_t k = 0; k < i && !is_said; k++)
			is_said = !is_of_every_day(cli_verb_at(k)) && first_word(cli_verb_at(k)->name) == length &&
			    strncmp(cli_verb_at(k)->name, name, length) == 0;
		for (size_t k = i; cli_verb_at(k) != NULL && !is_said && !is_of_every_day(cli_verb_at(i)); k++) {
			const char *other = cli_verb_at(k)->name;

			if (is_of_every_day(cli_verb_at(k)) || first_word(other) != length || strncmp(other, name, length) != 0)
				continue;
			if (is_first)
				wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", other);
			else
				wb_text_addf(text, "|%s", other[length] != '\0' ? other + length + 1 : other);
			is_first = false;
		}
	}
}

/* The verbs of every day, and where the others are. */
static void print_overview(FILE *file)
{
	char others[1024];
	struct wb_text text;

	fputs("whyblock - why a mail server is blocked here, and what is done about it\n"
	      "usage: whyblock [-c FILE] [--json] VERB ...\n\n"
	      "Every day:\n",
	    file);
	for (size_t i = 0; i < EVERY_DAY; i++) {
		int used = fprintf(file, "  %s %s", every_day[i].verb, every_day[i].arguments);

		fprintf(file, "%*s%s\n", EVERY_DAY_INDENT - used, "", every_day[i].help);
	}
	wb_text_open(&text, others, sizeof(others));
	add_others(&text);
	fputs("Others: ", file);
	cli_put_wrapped(file, others, 8, "");
	fputs("\nMore of one: whyblock help VERB; of all: whyblock --help, or man whyblock.\n", file);
}

/* How much of a verb is said, until it fits a screen. */
enum form {
	FORM_WHOLE,
	FORM_SHORT_OPTIONS, /* of each option as much as one line holds */
	FORM_NO_OPTIONS,
	FORM_SHORT_HELP, /* and of the verb as much as one line holds */
	FORMS
};

/* As much as the rest of the line holds, from this column on. */
static void put_cut(FILE *file, const char *text, int column)
{
	int room = CLI_COLUMNS - column;

	if ((int)strlen(text) <= room)
		fprintf(file, "%s\n", text);
	else
		fprintf(file, "%.*s...\n", room - 3, text);
}

/* What an option does for a verb. */
static void add_option_help(const struct cli_verb *verb, size_t option, struct wb_text *text)
{
	const char *meaning = cli_option_meaning(verb->name, option);

	if (meaning != NULL)
		wb_text_add(text, meaning);
	else
		cli_option_add_help(option, text);
}

static void put_option(FILE *file, const struct cli_verb *verb, int i, enum form form)
{
	const struct cli_option_row *option = cli_option_at((size_t)i);
	char usage[40], help[512];
	struct wb_text text;
	int length, column;

	length = snprintf(usage, sizeof(usage), "--%s%s%s", option->name, option->argument != NULL ? " " : "",
	    option->argument != NULL ? option->argument : "");
	wb_text_open(&text, help, sizeof(help));
	add_option_help(verb, (size_t)i, &text);
	column = fprintf(file, "%*s%-20s ", VERB_INDENT, "", usage);
	if (form == FORM_SHORT_OPTIONS) {
		put_cut(file, help, column);
		return;
	}
	if (VERB_INDENT + length >= OPTION_INDENT)
		fprintf(file, "\n%*s", OPTION_INDENT, "");
	cli_put_wrapped(file, help, OPTION_INDENT, "");
}

static void put_verb(FILE *file, const struct cli_verb *verb, enum form form)
{
	fprintf(file, "  %s%s%s\n%*s", verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments, VERB_INDENT, "");
	if (form == FORM_SHORT_HELP)
		put_cut(file, verb->help, VERB_INDENT);
	else
		cli_put_wrapped(file, verb->help, VERB_INDENT, "");
	for (int i = 0; form <= FORM_SHORT_OPTIONS && i < CLI_OPTIONS; i++) {
		if ((verb->options & CLI_TAKES(i)) != 0)
			put_option(file, verb, i, form);
	}
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

/* Of one verb, or of those that begin with the word; as much as one screen has room for, beside a line that says why it is shown. */
static void put_fitting(FILE *file, const struct cli_verb *verb, const char *word, bool says_where)
{
	for (enum form form = FORM_WHOLE; form < FORMS; form++) {
		char *block = NULL;
		size_t size, count = 0;
		FILE *memory = open_memstream(&block, &size);
		bool is_last;

		if (memory == NULL)
			return;
		for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
			if (verb == NULL ? begins_with(cli_verb_at(i), word) : verb == cli_verb_at(i)) {
				put_verb(memory, cli_verb_at(i), form);
				count++;
			}
		}
		if (form == FORM_SHORT_OPTIONS)
			fputs("man whyblock says all of it.\n", memory);
		else if (form >= FORM_NO_OPTIONS && says_where)
			fprintf(memory, "Their options: whyblock help %s VERB\n", word);
		fclose(memory);
		is_last = form == FORM_SHORT_HELP || (form == FORM_SHORT_OPTIONS && count == 1);
		if (count_lines(block) < CLI_HELP_LINES || is_last) {
			fputs(block, file);
			free(block);
			return;
		}
		free(block);
	}
}

/* The verbs that begin with this word, without their options. */
static void print_group(FILE *file, const char *word)
{
	put_fitting(file, NULL, word, false);
}

static json_object *verb_json(const struct cli_verb *verb)
{
	json_object *object = json_object_new_object(), *rows = json_object_new_array();

	json_object_object_add(object, "verb", json_object_new_string(verb->name));
	json_object_object_add(object, "arguments", json_object_new_string(verb->arguments));
	json_object_object_add(object, "help", json_object_new_string(verb->help));
	for (size_t i = 0; i < CLI_OPTIONS; i++) {
		const struct cli_option_row *option = cli_option_at(i);
		json_object *row;
		char help[512];
		struct wb_text text;

		if ((verb->options & CLI_TAKES(i)) == 0)
			continue;
		wb_text_open(&text, help, sizeof(help));
		add_option_help(verb, i, &text);
		row = json_object_new_object();
		json_object_object_add(row, "option", json_object_new_string(option->name));
		json_object_object_add(
		    row, "argument", option->argument != NULL ? json_object_new_string(option->argument) : NULL);
		json_object_object_add(row, "help", json_object_new_string(help));
		json_object_array_add(rows, row);
	}
	json_object_object_add(object, "options", rows);
	return object;
}

static void print_json(const struct cli_verb *verb, const char *word)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (verb != NULL ? verb == cli_verb_at(i) : word == NULL || begins_with(cli_verb_at(i), word))
			json_object_array_add(rows, verb_json(cli_verb_at(i)));
	}
	cli_json_print_pretty(rows);
}

void cli_help_all(bool json)
{
	int column;

	if (json) {
		print_json(NULL, NULL);
		return;
	}
	puts("whyblock - why a mail server is blocked here, and what is done about it\n\n"
	     "usage: whyblock [-c FILE] [--json] VERB ...\n"
	     "       whyblock help VERB\n\n"
	     "  -c FILE   the configuration (default: " WB_CONFIG_PATH ")\n"
	     "  --json    output for programs, of what went wrong, too\n");
	for (size_t i = 0; cli_verb_at(i) != NULL; i++)
		put_verb(stdout, cli_verb_at(i), FORM_WHOLE);
	column = printf("\nexit status:");
	for (size_t i = 0; cli_exit_at(i) != NULL; i++) {
		const struct cli_exit_row *row = cli_exit_at(i);

		/* A number stays with its words. */
		if (column + 5 + (int)strlen(row->help) > CLI_COLUMNS)
			column = printf("%s\n            ", i > 0 ? "," : "");
		else if (i > 0)
			column += printf(",");
		column += printf(" %d %s", (int)row->status, row->help);
	}
	putchar('\n');
}

enum cli_exit cli_help_verb(struct cli *cli)
{
	const char *word = cli->argc > 0 ? cli->argv[0] : "";
	const struct cli_verb *verb = cli_verb_find(cli);

	/* "ref" is a verb, and what "ref rotate" begins with: of one word all is said. */
	if (verb != NULL && verb->name[first_word(verb->name)] == '\0')
		verb = NULL;
	if (verb == NULL && !is_group(word))
		return cli_help_unknown(cli);
	if (cli->json)
		print_json(verb, word);
	else
		put_fitting(stdout, verb, word, true);
	return CLI_DONE;
}

/* "list show or removal show": those whose second word this is. */
static void add_with_second_word(const char *word, struct wb_text *text)
{
	size_t count = 0, place = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
			const char *name = cli_verb_at(i)->name;

			if (name[first_word(name)] == '\0' || strcmp(name + first_word(name) + 1, word) != 0)
				continue;
			if (pass == 0)
				count++;
			else
				wb_text_add_item(text, place++, count, "or", name);
		}
	}
}

/* A verb that is written nearly so, that ends so, or that takes what was given. */
static void add_meant(const struct cli *cli, struct wb_text *text, bool *of_two_words_r)
{
	char words[WB_NEAREST_BYTES_MAX + 2], firsts[WB_NEAREST_BYTES_MAX], group[WB_NEAREST_BYTES_MAX];
	struct wb_nearest one, two;
	struct wb_prefix prefix;

	snprintf(words, sizeof(words), "%.40s %.20s", cli->argv[0], cli->argc > 1 ? cli->argv[1] : "");
	wb_nearest_open(&two, words);
	wb_nearest_open(&one, cli->argv[0]);
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		const char *name = cli_verb_at(i)->name;

		wb_nearest_try(name[first_word(name)] == '\0' ? &one : &two, name);
		/* A group's name is one that may have been meant, too. */
		snprintf(firsts, sizeof(firsts), "%.*s", (int)first_word(name), name);
		wb_nearest_try(&one, firsts);
		if (one.name == firsts) {
			memcpy(group, firsts, sizeof(group));
			one.name = group;
		}
	}
	*of_two_words_r = cli->argc > 1 && two.name != NULL && two.distance <= 2;
	if (*of_two_words_r) {
		wb_text_add(text, two.name);
	} else if (one.name != NULL) {
		wb_text_add(text, one.name);
	} else if (wb_prefix_parse(cli->argv[0], &prefix, NULL) == WB_OK) {
		wb_text_addf(text, "explain %.45s", cli->argv[0]);
	} else {
		add_with_second_word(cli->argv[0], text);
	}
}

/* "add, remove, show or dump" */
static void add_second_words(const char *word, struct wb_text *text)
{
	size_t count = 0, place = 0;

	for (size_t i = 0; cli_verb_at(i) != NULL; i++)
		count += begins_with(cli_verb_at(i), word);
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (begins_with(cli_verb_at(i), word))
			wb_text_add_item(
			    text, place++, count, "or", cli_verb_at(i)->name + first_word(cli_verb_at(i)->name) + 1);
	}
}

static const char *nearest_second_word(const char *word, const char *written)
{
	struct wb_nearest nearest;

	wb_nearest_open(&nearest, written);
	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		if (begins_with(cli_verb_at(i), word))
			wb_nearest_try(&nearest, cli_verb_at(i)->name + first_word(cli_verb_at(i)->name) + 1);
	}
	return nearest.name;
}

enum cli_exit cli_help_unknown(const struct cli *cli)
{
	const char *word = cli->argc > 0 ? cli->argv[0] : "", *second = cli->argc > 1 ? cli->argv[1] : NULL, *meant;
	bool of_two_words = false;
	char said[400];
	struct wb_text text;

	wb_text_open(&text, said, sizeof(said));
	if (cli->argc == 0) {
		cli_fail(CLI_USAGE, "no verb given");
		if (!cli->json)
			print_overview(stderr);
		return CLI_USAGE;
	}
	if (is_group(word)) {
		meant = second != NULL ? nearest_second_word(word, second) : NULL;
		add_second_words(word, &text);
		if (second == NULL)
			cli_fail(CLI_USAGE, "%s: expected one of %s behind it", word, cli->json ? said : "these");
		else if (meant != NULL)
			cli_fail(CLI_USAGE, "unknown verb \"%s %.40s\": did you mean %s %s?", word, second, word, meant);
		else
			cli_fail(CLI_USAGE, "unknown verb \"%s %.40s\": expected %s", word, second, said);
		if (second == NULL && !cli->json)
			print_group(stderr, word);
		return CLI_USAGE;
	}
	add_meant(cli, &text, &of_two_words);
	if (text.length > 0)
		return cli_fail(CLI_USAGE, "unknown verb \"%.40s%s%.40s\": did you mean %s? See whyblock help", word,
		    of_two_words ? " " : "", of_two_words ? second : "", said);
	return cli_fail(CLI_USAGE, "unknown verb \"%.40s\": see whyblock help", word);
}

enum cli_exit cli_help(struct cli *cli)
{
	if (cli->argc > 0)
		return cli_help_verb(cli);
	if (cli->json)
		cli_help_all(true);
	else
		print_overview(stdout);
	return CLI_DONE;
}
