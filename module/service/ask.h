/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * ask.h - what whyblock-web asks whyblock-agent, and what that answers: one packet each, over a unix SOCK_SEQPACKET socket.
 *
 * The page's service opens no file of the store: this is all that it can learn and do. Questions and answers are values, the pages'
 * own where there are such; each text has its largest size, and a packet in which one is longer is none. Both directions of the same
 * walk, so what is written here is read here.
 */
#ifndef WB_SERVICE_ASK_H
#define WB_SERVICE_ASK_H

#include "base/record.h"
#include "base/status.h"
#include "page/page.h"

#define WB_ASK_VERSION 3
#define WB_ASK_QUESTION_BYTES_MAX 12288
#define WB_ASK_ANSWER_BYTES_MAX 65536

/* Where the agent of the usual store listens, and the socket's name there. */
#define WB_ASK_FOLDER "/run/whyblock-web"
#define WB_ASK_SOCKET "ask"

/* Sizes of texts, a NUL included; those of a form are page.h's. */
#define WB_ASK_CODE_SIZE 4097 /* of a code, with what stands around it; of a token */
#define WB_ASK_LANGUAGE_SIZE 3
#define WB_ASK_TEXT_SIZE 513 /* of a name, a title, a URL of the configuration */
#define WB_ASK_TOKEN_SIZE 64 /* of a code or a token as the agent makes them */

#define WB_ASK_CONTACTS_MAX 32
#define WB_ASK_CATEGORIES_MAX 64
#define WB_ASK_PREFIXES_MAX 1024

enum wb_ask_kind {
	WB_ASK_SITE,       /* what the pages show of the configuration, and who is believed; nothing that is secret */
	WB_ASK_CODE,       /* whether a code is genuine, and whose */
	WB_ASK_BLOCKED,    /* what is known of a genuine code, or of the visitor's address */
	WB_ASK_FILE,       /* file a request for removal */
	WB_ASK_STATUS,     /* what became of a request */
	WB_ASK_REPLY,      /* add to a request what whoever made it writes */
	WB_ASK_HEALTH,     /* whether all of this would work */
	WB_ASK_KIND_COUNT, /* how many there are; none itself */
};

struct wb_ask_question {
	enum wb_ask_kind kind;
	uint32_t number; /* the answer repeats it */
	int64_t
	    until_ms; /* of CLOCK_MONOTONIC: until then the asker waits. Later nothing is done about it, since people were told so */

	uint64_t site_serial;      /* SITE: of the one that the asker has; 0: none */
	const char *code;          /* CODE, BLOCKED, FILE: as it was given, or ""; STATUS, REPLY: the token */
	bool has_visitor;          /* BLOCKED, FILE */
	struct wb_address visitor; /* where the visitor comes from */
	struct wb_prefix client;   /* FILE, and all that follows: about whom it is, ... */
	const char *language;      /* "en": of the answers */
	const char *name, *email;  /* who asks; may be "" */
	const char *how, *done;    /* and their words; REPLY: how alone */
};

enum wb_ask_result {
	WB_ASK_DONE,
	WB_ASK_NOT_FOUND,   /* the code is not genuine; there is no request of this token */
	WB_ASK_UNAVAILABLE, /* something cannot be used just now; the agent has told why */
	WB_ASK_RESULT_COUNT,
};

/* What became of a request that was sent. The limits are store/request.h's. */
enum wb_ask_outcome {
	WB_ASK_FILED,
	WB_ASK_ALREADY_OPEN,
	WB_ASK_ADDRESS_EXCEEDED,
	WB_ASK_HOST_EXCEEDED,
	WB_ASK_DAY_EXCEEDED,
	WB_ASK_NOT_BLOCKED, /* nothing stands against the host, and who asked may know: nothing was filed */
	WB_ASK_OUTCOME_COUNT,
};

/* What cannot be used, the first that was found. */
enum wb_ask_health {
	WB_ASK_HEALTHY,
	WB_ASK_KEY_FAULTY,
	WB_ASK_LISTINGS_FAULTY,
	WB_ASK_REQUESTS_FAULTY,
	WB_ASK_HEALTH_COUNT,
};

struct wb_ask_site {
	uint64_t serial; /* another one with each change */
	bool is_faulty;  /* the file as it is now has a mistake: this is the one before */
	bool is_new;     /* what follows is there; false: the asker has it */
	struct wb_page_site page;
	struct wb_prefixes trusted_proxies, metrics_from;

	/* Reading puts the lists here. */
	const char *contacts[WB_ASK_CONTACTS_MAX];
	struct wb_page_category categories[WB_ASK_CATEGORIES_MAX];
	struct wb_prefix proxies[WB_ASK_PREFIXES_MAX], monitors[WB_ASK_PREFIXES_MAX];
};

struct wb_ask_answer {
	enum wb_ask_kind kind;
	uint32_t number;
	enum wb_ask_result result; /* what follows is there with WB_ASK_DONE alone */

	struct wb_ask_site site;
	struct wb_prefix client;        /* CODE: the host; by a code of before of IPv6 its /64 */
	struct wb_blocked blocked;      /* BLOCKED */
	enum wb_ask_outcome outcome;    /* FILE, and REPLY: WB_ASK_FILED or WB_ASK_HOST_EXCEEDED ... */
	bool may_know;                  /* ... who asked may learn that one is open already */
	const char *token;              /* ... of WB_ASK_FILED: of the request's own page, a secret */
	struct wb_page_request request; /* STATUS */
	enum wb_ask_health health;      /* HEALTH */
};

/*
 * Each writes into a buffer of that many bytes, WB_ASK_QUESTION_BYTES_MAX and WB_ASK_ANSWER_BYTES_MAX. Empty: a text or a list is longer
 * than it may be. What a kind does not have is not looked at. The site's categories end up in answer's own list.
 */
struct wb_blob wb_ask_write_question(const struct wb_ask_question *question, unsigned char *bytes);
struct wb_blob wb_ask_write_answer(struct wb_ask_answer *answer, unsigned char *bytes);

/*
 * Texts point into the packet, "" where the kind has none, and are neither cleaned nor checked but for their length; lists point into what
 * is read itself, which therefore is not copied. False: it is no question, or no answer.
 */
bool wb_ask_read_question(struct wb_blob bytes, struct wb_ask_question *question_r);
bool wb_ask_read_answer(struct wb_blob bytes, struct wb_ask_answer *answer_r);

#endif
