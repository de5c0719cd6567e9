/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * option_table.h - the options that verbs take, one row each: OPTION(id, name, argument, help). cli.h makes enum cli_option of the rows,
 * and command.c its table; where "{}" stands in a help, command.c puts the choices of that option, from the table of their names.
 * argument: NULL for a flag.
 */
/* clang-format off */
OPTION(REASON, "reason", "TEXT", "why; the person who asks will be told. Of removal: - is standard input, of several lines")
OPTION(TTL, "ttl", "TIME", "how long it counts: 45s, 90m, 12h, 30d, 2w")
OPTION(EXPIRES, "expires", "TIME", "until when it counts: 2026-12-24T18:00:00Z, 2026-12-24, Unix seconds, or never")
OPTION(SOURCE, "source", "NAME", "who says so: staff:NAME, feed:NAME or report:NAME (default: staff: and your login name); of case and list dump: a part of it, or of a zone's or rule's name")
OPTION(SCOPE, "scope", "SCOPE", "what it is about: {}; only host can reject alone")
OPTION(FORCE, "force", NULL, "do what a guard refuses: take a request over from somebody else; list, or let in, very many hosts, or list private space, your own addresses or a known sender's; remove more than half by its age")
OPTION(GROUP, "group", "NAME", "Exim's group, which reads what is published (default: what Exim says)")
OPTION(HELO, "helo", "NAME", "what the client said in HELO or EHLO")
OPTION(NAME, "name", "NAME", "its host name")
OPTION(SENDER, "sender", "ADDRESS", "the envelope sender")
OPTION(RECIPIENT, "recipient", "ADDRESS", "the envelope recipient")
OPTION(MESSAGE, "message", "FILE", "a mail that it sends, as the rules about mail would see it in the DATA ACL; - is standard input")
OPTION(NO_DNS, "no-dns", NULL, "ask no DNSBL zone")
OPTION(AT, "at", "TIME", "as it would be at another time (see --expires)")
OPTION(FORMAT, "format", "NAME", "{}")
OPTION(SINCE, "since", "TIME", "from this time on (see --expires), or from so long ago on: 24h, 7d")
OPTION(UNTIL, "until", "TIME", "before this time")
OPTION(PROMETHEUS, "prometheus", "FILE",
	"write metrics there, for node_exporter's textfile collector, and print nothing but --json")
OPTION(CATEGORY, "category", "ID", "of the listings of a feed, or of a list that is imported and names none; of case: of the verdict; of removal list: of the request; of list dump: of the listings; of list edit: the new one")
OPTION(COLUMN, "column", "NAME", "where the addresses stand in CSV or JSON: a name of the heading, a member's name, or a number from 1 on")
OPTION(TEXT, "text", "TEXT", "only listings with this in their reason, or in the note of staff")
OPTION(INSIDE, "inside", "NETWORK", "only listings of this network, and of hosts and networks inside it")
OPTION(ALLOW, "allow", "GUARD,...",
	"take a file although it looks wrong: {}")
OPTION(APPLY, "apply", NULL, "make the change")
OPTION(UNDO, "undo", NULL, "take the change back; of removal take: leave the request to anybody")
OPTION(DATA, "data", NULL, "also the line in the DATA ACL, where the rules about mail hold, and the options that let them see a body")
OPTION(DONE_ACLS, "done", NULL, "also the ACLs that tell the agent at the end of each connection how many recipients it asked for, and how many nobody has")
OPTION(TRAP, "trap", NULL, "also the report of who writes to a spamtrap (/etc/whyblock/traps), with --done, which it needs")
OPTION(ROOT, "root", "DIR", "look at Exim, or set it up, in the system in this folder, by its own commands; reload nothing")
OPTION(CHECK, "check", NULL, "only say what would change: the same as check-config")
OPTION(AUTO, "auto", NULL,
	"nobody has looked at it: wait (exit 1) when something is missing, mode becomes enforce, or somebody is no longer exempt")
OPTION(PREVIOUS, "previous", NULL, "put the policy in force that was so before; once more: back again")
OPTION(FOLLOW, "follow", NULL, "as they come, until it is interrupted")
OPTION(ALL, "all", NULL, "decided ones, too; of removal show: whole texts and histories; of case and replay: each of them")
OPTION(NO_MAIL, "no-mail", NULL, "send no mail about it")
OPTION(MAX_NEW_REFUSALS, "max-new-refusals", "N", "exit 1 when more verdicts than N would or might newly be a 451 or 550")
OPTION(NOTE, "note", "TEXT", "for staff alone: nobody else is shown it")
OPTION(TEMPLATE, "template", "ID", "the answer in the request's language from the folder removal.answers; --reason is added to it")
OPTION(EDIT, "edit", NULL, "write it in your editor (VISUAL or EDITOR)")
OPTION(PROOF, "proof", "WHAT", "only requests with this proof: {}")
OPTION(STATE, "state", "STATE", "only requests in this state: {}")
OPTION(LANGUAGE, "language", "LANGUAGE", "only requests in this language: en")
OPTION(NEWER, "newer-than", "TIME", "only what was made, or replied to, within this time: 45m, 12h, 7d")
OPTION(OLDER, "older-than", "TIME", "only what was made longer ago than this: 12h, 7d")
OPTION(ASSIGNEE, "assignee", "LOGIN", "only requests that this one of staff has taken; none: that nobody has")
OPTION(MINE, "mine", NULL, "only requests that you have taken")
OPTION(WOULD, "would", "WHAT", "only requests of which an approval would do this: {}; asks the zones about each of them")
OPTION(LIMIT, "limit", "N", "at most so many (default: 20 on a terminal, else all)")
OPTION(PAGE, "page", "N", "the Nth so many")
/* clang-format on */
