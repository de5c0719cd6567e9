/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * words.h - every sentence of the pages and of the mails, in each language: three files for each. Sentences of the pages are ours, so they may hold
 * markup; what is put into %{0} to %{9} is escaped. Lists are texts whose items end at a line feed.
 */
#ifndef WB_WORDS_H
#define WB_WORDS_H

#include "base/rows.h"
#include "page/language.h"
#include "page/mail_text.h"
#include "page/page.h"

enum wb_phrase {
	/* the frame of every page */
	WB_PHRASE_SKIP,
	WB_PHRASE_LANGUAGES,
	WB_PHRASE_HOME,
	WB_PHRASE_CONTACT_TITLE,
	WB_PHRASE_CONTACT,    /* %{0}: the site's name; the contacts stand behind it */
	WB_PHRASE_NO_CONTACT, /* %{0}: the site's name */
	WB_PHRASE_PRIVACY,
	WB_PHRASE_OPTIONAL,

	/* the overview */
	WB_PHRASE_OVERVIEW_TITLE,
	WB_PHRASE_OVERVIEW_LEAD, /* %{0}: the site's name */
	WB_PHRASE_VISITOR,       /* %{0}: the address of the visitor */
	WB_PHRASE_NOW_TITLE,
	WB_PHRASE_STEP_REFERENCE,
	WB_PHRASE_STEP_REFERENCE_FORM,
	WB_PHRASE_STEP_REFERENCE_KEEP, /* the static site has no form */
	WB_PHRASE_REFERENCE_LABEL,
	WB_PHRASE_REFERENCE_HINT,
	WB_PHRASE_REFERENCE_BUTTON,
	WB_PHRASE_STEP_ADMIN,
	WB_PHRASE_STEP_ADMIN_TEXT,
	WB_PHRASE_STEP_REMOVAL,
	WB_PHRASE_WHAT_TITLE,
	WB_PHRASE_WHAT_TEXT,
	WB_PHRASE_WHAT_FOR,
	WB_PHRASE_WHAT_550,
	WB_PHRASE_WHAT_451,
	WB_PHRASE_REASONS_TITLE,
	WB_PHRASE_REASONS_TEXT,
	WB_PHRASE_REASONS_MORE,

	/* a category */
	WB_PHRASE_MEANING,
	WB_PHRASE_CAUSES,
	WB_PHRASE_USER_TITLE,
	WB_PHRASE_ADMIN_TITLE,
	WB_PHRASE_FIND,
	WB_PHRASE_FIX,

	/* how removal is asked for */
	WB_PHRASE_REMOVAL_TITLE,
	WB_PHRASE_REMOVAL_DECISION,
	WB_PHRASE_REMOVAL_OTHERS,
	WB_PHRASE_REMOVAL_SIGN,
	WB_PHRASE_REMOVAL_BUTTON,
	WB_PHRASE_REMOVAL_EXCEPTION,
	WB_PHRASE_REMOVAL_WRITE,   /* the static site: the address stands behind it */
	WB_PHRASE_REMOVAL_NOWHERE, /* the static site without an address */
	WB_PHRASE_REMOVAL_SUBJECT, /* of such a mail */
	WB_PHRASE_ANSWER_WITHIN,   /* %{0}: a span */

	/* why this mail came back; %{0}: the client, %{1}: when, %{2}: the reason. First what happened, ... */
	WB_PHRASE_BLOCKED_TITLE_REFUSED,
	WB_PHRASE_BLOCKED_TITLE_DEFERRED,
	WB_PHRASE_BLOCKED_TITLE_NOTED,
	WB_PHRASE_BLOCKED_REFUSED,
	WB_PHRASE_BLOCKED_DEFERRED,
	WB_PHRASE_BLOCKED_NOTED,
	WB_PHRASE_BLOCKED_REASON,
	WB_PHRASE_BLOCKED_NO_REASON,
	/* ... then what decided: %{0} is the list's name, or what was seen ... */
	WB_PHRASE_DECIDED_LISTING,
	WB_PHRASE_DECIDED_REPORT,
	WB_PHRASE_DECIDED_FEED,
	WB_PHRASE_DECIDED_ZONE,
	WB_PHRASE_DECIDED_LISTS, /* %{0}: their names */
	WB_PHRASE_DECIDED_SIGN,
	WB_PHRASE_DECIDED_SIGN_SEEN,
	WB_PHRASE_DECIDED_SCRIPT,
	WB_PHRASE_DECIDED_NETWORK,
	WB_PHRASE_DECIDED_SEVERAL,
	WB_PHRASE_DECIDED_UNKNOWN,
	WB_PHRASE_DECIDED_SENDER, /* %{0}: a known sender */
	/* ... then what to do */
	WB_PHRASE_NEXT_NOTED,
	WB_PHRASE_NEXT_GRACE, /* %{0}: when */
	WB_PHRASE_NEXT_DEFERRED,
	WB_PHRASE_NEXT_DEFERRED_ALLOWED,
	WB_PHRASE_NEXT_RELOAD,
	WB_PHRASE_NEXT_ALLOWED,
	WB_PHRASE_NEXT_LISTED,
	WB_PHRASE_NEXT_OTHERS,
	WB_PHRASE_NEXT_SIGN,
	WB_PHRASE_NEXT_SCRIPT,
	WB_PHRASE_NEXT_PERHAPS, /* a public list may name it */
	WB_PHRASE_NEXT_GONE,
	/* and how it stands now */
	WB_PHRASE_NOW_LISTED,
	WB_PHRASE_NOW_GRACE,
	WB_PHRASE_NOW_GRACE_TEXT, /* %{0}: when */
	WB_PHRASE_NOW_UNTIL,      /* the same */
	WB_PHRASE_NOW_WITHOUT_END,
	WB_PHRASE_NOW_NETWORK, /* %{0}: the client */
	WB_PHRASE_NOW_NOT_LISTED,
	WB_PHRASE_NOW_NOT_LISTED_ZONES,
	WB_PHRASE_NOW_NOT_LISTED_SEND,
	WB_PHRASE_NOW_OTHERS, /* a list of others decided, and nothing of the site's */
	WB_PHRASE_NOW_OTHERS_TEXT,
	WB_PHRASE_NOW_SIGN, /* what the server or the mail looked like did */
	WB_PHRASE_NOW_SIGN_TEXT,
	WB_PHRASE_NOW_ALLOWED,
	WB_PHRASE_NOW_ALLOWED_TEXT,
	WB_PHRASE_NOW_UNKNOWN,
	WB_PHRASE_NOW_UNKNOWN_TEXT,

