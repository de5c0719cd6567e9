/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exim_daemon.h - the Exim daemon that runs, and since when it has had the configuration that it goes by.
 */
#ifndef WB_EXIM_DAEMON_H
#define WB_EXIM_DAEMON_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "base/status.h"
#include "cli/exim_probe.h"

struct exim_daemon {
	pid_t pid;
	/*
	 * Unix time in microseconds of its start, or of its last SIGHUP: then it writes its pid file (not before 4.98), and a line in
	 * its log, whose seconds count as over.
	 */
	int64_t since_us;
};

/*
 * By the process in its pid file.
 * log:     its main log; "": not known.
 * Returns: WB_OK; WB_NOT_FOUND: no daemon runs, and error_r says where it was looked for; WB_UNAVAILABLE: cannot be looked at.
 */
enum wb_status exim_daemon_find(
    const struct exim_probe *probe, const char *log, struct exim_daemon *daemon_r, struct wb_error *error_r);

/* A number of /proc/PID/stat, by its place in proc(5), from 4 on; 0: there is no such process. */
unsigned long long exim_daemon_stat(pid_t pid, int field);

/* In microseconds. */
int64_t exim_daemon_us(const struct timespec *time);

#endif
