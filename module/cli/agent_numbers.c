/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent_numbers.c - see agent_numbers.h */
#include "cli/agent_numbers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/socket_path.h"

#define SOCKET "metrics"
#define WAIT_S 2

static bool ask(int fd, struct agent_numbers *numbers)
{
	static const char request[] = "GET /metrics HTTP/1.0\r\n\r\n";
	const struct timeval wait = { .tv_sec = WAIT_S };
	size_t length = 0;
	ssize_t size;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) != (ssize_t)sizeof(request) - 1)
		return false;
	while (length < sizeof(numbers->text) - 1 &&
	    (size = recv(fd, numbers->text + length, sizeof(numbers->text) - 1 - length, 0)) > 0)
		length += (size_t)size;
	numbers->text[length] = '\0';
	return length > 0;
}

bool agent_numbers_read(const char *run, struct agent_numbers *numbers_r)
{
	struct wb_socket_path path;
	bool is_named = wb_socket_path_open(run, SOCKET, &path), is_read;
	int fd = is_named ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1, why;

	numbers_r->text[0] = '\0';
	is_read =
	    fd >= 0 && connect(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) == 0 && ask(fd, numbers_r);
	why = errno;
	if (fd >= 0)
		close(fd);
	if (is_named)
		wb_socket_path_close(&path);
	errno = why;
	return is_read;
}

uint64_t agent_number(const struct agent_numbers *numbers, const char *name)
{
	char begin[160];
	const char *found;

	snprintf(begin, sizeof(begin), "\nwhyblock_agent_%s ", name);
	found = strstr(numbers->text, begin);
	return found == NULL ? 0 : strtoull(found + strlen(begin), NULL, 10);
}
