/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * page.h - every page as HTML: the same texts for the static site and for the service.
 * Pages hold no script, no cookie, no address of another site but links that the reader may follow. Pure: no I/O, no time. What
 * they show comes as values of their own: this room knows neither the configuration nor the store.
 */
#ifndef WB_PAGE_H
#define WB_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/list.h"
#include "page/html.h"
#include "page/language.h"

/* A reason to block. */
struct wb_page_category {
	const char *id;
	const char *title; /* as the operator says it */
	bool
	    has_own_title; /* the operator chose it: it is shown in every language. Otherwise each language has its own words */
	bool is_active;    /* has a page, and stands in the overview */
};

/* What the pages say about the operator; the same on each of them. Nothing is NULL. */
struct wb_page_site {
	const char *name;
	struct wb_texts contacts;         /* mail addresses, URLs or plain text */
	const char *url;                  /* of the page that replies name, as everybody reaches it; empty: not known */
	const char *removal_address;      /* where removal is asked for by mail; may be empty */
	int64_t answer_within_s;          /* how soon requests are answered, as is promised; 0: nothing is */
	int64_t keep_s;                   /* how long they are kept; 0: for ever */
	const char *colour, *colour_dark; /* "#rrggbb": of links and headings, on the light and on the dark page */
	const struct wb_page_category *categories;
	size_t category_count;
};

/* In which language and with which kind of links a page is made. */
struct wb_page {
	const struct wb_page_site *site;
	enum wb_language language;
	bool is_static;    /* for whyblock site: links lead to files, and there is no form */
	bool is_chosen;    /* the language was chosen by link, so links keep it */
	const char *root;  /* from this page to the top: "", or "../" */
	const char *path;  /* of this page below the top, for the links to other languages: "category/spam" */
	const char *query; /* its query without lang, encoded: "ref=8F3K..."; may be empty */
};

/* The paths below the top, as the service knows them. */
#define WB_PAGE_BLOCKED "blocked"
#define WB_PAGE_CATEGORY "category/" /* and its id */
#define WB_PAGE_REMOVE "remove"
#define WB_PAGE_STATUS "status/" /* and the token */
#define WB_PAGE_STYLE "style.css"
#define WB_PAGE_PATH_SIZE 64 /* of the longest of them, with what stands behind it */

/* The site's category with this id, or NULL; id may be NULL. */
const struct wb_page_category *wb_page_site_category(const struct wb_page_site *site, const char *id);

/* The path of its page; buffer holds WB_PAGE_PATH_SIZE bytes. */
void wb_page_category_path(const struct wb_page_category *category, char *buffer);

/* What is known of an address now, without asking the DNS. */
enum wb_blocked_now {
	WB_BLOCKED_UNKNOWN,    /* the store cannot be read just now */
	WB_BLOCKED_LISTED,     /* by this site */
	WB_BLOCKED_NOT_LISTED, /* by this site; a public list may still name it */
	WB_BLOCKED_ALLOWED,    /* an allow listing, or exempt */
};

/* A public list that may have given the reason, and where it says how to leave it. */
struct wb_blocked_zone {
	const char *name;    /* without an account's key */
	const char *removal; /* URL; NULL, empty or neither http nor https: the name alone is shown */
};

/* What decided about a mail, one of several. */
enum wb_blocked_cause_kind {
	WB_CAUSE_LISTING, /* this site's own list: staff put it there */
	WB_CAUSE_REPORT,  /* the same: by what the site's own servers saw */
	WB_CAUSE_FEED,    /* a list of others that the site has taken over */
	WB_CAUSE_ZONE,    /* a public list that is asked for each mail */
	WB_CAUSE_SIGN,    /* what the server, or the mail, looked like */
	WB_CAUSE_NETWORK, /* other servers of its network */
	WB_CAUSES,        /* how many kinds there are; none itself */
};

#define WB_BLOCKED_CAUSES_MAX 8
#define WB_BLOCKED_REASON_SIZE 256
#define WB_BLOCKED_NAME_SIZE 192
#define WB_BLOCKED_LINK_SIZE 512

struct wb_blocked_cause {
	enum wb_blocked_cause_kind kind;
	char name[WB_BLOCKED_NAME_SIZE];    /* of the list; of WB_CAUSE_SIGN what was seen, such as a script; may be empty */
	char removal[WB_BLOCKED_LINK_SIZE]; /* URL of a list's own page, as in wb_blocked_zone */
	char text
	    [WB_BLOCKED_REASON_SIZE]; /* what helps, as the operator's rules say it, in the language they are written in; may be empty */
};

