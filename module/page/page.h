/*
 * page.h - every page as HTML: the same texts for the static site and for the service.
 * Pages hold no script, no cookie, no address of another site but links that the reader may follow. Pure: no I/O, no time; nothing
 * of module/page knows the command or the service, which both use it.
 */
#ifndef WB_PAGE_H
#define WB_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "page/html.h"
#include "page/language.h"
#include "store/request.h"
#include "verdict/reference.h"

/* In which language and with which kind of links a page is made. */
struct wb_page {
	const struct wb_config *config; /* its categories with an action other than off are active */
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

/* What a genuine reference, or a visit from the address itself, tells. Holds nothing that may not be shown. */
struct wb_blocked {
	bool is_reference;             /* false: about the address that the visitor comes from */
	struct wb_reference reference; /* if so */
	char code[WB_REFERENCE_TEXT_SIZE];
	char client[WB_PREFIX_TEXT_SIZE]; /* "192.0.2.66", or the /64 */
	const struct wb_category
	    *category; /* why it was, or is, blocked; NULL: the configuration has it no more, or it is not blocked */
	enum wb_blocked_now now;
	int64_t since_s, until_s;                   /* of WB_BLOCKED_LISTED; until 0: without end */
	char reason[WB_LISTING_REASON_SIZE];        /* of WB_BLOCKED_LISTED; cleaned of mail addresses and keys; may be empty */
	bool is_network;                            /* the listing covers more than the host */
	struct wb_blocked_zone zones[WB_ZONES_MAX]; /* that can give this category */
	size_t zone_count;
};

/* The overview: what error 550 means here, every active category, whom to ask. visitor: their address, or NULL for none to show. */
void wb_page_overview(const struct wb_page *page, const char *visitor, struct wb_html *html);

void wb_page_category(const struct wb_page *page, const struct wb_category *category, struct wb_html *html);

/* Why this mail came back. */
void wb_page_blocked(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html);

/* Somebody gave a code that is not genuine; says nothing about any address. code: as it was given. */
void wb_page_unknown_code(const struct wb_page *page, const char *code, struct wb_html *html);

#define WB_PAGE_CODE_SIZE 201 /* of a code as people give it: with the line or the URL that it stands in, and a NUL */

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
	WB_MISTAKES
};
struct wb_page_form {
	const char *values[WB_FIELDS]; /* as they came; shown again escaped and cut. NULL is empty */
	enum wb_page_mistake mistakes[WB_FIELDS];
};

/* The form; with mistakes, a summary with links to the fields stands first (WCAG 3.3.1). */
void wb_page_form(const struct wb_page *page, const struct wb_page_form *form, struct wb_html *html);

/* The answer to a request that was filed: its number, the link to its status, and the token for the DNS. */
void wb_page_filed(const struct wb_page *page, const struct wb_request *request, const char *token, struct wb_html *html);

/* For the one who asked: open, approved or denied, since when, and the answer; never who decided. */
void wb_page_status(const struct wb_page *page, const struct wb_request *request, struct wb_html *html);

/* Pages that say one thing. */
enum wb_page_message {
	WB_MESSAGE_NOT_FOUND,
	WB_MESSAGE_NO_REQUEST,  /* a status token that is none */
	WB_MESSAGE_BAD_REQUEST, /* a form that cannot be read */
	WB_MESSAGE_TOO_LARGE,
	WB_MESSAGE_METHOD,       /* other than GET, HEAD or POST to the form */
	WB_MESSAGE_ALREADY_OPEN, /* limits of requests */
	WB_MESSAGE_ADDRESS_EXCEEDED,
	WB_MESSAGE_HOST_EXCEEDED,
	WB_MESSAGE_DAY_EXCEEDED,
	WB_MESSAGE_UNAVAILABLE, /* the store cannot be used: try later, or write */
	WB_MESSAGES
};
void wb_page_message(const struct wb_page *page, enum wb_page_message message, struct wb_html *html);

/* The style sheet, in the operator's colours. */
void wb_page_style(const struct wb_config *config, struct wb_html *html);

#endif
