/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_events.c - whyblock events --follow */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/socket_path.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_event.h"
#include "verdict/event.h"
#include "verdict/follow.h"

static enum cli_exit connect_agent(const char *run, int *fd_r)
{
	struct wb_socket_path path;
	bool is_named = wb_socket_path_open(run, WB_FOLLOW_SOCKET, &path);
	int fd = is_named ? socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0) : -1;
	enum cli_exit status = CLI_DONE;

	if (fd < 0 || connect(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) < 0) {
		status =
		    cli_fail(CLI_IO, "the agent, which listens in %s, cannot be reached: %s: systemctl start whyblock-agent",
			run, strerror(errno));
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	if (is_named)
		wb_socket_path_close(&path);
	*fd_r = fd;
	return status;
}

enum cli_exit cli_events(struct cli *cli)
{
	static struct wb_event event;
	unsigned char bytes[WB_FOLLOW_HEAD_BYTES + WB_EVENT_BYTES_MAX + 1];
	struct wb_error error;
	char run[PATH_MAX];
	enum cli_exit status;
	ssize_t size;
	int fd;

	if (cli->option[CLI_FOLLOW] == NULL)
		return cli_fail(CLI_USAGE, "events: expected --follow: events are shown as they come");
	wb_policy_run_folder(wb_policy_folder(&cli->config->policy), run);
	status = connect_agent(run, &fd);
	if (status != CLI_DONE)
		return status;
	while ((size = recv(fd, bytes, sizeof(bytes), 0)) > WB_FOLLOW_HEAD_BYTES) {
		struct wb_blob packet = { bytes + WB_FOLLOW_HEAD_BYTES, (size_t)size - WB_FOLLOW_HEAD_BYTES };

		if (wb_event_read(packet, &event, &error) != WB_OK)
			cli_fail(CLI_BAD_DATA, "%s", error.text);
		else if (!cli_event_print(&event, wb_follow_head_get(bytes)))
			break; /* nobody reads any more */
	}
	close(fd);
	return size > 0 ? CLI_DONE : cli_fail(CLI_IO, "the agent has ended, or others follow it in the place of this one");
}
