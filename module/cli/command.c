/* command.c - the staff command `whyblock`: finds the verb, reads the options, runs it. */
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"

static const struct cli_option_row options[CLI_OPTIONS] = {
	[CLI_REASON] = { "reason", "TEXT", "why; the person who asks will be told" },
	[CLI_TTL] = { "ttl", "TIME", "how long it counts: 45s, 90m, 12h, 30d, 2w" },
	[CLI_EXPIRES] = { "expires", "TIME", "until when it counts: 2026-12-24T18:00:00Z, 2026-12-24, or Unix seconds" },
	[CLI_SOURCE] = { "source", "NAME",
	    "who says so: staff:NAME, feed:NAME or report:NAME (default: staff: and your login name)" },
	[CLI_SCOPE] = { "scope", "SCOPE", "what it is about: host (default), range or network; only host can reject alone" },
	[CLI_FORCE] = { "force", NULL, "list it even if it covers very many hosts, or your own" },
	[CLI_GROUP] = { "group", "NAME", "group of the store's folders (default: as they are, else whyblock)" },
	[CLI_HELO] = { "helo", "NAME", "what the client said in HELO or EHLO" },
	[CLI_NAME] = { "name", "NAME", "its host name" },
	[CLI_SENDER] = { "sender", "ADDRESS", "the envelope sender" },
	[CLI_RECIPIENT] = { "recipient", "ADDRESS", "the envelope recipient" },
	[CLI_NO_DNS] = { "no-dns", NULL, "ask no DNSBL zone" },
	[CLI_FORMAT] = { "format", "NAME",
	    "import (default): as list import reads it; rbldnsd: a zone for rbldnsd's type combined" },
	[CLI_SINCE] = { "since", "TIME", "from this time on (see --expires), or from so long ago on: 24h, 7d" },
	[CLI_UNTIL] = { "until", "TIME", "before this time" },
	[CLI_PROMETHEUS] = { "prometheus", "FILE",
	    "write metrics there, for node_exporter's textfile collector, and print nothing but --json" },
	[CLI_CATEGORY] = { "category", "ID", "of the feed's listings" },
	[CLI_ALLOW] = { "allow", "GUARD,...",
	    "take a file although it looks wrong: empty, change (by more than half), exempt, wide, lines (over 1 % bad)" },
	[CLI_ALL] = { "all", NULL, "decided ones, too" },
	[CLI_NO_MAIL] = { "no-mail", NULL, "send no mail about it" },
	[CLI_AT] = { "at", "TIME", "as it would be at another time (see --expires)" },
	[CLI_APPLY] = { "apply", NULL, "make the change" },
	[CLI_UNDO] = { "undo", NULL, "take the change back" },
	[CLI_ROOT] = { "root", "DIR", "work on the system in this folder, with its own commands; reload nothing" },
};

