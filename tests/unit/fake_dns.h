/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fake_dns.h - tests/lib/fake_dns.py as a program on loopback. Tests that use it run from the top of the source.
 */
#ifndef WB_FAKE_DNS_H
#define WB_FAKE_DNS_H

#include <dirent.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "unit.h"

#define FAKE_DNS "tests/lib/fake_dns.py"

struct fake_dns {
	void *folder; /* where its script is */
	pid_t pid;
	char address[64]; /* "127.0.0.1:PORT" */
};

/* In the child: the server's standard output is the pipe, and it ends with this test. */
static inline void fake_dns_exec(const char *zones, int output)
{
	const char *python = getenv("PYTHON");

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	dup2(output, STDOUT_FILENO);
	execl(python != NULL ? python : "/usr/bin/python3", "python3", "-B", FAKE_DNS, zones, (char *)NULL);
	_exit(127);
}

/* script: see fake_dns.py. Returns when the server is ready. */
static inline void fake_dns_start(const char *script, struct fake_dns *dns)
{
	const char *zones;
	int ends[2];
	FILE *output;

	assert_int_equal(open_folder(&dns->folder), 0);
	zones = write_text(dns->folder, "zones", script);
	assert_int_equal(pipe(ends), 0);
	dns->pid = fork();
	assert_true(dns->pid >= 0);
	if (dns->pid == 0)
		fake_dns_exec(zones, ends[1]);
	close(ends[1]);
	output = fdopen(ends[0], "r");
	assert_non_null(output);
	if (fgets(dns->address, sizeof(dns->address), output) == NULL)
		fail_msg("%s did not start: run this test from the top of the source", FAKE_DNS);
	fclose(output);
	dns->address[strcspn(dns->address, "\n")] = '\0';
}

static inline void fake_dns_stop(struct fake_dns *dns)
{
	kill(dns->pid, SIGTERM);
	waitpid(dns->pid, NULL, 0);
	close_folder(&dns->folder);
}

/* The server `dns` of a whole program of tests, with the set-up and the tear-down of its group: start_dns and stop_dns. */
#define FAKE_DNS_GROUP(script) \
	static struct fake_dns dns; \
\
	static int start_dns(void **state) \
	{ \
		(void)state; \
		fake_dns_start(script, &dns); \
		return 0; \
	} \
\
	static int stop_dns(void **state) \
	{ \
		(void)state; \
		fake_dns_stop(&dns); \
		return 0; \
	}

static inline unsigned count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;

	assert_non_null(folder);
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

#endif
