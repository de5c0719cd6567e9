/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* peers.c - see peers.h */
#include "agent/peers.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/listener.h"

#define DRAIN_MAX (2 * LISTENER_BACKLOG)

struct peers {
	const char *folder;
	const struct peers_rules *rules;
	void *context;
	int fd;
	sd_event_source *source;
	uint64_t words; /* of all */
	struct peers_counts counts;
	struct peer rows[];
};

static void drop(struct peer *peer)
{
	sd_event_source_disable_unref(peer->source);
	close(peer->fd);
	*peer = (struct peer){ .fd = -1, .all = peer->all };
}

static int on_word(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct peer *peer = context;

	(void)source;
	(void)events;
	peer->heard = peer->all->words++;
	if (!peer->all->rules->hear(peer->all->context, fd))
		drop(peer);
	return 0;
}

/* There is one. Returns its place. */
static struct peer *drop_oldest(struct peers *peers)
{
	struct peer *oldest = peers_next(peers, NULL);

	for (struct peer *peer = oldest; (peer = peers_next(peers, peer)) != NULL;) {
		if (peer->heard < oldest->heard)
			oldest = peer;
	}
	peers->counts.dropped++;
	drop(oldest);
	return oldest;
}

static struct peer *find_place(struct peers *peers)
{
	for (size_t i = 0; i < peers->rules->most; i++) {
		if (peers->rows[i].fd < 0)
			return &peers->rows[i];
	}
	return drop_oldest(peers);
}

static void keep(struct peers *peers, int fd)
{
	struct peer *peer = find_place(peers);

	peer->fd = fd;
	peer->heard = peers->words++;
	if (sd_event_add_io(sd_event_source_get_event(peers->source), &peer->source, fd, EPOLLIN, on_word, peer) < 0 ||
	    /* Before those who connect now: what one process has sent in two connections stays in its order. */
	    sd_event_source_set_priority(peer->source, peers->rules->priority - 1) < 0) {
		peers->counts.dropped++;
		drop(peer);
	}
}

/* False: nobody waits. */
static bool take_next(struct peers *peers)
{
	int fd = accept4(peers->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0 && (errno == EMFILE || errno == ENFILE) && peers_next(peers, NULL) != NULL) {
		/* Who is silent gives way to who may have something to say. */
		drop_oldest(peers);
		fd = accept4(peers->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	}
	if (fd < 0)
		return false;
	if (!peers->rules->is_allowed(peers->context, fd)) {
		peers->counts.refused++;
		close(fd);
	} else if (peers->rules->hear(peers->context, fd)) {
		keep(peers, fd);
	} else {
		close(fd);
	}
	return true;
}

static int on_connect(sd_event_source *source, int listening, uint32_t events, void *context)
{
	struct peers *peers = context;

	(void)source;
	(void)listening;
	(void)events;
	for (int i = 0; i < peers->rules->batch && take_next(peers); i++)
		;
	return 0;
}

enum wb_status peers_open(sd_event *loop, const char *folder, const struct peers_rules *rules, void *context,
    struct peers **peers_r, struct wb_error *error_r)
{
	struct peers *peers = calloc(1, sizeof(*peers) + rules->most * sizeof(peers->rows[0]));
	enum wb_status status;

	*peers_r = peers;
	if (peers == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	peers->folder = folder;
	peers->rules = rules;
	peers->context = context;
	for (size_t i = 0; i < rules->most; i++)
		peers->rows[i] = (struct peer){ .fd = -1, .all = peers };
	status = listener_open(folder, rules->name, SOCK_SEQPACKET, rules->mode, &peers->fd, error_r);
	if (status == WB_OK &&
	    (sd_event_add_io(loop, &peers->source, peers->fd, EPOLLIN, on_connect, peers) < 0 ||
		sd_event_source_set_priority(peers->source, rules->priority) < 0))
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return status;
}

void peers_drain(struct peers *peers)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.4000s/%s", peers->folder, peers->rules->name);
	unlink(path);
	for (int i = 0; i < DRAIN_MAX && take_next(peers); i++)
		;
}

void peers_close(struct peers **peers)
{
	struct peers *closing = *peers;

	*peers = NULL;
	if (closing == NULL)
		return;
	for (struct peer *peer = NULL; (peer = peers_next(closing, peer)) != NULL;)
		drop(peer);
	sd_event_source_disable_unref(closing->source);
	if (closing->fd >= 0)
		close(closing->fd);
	free(closing);
}

struct peer *peers_next(const struct peers *peers, struct peer *before)
{
	for (size_t i = before == NULL ? 0 : (size_t)(before - peers->rows) + 1; i < peers->rules->most; i++) {
		if (peers->rows[i].fd >= 0)
			return (struct peer *)(uintptr_t)&peers->rows[i];
	}
	return NULL;
}

const struct peers_counts *peers_counts(const struct peers *peers)
{
	return &peers->counts;
}