	/* for the one who only wanted to send a mail; of the message: %{0} the site, %{1} the client, %{2} when, %{3} the reason, %{4} the code */
	WB_PHRASE_FORWARD_TITLE,
	WB_PHRASE_FORWARD_TITLE_SIGN,
	WB_PHRASE_FORWARD_TEXT, /* %{0}: the client */
	WB_PHRASE_FORWARD_BUTTON,
	WB_PHRASE_FORWARD_COPY,
	WB_PHRASE_FORWARD_SUBJECT,
	WB_PHRASE_FORWARD_REFUSED,
	WB_PHRASE_FORWARD_DEFERRED,
	WB_PHRASE_FORWARD_BODY,
	WB_PHRASE_FORWARD_GRACE, /* %{0}: when; behind the body */
	WB_PHRASE_FORWARD_LINK,  /* %{0}: the URL of the page; behind the body */
	WB_PHRASE_FORWARD_FORGED,
	WB_PHRASE_FORWARD_URGENT,
	WB_PHRASE_FORWARD_MORE,

	/* the facts, and what decided with each way out */
	WB_PHRASE_FACTS,
	WB_PHRASE_FACT_CLIENT,
	WB_PHRASE_FACT_VISITOR,
	WB_PHRASE_FACT_TIME,
	WB_PHRASE_FACT_REASON,
	WB_PHRASE_FACT_REFERENCE,
	WB_PHRASE_FACT_SINCE,
	WB_PHRASE_FACT_UNTIL,
	WB_PHRASE_FACT_NOTE,
	WB_PHRASE_NO_END,
	WB_PHRASE_FACT_TIMES,
	WB_PHRASE_FACT_TIMES_VALUE, /* %{0}: how often, %{1}: the first time, %{2}: the last time */
	WB_PHRASE_WHY,
	WB_PHRASE_MORE, /* %{0}: the category's title */
	WB_PHRASE_CAUSES_TITLE,
	WB_PHRASE_CAUSE_LISTING,
	WB_PHRASE_CAUSE_REPORT,
	WB_PHRASE_CAUSE_FEED, /* %{0}: the list's name */
	WB_PHRASE_CAUSE_ZONE, /* the same */
	WB_PHRASE_CAUSE_SIGN,
	WB_PHRASE_CAUSE_SIGN_SEEN, /* %{0}: what was seen */
	WB_PHRASE_CAUSE_NETWORK,
	WB_PHRASE_CAUSE_REMEDY, /* %{0}: as the rule says it */
	WB_PHRASE_NO_CASE,
	WB_PHRASE_ZONES_TITLE,
	WB_PHRASE_ZONES_TEXT,
	WB_PHRASE_ZONE_REMOVAL, /* %{0}: the list's name */

	/* somebody came without a code */
	WB_PHRASE_VISIT_TITLE,
	WB_PHRASE_VISIT_LEAD,
	WB_PHRASE_VISIT_ADDRESS,
	WB_PHRASE_VISIT_LISTED,
	WB_PHRASE_VISIT_ALLOWED,
	WB_PHRASE_VISIT_NOT_LISTED,
	WB_PHRASE_VISIT_IF_SERVER,

	/* a code that is not genuine */
	WB_PHRASE_UNKNOWN_TITLE,
	WB_PHRASE_UNKNOWN_TEXT, /* %{0}: as it was given */
	WB_PHRASE_UNKNOWN_ADVICE,

