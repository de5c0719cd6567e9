/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* report_result.c - see report_result.h */
#include "desk/report_result.h"

#include "base/rows.h"

WB_ROWS_BEGIN(wb_report_results);
const struct wb_report_result_row wb_report_results[WB_REPORT_RESULTS] = {
	WB_ROW(WB_REPORT_LISTED) = { "listed", "listed" },
	WB_ROW(WB_REPORT_REPEATED) = { "listed-again", "listed again, for longer" },
	WB_ROW(WB_REPORT_COUNTED) = { "counted", "counted: too few yet" },
	WB_ROW(WB_REPORT_STANDS) = { "listed-already", "of hosts that were listed already" },
	WB_ROW(WB_REPORT_UNKNOWN_KIND) = { "unknown-kind", "no section report names their kind" },
	WB_ROW(WB_REPORT_OFF) = { "off", "of a kind, or for a category, that is off" },
	WB_ROW(WB_REPORT_EXCEPTED) = { "excepted", "with a reason that their section excepts" },
	WB_ROW(WB_REPORT_UNCONFIGURED) = { "no-configuration", "the configuration could not be read" },
	WB_ROW(WB_REPORT_NO_DONE) = { "no-done", "their kind needs done.conf, which no connection has called" },
	WB_ROW(WB_REPORT_EXEMPT) = { "exempt", "of exempt hosts" },
	WB_ROW(WB_REPORT_GUARDED) = { "private", "of private space" },
	WB_ROW(WB_REPORT_ALLOWED) = { "allowed", "of hosts that a listing allows" },
	WB_ROW(WB_REPORT_ACCEPTED) = { "accepted", "of hosts whose mail is accepted" },
	WB_ROW(WB_REPORT_SENDER) = { "known-sender", "of known senders" },
	WB_ROW(WB_REPORT_NO_NAME) = { "no-name", "the DNS did not say whether the host is a known sender's" },
	WB_ROW(WB_REPORT_NO_ROOM) = { "no-room", "too many came at once" },
};
WB_ROWS_END(wb_report_results, WB_REPORT_RESULTS);