static const struct cli_verb verbs[] = {
	{ "init", "", 0, 0, CLI_TAKES(CLI_GROUP), true, cli_init,
	    "make the store's folders and the reference key, with their group and modes; safe to repeat" },
	{ "check-config", "", 0, 0, 0, false, cli_check_config,
	    "check the configuration, the databases and the store, and say what Exim will do" },
	{ "settings", "", 0, 0, 0, false, cli_settings,
	    "print the configuration file with every setting, its meaning and its default" },
	{ "manual", "PART", 1, 1, 0, false, cli_manual,
	    "print, as roff, a part of the manual pages that is made of the program's own tables" },
	{ "setup debian", "", 0, 0, CLI_TAKES(CLI_APPLY) | CLI_TAKES(CLI_UNDO) | CLI_TAKES(CLI_ROOT), false, cli_setup_debian,
	    "show what would make Debian's Exim ask whyblock; with an option, change /etc/exim4 and reload Exim" },
	{ "completion", "SHELL", 1, 1, 0, false, cli_completion, "print what completes this command in bash or zsh" },
	{ "explain", "ADDRESS", 1, 1,
	    CLI_TAKES(CLI_HELO) | CLI_TAKES(CLI_NAME) | CLI_TAKES(CLI_SENDER) | CLI_TAKES(CLI_RECIPIENT) |
		CLI_TAKES(CLI_NO_DNS) | CLI_TAKES(CLI_AT),
	    true, cli_explain, "say whether Exim would refuse this client, why, and with which words; exit 1 if it would" },
	{ "ref rotate", "", 0, 0, 0, true, cli_ref_rotate,
	    "put a new key in front: it signs the references from now on, and the older ones still verify" },
	{ "ref", "CODE", 1, 16, CLI_TAKES(CLI_NO_DNS) | CLI_TAKES(CLI_AT), true, cli_ref,
	    "say what a reference stands for, and whether its client would be refused now; exit 1 if it is not genuine" },
	{ "list add", "PREFIX CATEGORY", 2, 2,
	    CLI_TAKES(CLI_REASON) | CLI_TAKES(CLI_TTL) | CLI_TAKES(CLI_EXPIRES) | CLI_TAKES(CLI_SOURCE) | CLI_TAKES(CLI_SCOPE) |
		CLI_TAKES(CLI_FORCE),
	    true, cli_list_add, "list an address or a network; the category \"allow\" always wins" },
	{ "list remove", "PREFIX [CATEGORY]", 1, 2, CLI_TAKES(CLI_REASON), true, cli_list_remove,
	    "remove what is listed for exactly this prefix" },
	{ "list show", "ADDRESS", 1, 1, CLI_TAKES(CLI_AT), true, cli_list_show,
	    "show every listing that covers an address; exit 1 if none counts" },
	{ "list dump", "", 0, 0, 0, true, cli_list_dump, "show all listings" },
	{ "list import", "FILE", 1, 1, CLI_TAKES(CLI_SOURCE) | CLI_TAKES(CLI_FORCE), true, cli_list_import,
	    "list what a file says (- for standard input), all of it or nothing" },
	{ "list export", "", 0, 0, CLI_TAKES(CLI_FORMAT), true, cli_list_export,
	    "print all listings as list import reads them, or as a DNS zone" },
	{ "list expire", "", 0, 0, CLI_TAKES(CLI_AT), true, cli_list_expire, "remove what has expired" },
	{ "backup", "FILE", 1, 1, 0, true, cli_backup, "copy the listings, their history and feeds, while Exim runs" },
	{ "verify", "", 0, 0, 0, true, cli_verify,
	    "walk the store and report each record that cannot be read; exit 1 if there is one" },
	{ "dnsbl status", "", 0, 0, 0, true, cli_dnsbl_status,
	    "show for each zone its state, since when, why, and what to do; exit 1 if one is not asked" },
	{ "dnsbl check", "", 0, 0, 0, true, cli_dnsbl_check,
	    "test every zone by the points of RFC 5782, and note the outcome for Exim; exit 1 if one fails" },
	{ "stats", "LOGFILE...", 1, INT_MAX, CLI_TAKES(CLI_SINCE) | CLI_TAKES(CLI_UNTIL) | CLI_TAKES(CLI_PROMETHEUS), false,
	    cli_stats,
	    "count the verdicts in Exim's main log, rotated and .gz ones too (- for standard input), by category, action and more" },
	{ "feed sync", "[NAME [FILE]]", 0, 2,
	    CLI_TAKES(CLI_CATEGORY) | CLI_TAKES(CLI_SCOPE) | CLI_TAKES(CLI_TTL) | CLI_TAKES(CLI_ALLOW), true, cli_feed_sync,
	    "make the listings of feed:NAME equal to a file (- for standard input); without a name, all feeds of the configuration" },
	{ "feed list", "", 0, 0, 0, true, cli_feed_list, "show all feeds, and what their last sync did" },
	{ "feed drop", "NAME", 1, 1, CLI_TAKES(CLI_REASON), true, cli_feed_drop, "remove a feed with all its listings" },
	{ "history", "[ADDRESS|PREFIX]", 0, 1, CLI_TAKES(CLI_SINCE), true, cli_history,
	    "show who changed what is listed, when and why; of an address: every change of a prefix that covers it" },
	{ "site", "DIR", 1, 1, 0, true, cli_site,
	    "write the explanation pages as files for any web server, in every language; site.url, with ?ref=CODE behind it, should show DIR/index.html" },
	{ "removal list", "", 0, 0, CLI_TAKES(CLI_ALL), true, cli_removal_list, "show the open requests for removal" },
	{ "removal show", "NUMBER", 1, 1, CLI_TAKES(CLI_NO_DNS), true, cli_removal_show,
	    "show all that is needed to decide: the request, its proof, the host now, its history, and what approve would do" },
	{ "removal approve", "NUMBER", 1, 1, CLI_TAKES(CLI_TTL) | CLI_TAKES(CLI_REASON) | CLI_TAKES(CLI_NO_MAIL), true,
	    cli_removal_approve,
	    "remove staff's listings of exactly this host; where something else blocks it, allow it for a time; send the outcome by mail (repeated: send it again)" },
	{ "removal deny", "NUMBER", 1, 1, CLI_TAKES(CLI_REASON) | CLI_TAKES(CLI_NO_MAIL), true, cli_removal_deny,
	    "change nothing; the reason is sent by mail and stands on the request's page (repeated: send it again)" },
	{ "removal note", "NUMBER TEXT", 2, 2, 0, true, cli_removal_note,
	    "write down something about a request, for staff alone" },
	{ "removal receive", "", 0, 0, CLI_TAKES(CLI_SENDER), true, cli_removal_receive,
	    "file the mail on standard input as a request, and answer it; for a pipe of the mail system, which sets SENDER" },
};

