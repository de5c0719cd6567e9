/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_table.h - the verbs, in the order of the help, one row each:
 * VERB(function, name, arguments, fewest, most, options, needs, file, help), where fewest and most are numbers of arguments, and file is
 * NO_FILE, or which argument, from 0 on, names one that is read or written; READS_LOGS: it and all behind it name logs.
 * cli.h makes the prototypes of the rows, command.c the table: a verb is its row here and its function in verb_*.c. A function without
 * a row does not compile (it has no prototype), a row without a function does not link; help, completion and manual know it by the row.
 */
/* clang-format off */
VERB(init, "init", "", 0, 0, TAKES(GROUP), NEEDS_CONFIG, NO_FILE,
	"make the store's folders and the reference key, with their group and modes, and put the configuration in force; safe to repeat")
VERB(apply, "apply", "", 0, 0, TAKES(CHECK) | TAKES(AUTO) | TAKES(PREVIOUS) | TAKES(ROOT), NEEDS_NOTHING, NO_FILE,
	"put the configuration in force, and say what changes; with a mistake nothing changes")
VERB(check_config, "check-config", "", 0, 0, TAKES(ROOT), NEEDS_NOTHING, NO_FILE,
	"check the configuration, the databases, the store and Exim, and say what Exim will do once it is applied")
VERB(status, "status", "", 0, 0, TAKES(RECIPIENT) | TAKES(AT), NEEDS_NOTHING, NO_FILE,
	"say on one screen whether all is well, and of each fault the one command that helps; changes nothing; exit 1 if there is a fault")
VERB(settings, "settings", "", 0, 0, 0, NEEDS_NOTHING, NO_FILE,
	"print the configuration file with every setting, its meaning and its default")
VERB(help, "help", "[VERB]", 0, 2, 0, NEEDS_NOTHING, NO_FILE,
	"say what a verb does, and which options it takes; without one, what there is for every day")
VERB(manual, "manual", "PART", 1, 1, 0, NEEDS_NOTHING, NO_FILE,
	"print, as roff, a part of the manual pages that is made of the program's own tables")
VERB(setup_debian, "setup debian", "", 0, 0,
	TAKES(APPLY) | TAKES(UNDO) | TAKES(DATA) | TAKES(DONE_ACLS) | TAKES(TRAP) | TAKES(ROOT), NEEDS_NOTHING, NO_FILE,
	"show what would make Debian's Exim ask whyblock; with an option, change /etc/exim4 and reload Exim; exit 1 if nothing is blocked then")
VERB(completion, "completion", "SHELL", 1, 1, 0, NEEDS_NOTHING, NO_FILE,
	"print what completes this command in bash or zsh")
VERB(explain, "explain", "ADDRESS", 1, 1,
	TAKES(HELO) | TAKES(NAME) | TAKES(SENDER) | TAKES(RECIPIENT) | TAKES(MESSAGE) | TAKES(NO_DNS) | TAKES(AT),
	NEEDS_STORE, READS_OPTION(MESSAGE),
	"say whether Exim would refuse this client, why, and with which words; exit 1 if it would")
VERB(ref_rotate, "ref rotate", "", 0, 0, 0, NEEDS_CONFIG, NO_FILE,
	"put a new key in front: it signs the references from now on, and the older ones still verify")
VERB(ref, "ref", "CODE...", 1, 100, TAKES(NO_DNS) | TAKES(AT), NEEDS_STORE, NO_FILE,
	"say what a reference stands for, and whether its client would be refused now; the code may stand in a line, a URL or a whole bounce (- for standard input); exit 1 if it is not genuine")
VERB(case_show, "case", "[CODE|ADDRESS|NETWORK]", 0, 100,
	TAKES(RECIPIENT) | TAKES(SENDER) | TAKES(SINCE) | TAKES(CATEGORY) | TAKES(SOURCE) | TAKES(ALL) | TAKES(NO_DNS),
	NEEDS_STORE, NO_FILE,
	"say what happened to a mail that was refused, how often, whether it still would, and what to answer; exit 1 if nothing is remembered")
VERB(list_add, "list add", "PREFIX CATEGORY --reason TEXT", 2, 2,
	TAKES(REASON) | TAKES(NOTE) | TAKES(TTL) | TAKES(EXPIRES) | TAKES(SOURCE) | TAKES(SCOPE) | TAKES(FORCE),
	CHANGES_LISTINGS, NO_FILE,
	"list an address, a network or a range a-b; the category \"allow\" always wins")
