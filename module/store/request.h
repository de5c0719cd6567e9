/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request.h - requests for removal, as people make them: kept in the store's requests/ folder, with what staff did about them.
 * Written by the service whyblock-web and by the command; nobody on the path of a connection reads or writes here.
 */
#ifndef WB_REQUEST_H
#define WB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "store/history.h"
#include "verdict/category.h"
#include "verdict/listing.h"
#include "verdict/reference.h"

#define WB_REQUEST_NAME_SIZE 101
#define WB_REQUEST_EMAIL_SIZE 255 /* RFC 5321 section 4.5.3.1.3: a path has 256 octets, its brackets included */
#define WB_REQUEST_TEXT_SIZE 2001
#define WB_REQUEST_NOTE_SIZE 2001
#define WB_REQUEST_ANSWER_SIZE 1001
#define WB_REQUEST_REPLIES_MAX 30 /* of the one who asked, on one request */
#define WB_REQUEST_TOKEN_SIZE 27  /* 128 random bits in Crockford's base32, and the NUL */

/* WAITING: staff asked back, and the one who asked has not replied; it is as undecided as an open one. */
enum wb_request_state { WB_REQUEST_OPEN, WB_REQUEST_APPROVED, WB_REQUEST_DENIED, WB_REQUEST_WAITING };
enum wb_request_origin { WB_REQUEST_WEB, WB_REQUEST_MAIL };

struct wb_request {
	uint64_t number;      /* for staff, from 1; given by wb_request_file */
	int64_t created_at_s; /* Unix time */
	enum wb_request_state state;
	enum wb_request_origin origin;

	/* What it is about. */
	struct wb_prefix client;            /* a host; of IPv6 the /64 when nobody has said which address of it */
	char category[WB_CATEGORY_ID_SIZE]; /* as the reference says; empty: not known */
	bool has_reference;                 /* proof: a genuine code was given, and it is about this client */
	struct wb_reference reference;      /* if so, what it says */

	/* Who makes it. All texts are UTF-8 without control characters; \n is in how, done, question and answer. */
	bool has_visitor;
	struct wb_address visitor; /* where the visitor of the page came from */
	char language[3];          /* "en": of the answers */
	char name[WB_REQUEST_NAME_SIZE];
	char email[WB_REQUEST_EMAIL_SIZE];     /* as base/email.h wants it; empty: none */
	char how[WB_REQUEST_TEXT_SIZE];        /* how the mail was sent */
	char done[WB_REQUEST_TEXT_SIZE];       /* what was done about it */
	char dns_token[WB_REQUEST_TOKEN_SIZE]; /* proof: to be put into the DNS; given by wb_request_file. Not secret */

	/*
	 * The secret of the one who asks: every mail to them holds the link to its status page. It may be kept in clear, since whoever
	 * can read requests/ reads there all that the page shows, and more. Empty in what an older whyblock has filed.
	 */
	char token[WB_REQUEST_TOKEN_SIZE];

	/* What is being done about it; zero and empty: nothing yet. */
	char assignee[WB_HISTORY_LOGIN_SIZE]; /* who of staff has taken it */
	char question[WB_REQUEST_TEXT_SIZE];  /* the last one of staff, for the one who asked; lines */
	int64_t asked_back_at_s;              /* when that was asked */
	int64_t replied_at_s;                 /* when the one who asked wrote last, also to one that is decided */
	/* The time of the last of what the one who asked did, created_at_s or replied_at_s, that staff were told of. */
	int64_t told_at_s;

	/* What staff decided; zero and empty while it is not. */
	int64_t decided_at_s;
	char decided_by[WB_HISTORY_LOGIN_SIZE];
	char answer[WB_REQUEST_ANSWER_SIZE]; /* the reason, for the one who asked; lines */
	int64_t allowed_until_s; /* of an approval that allows the host; 0: it removed a listing, or allows for ever */
	bool is_allowed;         /* the approval added "allow" */
	bool is_unchanged;       /* the approval found nothing to change */
};

/* True when the visitor of the page came from the client itself. */
bool wb_request_is_from_client(const struct wb_request *request);

/* False while it is open, or waits for the one who asked. */
bool wb_request_is_decided(const struct wb_request *request);

