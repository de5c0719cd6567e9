/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* said_text.c - see said_text.h */
#include "cli/said_text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/answer_template.h"

static const char edit_head[] = "\n# What you write above is sent to whoever asked, and stands on the page of the request.\n"
				"# Lines that begin with # are left out. With nothing else, nothing is done.\n";

/* Nothing says what is to be told, and a person is there to be asked. */
static bool wants_editor(const struct cli *cli, const struct cli_verb *verb)
{
	bool has_text = cli->option[CLI_REASON] != NULL || cli->option[CLI_TEMPLATE] != NULL;

	if (cli->option[CLI_EDIT] != NULL)
		return true;
	if (verb->run == cli_removal_ask)
		has_text = has_text || strspn(cli->argv[cli->argc - 1], "0123456789") != strlen(cli->argv[cli->argc - 1]);
	else if (verb->run != cli_removal_deny)
		return false;
	return !has_text && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

/* The exit status of a child; -1, and a message: it has none. */
static int wait_for(pid_t child, const char *what)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) {
			cli_fail(CLI_IO, "%s: %s", what, strerror(errno));
			return -1;
		}
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	cli_fail(CLI_IO, "%s was ended by signal %d", what, WTERMSIG(status));
	return -1;
}

static enum cli_exit run_editor(const char *path)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		return cli_fail(CLI_IO, "the editor: %s", strerror(errno));
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", "exec ${VISUAL:-${EDITOR:-editor}} \"$0\"", path, (char *)NULL);
		_exit(127);
	}
	status = wait_for(child, "the editor");
	if (status <= 0)
		return status == 0 ? CLI_DONE : CLI_IO;
	return cli_fail(CLI_IO, "the editor (VISUAL or EDITOR) failed: nothing was done");
}

/* Takes off the lines that the editor showed. */
static void remove_comments(char *text)
{
	char *out = text;

	for (char *line = text; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		bool is_shown = *line == '#';

		length += line[length] == '\n';
		if (!is_shown) {
			memmove(out, line, length);
			out += length;
		}
		line += length;
	}
	*out = '\0';
}

/* Something was written that is not in the command line, too. */
static bool is_worth_keeping(int fd, const char *given)
{
	char text[8 * WB_REQUEST_ANSWER_SIZE];
	ssize_t length = pread(fd, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	remove_comments(text);
	wb_answer_trim(text);
	return text[0] != '\0' && (given == NULL || strcmp(text, given) != 0);
}

/* Editors replace the file: it is opened again by its name. */
static enum cli_exit open_edited(const char *path, int *fd_r)
{
	struct stat st;

	*fd_r = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd_r < 0)
		return cli_fail(CLI_IO, "%s: %s", path, strerror(errno));
	if (fstat(*fd_r, &st) == 0 && S_ISREG(st.st_mode))
		return CLI_DONE;
	close(*fd_r);
	*fd_r = -1;
	return cli_fail(CLI_IO, "%s: is no file any more: nothing was done", path);
}

