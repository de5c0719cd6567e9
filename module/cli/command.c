/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* command.c - the staff command `whyblock`: finds the verb, reads the options, runs it. */
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/scope.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/owner.h"
#include "cli/removal_filter.h"
#include "cli/said_text.h"
#include "cli/who.h"
#include "config/feed_allow.h"
#include "desk/list_export.h"
#include "store/publish.h"
#include "store/turn.h"

static const struct cli_option_row options[CLI_OPTIONS] = {
#define OPTION(id, name, argument, help) [CLI_##id] = { name, argument, help },
#include "cli/option_table.h"
#undef OPTION
};

static const struct cli_verb verbs[] = {
#define TAKES(option) CLI_TAKES(CLI_##option)
#define NO_FILE \
	{ \
		-1, -1, CLI_FILE_READ \
	}
#define READS(argument) \
	{ \
		argument, -1, CLI_FILE_READ \
	}
#define READS_LOGS(argument) \
	{ \
		argument, -1, CLI_FILE_LOGS \
	}
#define READS_OPTION(option) \
	{ \
		-1, CLI_##option, CLI_FILE_READ \
	}
#define WRITES(argument) \
	{ \
		argument, -1, CLI_FILE_WRITTEN \
	}
#define VERB(function, name, arguments, fewest, most, options, needs, file, help) \
	{ name, arguments, fewest, most, options, CLI_##needs, file, cli_##function, help },
#include "cli/verb_table.h"
#undef VERB
#undef WRITES
#undef READS_OPTION
#undef READS_LOGS
#undef READS
#undef NO_FILE
#undef TAKES
};

static const struct cli_exit_row exits[] = {
#define EXIT_ROW(id, status, help) { id, help },
	CLI_EXITS(EXIT_ROW)
#undef EXIT_ROW
};

static const struct option short_and_long[] = {
	{ "config", required_argument, NULL, 'c' }, { "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' }, { "opened", no_argument, NULL, 'o' }, /* for the command itself, see owner.h */
};
#define COMMON_OPTIONS (sizeof(short_and_long) / sizeof(short_and_long[0]))
#define OPTION_BASE 1000 /* what getopt returns for the first of ours: behind any letter */

const struct cli_verb *cli_verb_at(size_t i)
{
	return i < sizeof(verbs) / sizeof(verbs[0]) ? &verbs[i] : NULL;
}

const struct cli_option_row *cli_option_at(size_t i)
{
	return &options[i];
}

void cli_option_add_help(size_t i, struct wb_text *text)
{
	const char *help = options[i].help;
	const char *choices = strstr(help, "{}");

	if (choices == NULL) {
		wb_text_add(text, help);
		return;
	}
	wb_text_addf(text, "%.*s", (int)(choices - help), help);
	if (i == CLI_SCOPE) {
		for (size_t s = 0; s < WB_SCOPE_COUNT; s++) {
			wb_text_add_item(text, s, WB_SCOPE_COUNT, "or", wb_scope_name((enum wb_scope)s));
			wb_text_add(text, s == WB_SCOPE_HOST ? " (default)" : "");
		}
	} else if (i == CLI_PROOF || i == CLI_STATE || i == CLI_WOULD) {
		wb_text_add(text, cli_removal_filter_choices((enum cli_option)i));
	} else if (i == CLI_FORMAT) {
		for (size_t f = 0; f < wb_list_format_count; f++)
			wb_text_addf(text, "%s%s%s: %s", f > 0 ? "; " : "", wb_list_formats[f].name, f == 0 ? " (default)" : "",
			    wb_list_formats[f].help);
	} else if (i == CLI_ALLOW) {
		for (size_t g = 0; g < WB_FEED_GUARDS; g++) {
			const char *note = wb_feed_guards[g].note;

			wb_text_addf(text, "%s%s%s%s%s", g > 0 ? ", " : "", wb_feed_guards[g].name, note != NULL ? " (" : "",
			    note != NULL ? note : "", note != NULL ? ")" : "");
		}
	}
	wb_text_add(text, choices + strlen("{}"));
}

const struct cli_exit_row *cli_exit_at(size_t i)
{
	return i < sizeof(exits) / sizeof(exits[0]) ? &exits[i] : NULL;
}

enum cli_exit cli_fail(enum cli_exit status, const char *format, ...)
{
	char raw[1024], clean[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	/* A message quotes what was found, which may be anything. */
	wb_text_copy_message(clean, sizeof(clean), raw);
	fflush(stdout);
	fprintf(stderr, "whyblock: %s\n", clean);
	return status;
}

enum cli_exit cli_exit_of(enum wb_status status)
{
	switch (status) {
	case WB_OK:
		return CLI_DONE;
	case WB_NOT_FOUND:
		return CLI_NO;
	case WB_INVALID:
		return CLI_BAD_DATA;
	case WB_UNAVAILABLE:
	case WB_NO_MEMORY:
	case WB_NOT_IN_FORCE:
		return CLI_IO;
	}
	return CLI_IO;
}

enum cli_exit cli_done(enum wb_status status, const char *done, const struct wb_error *error)
{
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s, %s", done, error->text);
}

static void print_verb(const struct cli_verb *verb)
{
	printf("  %s%s%s\n      %s\n", verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments, verb->help);
	for (int i = 0; i < CLI_OPTIONS; i++) {
		char usage[40], help[256];
		struct wb_text text;

		if ((verb->options & CLI_TAKES(i)) == 0)
			continue;
		snprintf(usage, sizeof(usage), "--%s%s%s", options[i].name, options[i].argument != NULL ? " " : "",
		    options[i].argument != NULL ? options[i].argument : "");
		wb_text_open(&text, help, sizeof(help));
		cli_option_add_help((size_t)i, &text);
		printf("      %-20s %s\n", usage, help);
	}
}

static bool begins_with_word(const struct cli_verb *verb, const char *word)
{
	size_t length = strcspn(verb->name, " ");

	return strlen(word) == length && strncmp(word, verb->name, length) == 0;
}

/* The verb that the first words of argv name, which are taken off; NULL: none does. */
static const struct cli_verb *find_verb(struct cli *cli)
{
	for (size_t i = 0; cli->argc > 0 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const char *second = strchr(verbs[i].name, ' ');
		int words = second == NULL ? 1 : 2;

		if (!begins_with_word(&verbs[i], cli->argv[0]) ||
		    (second != NULL && (cli->argc < 2 || strcmp(cli->argv[1], second + 1) != 0)))
			continue;
		cli->argc -= words;
		cli->argv += words;
		return &verbs[i];
	}
	return NULL;
}

static enum cli_exit fail_unknown_verb(const struct cli *cli)
{
	if (cli->argc == 0)
		return cli_fail(
		    CLI_USAGE, "no verb given: expected one such as explain, list add or check-config; see whyblock --help");
	return cli_fail(CLI_USAGE, "unknown verb \"%.40s%s%.40s\": see whyblock --help", cli->argv[0], cli->argc > 1 ? " " : "",
	    cli->argc > 1 ? cli->argv[1] : "");
}

/* Of one verb, or of all that begin with the word; without any, of everything. */
static enum cli_exit help(struct cli *cli)
{
	const char *word = cli->argc > 0 ? cli->argv[0] : NULL;
	const struct cli_verb *verb = find_verb(cli);
	bool found = false;

	if (word == NULL) {
		puts("whyblock - why a mail server is blocked here, and what is done about it\n\n"
		     "usage: whyblock [-c FILE] [--json] VERB ...\n"
		     "       whyblock VERB --help\n\n"
		     "  -c FILE   the configuration (default: " WB_CONFIG_PATH ")\n"
		     "  --json    output for programs\n");
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
			print_verb(&verbs[i]);
		fputs("\nexit status:", stdout);
		for (size_t i = 0; cli_exit_at(i) != NULL; i++)
			printf("%s %d %s", i > 0 ? "," : "", (int)cli_exit_at(i)->status, cli_exit_at(i)->help);
		putchar('\n');
		return CLI_DONE;
	}
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		bool is_one =
		    verb != NULL && strchr(verb->name, ' ') != NULL ? verb == &verbs[i] : begins_with_word(&verbs[i], word);

		if (is_one)
			print_verb(&verbs[i]);
		found = found || is_one;
	}
	return found ? CLI_DONE : fail_unknown_verb(cli);
}

static enum cli_exit fail_option(const char *what, const char *option)
{
	return cli_fail(CLI_USAGE, "%s \"%.60s\": see whyblock --help", what, option);
}

/*
 * The option that getopt_long did not know: a whole word such as --bogus or --json=1, or one letter of a word such as -jq. The
 * letter stands in optopt; argv[optind - 1] is its word only when the letter is the last one of it.
 */
static const char *unknown_option(char **argv, char letter[3])
{
	const char *word = argv[optind - 1];

	/* For --json=1, which takes no value, optopt has the option's number. That of the common options is a letter. */
	if (optopt == 0 || optopt >= OPTION_BASE ||
	    (strncmp(word, "--", 2) == 0 && strchr(word, '=') != NULL && strchr("jhVo", optopt) != NULL))
		return word;
	snprintf(letter, 3, "-%c", optopt);
	return letter;
}

/* Options may stand anywhere. Returns CLI_DONE, or what to exit with; *finished_r: nothing is left to do. */
static enum cli_exit read_options(struct cli *cli, int argc, char **argv, bool *finished_r)
{
	bool wants_help = false;
	char letter[3];
	struct option table[COMMON_OPTIONS + CLI_OPTIONS + 1];
	int c;

	memcpy(table, short_and_long, sizeof(short_and_long));
	for (int i = 0; i < CLI_OPTIONS; i++)
		table[COMMON_OPTIONS + (size_t)i] = (struct option){ options[i].name,
			options[i].argument != NULL ? required_argument : no_argument, NULL, OPTION_BASE + i };
	table[COMMON_OPTIONS + CLI_OPTIONS] = (struct option){ 0 };
	while ((c = getopt_long(argc, argv, ":c:h", table, NULL)) != -1) {
		if (c >= OPTION_BASE)
			cli->option[c - OPTION_BASE] = optarg != NULL ? optarg : "";
		else if (c == 'c')
			cli->config_path = optarg;
		else if (c == 'j')
			cli->json = true;
		else if (c == 'o')
			cli->is_opened = true;
		else if (c == 'h') {
			wants_help = true;
		} else if (c == 'V') {
			*finished_r = true;
			puts("whyblock " WB_VERSION);
			return CLI_DONE;
		} else if (!wants_help) {
			return c == ':' ? fail_option("a value is missing behind", argv[optind - 1])
					: fail_option("unknown option", unknown_option(argv, letter));
		}
	}
	cli->argc = argc - optind;
	cli->argv = argv + optind;
	*finished_r = *finished_r || wants_help;
	return wants_help ? help(cli) : CLI_DONE;
}

/*
 * The mail system runs it for a person's mail, and gives that back unless it is told to try again: a mistake in the configuration, or a
 * store with the wrong rights, is repaired one day.
 */
static enum cli_exit not_ready(const struct cli_verb *verb, enum cli_exit status)
{
	return verb->run == cli_removal_receive && status != CLI_DONE ? CLI_LATER : status;
}

static enum cli_exit run(struct cli *cli, int argc, char **argv)
{
	const struct cli_verb *verb;
	bool finished = false;
	enum cli_exit status = read_options(cli, argc, argv, &finished);
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	struct wb_error error;

	if (status != CLI_DONE || finished)
		return status;
	verb = find_verb(cli);
	if (verb == NULL)
		return fail_unknown_verb(cli);
	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (cli->option[i] != NULL && (verb->options & CLI_TAKES(i)) == 0)
			return cli_fail(CLI_USAGE, "%s does not take --%s: see whyblock %s --help", verb->name, options[i].name,
			    verb->name);
	}
	if (cli->argc < verb->min_arguments || cli->argc > verb->max_arguments)
		return cli_fail(
		    CLI_USAGE, "usage: whyblock %s%s%s", verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments);
	if (cli->option[CLI_AT] != NULL && wb_timestamp_parse(cli->option[CLI_AT], &cli->now_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--at: %s", error.text);

	status = cli_owner_check_files(cli, verb);
	if (status != CLI_DONE)
		return status;
	if (verb->needs != CLI_NEEDS_NOTHING && wb_config_open(cli->config_path, &cli->config, &diagnostics) != WB_OK) {
		for (size_t i = 0; i < diagnostics.count; i++) {
			wb_diagnostic_format(&diagnostics.rows[i], cli->config_path, line);
			cli_fail(CLI_BAD_CONFIG, "%s", line);
		}
		return not_ready(verb, wb_diagnostics_are_of_access(&diagnostics) ? CLI_IO : CLI_BAD_CONFIG);
	}
	status = cli_said_edit(cli, verb);
	if (status != CLI_DONE)
		return status;
	if (verb->needs >= CLI_NEEDS_STORE)
		status = cli_owner_become(cli, verb, &finished);
	if (status != CLI_DONE || finished)
		return not_ready(verb, status);
	cli->verb = verb;
	return verb->run(cli);
}

static void tell_waiting(const char *path, const char *holder)
{
	cli_fail(CLI_DONE, "waiting for %s, which holds %s", holder, path);
}

/* What is closed would become a file or a socket of ours, and be written to as if it were the terminal. */
static void open_standard(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY); /* which nobody can write to: that is told */
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int main(int argc, char **argv)
{
	struct cli cli = { .config_path = WB_CONFIG_PATH, .now_s = (int64_t)time(NULL), .all_count = argc, .all = argv };
	enum cli_exit status;
	struct wb_error error;

	open_standard();
	wb_turn_tell(tell_waiting);
	cli_caller_find(&cli.caller);
	status = run(&cli, argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout))
		status = cli_fail(CLI_IO, "cannot write the output");
	/* After the answer, since it takes a second at 10^6 listings. What fails here fails no change: they are in force without it. */
	if (cli.verb != NULL && cli.verb->needs == CLI_CHANGES_LISTINGS &&
	    wb_publish_merge(cli.config->policy.store, &error) != WB_OK)
		cli_fail(status, "the published listings were not merged, the next command tries it again: %s", error.text);
	wb_config_close(&cli.config);
	return (int)status;
}
