/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* owner.c - see owner.h */
#include "cli/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/logs.h"
#include "config/access_advice.h"
#include "store/audit.h"
#include "store/store_owner.h"

#define SUDO "/usr/bin/sudo"
#define GROUPS_MAX 256

/* The person behind sudo, when that is neither root nor the user as whom it runs. */
static bool is_for_somebody(void)
{
	const char *text = getenv("SUDO_UID");

	return geteuid() != 0 && text != NULL && strcmp(text, "0") != 0 && strtoul(text, NULL, 10) != geteuid();
}

/* The file that the command line names for the verb; NULL: none, or standard input. */
static const char *named_file(const struct cli *cli, const struct cli_verb *verb)
{
	const char *path = NULL;

	if (verb->file.option >= 0)
		path = cli->option[verb->file.option];
	else if (verb->file.argument >= 0 && verb->file.argument < cli->argc)
		path = cli->argv[verb->file.argument];
	return path == NULL || strcmp(path, "-") == 0 ? NULL : path;
}

enum cli_exit cli_owner_check_files(const struct cli *cli, const struct cli_verb *verb)
{
	const char *path = NULL;

	if (!is_for_somebody())
		return CLI_DONE;
	if (strcmp(cli->config_path, WB_CONFIG_PATH) != 0)
		path = cli->config_path;
	else if (cli->option[CLI_ROOT] != NULL || cli->option[CLI_PROMETHEUS] != NULL)
		path = cli->option[CLI_ROOT] != NULL ? cli->option[CLI_ROOT] : cli->option[CLI_PROMETHEUS];
	else if (!cli->is_opened)
		path = named_file(cli, verb);
	if (path == NULL && ((verb->file.argument < 0 && verb->file.option < 0) || verb->needs >= CLI_NEEDS_STORE))
		return CLI_DONE;
	return cli_fail(CLI_USAGE,
	    "%.200s: is not opened with the rights of the store's owner: expected whyblock without sudo, which asks sudo itself where that is needed",
	    path != NULL ? path : verb->name);
}

/* ---- The file that the command line names ---------------------------------------------------------------------------- */

struct named {
	const char *path;         /* NULL: none */
	char temporary[PATH_MAX]; /* of one that is written: it takes its name when it is whole */
};

static enum cli_exit fail_file(const char *path)
{
	char why[WB_ACCESS_ERROR_SIZE];

	return cli_fail(CLI_IO, "%s: %s", path, wb_access_error(path, errno, why));
}

/* Another process, which keeps the caller's rights, puts all lines of the logs where standard input is. */
static enum cli_exit open_logs(struct cli *cli)
{
	int ends[2];
	pid_t child;

	if (pipe(ends) < 0)
		return fail_file("the lines of the logs");
	child = fork();
	if (child < 0)
		return fail_file("the lines of the logs");
	if (child == 0) {
		close(ends[0]);
		signal(SIGPIPE, SIG_IGN); /* the verb has ended, and said why */
		_exit(cli_logs_send(cli->argc, cli->argv, ends[1]));
	}
	close(ends[1]);
	if (dup2(ends[0], STDIN_FILENO) < 0)
		return fail_file("the lines of the logs");
	close(ends[0]);
	cli->is_opened = true;
	return CLI_DONE;
}

/* Puts it where standard input is. */
static enum cli_exit open_named(struct cli *cli, const struct cli_verb *verb, struct named *named)
{
	int fd;

	named->path = cli->is_opened ? NULL : named_file(cli, verb);
	if (named->path == NULL)
		return CLI_DONE;
	if (verb->file.use == CLI_FILE_LOGS)
		return open_logs(cli);
	if (verb->file.use == CLI_FILE_READ) {
		fd = open(named->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	} else {
		if ((size_t)snprintf(named->temporary, sizeof(named->temporary), "%s.XXXXXX", named->path) >=
		    sizeof(named->temporary))
			return cli_fail(CLI_BAD_DATA, "%.60s...: the path is too long", named->path);
		fd = mkostemp(named->temporary, O_CLOEXEC);
	}
	if (fd < 0)
		return fail_file(named->path);
	if (dup2(fd, STDIN_FILENO) < 0)
		return fail_file(named->path);
	close(fd);
	cli->is_opened = true;
	return CLI_DONE;
}

/* What another process has written takes its name, or goes. */
static enum cli_exit keep_named(const struct named *named, enum cli_exit status)
{
	if (status == CLI_DONE &&
	    (fchmod(STDIN_FILENO, WB_BACKUP_MODE) < 0 || fsync(STDIN_FILENO) < 0 || rename(named->temporary, named->path) < 0))
		status = fail_file(named->path);
	if (status != CLI_DONE)
		unlink(named->temporary);
	return status;
}

/* ---- The user -------------------------------------------------------------------------------------------------------- */

static bool is_member(gid_t group)
{
	gid_t groups[GROUPS_MAX];
	int count = getgroups(GROUPS_MAX, groups);

	for (int i = 0; i < count; i++) {
		if (groups[i] == group)
			return true;
	}
	return getegid() == group;
}

/* Runs the whole command line again, by sudo. Returns when that cannot be. */
static enum cli_exit ask_sudo(const struct cli *cli, const struct cli_verb *verb, const char *store, const struct stat *st)
{
	const struct passwd *owner = getpwuid(st->st_uid);
	const struct group *group = getgrgid(st->st_gid);
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char **arguments;
	size_t count = 0;