const struct cli_verb *cli_verb_at(size_t i)
{
	return i < sizeof(verbs) / sizeof(verbs[0]) ? &verbs[i] : NULL;
}

const struct cli_option_row *cli_option_at(size_t i)
{
	return &options[i];
}

static const struct option short_and_long[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
};
static const struct cli_exit_row exits[] = {
	{ CLI_DONE, "done" },
	{ CLI_NO, "the answer is no" },
	{ CLI_USAGE, "wrong usage" },
	{ CLI_BAD_DATA, "bad data" },
	{ CLI_IO, "I/O" },
	{ CLI_BAD_CONFIG, "bad configuration" },
};

const struct cli_exit_row *cli_exit_at(size_t i)
{
	return i < sizeof(exits) / sizeof(exits[0]) ? &exits[i] : NULL;
}

#define COMMON_OPTIONS (sizeof(short_and_long) / sizeof(short_and_long[0]))
#define OPTION_BASE 1000

enum cli_exit cli_fail(enum cli_exit status, const char *format, ...)
{
	char raw[1024], clean[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	/* A message quotes what was found, which may be anything. */
	wb_text_copy_utf8(clean, sizeof(clean), raw, strlen(raw));
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
	default:
		return CLI_IO;
	}
}

static void print_verb(const struct cli_verb *verb)
{
	printf("  %s%s%s\n      %s\n", verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments, verb->help);
	for (int i = 0; i < CLI_OPTIONS; i++) {
		char usage[40];

		if ((verb->options & CLI_TAKES(i)) == 0)
			continue;
		snprintf(usage, sizeof(usage), "--%s%s%s", options[i].name, options[i].argument != NULL ? " " : "",
		    options[i].argument != NULL ? options[i].argument : "");
		printf("      %-20s %s\n", usage, options[i].help);
	}
}

static enum cli_exit print_help(void)
{
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

static bool begins_with_word(const struct cli_verb *verb, const char *word)
{
	size_t length = strcspn(verb->name, " ");

	return strlen(word) == length && strncmp(word, verb->name, length) == 0;
}

/* How many words of argv name this verb; 0 when they do not. */
static int match_verb(const struct cli_verb *verb, int argc, char **argv)
{
	const char *second = strchr(verb->name, ' ');

	if (argc < 1 || !begins_with_word(verb, argv[0]))
		return 0;
	if (second == NULL)
		return 1;
	return argc >= 2 && strcmp(argv[1], second + 1) == 0 ? 2 : 0;
}

static const struct cli_verb *find_verb(struct cli *cli)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		int words = match_verb(&verbs[i], cli->argc, cli->argv);

		if (words > 0) {
			cli->argc -= words;
			cli->argv += words;
			return &verbs[i];
		}
	}
	return NULL;
}