VERB(list_remove, "list remove", "PREFIX [CATEGORY]", 1, 2, TAKES(REASON), CHANGES_LISTINGS, NO_FILE,
	"remove what is listed for exactly this prefix")
VERB(list_edit, "list edit", "PREFIX [CATEGORY]", 1, 2,
	TAKES(REASON) | TAKES(NOTE) | TAKES(TTL) | TAKES(EXPIRES) | TAKES(CATEGORY) | TAKES(SCOPE) | TAKES(SOURCE) | TAKES(FORCE),
	CHANGES_LISTINGS, NO_FILE,
	"change what one listing says; what no option names, stays; --source says which one is meant, when there are several")
VERB(list_show, "list show", "ADDRESS|NETWORK", 1, 1, TAKES(AT), NEEDS_STORE, NO_FILE,
	"show every listing that covers it, and of a network those inside; exit 1 if none counts")
VERB(list_dump, "list dump", "", 0, 0, TAKES(CATEGORY) | TAKES(SOURCE) | TAKES(TEXT) | TAKES(INSIDE), NEEDS_STORE, NO_FILE,
	"show all listings, or those for which all of the options hold; exit 1 if they hold for none")
VERB(list_import, "list import", "FILE", 1, 1,
	TAKES(SOURCE) | TAKES(FORCE) | TAKES(CATEGORY) | TAKES(COLUMN) | TAKES(SCOPE) | TAKES(TTL) | TAKES(REASON), CHANGES_LISTINGS, READS(0),
	"list what a file says (- for standard input), all of it or nothing")
VERB(list_export, "list export", "", 0, 0, TAKES(FORMAT), NEEDS_STORE, NO_FILE,
	"print all listings as list import reads them, or as a DNS zone")
VERB(list_expire, "list expire", "", 0, 0, TAKES(AT) | TAKES(FORCE), CHANGES_LISTINGS, NO_FILE,
	"remove what has expired, history older than history_keep, cases older than cases.keep and requests older than removal.keep; nothing of that of which it is more than half")
VERB(backup, "backup", "FILE", 1, 1, 0, NEEDS_STORE, WRITES(0),
	"copy the listings, their history and feeds, while Exim runs")
VERB(verify, "verify", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"walk the store, report each record that cannot be read, and what Exim reads otherwise than it is there; exit 1 if there is one")
VERB(dnsbl_status, "dnsbl status", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"show for each zone its state, since when, why, and what to do; exit 1 if one is not asked")
VERB(dnsbl_check, "dnsbl check", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"test every zone by the points of RFC 5782, and note the outcome for Exim; exit 1 if one fails")
VERB(events, "events", "--follow", 0, 0, TAKES(FOLLOW), NEEDS_STORE, NO_FILE,
	"show what the agent takes in of Exim, as JSON, a line each")
VERB(stats, "stats", "LOGFILE...", 1, INT_MAX, TAKES(SINCE) | TAKES(UNTIL) | TAKES(PROMETHEUS), NEEDS_NOTHING, READS_LOGS(0),
	"count the verdicts in Exim's main log, rotated and .gz ones too, in syslog's files, or in what journalctl prints (- for standard input), by category, action and more")
VERB(cases_import, "cases import", "LOGFILE...", 1, INT_MAX, 0, NEEDS_STORE, READS_LOGS(0),
	"remember the verdicts that logs tell as cases, in the forms that stats reads; what is remembered already is not counted twice")
VERB(replay, "replay", "[LOGFILE...]", 0, INT_MAX,
	TAKES(SINCE) | TAKES(MAX_NEW_REFUSALS) | TAKES(ALL), NEEDS_STORE, READS_LOGS(0),
	"say what the configuration (--config FILE: that one) would have done with the verdicts that are remembered, or that logs tell, and the policy in force did not")
VERB(accuracy, "accuracy", "", 0, 0, TAKES(SINCE) | TAKES(SOURCE), NEEDS_STORE, NO_FILE,
	"say of each zone, code, rule, feed and kind of report, and of staff together, how many hosts were refused by it, and how many of them wrongly")
VERB(forget, "forget", "ADDRESS|NETWORK|MAIL-ADDRESS", 1, 1, 0, CHANGES_LISTINGS, NO_FILE,
	"remove what cases, requests and history hold about a host or a person; listings stay; that it was asked is remembered, and not about whom")
