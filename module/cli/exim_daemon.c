/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* exim_daemon.c - see exim_daemon.h */
#include "cli/exim_daemon.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/log_tail.h"
#include "desk/log_line.h"

#define LOG_BYTES_MAX (16 << 20)

int64_t exim_daemon_us(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000;
}

unsigned long long exim_daemon_stat(pid_t pid, int field)
{
	enum { FIELDS_BEFORE_STATE = 2 };
	char path[64], line[2048];
	const char *at;
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	length = fread(line, 1, sizeof(line) - 1, file);
	fclose(file);
	line[length] = '\0';
	/* The second field is a name in parentheses that may hold anything. */
	at = strrchr(line, ')');
	for (int before = FIELDS_BEFORE_STATE; at != NULL && before < field; before++)
		at = strchr(at + 1, ' ');
	return at == NULL ? 0 : strtoull(at, NULL, 10);
}

/* When the process began; 0: there is none. */
static int64_t find_start(pid_t pid)
{
	enum { START_FIELD = 22 };
	int64_t ticks = (int64_t)exim_daemon_stat(pid, START_FIELD);
	struct timespec now, up;

	if (ticks == 0)
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	return exim_daemon_us(&now) - exim_daemon_us(&up) + ticks * 1000000 / sysconf(_SC_CLK_TCK);
}

/* A number in an old file may be anybody's by now. */
static bool is_exim(pid_t pid)
{
	char link[64], program[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%ld/exe", (long)pid);
	length = readlink(link, program, sizeof(program) - 1);
	if (length < 0)
		return false;
	program[length] = '\0';
	return strstr(program, "/exim") != NULL;
}

struct search {
	pid_t pid;
	int64_t last_s; /* Unix time of the last line that says so; 0: none does */
};

/* "exim 4.96 daemon started: pid=12, ..." or "pid 12: SIGHUP received: ...": no stranger's words stand at the beginning of a text. */
static void search_line(void *context, const char *line, size_t length)
{
	struct search *search = context;
	struct wb_log_line logline;
	size_t head = wb_log_line_read_head(line, length, &logline);
	char text[80], wanted[2][48];
	const char *started;

	if (head == 0 || (strncmp(line + head, "exim ", 5) != 0 && strncmp(line + head, "pid ", 4) != 0))
		return;
	snprintf(text, sizeof(text), "%.*s", (int)(length - head), line + head);
	snprintf(wanted[0], sizeof(wanted[0]), "pid %ld: SIGHUP received", (long)search->pid);
	snprintf(wanted[1], sizeof(wanted[1]), " daemon started: pid=%ld,", (long)search->pid);
	started = strstr(text, wanted[1]);
	if (strncmp(text, wanted[0], strlen(wanted[0])) == 0 || (started != NULL && started < text + 32))
		search->last_s = wb_log_line_time_s(&logline);
}

enum wb_status exim_daemon_find(
    const struct exim_probe *probe, const char *log, struct exim_daemon *daemon_r, struct wb_error *error_r)
{
	char path[PATH_MAX], number[32] = "";
	struct search search;
	struct stat st;
	int fd;
	enum wb_status status = exim_probe_option(probe, "pid_file_path", path, sizeof(path), error_r);

	if (status != WB_OK)
		return status;
	/* Exim's user may write there: no FIFO holds us up. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || read(fd, number, sizeof(number) - 1) < 0))
		number[0] = '\0';
	if (fd >= 0)
		close(fd);
	daemon_r->pid = (pid_t)strtol(number, NULL, 10);
	if (daemon_r->pid < 1 || !is_exim(daemon_r->pid))
		return wb_fail(
		    error_r, WB_NOT_FOUND, "no Exim daemon is running, so no mail comes in: %s names no process of Exim", path);
	daemon_r->since_us = find_start(daemon_r->pid);
	if (stat(path, &st) == 0 && exim_daemon_us(&st.st_mtim) > daemon_r->since_us)
		daemon_r->since_us = exim_daemon_us(&st.st_mtim);
	search = (struct search){ .pid = daemon_r->pid };
	if (log[0] != '\0')
		log_tail_walk(log, LOG_BYTES_MAX, search_line, &search, NULL);
	/* The pid may have been another's before: a line counts when it is of this process; and none that is of tomorrow. */
	if (search.last_s <= wb_clock_wall_s(&wb_clock_system) && (search.last_s + 1) * 1000000 > daemon_r->since_us)
		daemon_r->since_us = (search.last_s + 1) * 1000000 - 1;
	return WB_OK;
}
