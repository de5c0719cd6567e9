/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_server.h - whether the mail server of this system is one that can ask whyblock; where not, which it is, and what it takes. Looks only: a
 * person decides whether another mail server is removed.
 */
#ifndef WB_SETUP_SERVER_H
#define WB_SETUP_SERVER_H

#include "base/status.h"
#include "cli/exim_probe.h"

enum setup_server {
	SETUP_SERVER_DEBIAN, /* Debian's Exim, with its configuration, that can load whyblock */
	SETUP_SERVER_EXIM,   /* another Exim that can: its configuration is the operator's own */
	SETUP_SERVER_NONE,   /* no such Exim: error_r says what there is, what to install, and what that would remove */
};

/*
 * root:    the folder of the system that was entered, for the commands in error_r; NULL: this one.
 * probe_r: that Exim, unless SETUP_SERVER_NONE is returned.
 */
enum setup_server setup_server_find(const char *root, struct exim_probe *probe_r, struct wb_error *error_r);

#endif