/* What our server answered. */
enum wb_blocked_answer {
	WB_BLOCKED_NOTED, /* the mail was taken */
	WB_BLOCKED_DEFERRED,
	WB_BLOCKED_REFUSED,
};

#define WB_BLOCKED_ZONES_MAX 48

/* What a genuine reference, or a visit from an address, tells. Holds nothing that may not be shown. */
struct wb_blocked {
	bool is_reference; /* false: about the address that the visitor comes from */

	/* Of a reference. */
	const char *code;     /* as the reply shows it: "8F3K-2M4Q-..." */
	const char *url_code; /* as a URL holds it: "8F3K2M4Q..." */
	int64_t at_s;
	enum wb_blocked_answer answer;

	char client[WB_PREFIX_TEXT_SIZE]; /* "192.0.2.66", or the /64 */
	const char *category_id; /* why it was, or is, blocked; NULL: it is not, or the site no longer has the category */
	enum wb_blocked_now now;

	/* Of WB_BLOCKED_LISTED. */
	int64_t since_s, until_s;            /* until 0: without end */
	char reason[WB_BLOCKED_REASON_SIZE]; /* cleaned of mail addresses and keys; may be empty */
	bool is_network;                     /* the listing covers more than the host */
	int64_t refused_from_s;              /* until then mail is put off and not refused; 0: it is, or is never */

	/* Of a reference whose mail is remembered; without it nobody knows what decided. */
	bool has_case;
	bool rule_may; /* there is no case, and a rule about a mail can give this category */
	char sender
	    [WB_BLOCKED_NAME_SIZE]; /* the known sender that the client belongs to, for which the answer was softened; empty: none */
	uint32_t times;
	int64_t first_s, last_s;
	size_t cause_count;
	struct wb_blocked_cause causes[WB_BLOCKED_CAUSES_MAX];

	struct wb_blocked_zone zones[WB_BLOCKED_ZONES_MAX]; /* that can give this category; none when the case says which did */
	size_t zone_count;
};

/* The overview: what error 550 means here, every active category, whom to ask. visitor: their address, or NULL for none to show. */
void wb_page_overview(const struct wb_page *page, const char *visitor, struct wb_html *html);

void wb_page_category(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html);

/* Why this mail came back: of a reference. */
void wb_page_blocked(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html);

/*
 * Somebody has no code, or has not given it: the field for it, and what is known of the address that they come from, which need not be the server's:
 * most people's mail goes through their provider's.
 */
void wb_page_visit(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html);

/* Somebody gave a code that is not genuine; says nothing about any address. code: as it was given. */
void wb_page_unknown_code(const struct wb_page *page, const char *code, struct wb_html *html);

/* Sizes of values that people type, a NUL included. */
#define WB_PAGE_CODE_SIZE 2501 /* of a code: with all that stands around it in a message that came back */
#define WB_PAGE_NAME_SIZE 101
#define WB_PAGE_EMAIL_SIZE 255 /* RFC 5321 section 4.5.3.1.3: a path has 256 octets, its brackets included */
#define WB_PAGE_TEXT_SIZE 2001

/* The fields of the request, one row each, in the order of the form: name of the field in the form, size, what it asks for. */
enum wb_page_field {
	WB_FIELD_REF,
	WB_FIELD_ADDRESS, /* of the server; needed without a reference */
	WB_FIELD_HOW,
	WB_FIELD_DONE,
	WB_FIELD_NAME, /* may be empty */
	WB_FIELD_EMAIL,
	WB_FIELDS
};
struct wb_page_field_row {
	const char *name;
	size_t size; /* bytes of the value, its NUL included */
	bool is_needed, is_long;
	const char *autocomplete; /* HTML's token, WCAG 1.3.5: "email"; NULL: off */
};
extern const struct wb_page_field_row wb_page_fields[WB_FIELDS];

enum wb_page_mistake {
	WB_MISTAKE_NONE,
	WB_MISTAKE_MISSING,
	WB_MISTAKE_TOO_LONG,
	WB_MISTAKE_NOT_TEXT, /* a NUL, a control character, no UTF-8 */
	WB_MISTAKE_NOT_GENUINE,
	WB_MISTAKE_NO_ADDRESS,    /* not one IPv4 or IPv6 address */
	WB_MISTAKE_OTHER_ADDRESS, /* not the one of the reference */
	WB_MISTAKE_NO_EMAIL,
	WB_MISTAKE_LIKELY_EMAIL, /* it looks mistyped: sent once more, it is taken */
	WB_MISTAKES
};