/* The child goes on with the text on standard input; the parent comes back with its status. */
static enum cli_exit go_on(struct cli *cli, int fd, bool *finished_r)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (child < 0 || (child == 0 && dup2(fd, STDIN_FILENO) < 0)) {
		*finished_r = child == 0;
		return cli_fail(CLI_IO, "what you wrote cannot be handed on: %s", strerror(errno));
	}
	cli->is_opened = child == 0;
	*finished_r = child > 0;
	if (child == 0)
		return CLI_DONE;
	/* ^C ends the child; whoever wrote the text is still to be told where it is. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	status = wait_for(child, "the command");
	return status < 0 ? CLI_IO : (enum cli_exit)status;
}

enum cli_exit cli_said_edit(struct cli *cli, const struct cli_verb *verb, bool *finished_r)
{
	const char *folder = getenv("TMPDIR"), *given = cli->option[CLI_REASON];
	char path[PATH_MAX];
	enum cli_exit status, opened;
	int fd;

	*finished_r = false;
	if ((verb->options & CLI_TAKES(CLI_EDIT)) == 0 || cli->is_opened || !wants_editor(cli, verb))
		return CLI_DONE;
	/* Under sudo the editor would run with the rights of the store's owner, and so would what is started from it. */
	if (geteuid() != 0 && getenv("SUDO_UID") != NULL)
		return cli_fail(CLI_USAGE,
		    "an editor is not run by sudo: expected whyblock without sudo, which asks sudo itself where that is needed");
	snprintf(path, sizeof(path), "%.200s/whyblock-XXXXXX", folder != NULL && folder[0] == '/' ? folder : "/tmp");
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return cli_fail(CLI_IO, "%s: %s", path, strerror(errno));
	if (dprintf(fd, "%s%s", given != NULL ? given : "", edit_head) < 0)
		status = cli_fail(CLI_IO, "%s: %s", path, strerror(errno));
	else
		status = run_editor(path);
	close(fd);
	opened = open_edited(path, &fd);
	if (status == CLI_DONE)
		status = opened;
	if (status == CLI_DONE)
		status = go_on(cli, fd, finished_r);
	if (status == CLI_DONE && !*finished_r) {
		close(fd); /* the child */
		return CLI_DONE;
	}
	if (status != CLI_DONE && fd >= 0 && is_worth_keeping(fd, given))
		cli_fail(status, "what you wrote is kept in %s", path);
	else
		unlink(path);
	if (fd >= 0)
		close(fd);
	return status;
}

enum cli_exit cli_said_read(const struct cli *cli, const char *given, const char *what, struct cli_said *said_r)
{
	char text[2 * WB_REQUEST_ANSWER_SIZE];
	struct wb_error error;
	size_t length = 0;
	ssize_t got = 1;

	*said_r = (struct cli_said){ .template_id = cli->option[CLI_TEMPLATE] };
	if (cli->is_opened && cli->option[CLI_EDIT] != NULL)
		given = NULL; /* it stood in the editor */
	if (given != NULL && strcmp(given, "-") != 0) {
		if (!wb_text_copy(text, sizeof(text), given))
			return cli_fail(CLI_BAD_DATA, "%s: expected at most %d bytes", what, WB_REQUEST_ANSWER_SIZE - 1);
	} else if (given != NULL || cli->is_opened) {
		while (got > 0 && length < sizeof(text) - 1) {
			got = read(STDIN_FILENO, text + length, sizeof(text) - 1 - length);
			length += got > 0 ? (size_t)got : 0;
		}
		if (got < 0)
			return cli_fail(CLI_IO, "%s: standard input: %s", what, strerror(errno));
		text[length] = '\0';
		if (given == NULL)
			remove_comments(text);
		wb_answer_trim(text);
		if (text[0] == '\0')
			return cli_fail(CLI_BAD_DATA, "%s is empty: nothing was done", what);
	} else {
		text[0] = '\0';
	}
	if (wb_answer_check(text, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s: %s", what, error.text);
	wb_text_copy(said_r->own, sizeof(said_r->own), text);
	return CLI_DONE;
}

enum cli_exit cli_said_compose(const struct cli *cli, const struct cli_said *said, const char *language, char *buffer)
{
	struct wb_error error;
	struct wb_text text;

	buffer[0] = '\0';
	if (said->template_id != NULL &&
	    wb_answer_template_read(
		cli->config->removal.answers, said->template_id, language, buffer, WB_REQUEST_ANSWER_SIZE, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--template: %s", error.text);
	text = (struct wb_text){ buffer, WB_REQUEST_ANSWER_SIZE, strlen(buffer), false };
	wb_text_addf(&text, "%s%s", text.length > 0 && said->own[0] != '\0' ? "\n\n" : "", said->own);
	if (text.truncated)
		return cli_fail(
		    CLI_BAD_DATA, "the template and what you add to it have more than %d bytes", WB_REQUEST_ANSWER_SIZE - 1);
	return CLI_DONE;
}
