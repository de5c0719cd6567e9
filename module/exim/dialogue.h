/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * dialogue.h - what Exim hands over of an SMTP dialogue: its facts, and how far it has come. Knows what Exim allows where, and nothing of
 * Exim's own code.
 */
#ifndef DIALOGUE_H
#define DIALOGUE_H

#include <stdbool.h>

#include "verdict/event.h"
#include "verdict/query.h"

/*
 * What Exim expands and hands to whyblock_decide: at most seven arguments, or Exim crashes, and without a space, or Exim cuts
 * the value of the acl condition there.
 */
#define DIALOGUE_FACTS \
	"{$sender_host_address}{$sender_fullhost}{$sender_helo_name}{$sender_address}{$local_part@$domain}{$recipients}" \
	"{${if!def:sender_host_authenticated{}{A}}${if!def:acl_m_whyblock{}{L}}${if!def:acl_m_whyblock_told{}{E}}" \
	"${if!def:acl_m_whyblock_tag{}{T}}${if!def:acl_m_whyblock_clean{}{C}},$received_ip_address,$smtp_active_hostname,$smtp_command}"
#define DIALOGUE_ARGUMENTS 7

/* And to whyblock_message, of a message that has arrived. */
#define DIALOGUE_MESSAGE "{$message_headers_raw}{$message_body}{$recipients}"

enum dialogue_phase { DIALOGUE_CONNECT, DIALOGUE_HELO, DIALOGUE_MAIL, DIALOGUE_RCPT, DIALOGUE_DATA, DIALOGUE_OTHER };

/* How far the dialogue has come. */
struct dialogue_progress {
	enum dialogue_phase phase;
	bool message_logged;  /* this message has its log line */
	bool message_told;    /* and its event */
	bool message_tagged;  /* and its header */
	bool message_cleaned; /* others of that name are taken out of it */
};

/* Bounds the facts. False: there is no client address that could be looked up, which is local submission. query points into argv. */
bool dialogue_read(unsigned char *argv[], struct wb_query *query, struct dialogue_progress *progress_r);

/* At the end of a message: its recipients; of one that has one recipient alone it is known who that is. query points into recipients. */
void dialogue_read_recipients(const char *recipients, struct wb_query *query);

/* Exim refuses add_header and remove_header in the connect and HELO ACLs. */
bool dialogue_takes_header(const struct dialogue_progress *progress);

/* From MAIL on; and if the message has no log line yet. */
bool dialogue_is_in_message(const struct dialogue_progress *progress);
bool dialogue_is_new_message(const struct dialogue_progress *progress);

/* "ASKED,ACCEPTED,UNKNOWN,END", as the ACLs have counted; what is missing, or no number, is 0. end points into text. */
struct wb_event_counts dialogue_read_counts(const char *text);

#endif
