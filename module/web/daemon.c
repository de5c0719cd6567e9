/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* daemon.c - the service `whyblock-web`: reads its options, and serves until it is told to stop. It opens no file that is whyblock's. */
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "service/complaint.h"
#include "web/server.h"

enum web_exit { EXIT_DONE = 0, EXIT_USAGE = 64, EXIT_IO = 74 };

static volatile bool stopped;

struct web {
	const char *agent;
	struct wb_server_options server;
};

/* One row for each option. Numbers have a least and a largest value; what is no number is a text. */
static const struct {
	const char *name, *argument, *initial, *help;
	size_t offset;
	uint32_t least, largest; /* largest 0: a text */
} options[] = {
	{ "agent", "FOLDER", WB_ASK_FOLDER, "where whyblock-agent can be asked; of another store STORE/web",
	    offsetof(struct web, agent), 0, 0 },
	{ "listen", "ADDRESS:PORT", "127.0.0.1:8025", "where to listen, [V6]:PORT for IPv6, port 0 for any",
	    offsetof(struct web, server.listen), 0, 0 },
	{ "timeout", "SECONDS", "10", "longest silence of a connection", offsetof(struct web, server.timeout_s), 1, 3600 },
	{ "deadline", "SECONDS", "30", "longest time for one request and its answer, however it drips",
	    offsetof(struct web, server.deadline_s), 1, 3600 },
	{ "connections", "NUMBER", "4000", "how many at a time; the oldest idle ones make room for newcomers",
	    offsetof(struct web, server.connections), 32, 60000 },
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))
#define OPTION_BASE 1000

static int print_help(void)
{
	puts("whyblock-web - the explanation page and the form for removal, for those whose mail was refused\n\n"
	     "usage: whyblock-web [--agent FOLDER] [--listen ADDRESS:PORT]\n");
	for (size_t i = 0; i < OPTIONS; i++)
		printf("  --%s %s\n      %s (default: %s)\n", options[i].name, options[i].argument, options[i].help,
		    options[i].initial);
	puts(
	    "  --help, --version\n\n"
	    "It opens no file of the store: whyblock-agent looks up what its pages show, and files requests. It sends no mail\n"
	    "and asks no DNS. Problems go to stderr. SIGTERM ends it. Exit status: 0 done, 64 wrong usage, 74 I/O");
	return EXIT_DONE;
}

static int fail_usage(const char *what, const char *option)
{
	wb_complain("%s \"%.60s\": see whyblock-web --help", what, option);
	return EXIT_USAGE;
}

static bool take_option(struct web *web, size_t row, const char *value)
{
	unsigned long number;
	char *end;

	if (options[row].largest == 0) {
		memcpy((char *)web + options[row].offset, &value, sizeof(value));
		return true;
	}
	number = strtoul(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end != '\0' || number < options[row].least || number > options[row].largest) {
		wb_complain("--%s \"%.60s\": expected a number from %u to %u", options[row].name, value, options[row].least,
		    options[row].largest);
		return false;
	}
	*(uint32_t *)((char *)web + options[row].offset) = (uint32_t)number;
	return true;
}

/* The option that getopt_long did not know: a whole word, or one letter of a word such as -xh; the letter stands in optopt. */
static const char *unknown_option(char **argv, char letter[3])
{
	const char *word = argv[optind - 1];

	/* For --help=1, which takes no value, optopt has the option's number. */
	if (optopt == 0 || (strncmp(word, "--", 2) == 0 && strchr(word, '=') != NULL && strchr("hV", optopt) != NULL))
		return word;
	snprintf(letter, 3, "-%c", optopt);
	return letter;
}

/* EXIT_DONE and *finished_r false: go on. */
static int read_options(struct web *web, int argc, char **argv, bool *finished_r)
{
	struct option table[OPTIONS + 4] = { [OPTIONS] = { "help", no_argument, NULL, 'h' },
		[OPTIONS + 1] = { "version", no_argument, NULL, 'V' },
		[OPTIONS + 2] = { "config", required_argument, NULL, 'c' } };
	char letter[3];
	int c;

	for (size_t i = 0; i < OPTIONS; i++)
		table[i] = (struct option){ options[i].name, required_argument, NULL, OPTION_BASE + (int)i };
	for (size_t i = 0; i < OPTIONS; i++)
		take_option(web, i, options[i].initial);
	*finished_r = true;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:h", table, NULL)) != -1) {
		if (c >= OPTION_BASE) {
			if (!take_option(web, (size_t)(c - OPTION_BASE), optarg))
				return EXIT_USAGE;
		} else if (c == 'c') {
			/* Of a unit that was changed before 0.2: a page that is down would help nobody. */
			wb_complain("--config is not looked at any more: whyblock-agent reads the configuration of its store");
		} else if (c == 'h') {
			return print_help();
		} else if (c == 'V') {
			puts("whyblock-web " WB_VERSION);
			return EXIT_DONE;
		} else {
			return c == ':' ? fail_usage("a value is missing behind", argv[optind - 1])
					: fail_usage("unknown option", unknown_option(argv, letter));
		}
	}
	if (optind < argc)
		return fail_usage("unknown argument", argv[optind]);
	*finished_r = false;
	return EXIT_DONE;
}

static void stop(int signal_number)
{
	(void)signal_number;
	stopped = true;
}

int main(int argc, char **argv)
{
	const struct sigaction on_stop = { .sa_handler = stop }; /* without SA_RESTART: the wait of the loop ends */
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	static struct wb_service service;
	struct web web = { .agent = NULL }; /* the rows have the defaults */
	struct wb_server *server;
	struct wb_error error;
	enum wb_status opened;
	bool finished;
	int status;

	setvbuf(stdout, NULL, _IOLBF, 0);
	/* Even gmtime_r reads the file of the time zone when it is called first: now, and not while strangers are served. */
	tzset();
	status = read_options(&web, argc, argv, &finished);
	if (status != EXIT_DONE || finished)
		return status;
	if (sodium_init() < 0)
		return EXIT_IO;
	sigaction(SIGTERM, &on_stop, NULL);
	sigaction(SIGINT, &on_stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	wb_agent_client_open(&service.agent, web.agent);
	wb_site_open(&service.site);
	opened = wb_server_open(&web.server, &service, &server, &error);
	if (opened != WB_OK) {
		wb_complain("%s", error.text);
		status = opened == WB_INVALID ? EXIT_USAGE : EXIT_IO;
	} else {
		wb_site_refresh(&service.site, &service.agent, (int64_t)time(NULL));
		printf("listening on %s\n", wb_server_url(server));
		if (!wb_server_run(server, &stopped)) {
			wb_complain("waiting for connections failed");
			status = EXIT_IO;
		}
		wb_server_close(&server);
	}
	wb_agent_client_close(&service.agent);
	return status;
}