/* "open", "approved", "denied", "waiting". */
const char *wb_request_state_name(enum wb_request_state state);
/* "web", "mail". */
const char *wb_request_origin_name(enum wb_request_origin origin);

/*
 * Whoever makes it may know about its client: they have its genuine reference, or come from it. Others are strangers, who must
 * not learn from an answer whether anything is known about a host.
 */
bool wb_request_may_know(const struct wb_request *request);

enum wb_request_outcome {
	WB_REQUEST_FILED,
	/*
	 * One for this client, for a host in it or the /64 around it, is open, that counts against the new one as below:
	 * request->number says which. To its own maker only its token shows it.
	 */
	WB_REQUEST_ALREADY_OPEN,
	/* One for each limit, in the order in which they are looked at. */
	/* From one visitor's address (of IPv6: its /64; all whom a proxy does not name are one visitor), or with one e-mail address. */
	WB_REQUEST_ADDRESS_EXCEEDED,
	WB_REQUEST_HOST_EXCEEDED, /* about one client (of IPv6: its /64) */
	WB_REQUEST_DAY_EXCEEDED, /* in all; of those without a genuine reference half of it, so that they leave room for the others */
};
#define WB_REQUEST_OUTCOMES (WB_REQUEST_DAY_EXCEEDED + 1) /* the last one; no enumerator, since a switch names each outcome */

/*
 * How many requests 24 hours may bring; see the settings of the section removal. Anybody can file a request about any host and
 * with any e-mail address: so of the requests with one e-mail address, and about one client, those without a genuine reference
 * do not count against one that has it, and against a stranger's only those of strangers do. They are counted as far back as
 * requests are kept.
 */
struct wb_request_limits {
	uint32_t most[WB_REQUEST_OUTCOMES]; /* by the outcome when so many were made; the first two are none */
};

/* What to do while somebody else writes to the requests. */
enum wb_request_patience {
	WB_REQUEST_WAITS,    /* as long as it takes */
	WB_REQUEST_GIVES_UP, /* after some milliseconds: a visitor of the page is told to try again */
};

/*
 * Files a request: gives it a number and two tokens, and removes requests older than keep_s (0: none) on the way, open ones too:
 * what people say about themselves is not kept longer. When these are more than half of all, they stay for wb_request_expire. The time
 * is created_at_s of the request.
 * request:  number, state, both tokens and what staff do are set here; everything else comes from the caller and is cleaned on
 *           the way in (texts cut at a character's end, what is no UTF-8 or no text replaced, \r\n made \n).
 * token_r:  the secret of the one who asks, WB_REQUEST_TOKEN_SIZE bytes: request->token. Empty unless a request was filed.
 * patience: WB_UNAVAILABLE, "busy", from the one that gives up.
 * Returns:  WB_OK, also when outcome_r (meaningless otherwise) says that nothing was filed. Durable when it returns. WB_INVALID:
 *           a client that is neither a host nor a /64 of IPv6, a reference about another client, an e-mail address, category or
 *           language of the wrong form (empty is right), a time before 1970.
 * Limits:   like all functions here, not from two threads at once, nor from a visit: a process opens the folder once at a time.
 */
enum wb_status wb_request_file(const char *store, struct wb_request *request, const struct wb_request_limits *limits,
    int64_t keep_s, enum wb_request_patience patience, enum wb_request_outcome *outcome_r, char *token_r,
    struct wb_error *error_r);

/* WB_NOT_FOUND: there is no such request (any more). WB_UNAVAILABLE: it cannot be read. */
enum wb_status wb_request_find(const char *store, uint64_t number, struct wb_request *request_r, struct wb_error *error_r);

/* The request of a token as people send it (lower case, O for 0, hyphens are forgiven, as in a reference). WB_NOT_FOUND also for no token. */
enum wb_status wb_request_find_token(
    const char *store, const char *token, struct wb_request *request_r, struct wb_error *error_r);

/* Called for each request, the oldest first; false ends the walk. Must not call a function of this file. */
typedef bool wb_request_visit(void *context, const struct wb_request *request);

/*
 * All requests, or those about a client that this prefix covers or lies in.
 * unreadable_r: records that did not decode; they were skipped.
 */
