/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sendmail.c - see sendmail.h */
#include "cli/sendmail.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define WAIT_MS 20000 /* a mail system that is well takes a message in some milliseconds */
#define LOOK_MS 5

extern char **environ;

/* In a process group of its own, so that its children can be ended with it; what it prints is for whoever runs us. */
static int spawn(const char *command, char *const *arguments, int input, pid_t *pid_r)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int rc = posix_spawn_file_actions_init(&files);

	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attributes);
	if (rc == 0) {
		posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
		posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
		rc = posix_spawn(pid_r, command, &files, &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

/* False: it was still running after WAIT_MS, and was killed. */
static bool wait_for(pid_t pid, int *how_r)
{
	pid_t ended;

	for (int waited_ms = 0; waited_ms < WAIT_MS; waited_ms += LOOK_MS) {
		ended = waitpid(pid, how_r, WNOHANG);
		if (ended == pid)
			return true;
		poll(NULL, 0, LOOK_MS);
	}
	kill(-pid, SIGKILL);
	do
		ended = waitpid(pid, how_r, 0);
	while (ended < 0 && errno == EINTR);
	return false;
}

static enum wb_status run(
    const char *command, const char *const *arguments, const char *message, size_t length, struct wb_error *error_r)
{
	/* A file in memory, not a pipe: whatever the command does with its input, we never wait for it to read. */
	int input = memfd_create("whyblock-mail", MFD_CLOEXEC);
	int rc = input < 0 || !wb_file_write(input, message, length) ? errno : 0;
	pid_t pid = -1;
	int how = 0;

	if (rc == 0) {
		lseek(input, 0, SEEK_SET);
		rc = spawn(command, (char *const *)(uintptr_t)arguments, input, &pid);
	}
	if (input >= 0)
		close(input);
	if (rc != 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", command, strerror(rc));
	if (!wait_for(pid, &how))
		return wb_fail(error_r, WB_UNAVAILABLE, "%s had not ended after %d s, and was killed", command, WAIT_MS / 1000);
	if (WIFSIGNALED(how))
		return wb_fail(error_r, WB_UNAVAILABLE, "%s was ended by signal %d", command, WTERMSIG(how));
	if (WEXITSTATUS(how) != 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s ended with exit status %d", command, WEXITSTATUS(how));
	return WB_OK;
}

enum wb_status cli_sendmail(const char *command, const char *sender, const char *recipient, const char *message, size_t length,
    struct wb_error *error_r)
{
	const char *const arguments[] = { command, "-oi", "-f", sender[0] != '\0' ? sender : "<>", "--", recipient, NULL };

	return run(command, arguments, message, length, error_r);
}

enum wb_status cli_command(const char *command, const char *text, size_t length, struct wb_error *error_r)
{
	const char *const arguments[] = { command, NULL };

	return run(command, arguments, text, length, error_r);
}
