/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* program.c - see program.h */
#include "cli/program.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define PAUSE_MS 2 /* between two looks whether a program has ended that said all */

/* Reads what it says to the end, and keeps what fits. False: it had not ended at that moment. */
static bool read_output(int fd, int64_t until_us, char *output, size_t size)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	char rest[512];
	size_t length = 0;
	bool ended = false;

	while (!ended) {
		bool fits = length < size - 1;
		int64_t left_us = until_us - wb_clock_system.monotonic_us(wb_clock_system.context);
		ssize_t got;

		if (left_us <= 0)
			break;
		if (poll(&ready, 1, (int)(left_us / 1000) + 1) <= 0)
			continue;
		got = fits ? read(fd, output + length, size - 1 - length) : read(fd, rest, sizeof(rest));
		if (got < 0 && errno == EINTR)
			continue;
		if (got > 0 && fits)
			length += (size_t)got;
		ended = got <= 0;
	}
	while (length > 0 && isspace((unsigned char)output[length - 1]))
		length--;
	output[length] = '\0';
	return ended;
}

/* It may have closed its output, and go on. */
static bool is_over(pid_t pid, int64_t until_us, int *status_r)
{
	pid_t found;

	while ((found = waitpid(pid, status_r, WNOHANG)) == 0 || (found < 0 && errno == EINTR)) {
		if (wb_clock_system.monotonic_us(wb_clock_system.context) >= until_us)
			return false;
		poll(NULL, 0, PAUSE_MS);
	}
	return found == pid;
}

int program_run(const char *const arguments[], unsigned deadline_s, char *output, size_t size)
{
	return program_run_with(arguments, "", deadline_s, output, size);
}

/* A file without a name, so that nobody has to write while the output is read. */
static int open_input(const char *text)
{
	int fd = text[0] == '\0' ? open("/dev/null", O_RDONLY | O_CLOEXEC) : memfd_create("input", MFD_CLOEXEC);

	/* A folder that somebody has entered by chroot may have no devices. */
	if (fd < 0 && text[0] == '\0')
		fd = memfd_create("input", MFD_CLOEXEC);
	if (fd >= 0 && text[0] != '\0' && (!wb_file_write(fd, text, strlen(text)) || lseek(fd, 0, SEEK_SET) < 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

int program_run_with(const char *const arguments[], const char *input, unsigned deadline_s, char *output, size_t size)
{
	int64_t until_us = wb_clock_system.monotonic_us(wb_clock_system.context) + (int64_t)deadline_s * 1000000;
	int ends[2], status, input_fd = open_input(input);
	bool ended;
	pid_t pid;

	output[0] = '\0';
	if (input_fd < 0 || pipe2(ends, O_CLOEXEC) < 0) {
		snprintf(output, size, "%s: %s", arguments[0], strerror(errno));
		if (input_fd >= 0)
			close(input_fd);
		return -1;
	}
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		/* A group of its own, so that what it starts is killed with it. */
		setpgid(0, 0);
		dup2(input_fd, STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		/* Never what stands in the folder that somebody has called us from. */
		if (arguments[0][0] == '/')
			execv(arguments[0], (char *const *)(uintptr_t)arguments);
		else
			errno = ENOENT;
		dprintf(STDERR_FILENO, "%s: %s", arguments[0], strerror(errno));
		_exit(127);
	}
	close(ends[1]);
	close(input_fd);
	if (pid < 0) {
		snprintf(output, size, "%s: %s", arguments[0], strerror(errno));
		close(ends[0]);
		return -1;
	}
	ended = read_output(ends[0], until_us, output, size) && is_over(pid, until_us, &status);
	close(ends[0]);
	if (ended)
		return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	snprintf(output, size, "%s: no answer within %u s", arguments[0], deadline_s);
	/* Exim is set-uid root: where staff may not kill it, nobody waits for it either. */
	if (kill(-pid, SIGKILL) < 0 && kill(pid, SIGKILL) < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return -1;
}
