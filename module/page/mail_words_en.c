/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_en.c - the mails about requests in English; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_en);

/* At the end of each that is about a request. */
#define ABOUT \
	"Reference: %{reference}\n" \
	"Status: %{status}\n"

const struct wb_mail_text wb_mail_words_en[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Your request %{number}: %{client} is no longer blocked",
	    "Hello,\n"
	    "\n"
	    "You asked us to unblock a mail server (request %{number}).\n"
	    "\n"
	    "We have removed this server from our list:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Please send your mail again. If it is refused again, the error message has a\n"
	    "new reference in it. Please send us that one.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Your request %{number}: we accept mail from %{client}",
	    "Hello,\n"
	    "\n"
	    "You asked us to unblock a mail server (request %{number}). Something else\n"
	    "still speaks against it that we cannot remove for this server alone, for\n"
	    "example an entry on a list that others keep. So we make an exception for\n"
	    "this server:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Until: %{until}\n"
	    "\n"
	    "Please send your mail again, and have the cause fixed in the meantime.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Your request %{number}: %{client} is not blocked any more",
	    "Hello,\n"
	    "\n"
	    "You asked us to unblock a mail server (request %{number}). We have checked,\n"
	    "and we do not block it any more:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Please send your mail again. If it is refused again, the error message has a\n"
	    "new reference in it. Please send us that one.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Your request %{number}: %{client} stays blocked for now",
	    "Hello,\n"
	    "\n"
	    "You asked us to unblock a mail server (request %{number}). For now it stays\n"
	    "blocked:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "If something has changed, you can ask again. If you have a question, reply\n"
	    "to this mail.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "A question about your request %{number}",
	    "Hello,\n"
	    "\n"
	    "You asked us to unblock a mail server (request %{number}):\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Before we can decide, we need to know something from you:\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "Please reply to this mail. We go on as soon as we have your answer.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "We have received your request %{number}",
	    "Hello,\n"
	    "\n"
	    "We have received your request to unblock a mail server. Its number is\n"
	    "%{number}, and it is about this server:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "A person will look at it and decide. We send the answer to this address.\n"
	    "\n"
	    "We usually answer within %{within}.\n"
	    "\n"
	    "Until %{until}, its mail is only delayed, not refused.\n"
	    "\n"
	    "If you want to add something, reply to this mail.\n"
	    "\n" ABOUT "\n"
	    "We delete your request, and all that you sent us with it, after %{keep}.\n"
	    "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "We need the reference from the error message",
	    "Hello,\n"
	    "\n"
	    "Thank you for your mail. We cannot tell which mail server it is about,\n"
	    "because we did not find a reference of ours in it.\n"
	    "\n"
	    "When our server refuses a mail, the error message has a line like this:\n"
	    "\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n"
	    "\n"
	    "Please reply to this mail and paste that line, or the whole error message.\n"
	    "Tell us briefly how the mail was sent, and what has been done about the\n"
	    "cause.\n"
	    "\n"
	    "We looked into no more than %{levels} levels of mails attached to mails.\n"
	    "\n"
	    "If you only know the address of the server, use this form: %{form}\n"
	    "\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_en, WB_MAILS);