VERB(feed_sync, "feed sync", "[NAME [FILE]]", 0, 2,
	TAKES(CATEGORY) | TAKES(SCOPE) | TAKES(TTL) | TAKES(COLUMN) | TAKES(ALLOW),
	CHANGES_LISTINGS, READS(1),
	"make the listings of feed:NAME equal to a file (- for standard input); without a name, all feeds of the configuration")
VERB(feed_list, "feed list", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"show all feeds, and what their last sync did")
VERB(feed_drop, "feed drop", "NAME", 1, 1, TAKES(REASON), CHANGES_LISTINGS, NO_FILE,
	"remove a feed with all its listings")
VERB(history, "history", "[ADDRESS|PREFIX]", 0, 1, TAKES(SINCE), NEEDS_STORE, NO_FILE,
	"show who changed what is listed, or applied a configuration, when and why; of an address: every change of a prefix that covers it")
VERB(site, "site", "DIR", 1, 1, 0, NEEDS_CONFIG, WRITES(0),
	"write the explanation pages as files for any web server, in every language; site.url, with ?ref=CODE behind it, should show DIR/index.html")
VERB(removal_list, "removal list", "", 0, 0,
	TAKES(ALL) | TAKES(STATE) | TAKES(PROOF) | TAKES(CATEGORY) | TAKES(LANGUAGE) | TAKES(NEWER) | TAKES(OLDER) | TAKES(MINE) |
	    TAKES(ASSIGNEE) | TAKES(WOULD) | TAKES(NO_DNS) | TAKES(LIMIT) | TAKES(PAGE),
	NEEDS_STORE, NO_FILE,
	"show the requests for removal that wait for somebody, the oldest first, and those to which a reply came in the last 7 days")
VERB(removal_show, "removal show", "[NUMBER]", 0, 1, TAKES(NO_DNS) | TAKES(ALL), NEEDS_STORE, NO_FILE,
	"show all that is needed to decide (without a number: the oldest open one that nobody else has taken): the request, its proof, the host now, its history, and what approve would do")
VERB(removal_approve, "removal approve", "NUMBER...", 1, INT_MAX,
	TAKES(TTL) | TAKES(REASON) | TAKES(TEMPLATE) | TAKES(EDIT) | TAKES(NOTE) | TAKES(FORCE) | TAKES(NO_MAIL),
	CHANGES_LISTINGS, NO_FILE,
	"remove staff's listings of exactly this host; where something else blocks it, allow it for a time; send the outcome by mail (repeated: send it again)")
VERB(removal_deny, "removal deny", "NUMBER...", 1, INT_MAX,
	TAKES(REASON) | TAKES(TEMPLATE) | TAKES(EDIT) | TAKES(NOTE) | TAKES(FORCE) | TAKES(NO_MAIL), NEEDS_STORE, NO_FILE,
	"change nothing; the reason is sent by mail and stands on the request's page (repeated: send it again)")
VERB(removal_ask, "removal ask", "NUMBER... [QUESTION]", 1, INT_MAX,
	TAKES(TEMPLATE) | TAKES(EDIT) | TAKES(FORCE) | TAKES(NO_MAIL), NEEDS_STORE, NO_FILE,
	"ask whoever made the request something, by mail and on its page; it then waits for them, and is open again when they reply (- is standard input)")
VERB(removal_take, "removal take", "NUMBER...", 1, INT_MAX, TAKES(FORCE) | TAKES(UNDO), NEEDS_STORE, NO_FILE,
	"say that you look after a request: nobody else decides it then without --force")
VERB(removal_note, "removal note", "NUMBER... TEXT", 2, INT_MAX, 0, NEEDS_STORE, NO_FILE,
	"write down something about a request, for staff alone")
VERB(removal_held, "removal held", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"show the mails that were kept for staff, unanswered: beyond a limit, or about a host that only an address names")
VERB(removal_drop, "removal drop", "NUMBER|all", 1, 1, 0, NEEDS_STORE, NO_FILE,
	"remove a mail that removal held shows, or all of them")
VERB(removal_notify, "removal notify", "", 0, 0, 0, NEEDS_STORE, NO_FILE,
	"tell removal.notify of the requests, replies and held mails that are new since it was told last; for a timer, which is shipped")
VERB(removal_receive, "removal receive", "", 0, 0, TAKES(SENDER), NEEDS_STORE, NO_FILE,
	"file the mail on standard input, as a request or a reply to one, and answer it; for a pipe of the mail system, which sets SENDER; 75: try again")
/* clang-format on */
