/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * agent_daemon.c - the service `whyblock-agent`: takes events of Exim's processes in, and answers whyblock-web, until it is told to stop.
 *
 * The loop is sd-event, and systemd is told that it runs: both are in libsystemd, so one library does. Which store is all that it has to
 * know to start, so no mistake in whyblock.conf keeps it from that: it looks there only for what whyblock-web asks.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "agent/agent.h"
#include "agent/metrics_server.h"
#include "service/complaint.h"
#include "store/store_init.h"
#include "store/store_owner.h"
#include "verdict/policy.h"
#include "verdict/published.h"

#define LOCK "agent.lock" /* in the run folder */
#define DESCRIPTORS 1024

enum agent_exit { EXIT_DONE = 0, EXIT_USAGE = 64, EXIT_IO = 74 };

struct settings {
	const char *store;
	bool makes_folder; /* and nothing else */
};

static int print_help(void)
{
	puts("whyblock-agent - takes in what Exim's processes have seen, and answers whyblock-web\n\n"
	     "usage: whyblock-agent [--store DIR]\n\n"
	     "  --store DIR\n      the store, as in Exim's {store=DIR} (default: " WB_POLICY_STORE ")\n"
	     "  --make-folder\n      as root: make the folders of its sockets, and end; " WB_POLICY_RUN " and " WB_ASK_FOLDER
	     ",\n      or DIR/run and DIR/" WB_STORE_WEB_FOLDER " of another store, DIR/" WB_SEEN_FOLDER " and DIR/cases\n"
	     "  --help, --version\n\n"
	     "In the first it listens at `events`, for Exim, and at `follow` and `metrics`; in zones-1 it keeps which\n"
	     "DNSBL zones rest, and in DIR/" WB_SEEN_FOLDER " since when evidence is known. In the second, at `" WB_ASK_SOCKET
	     "`, whyblock-web asks what its pages show, and files requests.\n"
	     "As root it becomes the owner of the store. Problems go to stderr. SIGTERM ends it.\n"
	     "Exit status: 0 done, 64 wrong usage, 74 I/O");
	return EXIT_DONE;
}

/* EXIT_DONE and *finished_r false: go on. */
static int read_options(struct settings *settings, int argc, char **argv, bool *finished_r)
{
	static const struct option table[] = { { "store", required_argument, NULL, 's' },
		{ "make-folder", no_argument, NULL, 'm' }, { "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' }, { NULL, 0, NULL, 0 } };
	int c;

	*finished_r = true;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
		if (c == 's') {
			settings->store = optarg;
		} else if (c == 'm') {
			settings->makes_folder = true;
		} else if (c == 'h') {
			return print_help();
		} else if (c == 'V') {
			puts("whyblock-agent " WB_VERSION);
			return EXIT_DONE;
		} else {
			wb_complain("%s \"%.60s\": see whyblock-agent --help",
			    c == ':' ? "a value is missing behind" : "unknown option", argv[optind - 1]);
			return EXIT_USAGE;
		}
	}
	if (optind < argc || settings->store[0] != '/') {
		wb_complain("\"%.200s\": expected --store and the whole path of a folder: see whyblock-agent --help",
		    optind < argc ? argv[optind] : settings->store);
		return EXIT_USAGE;
	}
	*finished_r = false;
	return EXIT_DONE;
}

/* The folder for the page's service, whose user may not be there yet. Without it the agent does all else. */
static void make_questions_folder(const char *store)
{
	const struct passwd *user = geteuid() == 0 ? getpwnam(QUESTIONS_USER) : NULL;
	char folder[PATH_MAX];
	struct wb_error error;
	struct stat st;

	questions_folder(store, folder);
	if ((geteuid() == 0 || stat(folder, &st) < 0) &&
	    wb_store_make_web(store, folder, user != NULL ? user->pw_gid : (gid_t)-1, &error) != WB_OK)
		wb_complain("%s", error.text);
}

/* The folder of first sights. Without it the agent does all else, and says so when a category has grace. */
static void make_seen_folder(const char *store)
{
	char folder[PATH_MAX];
	struct wb_error error;
	struct stat st;

	snprintf(folder, sizeof(folder), "%.4000s/" WB_SEEN_FOLDER, store);
	if ((geteuid() == 0 || stat(folder, &st) < 0) && wb_store_make_seen(store, &error) != WB_OK)
		wb_complain("%s", error.text);
}

/* Of a store of a version before, which init has not seen since. Without it the agent does all else. */
static void make_cases_folder(const char *store)
{
	struct wb_error error;

	if (wb_store_make_folder(store, "cases", &error) != WB_OK)
		wb_complain("%s", error.text);
}

/* Makes the folders of the sockets, where this process may; then is the store's owner, and nobody else. */
static enum wb_status prepare(const struct settings *settings, struct wb_error *error_r)
{
	char run[PATH_MAX];
	enum wb_status status = WB_OK;
	struct stat store, st;

	if (stat(settings->store, &store) < 0)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "store %s: %s: make it with whyblock init", settings->store, strerror(errno));
	wb_policy_run_folder(settings->store, run);
	if (geteuid() == 0 || stat(run, &st) < 0)
		status = wb_store_make_run(settings->store, error_r);
	if (status == WB_OK) {
		make_questions_folder(settings->store);
		make_seen_folder(settings->store);
		make_cases_folder(settings->store);
	}
	if (status == WB_OK && geteuid() == 0 && !settings->makes_folder)
		status = wb_store_become_owner(&store, error_r);
	return status;
}

