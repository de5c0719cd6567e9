/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * complaint.h - what a service says on stderr: one line for each problem, and never more than a few a minute.
 */
#ifndef WB_SERVICE_COMPLAINT_H
#define WB_SERVICE_COMPLAINT_H

#define WB_COMPLAINTS_A_MINUTE 10

/* Writes a line, made printable. Lines beyond WB_COMPLAINTS_A_MINUTE are counted only; the next minute's first line tells how many. */
void wb_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* About what strangers send. It has a limit of its own, so that no stranger can crowd out what the operator has to know. */
void wb_complain_of_stranger(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
