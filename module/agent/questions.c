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
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agent/answer.h"
#include "agent/listener.h"
#include "agent/peers.h"
#include "service/complaint.h"
#include "store/store_init.h"
#include "verdict/policy.h"

struct questions {
	uid_t user; /* of QUESTIONS_USER; (uid_t)-1: there is none */
	struct live live;
	struct questions_counts counts;
	struct peers *peers;
	struct wb_ask_answer answer;
	unsigned char bytes[WB_ASK_ANSWER_BYTES_MAX];
};

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

static bool hear(void *context, int fd)
{
	struct questions *questions = context;
	unsigned char bytes[WB_ASK_QUESTION_BYTES_MAX + 1]; /* one more, so that a longer packet shows */
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	return size > 0 && answer_packet(questions, fd, (struct wb_blob){ bytes, (size_t)size });
}

static bool may_ask(void *context, int fd)
{
	const struct questions *questions = context;

	return listener_peer(fd, (gid_t)-1) == LISTENER_OWNER || listener_is_user(fd, questions->user);
}

enum wb_status questions_open(
    sd_event *loop, const char *store, const char *folder, struct questions **questions_r, struct wb_error *error_r)
{
	/* Exim's events come first: one question has its turn when none of them waits. */
	static const struct peers_rules rules = {
		.name = WB_ASK_SOCKET,
		.mode = 0660,
		.most = QUESTIONS_CONNECTIONS_MAX,
		.priority = SD_EVENT_PRIORITY_IDLE,
		.batch = 1,
		.is_allowed = may_ask,
		.hear = hear,
	};
	struct questions *questions = calloc(1, sizeof(*questions));
	const struct passwd *user = getpwnam(QUESTIONS_USER);
	enum wb_status status;

	*questions_r = questions;
	if (questions == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	questions->user = user != NULL ? user->pw_uid : (uid_t)-1;
	live_open(&questions->live, store);
	status = peers_open(loop, folder, &rules, questions, &questions->peers, error_r);
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
	peers_close(&closing->peers);
	live_close(&closing->live);
	free(closing);
}

struct questions_counts questions_counts(const struct questions *questions)
{
	struct questions_counts counts = { .refused = 0 };

	if (questions == NULL)
		return counts;
	counts = questions->counts;
	counts.refused = peers_counts(questions->peers)->refused;
	counts.dropped += peers_counts(questions->peers)->dropped;
	return counts;
}

void questions_folder(const char *store, char *path_r)
{
	if (wb_policy_is_usual_store(store))
		snprintf(path_r, PATH_MAX, "%s", WB_ASK_FOLDER);
	else
		snprintf(path_r, PATH_MAX, "%s/" WB_STORE_WEB_FOLDER, store);
}
