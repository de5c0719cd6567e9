/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mistakes.c - see mistakes.h */
#include "cli/mistakes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/timestamp.h"
#include "desk/list_export.h"
#include "desk/list_guard.h"
#include "desk/list_text.h"

#define WORD_SIZE 40

void cli_mistakes_add(struct cli_mistakes *mistakes, enum cli_exit status, const char *format, ...)
{
	va_list args;

	if (mistakes->count == 0)
		mistakes->status = status;
	if (mistakes->count == CLI_MISTAKES_MAX)
		return;
	va_start(args, format);
	vsnprintf(mistakes->text[mistakes->count++], sizeof(mistakes->text[0]), format, args);
	va_end(args);
	mistakes->is_usage = mistakes->is_usage || status == CLI_USAGE;
}

void cli_mistakes_add_unknown(struct cli_mistakes *mistakes, const char *written)
{
	static const char *const common[] = { "config", "json", "help", "version" };
	size_t dashes = strspn(written, "-"), length = strcspn(written, "=");
	char name[WORD_SIZE];
	struct wb_nearest nearest;

	snprintf(name, sizeof(name), "%.*s", (int)(length > dashes ? length - dashes : 0), written + dashes);
	wb_nearest_open(&nearest, name);
	for (size_t i = 0; i < CLI_OPTIONS; i++)
		wb_nearest_try(&nearest, cli_option_at(i)->name);
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		wb_nearest_try(&nearest, common[i]);
	mistakes->has_unknown = true;
	/* It is a known one, with a value that it does not take. */
	if (nearest.name != NULL && strcmp(nearest.name, name) == 0)
		cli_mistakes_add(mistakes, CLI_USAGE, "unknown option \"%.60s\": --%s takes no value", written, nearest.name);
	else if (nearest.name != NULL && dashes == 2)
		cli_mistakes_add(mistakes, CLI_USAGE, "unknown option \"%.60s\": did you mean --%s?", written, nearest.name);
	else
		cli_mistakes_add(mistakes, CLI_USAGE, "unknown option \"%.60s\"", written);
}

/* The next word of a verb's arguments; false behind the last. */
static bool next_word(const char **rest, char word_r[WORD_SIZE])
{
	size_t length = strcspn(*rest += strspn(*rest, " "), " ");

	snprintf(word_r, WORD_SIZE, "%.*s", (int)length, *rest);
	*rest += length;
	return length > 0;
}

static int option_named(const char *word)
{
	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (strncmp(word, "--", 2) == 0 && strcmp(cli_option_at((size_t)i)->name, word + 2) == 0)
			return i;
	}
	return -1;
}

void cli_mistakes_find(const struct cli *cli, const struct cli_verb *verb, struct cli_mistakes *mistakes)
{
	const char *rest = verb->arguments;
	char word[WORD_SIZE];
	int place = 0;

	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (cli->option[i] != NULL && (verb->options & CLI_TAKES(i)) == 0)
			cli_mistakes_add(
			    mistakes, CLI_USAGE, "%s does not take --%s", verb->name, cli_option_at((size_t)i)->name);
	}
	/* Behind an unknown option its value stands among the arguments: which of them are missing is not known. */
	if (mistakes->has_unknown)
		return;
	/* An option's value is skipped with it. */
	while (next_word(&rest, word)) {
		int option = option_named(word);

		if (option >= 0 && cli_option_at((size_t)option)->argument != NULL)
			next_word(&rest, word);
		if (option >= 0 || place >= verb->min_arguments || place++ < cli->argc)
			continue;
		cli_mistakes_add(mistakes, CLI_USAGE, "%s is missing", word);
	}
	if (cli->argc > verb->max_arguments)
		cli_mistakes_add(
		    mistakes, CLI_USAGE, "\"%.60s\" is more than %s takes", cli->argv[verb->max_arguments], verb->name);
}

static void check_category(const struct cli *cli, const char *label, const char *id, struct cli_mistakes *mistakes)
{
	const char *meant = wb_list_nearest_category(cli->config, id);

	if (!wb_list_knows_category(cli->config, id))
		cli_mistakes_add(mistakes, CLI_BAD_DATA, "%sunknown category \"%.40s\"%s%s%s", label, id,
		    meant != NULL ? ": did you mean " : "", meant != NULL ? meant : "", meant != NULL ? "?" : "");
}

