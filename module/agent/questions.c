/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* questions.c - see questions.h */
#include "agent/questions.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agent/answer.h"
#include "agent/listener.h"
#include "service/complaint.h"
#include "store/store_init.h"
#include "verdict/policy.h"

struct asker {
	int fd; /* -1: free */
	sd_event_source *source;
	uint64_t heard; /* the place of its last word in the order of all */
	struct questions *all;
};

struct questions {
	int fd;
	uid_t user; /* of QUESTIONS_USER; (uid_t)-1: there is none */
	sd_event_source *source;
	uint64_t words; /* of all askers */
	struct live live;
	struct questions_counts counts;
	struct asker askers[QUESTIONS_CONNECTIONS_MAX];
	struct wb_ask_answer answer;
	unsigned char bytes[WB_ASK_ANSWER_BYTES_MAX];
};

static void drop(struct asker *asker)
{
	sd_event_source_disable_unref(asker->source);
	close(asker->fd);
	*asker = (struct asker){ .fd = -1, .all = asker->all };
}

/* False: the connection has no further use. */
static bool answer_packet(struct questions *questions, int fd, struct wb_blob packet)
{
	struct wb_ask_question question;
	struct wb_blob answer;

	if (!wb_ask_read_question(packet, &question)) {
		questions->counts.malformed++;
		wb_complain_of_stranger("%zu bytes that are no question of whyblock-web", packet.size);
		return false;
	}
	answer_question(&questions->live, &question, (int64_t)time(NULL), &questions->answer);
	questions->counts.answered[question.kind]++;
	answer = wb_ask_write_answer(&questions->answer, questions->bytes);
	if (answer.size == 0) {
		wb_complain("a text or a list of the configuration is too long for the pages: see whyblock-agent(8)");
		questions->answer.result = WB_ASK_UNAVAILABLE;
		answer = wb_ask_write_answer(&questions->answer, questions->bytes);
	}
	questions->counts.unavailable += questions->answer.result == WB_ASK_UNAVAILABLE;
	if (send(fd, answer.data, answer.size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)answer.size)
		return true;
	/* It asks and does not read what is answered. */
	questions->counts.dropped++;
	return false;
}

static int on_question(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct asker *asker = context;
	unsigned char bytes[WB_ASK_QUESTION_BYTES_MAX + 1]; /* one more, so that a longer packet shows */
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)source;
	(void)events;
	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	asker->heard = asker->all->words++;
	if (size <= 0 || !answer_packet(asker->all, fd, (struct wb_blob){ bytes, (size_t)size }))
		drop(asker);
	return 0;
}

/* A free place; when there is none, that of the one who was silent for longest. */
static struct asker *find_place(struct questions *questions)
{
	struct asker *oldest = &questions->askers[0];

	for (size_t i = 0; i < QUESTIONS_CONNECTIONS_MAX; i++) {
		if (questions->askers[i].fd < 0)
			return &questions->askers[i];
		if (questions->askers[i].heard < oldest->heard)
			oldest = &questions->askers[i];
	}
	questions->counts.dropped++;
	drop(oldest);
	return oldest;
}

static int on_connect(sd_event_source *source, int listening, uint32_t events, void *context)
{
	struct questions *questions = context;
	int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct asker *asker;

	(void)events;
	if (fd < 0)
		return 0;
	if (listener_peer(fd, (gid_t)-1) != LISTENER_OWNER && !listener_is_user(fd, questions->user)) {
		questions->counts.refused++;
		close(fd);
		return 0;
	}
	asker = find_place(questions);
	*asker = (struct asker){ .fd = fd, .heard = questions->words++, .all = questions };
	if (sd_event_add_io(sd_event_source_get_event(source), &asker->source, fd, EPOLLIN, on_question, asker) < 0 ||
	    sd_event_source_set_priority(asker->source, SD_EVENT_PRIORITY_IDLE) < 0)
		drop(asker);
	return 0;
}

enum wb_status questions_open(
    sd_event *loop, const char *store, const char *folder, struct questions **questions_r, struct wb_error *error_r)
{
	struct questions *questions = calloc(1, sizeof(*questions));
	const struct passwd *user = getpwnam(QUESTIONS_USER);
	enum wb_status status;

	*questions_r = questions;
	if (questions == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < QUESTIONS_CONNECTIONS_MAX; i++)
		questions->askers[i] = (struct asker){ .fd = -1, .all = questions };
	questions->user = user != NULL ? user->pw_uid : (uid_t)-1;
	live_open(&questions->live, store);
	status = listener_open(folder, WB_ASK_SOCKET, SOCK_SEQPACKET, 0660, &questions->fd, error_r);
	/* Exim's events come first: one question has its turn when none of them waits. */
	if (status == WB_OK &&
	    (sd_event_add_io(loop, &questions->source, questions->fd, EPOLLIN, on_connect, questions) < 0 ||
		sd_event_source_set_priority(questions->source, SD_EVENT_PRIORITY_IDLE) < 0))
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status != WB_OK)
		questions_close(questions_r);
	return status;
}

void questions_close(struct questions **questions)
{
	struct questions *closing = *questions;

	*questions = NULL;
	if (closing == NULL)
		return;
	for (size_t i = 0; i < QUESTIONS_CONNECTIONS_MAX; i++) {
		if (closing->askers[i].fd >= 0)
			drop(&closing->askers[i]);
	}
	sd_event_source_disable_unref(closing->source);
	if (closing->fd >= 0)
		close(closing->fd);
	live_close(&closing->live);
	free(closing);
}

const struct questions_counts *questions_counts(const struct questions *questions)
{
	static const struct questions_counts none;

	return questions != NULL ? &questions->counts : &none;
}

void questions_folder(const char *store, char *path_r)
{
	if (wb_policy_is_usual_store(store))
		snprintf(path_r, PATH_MAX, "%s", WB_ASK_FOLDER);
	else
		snprintf(path_r, PATH_MAX, "%s/" WB_STORE_WEB_FOLDER, store);
}
