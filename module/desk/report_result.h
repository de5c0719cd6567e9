/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* report_result.h - what may become of a report: each has one result. */
#ifndef WB_REPORT_RESULT_H
#define WB_REPORT_RESULT_H

enum wb_report_result {
	WB_REPORT_LISTED,
	WB_REPORT_REPEATED,     /* listed, for longer than the last time */
	WB_REPORT_COUNTED,      /* too few have come yet */
	WB_REPORT_STANDS,       /* it is listed by the same source already, or will be by a report before */
	WB_REPORT_UNKNOWN_KIND, /* no section has this name */
	WB_REPORT_OFF,          /* the kind, or its category, is off */
	WB_REPORT_EXCEPTED,     /* a pattern of the section */
	WB_REPORT_UNCONFIGURED, /* no configuration, or no policy, could be read */
	WB_REPORT_NO_DONE,      /* no connection tells what it did */
	WB_REPORT_EXEMPT,       /* by exempt.hosts */
	WB_REPORT_GUARDED,      /* private space, this host: see list_guard.h */
	WB_REPORT_ALLOWED,      /* a listing allows it, that no approval has made */
	WB_REPORT_ACCEPTED,     /* much mail of it was accepted of late */
	WB_REPORT_SENDER,       /* a known sender's host */
	WB_REPORT_NO_NAME,      /* the DNS did not say whether it is one */
	WB_REPORT_NO_ROOM,      /* too many came at once */
	WB_REPORT_RESULTS
};

struct wb_report_result_row {
	const char *name; /* for metrics: "known-sender" */
	/* For people: behind a number, "of known senders"; of a fault why, "too many came at once". */
	const char *text;
};

/* One row for each enum wb_report_result, in its order. */
extern const struct wb_report_result_row wb_report_results[WB_REPORT_RESULTS];

#endif
