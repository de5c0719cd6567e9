/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_en.c - the mails about requests in English; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_en);

const struct wb_mail_text wb_mail_words_en[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Your request %{number}: %{client} is no longer blocked",
	    "Hello,\n\n"
	    "you asked us to lift a block (request %{number}). We have removed this\n"
	    "server from our list:\n\n"
	    "    %{client}\n\n"
	    "Please send your mail again. If it comes back once more, the message\n"
	    "will hold a new reference: please use that one to ask.\n\n"
	    "%{answer}\n\n"
	    "All about your request: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Your request %{number}: %{client} is let through",
	    "Hello,\n\n"
	    "you asked us to lift a block (request %{number}). Another list or rule\n"
	    "may still stand against this server, so we let it through all the same:\n\n"
	    "    %{client}\n\n"
	    "Until: %{until}\n\n"
	    "Please send your mail again, and have the cause settled in the\n"
	    "meantime.\n\n"
	    "%{answer}\n\n"
	    "All about your request: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Your request %{number}: nothing blocks %{client} any more",
	    "Hello,\n\n"
	    "you asked us to lift a block (request %{number}). We looked, and nothing\n"
	    "of ours blocks this server any more:\n\n"
	    "    %{client}\n\n"
	    "Please send your mail again. If it comes back once more, the message\n"
	    "will hold a new reference: please use that one to ask.\n\n"
	    "%{answer}\n\n"
	    "All about your request: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Your request %{number}: %{client} stays blocked for now",
	    "Hello,\n\n"
	    "you asked us to lift a block (request %{number}). For now we keep it for\n"
	    "this server:\n\n"
	    "    %{client}\n\n"
	    "%{answer}\n\n"
	    "If things have changed, you can ask again.\n\n"
	    "All about your request: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "Your request %{number} has reached us",
	    "Hello,\n\n"
	    "your request to lift a block has reached us. Its number is %{number},\n"
	    "and it is about this server:\n\n"
	    "    %{client}\n\n"
	    "A person will read it and decide. You get the answer by mail.\n\n"
	    "Its mail is only put off so far, and not refused before %{until}.\n\n"
	    "How it stands, for you alone: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "A question about your request %{number}",
	    "Hello,\n\n"
	    "you asked us to lift a block (request %{number}) for this server:\n\n"
	    "    %{client}\n\n"
	    "Before we can decide, we need to know something from you:\n\n"
	    "%{answer}\n\n"
	    "Please reply to this mail. The request waits for your answer.\n\n"
	    "All about your request: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "Your request needs a reference",
	    "Hello,\n\n"
	    "thank you for your mail. We cannot tell which server it is about: we did\n"
	    "not find a reference of ours in it.\n\n"
	    "When our server refuses a mail, its answer holds a line such as\n\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
	    "Please reply to this mail and copy that line, or the whole message that\n"
	    "came back, into it. Say in a few words how the mail was sent and what was\n"
	    "done about the cause.\n\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_en, WB_MAILS);
