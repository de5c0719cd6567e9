/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent_client.c - see agent_client.h */
#include "web/agent_client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/socket_path.h"
#include "service/complaint.h"

void wb_agent_client_open(struct wb_agent_client *client, const char *folder)
{
	memset(client, 0, sizeof(*client));
	client->folder = folder;
	client->fd = -1;
}

void wb_agent_client_close(struct wb_agent_client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
	client->is_overdue = false;
}

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Non-blocking, so that a queue of the agent's that is full is a failure, too. */
static bool connect_agent(struct wb_agent_client *client)
{
	struct wb_socket_path path;
	bool is_connected = false;

	client->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (client->fd >= 0 && wb_socket_path_open(client->folder, WB_ASK_SOCKET, &path)) {
		is_connected = connect(client->fd, (const struct sockaddr *)&path.address, sizeof(path.address)) == 0;
		wb_socket_path_close(&path);
	}
	if (!is_connected && client->fd >= 0) {
		int why = errno;

		wb_agent_client_close(client);
		errno = why;
	}
	return is_connected;
}

enum received { RECEIVED_ANSWER, RECEIVED_NOTHING, RECEIVED_END };

/* Takes what is there. An answer to a question of before is thrown away; so is a connection on which something else comes. */
static enum received receive(struct wb_agent_client *client)
{
	for (;;) {
		ssize_t size = recv(client->fd, client->bytes, sizeof(client->bytes), MSG_DONTWAIT);

		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0 && errno == EAGAIN)
			return RECEIVED_NOTHING;
		client->size = size > 0 ? (size_t)size : 0;
		if (size <= 0 || !wb_ask_read_answer((struct wb_blob){ client->bytes, client->size }, &client->answer))
			return RECEIVED_END;
		if (client->answer.number == client->number)
			return RECEIVED_ANSWER;
	}
}

/* Connected, and nobody waits for an answer. A connection that has ended shows here, before anything is asked on it. */
static bool make_ready(struct wb_agent_client *client)
{
	enum received received = client->fd < 0 ? RECEIVED_END : receive(client);

	if (received == RECEIVED_NOTHING && client->is_overdue) {
		errno = ETIMEDOUT;
		return false;
	}
	client->is_overdue = false;
	if (received != RECEIVED_END)
		return true;
	wb_agent_client_close(client);
	return connect_agent(client);
}

static bool wait_for_answer(struct wb_agent_client *client, const struct wb_ask_question *question)
{
	for (;;) {
		struct pollfd waiting = { .fd = client->fd, .events = POLLIN };
		int64_t left_ms = question->until_ms - monotonic_ms();
		enum received received = receive(client);

		if (received == RECEIVED_ANSWER && client->answer.kind == question->kind)
			return true;
		if (received != RECEIVED_NOTHING) {
			wb_agent_client_close(client);
			errno = ECONNRESET;
			return false;
		}
		if (left_ms <= 0) {
			client->is_overdue = true;
			errno = ETIMEDOUT;
			return false;
		}
		poll(&waiting, 1, (int)left_ms); /* a signal ends it early, and then it is looked at again */
	}
}

const struct wb_ask_answer *wb_agent_client_ask(struct wb_agent_client *client, struct wb_ask_question *question)
{
	unsigned char bytes[WB_ASK_QUESTION_BYTES_MAX];
	struct wb_blob packet;
	bool is_answered = false;

	if (make_ready(client)) {
		question->number = ++client->number;
		question->until_ms = monotonic_ms() + WB_AGENT_PATIENCE_MS;
		packet = wb_ask_write_question(question, bytes);
		if (packet.size == 0)
			errno = EMSGSIZE;
		else if (send(client->fd, packet.data, packet.size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)packet.size)
			is_answered = wait_for_answer(client, question);
	}
	if (!is_answered && !client->is_told)
		wb_complain("cannot ask whyblock-agent at %s/" WB_ASK_SOCKET ": %s", client->folder, strerror(errno));
	if (is_answered && client->is_told)
		wb_complain("whyblock-agent answers again");
	client->is_told = !is_answered;
	return is_answered ? &client->answer : NULL;
}