enum wb_status wb_request_walk(const char *store, const struct wb_prefix *client, wb_request_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

/* The requests that are not decided. */
struct wb_request_open_count {
	size_t count;        /* those that wait for the one who asked are among them */
	int64_t oldest_at_s; /* when the oldest was made; meaningless without any */
	size_t read_count;   /* requests, open or not, that had to be looked at */
};

/* Counts them by the head of each record, which takes a fraction of what wb_request_walk does. What cannot be read is not counted. */
enum wb_status wb_request_count_open(const char *store, struct wb_request_open_count *open_r, struct wb_error *error_r);

/*
 * Writes state, decided_*, answer, is_allowed, is_unchanged and allowed_until_s of request->number; waits for another writer.
 * WB_NOT_FOUND, or WB_INVALID: it is decided, and error_r says who decided what and when.
 */
enum wb_status wb_request_decide(const char *store, const struct wb_request *request, struct wb_error *error_r);

/*
 * Asks the one who made it something, and keeps the question with it and among its notes: it then waits for them. Waits for another
 * writer.
 * Returns: WB_INVALID: the question is empty, or the request is decided. WB_NOT_FOUND.
 */
enum wb_status wb_request_ask_back(
    const char *store, uint64_t number, const char *question, const char *login, int64_t at_s, struct wb_error *error_r);

/*
 * What the one who made it wrote to it afterwards, by mail or on its page: a note of theirs, and one that waited is open again. One
 * that is decided stays so; staff see that something came (replied_at_s).
 * patience: WB_UNAVAILABLE, "busy", from the one that gives up.
 * Returns:  WB_OK. WB_NOT_FOUND. WB_INVALID: the text is empty, or it has WB_REQUEST_REPLIES_MAX of them; error_r says which, and
 *           whoever called must say so too: nothing was kept.
 */
enum wb_status wb_request_reply(const char *store, uint64_t number, const char *text, int64_t at_s,
    enum wb_request_patience patience, struct wb_error *error_r);

/*
 * Says who of staff looks after it; an empty login: nobody any more.
 * takes_over: also from somebody else.
 * Returns:    WB_INVALID: somebody else has it, or it is decided. WB_NOT_FOUND.
 */
enum wb_status wb_request_take(
    const char *store, uint64_t number, const char *login, bool takes_over, struct wb_error *error_r);

/* What staff were told of, see told_at_s. */
struct wb_request_told {
	uint64_t number;
	int64_t at_s;
};

/* Notes it with each of them, in one transaction; those that are gone are skipped. Waits for another writer. */
enum wb_status wb_request_tell(const char *store, const struct wb_request_told *rows, size_t count, struct wb_error *error_r);

enum wb_request_note_kind {
	WB_REQUEST_NOTE_INTERNAL, /* of staff, for staff alone */
	WB_REQUEST_NOTE_QUESTION, /* of staff, to the one who asked */
	WB_REQUEST_NOTE_REPLY,    /* of the one who asked, to staff; the login is empty */
	WB_REQUEST_NOTE_KINDS
};

/* What was written about a request since it was made. */
struct wb_request_note {
	enum wb_request_note_kind kind;
	int64_t at_s;
	char login[WB_HISTORY_LOGIN_SIZE];
	char text[WB_REQUEST_NOTE_SIZE]; /* lines */
};

/* "internal", "question", "reply". */
const char *wb_request_note_kind_name(enum wb_request_note_kind kind);

/* A note that changes nothing else of the request. WB_NOT_FOUND: there is no such request. Waits for another writer. The text is cleaned. */
enum wb_status wb_request_note_add(
    const char *store, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r);

/* Called for each note, in the order they were added; false ends the walk. Must not call a function of this file. */
typedef bool wb_request_note_visit(void *context, const struct wb_request_note *note);

/* The notes of one request. Those that do not decode are skipped; wb_request_note_walk_all counts them. */
enum wb_status wb_request_note_walk(
    const char *store, uint64_t number, wb_request_note_visit *visit, void *context, struct wb_error *error_r);

/* The notes of all requests, for whyblock verify. */
enum wb_status wb_request_note_walk_all(
    const char *store, wb_request_note_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

#endif