/* One agent for each store: a second one would take the first one's sockets. The lock ends with the process. */
static enum wb_status be_the_only_one(const char *run, int *fd_r, struct wb_error *error_r)
{
	char path[PATH_MAX + sizeof("/" LOCK)];

	snprintf(path, sizeof(path), "%s/" LOCK, run);
	*fd_r = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd_r < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (flock(*fd_r, LOCK_EX | LOCK_NB) == 0)
		return WB_OK;
	return wb_fail(error_r, WB_UNAVAILABLE, "another whyblock-agent serves this store: it holds %s", path);
}

static enum wb_status serve(const char *store, struct wb_error *error_r)
{
	static struct agent agent;
	struct metrics *metrics = NULL;
	sd_event *loop = NULL;
	char run[PATH_MAX], folder[PATH_MAX];
	int lock_fd = -1;
	enum wb_status status;

	wb_policy_run_folder(store, run);
	questions_folder(store, folder);
	if (sd_event_default(&loop) < 0 || sd_event_add_signal(loop, NULL, SIGTERM, NULL, NULL) < 0 ||
	    sd_event_add_signal(loop, NULL, SIGINT, NULL, NULL) < 0 || sd_event_set_watchdog(loop, 1) < 0)
		return wb_fail(error_r, WB_NO_MEMORY, "cannot make a loop");
	status = be_the_only_one(run, &lock_fd, error_r);
	if (status == WB_OK)
		status = agent_open(&agent, loop, store, run, error_r);
	/* Without these pages say that they cannot look anything up, and nobody reads metrics; Exim is served all the same. */
	if (status == WB_OK && questions_open(loop, store, folder, &agent.questions, error_r) != WB_OK)
		wb_complain("%s", error_r->text);
	if (status == WB_OK && metrics_open(loop, &agent, &metrics, error_r) != WB_OK)
		wb_complain("%s", error_r->text);
	if (status == WB_OK) {
		sd_notify(0, "READY=1");
		if (sd_event_loop(loop) < 0)
			status = wb_fail(error_r, WB_UNAVAILABLE, "waiting for events failed");
		sd_notify(0, "STOPPING=1");
		/* What was sent until now is not lost; whoever comes later says so in its log line. */
		intake_drain(agent.intake);
	}
	metrics_close(&metrics);
	agent_close(&agent);
	sd_event_unref(loop);
	if (lock_fd >= 0)
		close(lock_fd);
	return status;
}

/* For all peers that it may hold, whoever has started it. */
static void raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= DESCRIPTORS)
		return;
	limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv)
{
	struct settings settings = { .store = WB_POLICY_STORE };
	struct wb_error error;
	sigset_t signals;
	bool finished;
	int status = read_options(&settings, argc, argv, &finished);

	if (status != EXIT_DONE || finished)
		return status;
	/* sd-event takes them from the queue. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	raise_descriptors();
	tzset();
	if (prepare(&settings, &error) != WB_OK || (!settings.makes_folder && serve(settings.store, &error) != WB_OK)) {
		wb_complain("%s", error.text);
		return EXIT_IO;
	}
	return EXIT_DONE;
}
