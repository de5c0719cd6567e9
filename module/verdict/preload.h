/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * preload.h - what Exim's daemon does once, so that the processes of its connections, which it forks, need not do it: the published files are
 * open (kept_file.h), and the libraries are loaded that verdicts by the policy in force may need.
 */
#ifndef WB_PRELOAD_H
#define WB_PRELOAD_H

/*
 * Called before each fork. Does something only when the policy or the listings of this store (the folder) were published since the last
 * call; looks at two names else.
 *
 * What goes wrong here is no fault: the processes then do what they do without a daemon that has called this, and tell it. So must it be,
 * since whatever ends the daemon ends all mail: nothing is parsed, mapped, waited for or kept in memory; of a file its header is read, and
 * believed after its check; of a library no function is called.
 */
void wb_preload(const char *store);

#endif