	/* the form */
	WB_PHRASE_FORM_TITLE,
	WB_PHRASE_FORM_LEAD,
	WB_PHRASE_FORM_NEEDED,
	WB_PHRASE_FORM_SERVER,
	WB_PHRASE_FORM_ABOUT, /* %{0}: the client of a genuine code */
	WB_PHRASE_FORM_STORY,
	WB_PHRASE_FORM_PERSON,
	WB_PHRASE_FORM_SEND,
	WB_PHRASE_FORM_ERROR, /* stands before the title of a form with mistakes */
	WB_PHRASE_FORM_MISTAKES,
	WB_PHRASE_FORM_MISTAKE, /* stands before the message at a field */
	WB_PHRASE_FORM_TYPED,
	WB_PHRASE_FORM_CODE_IS_HEARD,
	WB_PHRASE_KEEP,
	WB_PHRASE_KEEP_UNTIL, /* %{0}: a span */
	WB_PHRASE_KEEP_FOR_EVER,

	/* the status of a request */
	WB_PHRASE_PROOF_TITLE,
	WB_PHRASE_PROOF,
	WB_PHRASE_PROOF_AFTER,
	WB_PHRASE_STATUS_TITLE, /* %{0}: the number */
	WB_PHRASE_STATUS_OPEN,
	WB_PHRASE_STATUS_HAS_REPLY,
	WB_PHRASE_STATUS_OPEN_TEXT, /* %{0}: where the answer goes */
	WB_PHRASE_STATUS_OPEN_HERE, /* there is no such address */
	WB_PHRASE_STATUS_KEEP_LINK,
	WB_PHRASE_STATUS_APPROVED,
	WB_PHRASE_STATUS_APPROVED_TEXT,
	WB_PHRASE_STATUS_ALLOWED_UNTIL, /* %{0}: when */
	WB_PHRASE_STATUS_DENIED,
	WB_PHRASE_STATUS_DENIED_TEXT,
	WB_PHRASE_STATUS_WAITING,
	WB_PHRASE_STATUS_WAITING_TEXT,
	WB_PHRASE_STATUS_QUESTION,
	WB_PHRASE_REPLY_ANSWER,
	WB_PHRASE_REPLY_ADD,
	WB_PHRASE_REPLY_SEND,
	WB_PHRASE_REPLY_MISSING,
	WB_PHRASE_STATUS_ASKED,
	WB_PHRASE_STATUS_REPLIED,
	WB_PHRASE_STATUS_DECIDED,
	WB_PHRASE_STATUS_ANSWER,

	/* times: %{0} day, %{1} month, %{2} year, %{3} hour, %{4} minute */
	WB_PHRASE_DATE,
	WB_PHRASE_FIRST_DAY, /* of a month: French says it otherwise */
	WB_PHRASE_HOUR,      /* behind a number, which stands behind "within" or "after" */
	WB_PHRASE_HOURS,
	WB_PHRASE_DAY,
	WB_PHRASE_DAYS,
	WB_PHRASES
};

/* The categories that have words of their own; page_category.c has their ids. */
enum wb_category_row {
	WB_WORDS_OPEN_RELAY,
	WB_WORDS_OPEN_PROXY,
	WB_WORDS_FORMMAIL,
	WB_WORDS_VIRUS,
	WB_WORDS_SPAM,
	WB_WORDS_SPAM_SOURCE,
	WB_WORDS_POLICY,
	WB_WORDS_OTHER, /* all others: %{0} is the title that the operator gave */
	WB_CATEGORY_WORDS
};

struct wb_category_words {
	const char *title;
	const char *reason;  /* as the answer gives it: "possible open relay" */
	const char *summary; /* one or two sentences */
	const char *meaning; /* paragraphs; each line is one */
	const char *causes;  /* the rest are lists */
	const char *user_find, *user_fix;
	const char *admin_find, *admin_fix;
};

struct wb_field_words {
	const char *label, *hint, *missing;
};

struct wb_message_words {
	const char *title, *text;
};

struct wb_words {
	const char *phrases[WB_PHRASES];
	const char *months[12];
	struct wb_field_words fields[WB_FIELDS];
	const char *mistakes[WB_MISTAKES]; /* WB_MISTAKE_NONE is empty, and so is WB_MISTAKE_MISSING: each field has its own */
	struct wb_message_words messages[WB_MESSAGES];
	const struct wb_category_words *categories; /* WB_CATEGORY_WORDS rows */
	const struct wb_mail_text *mails;           /* WB_MAILS rows */
};

/* Every row of such a table is a WB_ROW, so that a language in which one is missing does not compile. */
#define WB_WORDS_ROWS ((int)WB_PHRASES + (int)WB_FIELDS + (int)WB_MISTAKES + (int)WB_MESSAGES)

#define WB_MAIL_FOOT "-- \n%{site}\n%{contact}\n"

#define WB_LANGUAGE_WORDS(NAME, tag, name) \
	extern const struct wb_words wb_words_##tag; \
	extern const struct wb_category_words wb_category_words_##tag[WB_CATEGORY_WORDS]; \
	extern const struct wb_mail_text wb_mail_words_##tag[WB_MAILS];
WB_LANGUAGE_ROWS(WB_LANGUAGE_WORDS)
extern const struct wb_words *const wb_words[WB_LANGUAGES];

#endif