/* Pages that say one thing. */
enum wb_page_message {
	WB_MESSAGE_NOT_FOUND,
	WB_MESSAGE_NO_REQUEST,  /* a status token that is none */
	WB_MESSAGE_BAD_REQUEST, /* a form that cannot be read */
	WB_MESSAGE_TOO_LARGE,
	WB_MESSAGE_LINK_TOO_LONG, /* a URL that is longer than any of ours */
	WB_MESSAGE_METHOD,        /* other than GET, HEAD or POST to the form */
	WB_MESSAGE_ALREADY_OPEN,  /* limits of requests */
	WB_MESSAGE_ADDRESS_EXCEEDED,
	WB_MESSAGE_HOST_EXCEEDED,
	WB_MESSAGE_DAY_EXCEEDED,
	WB_MESSAGE_REPLIES_EXCEEDED, /* so many replies to one request are not taken */
	WB_MESSAGE_NOT_BLOCKED,      /* nothing stands against the server: there is nothing to ask for */
	WB_MESSAGE_UNAVAILABLE,      /* the store cannot be used: try later, or write */
	WB_MESSAGES
};
void wb_page_message(const struct wb_page *page, enum wb_page_message message, struct wb_html *html);

#define WB_PAGE_SWITCH "switch"         /* of the form: its value is another language, in which it is shown again */
#define WB_PAGE_SEEN_EMAIL "seen_email" /* the address that was shown to be looked at once more */

struct wb_page_form {
	const char *values[WB_FIELDS]; /* as they came; shown again escaped and cut. NULL is empty */
	enum wb_page_mistake mistakes[WB_FIELDS];
	char server[WB_PREFIX_TEXT_SIZE]; /* whom the code is about, when it is genuine; empty: not known */
	bool is_whole_server;             /* it is one host, so nobody is asked for its address */
	enum wb_page_message notice;      /* why nothing was filed; WB_MESSAGES: none */
	const char
	    *better_email; /* what may have been meant by an address that looks mistyped; NULL: it does not, or was confirmed */
};

/* The form; with mistakes, a summary with links to the fields stands first (WCAG 3.3.1). What was typed is in it again. */
void wb_page_form(const struct wb_page *page, const struct wb_page_form *form, struct wb_html *html);

enum wb_page_request_state {
	WB_PAGE_OPEN,
	WB_PAGE_APPROVED,
	WB_PAGE_DENIED,
	WB_PAGE_WAITING, /* for whoever asked: staff have a question */
	WB_PAGE_REQUEST_STATES
};

/* What became of a request; never who decided. */
struct wb_page_request {
	uint64_t number;
	enum wb_page_request_state state;
	char client[WB_PREFIX_TEXT_SIZE];
	const char *email; /* where the answer goes, as far as it may be shown: "a…@example.org"; may be empty */
	int64_t asked_at_s;
	const char *record_label,
	    *record_text; /* of the DNS record that proves who runs the server: _whyblock.NAME IN TXT "..."; empty once it is decided */
	const char *question; /* of WB_PAGE_WAITING: lines */
	int64_t replied_at_s; /* when whoever asked wrote last, after the request itself; 0: never */
	int64_t decided_at_s; /* 0: not known, or it is open */
	const char *answer;   /* of a decision: what staff wrote to the one who asked; may be empty */
	int64_t
	    allowed_until_s; /* of an approval: until when the server is let through; 0: no end, or nothing had to be let through */
};

#define WB_PAGE_REPLY "reply" /* the field of a request's own page: as long as WB_FIELD_HOW */

/* A reply that was not taken: NULL for the page as it is. */
struct wb_page_reply {
	const char *value;            /* as it came */
	enum wb_page_mistake mistake; /* WB_MISTAKE_NONE: none; the page was only asked for in another language */
	enum wb_page_message notice;  /* why it was not taken; WB_MESSAGES: none */
};

/* For the one who asked: how it stands, since when, the answer; and a field to reply in while it is not decided. */
void wb_page_status(
    const struct wb_page *page, const struct wb_page_request *request, const struct wb_page_reply *reply, struct wb_html *html);

/* The style sheet, in the operator's colours. */
void wb_page_style(const struct wb_page_site *site, struct wb_html *html);

#endif