static enum cli_exit fail_unknown_verb(const struct cli *cli)
{
	if (cli->argc == 0)
		return cli_fail(
		    CLI_USAGE, "no verb given: wanted is one such as explain, list add or check-config; see whyblock --help");
	return cli_fail(CLI_USAGE, "unknown verb \"%.40s%s%.40s\": see whyblock --help", cli->argv[0], cli->argc > 1 ? " " : "",
	    cli->argc > 1 ? cli->argv[1] : "");
}

/* Of one verb, or of all that begin with the word; without any, of everything. */
static enum cli_exit help(struct cli *cli)
{
	const char *word = cli->argc > 0 ? cli->argv[0] : NULL;
	const struct cli_verb *verb = find_verb(cli);
	bool found = false;

	if (word == NULL)
		return print_help();
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		bool is_one =
		    verb != NULL && strchr(verb->name, ' ') != NULL ? verb == &verbs[i] : begins_with_word(&verbs[i], word);

		if (is_one)
			print_verb(&verbs[i]);
		found = found || is_one;
	}
	return found ? CLI_DONE : fail_unknown_verb(cli);
}

/* getopt has stopped at argv[optind - 1], or in the middle of it. */
static enum cli_exit fail_option(int c, char **argv)
{
	return cli_fail(CLI_USAGE, "%s \"%.60s\": see whyblock --help",
	    c == ':' ? "a value is missing behind" : "unknown option", argv[optind - 1]);
}

/* Options may stand anywhere. Returns CLI_DONE, or what to exit with; *finished_r: nothing is left to do. */
static enum cli_exit read_options(struct cli *cli, int argc, char **argv, bool *finished_r)
{
	bool wants_help = false;
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
		else if (c == 'h') {
			wants_help = true;
		} else if (c == 'V') {
			*finished_r = true;
			puts("whyblock " WB_VERSION);
			return CLI_DONE;
		} else if (!wants_help) {
			return fail_option(c, argv);
		}
	}
	cli->argc = argc - optind;
	cli->argv = argv + optind;
	*finished_r = *finished_r || wants_help;
	return wants_help ? help(cli) : CLI_DONE;
}

static enum cli_exit check_usage(const struct cli *cli, const struct cli_verb *verb)
{
	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (cli->option[i] != NULL && (verb->options & CLI_TAKES(i)) == 0)
			return cli_fail(CLI_USAGE, "%s does not take --%s: see whyblock %s --help", verb->name, options[i].name,
			    verb->name);
	}
	if (cli->argc < verb->min_arguments || cli->argc > verb->max_arguments)
		return cli_fail(
		    CLI_USAGE, "usage: whyblock %s%s%s", verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments);
	return CLI_DONE;
}

static enum cli_exit read_config(struct cli *cli)
{
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	enum wb_status status = wb_config_open(cli->config_path, &cli->config, &diagnostics);

	if (status == WB_OK)
		return CLI_DONE;
	for (size_t i = 0; i < diagnostics.count; i++) {
		wb_diagnostic_format(&diagnostics.rows[i], cli->config_path, line);
		cli_fail(CLI_BAD_CONFIG, "%s", line);
	}
	return CLI_BAD_CONFIG;
}

static enum cli_exit run(struct cli *cli, int argc, char **argv)
{
	const struct cli_verb *verb;
	bool finished = false;
	enum cli_exit status = read_options(cli, argc, argv, &finished);
	struct wb_error error;

	if (status != CLI_DONE || finished)
		return status;
	verb = find_verb(cli);
	if (verb == NULL)
		return fail_unknown_verb(cli);
	status = check_usage(cli, verb);
	if (status == CLI_DONE && cli->option[CLI_AT] != NULL &&
	    wb_timestamp_parse(cli->option[CLI_AT], &cli->now_s, &error) != WB_OK)
		status = cli_fail(CLI_USAGE, "--at: %s", error.text);
	if (status == CLI_DONE && verb->needs_config)
		status = read_config(cli);
	return status == CLI_DONE ? verb->run(cli) : status;
}

int main(int argc, char **argv)
{
	struct cli cli = { .config_path = WB_CONFIG_PATH, .now_s = (int64_t)time(NULL) };
	enum cli_exit status = run(&cli, argc, argv);

	wb_config_close(&cli.config);
	if (fflush(stdout) != 0 || ferror(stdout))
		return (int)cli_fail(CLI_IO, "cannot write the output");
	return (int)status;
}
