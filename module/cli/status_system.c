/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_system.c - what whyblock stands on: the agent, room on the disks, the clock */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/socket_path.h"
#include "base/timestamp.h"
#include "cli/status_part.h"
#include "verdict/event.h"
#include "verdict/policy.h"
#include "verdict/policy_file.h"
#include "verdict/published.h"

#define AGENT "whyblock-agent"
#define LITTLE_BYTES (8ULL << 20)      /* is full whatever the size of the disk; of a large one ... */
#define LITTLE_OF_LARGE (256ULL << 20) /* ... this, when it is less than a hundredth */
#define CLOCK_SLACK_S 600
#define AGENT_MS 2000 /* in which the agent takes what has connected */

/* ---- The agent ------------------------------------------------------------------------------------------------------- */

/*
 * errno of one try to connect; ETIMEDOUT: it is not taken. Nothing is sent: the agent that finds its end closes it, too. To connect alone
 * would show nothing: the kernel does that for an agent that hangs.
 */
static int try_socket(const char *folder)
{
	struct wb_socket_path path;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error = 0;
	struct pollfd closed = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return errno;
	if (!wb_socket_path_open(folder, WB_EVENT_SOCKET, &path)) {
		error = errno;
	} else {
		if (connect(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) < 0)
			error = errno;
		wb_socket_path_close(&path);
	}
	if (error == 0 && (shutdown(fd, SHUT_WR) < 0 || poll(&closed, 1, AGENT_MS) <= 0))
		error = ETIMEDOUT;
	close(fd);
	return error;
}

/* Whether somebody has set it up: else nothing lacks, and nothing is said. */
static bool is_agent_used(const struct status *status, const char *folder)
{
	if (status->exim_config != NULL &&
	    (strstr(status->exim_config, "{whyblock_done}") != NULL ||
		strstr(status->exim_config, "{whyblock_report}") != NULL))
		return true;
	if (status_unit_is_enabled(AGENT ".service") && wb_policy_is_usual_store(status->store))
		return true;
	/* By this Exim's processes go, too: see wb_event_send. */
	return access(folder, F_OK) == 0;
}

/* The agent hears whose own group is that of its socket. */
static bool is_of_another_group(const struct status *status, const char *folder)
{
	char path[PATH_MAX];
	struct wb_error error;
	struct stat st;
	gid_t gid;

	return status->is_root && exim_probe_group(&status->probe, &gid, &error) == WB_OK &&
	    (size_t)snprintf(path, sizeof(path), "%s/" WB_EVENT_SOCKET, folder) < sizeof(path) && stat(path, &st) == 0 &&
	    (st.st_gid != gid || (stat(folder, &st) == 0 && st.st_gid != gid));
}

void status_look_agent(struct status *status)
{
	static const char restart[] = "systemctl restart " AGENT;
	char folder[PATH_MAX];
	int error;

	wb_policy_run_folder(status->store, folder);
	if (!is_agent_used(status, folder))
		return;
	error = try_socket(folder);
	if (error == 0 && is_of_another_group(status, folder))
		status_add(status, STATUS_FAULT, status_command(status, "init").text,
		    "takes no events of Exim, whose own group %.200s/" WB_EVENT_SOCKET " does not have", folder);
	else if (error == 0)
		status_add(status, STATUS_GOOD, "", "takes events");
	else if (error == EACCES)
		status_add(status, STATUS_NOTE, "sudo whyblock status", "not looked at: %s is root's and Exim's", folder);
	else if (error == ETIMEDOUT)
		status_add(
		    status, STATUS_FAULT, restart, AGENT " runs, but takes nothing from %.200s/" WB_EVENT_SOCKET, folder);
	else
		status_add(status, STATUS_FAULT, restart,
		    AGENT " does not run: %.200s/" WB_EVENT_SOCKET
			  ": %s; mail goes on, but no connection learns from another which zone is silent",
		    folder, error == EAGAIN ? "its queue is full" : strerror(error));
}

/* ---- Disks ----------------------------------------------------------------------------------------------------------- */

void status_look_disk(struct status *status)
{
	char log[PATH_MAX], text[256], help[PATH_MAX + 16];
	const struct {
		const char *what, *path;
	} places[] = { { "store", status->store }, { "spool", status->spool }, { "log", log } };
	struct wb_text line;
	char *slash;

	snprintf(log, sizeof(log), "%s", status->log);
	slash = strrchr(log, '/');
	if (slash != NULL)
		*slash = '\0';
	wb_text_open(&line, text, sizeof(text));
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct statvfs fs;
		uint64_t free_bytes, bytes;

		if (places[i].path[0] == '\0' || statvfs(places[i].path, &fs) < 0)
			continue;
		free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
		bytes = (uint64_t)fs.f_blocks * fs.f_frsize;
		snprintf(help, sizeof(help), "df -h %s", places[i].path);
		if (free_bytes < LITTLE_BYTES || (free_bytes < LITTLE_OF_LARGE && free_bytes < bytes / 100))
			status_add(status, STATUS_FAULT, help, "the disk of the %s %s is full: %llu MiB are free",
			    places[i].what, places[i].path, (unsigned long long)(free_bytes >> 20));
		else if (fs.f_files > 0 && fs.f_favail == 0)
			status_add(status, STATUS_FAULT, help, "the disk of the %s %s has no room for another file (inodes)",
			    places[i].what, places[i].path);
		else
			wb_text_addf(&line, "%s%s %.1f GiB", line.length > 0 ? ", " : "", places[i].what,
			    (double)free_bytes / (1 << 30));
	}
	if (!status_has(status, STATUS_FAULT) && line.length > 0)
		status_add(status, STATUS_GOOD, "", "free: %s", text);
}

/* ---- The clock ------------------------------------------------------------------------------------------------------- */

/*
 * A clock that is behind shows by what was written when it was not: this program was installed before now, and so was all that is
 * published and logged. One that is ahead shows by nothing here, until it is set right.
 */
void status_look_clock(struct status *status)
{
	static const char help[] = "timedatectl set-ntp true";
	char published[PATH_MAX], policy[PATH_MAX], recent[PATH_MAX], was[WB_TIMESTAMP_TEXT_SIZE], now[WB_TIMESTAMP_TEXT_SIZE];
	const char *const paths[] = { "/proc/self/exe", policy, recent, status->log };
	struct stat st;

	snprintf(published, sizeof(published), "%.4000s/" WB_PUBLISHED_FOLDER, status->store);
	snprintf(policy, sizeof(policy), "%.4060s/" WB_POLICY_FILE_NAME, published);
	snprintf(recent, sizeof(recent), "%.4060s/" WB_PUBLISHED_RECENT, published);
	wb_timestamp_format(status->cli->now_s, now);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (paths[i][0] == '\0' || stat(paths[i], &st) < 0 || st.st_mtime <= status->cli->now_s + CLOCK_SLACK_S)
			continue;
		wb_timestamp_format(st.st_mtime, was);
		status_add(status, STATUS_FAULT, help,
		    "it says %s, but %s was written %s: what expires and what is late goes by it", now,
		    i == 0 ? "this program" : paths[i], was);
		return;
	}
	status_add(status, STATUS_GOOD, "", "%s", now);
}