static void check_options(const struct cli *cli, const struct cli_verb *verb, struct cli_mistakes *mistakes)
{
	bool is_of_case = verb->run == cli_case_show; /* it may ask for a category that is gone */
	struct wb_error error;

	for (int i = 0; i < CLI_OPTIONS; i++) {
		const char *value = cli->option[i];
		enum wb_status status = WB_OK;
		enum wb_scope scope;
		int64_t time_s;

		if (value == NULL)
			continue;
		if (i == CLI_TTL)
			status = wb_span_parse(value, &time_s, &error);
		else if (i == CLI_EXPIRES)
			status = wb_timestamp_parse_end(value, &time_s, &error);
		else if (i == CLI_SINCE || i == CLI_UNTIL)
			status = wb_timestamp_parse_since(value, cli->now_s, &time_s, &error);
		else if (i == CLI_SCOPE)
			status = wb_list_text_parse_scope("scope", value, &scope, &error);
		else if (i == CLI_FORMAT && wb_list_format_find(value) == NULL)
			status = wb_fail(&error, WB_INVALID, "unknown format \"%.40s\"", value);
		else if (i == CLI_CATEGORY && cli->config != NULL && !is_of_case)
			check_category(cli, "--category: ", value, mistakes);
		if (status != WB_OK)
			cli_mistakes_add(mistakes, CLI_BAD_DATA, "--%s: %.200s", cli_option_at((size_t)i)->name, error.text);
	}
}

/* A range a-b is a prefix, too, where a verb takes one. */
static bool is_prefix(const char *text, struct wb_error *error_r)
{
	struct wb_prefix prefix;
	char first[WB_PREFIX_TEXT_SIZE];
	const char *dash = strchr(text, '-');

	if (dash == NULL)
		return wb_prefix_parse(text, &prefix, error_r) == WB_OK;
	snprintf(first, sizeof(first), "%.*s", (int)(dash - text), text);
	return wb_prefix_parse(first, &prefix, error_r) == WB_OK && wb_prefix_parse(dash + 1, &prefix, error_r) == WB_OK;
}

void cli_mistakes_find_values(const struct cli *cli, const struct cli_verb *verb, struct cli_mistakes *mistakes)
{
	const char *rest = verb->arguments;
	char word[WORD_SIZE];
	struct wb_error error;
	int place = 0;

	while (!mistakes->has_unknown && next_word(&rest, word)) {
		int option = option_named(word);
		const char *value = place < cli->argc ? cli->argv[place] : NULL;

		if (option >= 0) {
			if (cli->option[option] == NULL)
				cli_mistakes_add(mistakes, CLI_BAD_DATA, "%s is missing", word);
			if (cli_option_at((size_t)option)->argument != NULL)
				next_word(&rest, word);
			continue;
		}
		place++;
		if (value == NULL)
			continue;
		if (strcmp(word, "PREFIX") == 0 && !is_prefix(value, &error))
			cli_mistakes_add(mistakes, CLI_BAD_DATA, "%.240s", error.text);
		else if (strcmp(word, "CATEGORY") == 0 && cli->config != NULL)
			check_category(cli, "", value, mistakes);
	}
	check_options(cli, verb, mistakes);
}

enum cli_exit cli_mistakes_say(const struct cli_mistakes *mistakes, const struct cli_verb *verb)
{
	for (size_t i = 0; i < mistakes->count; i++)
		cli_fail(mistakes->is_usage ? CLI_USAGE : mistakes->status, "%s", mistakes->text[i]);
	if (!mistakes->is_usage)
		return mistakes->status;
	if (verb != NULL)
		cli_fail(CLI_USAGE, "usage: whyblock %s%s%s, see whyblock help %s", verb->name,
		    verb->arguments[0] != '\0' ? " " : "", verb->arguments, verb->name);
	else
		cli_fail(CLI_USAGE, "see whyblock help");
	return CLI_USAGE;
}