	if (owner == NULL || length < 0)
		return cli_fail(CLI_IO, "store %s: belongs to user number %u, as whom nothing can be run", store, st->st_uid);
	/* The first version's snippet for Exim named Exim's user. The mail waits. */
	if (verb->run == cli_removal_receive)
		return cli_fail(CLI_LATER, "store %s: belongs to user %s: in Exim's transport expected the line user = %s",
		    store, owner->pw_name, owner->pw_name);
	if (strcmp(cli->config_path, WB_CONFIG_PATH) != 0)
		return cli_fail(CLI_IO, "store %s: belongs to user %s: with -c, root and that user alone may use it", store,
		    owner->pw_name);
	if (group == NULL)
		return cli_fail(CLI_IO,
		    "store %s: belongs to user %s, and to group number %u, which is missing, so that nobody can be of it: as root, whyblock init gives it one",
		    store, owner->pw_name, st->st_gid);
	if (!is_member(st->st_gid))
		return cli_fail(CLI_IO,
		    "store %s: belongs to user %s: root may use it, and by sudo the members of group %s, of which you are none: as root, usermod -aG %s %s, and log in again",
		    store, owner->pw_name, group->gr_name, group->gr_name, cli->caller.login);
	if (access(SUDO, X_OK) < 0)
		return cli_fail(CLI_IO,
		    "store %s: belongs to user %s: without sudo, which is not installed, root and that user alone may use it",
		    store, owner->pw_name);
	self[length] = '\0';
	arguments = calloc((size_t)cli->all_count + 8, sizeof(*arguments));
	if (arguments == NULL)
		return cli_fail(CLI_IO, "out of memory");
	arguments[count++] = SUDO;
	arguments[count++] = "-n";
	arguments[count++] = "-u";
	arguments[count++] = owner->pw_name;
	arguments[count++] = "--";
	arguments[count++] = self;
	if (cli->is_opened)
		arguments[count++] = "--opened";
	for (int i = 1; i < cli->all_count; i++)
		arguments[count++] = cli->all[i];
	fflush(stdout);
	execv(SUDO, (char *const *)(uintptr_t)arguments);
	free(arguments);
	return fail_file(SUDO);
}

static enum cli_exit wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return cli_fail(CLI_IO, "the command that writes cannot be waited for: %s", strerror(errno));
	}
	return WIFEXITED(status) ? (enum cli_exit)WEXITSTATUS(status) : cli_fail(CLI_IO, "the command that writes was killed");
}

enum cli_exit cli_owner_become(struct cli *cli, const struct cli_verb *verb, bool *finished_r)
{
	return cli_owner_become_of(cli, verb, wb_policy_folder(&cli->config->policy), finished_r);
}

enum cli_exit cli_owner_become_of(struct cli *cli, const struct cli_verb *verb, const char *store, bool *finished_r)
{
	struct named named = { .path = NULL };
	struct wb_error error;
	enum cli_exit status;
	struct stat st;
	pid_t child = 0;

	*finished_r = false;
	if (stat(store, &st) < 0 || st.st_uid == geteuid())
		return CLI_DONE;
	status = open_named(cli, verb, &named);
	if (status != CLI_DONE)
		return status;
	/* What is written gets its name by the caller's rights, when it is done. */
	if (named.path != NULL && verb->file.use == CLI_FILE_WRITTEN) {
		child = fork();
		if (child < 0)
			return fail_file(named.path);
		if (child > 0) {
			*finished_r = true;
			return keep_named(&named, wait_for(child));
		}
	}
	if (geteuid() != 0)
		return ask_sudo(cli, verb, store, &st);
	return wb_store_become_owner(&st, &error) == WB_OK ? CLI_DONE : cli_fail(CLI_IO, "%s", error.text);
}
