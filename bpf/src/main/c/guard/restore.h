/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts everything back that a journal tells of, as Restorer does: the journalled threads; then the threads their
 * processes started since; then the processes below these, pass after pass until one meets nothing new; the kernel's
 * settings last. A thread whose policy is none of the journal's levels is somebody else's and is left alone.
 */
#ifndef EMFS_GUARD_RESTORE_H
#define EMFS_GUARD_RESTORE_H

#include "journal.h"

struct report {
	int restored; /* threads put back */
	int gone;     /* journalled threads that have ended */
	int foreign;  /* threads left alone, because somebody else changed them since */
	int failed;   /* threads and settings that could not be put back */
	int sysctls;  /* kernel settings put back */
	uint64_t duration_ns;
};

struct report restore(const struct journal *journal);

uint64_t monotonic_ns(void);

#endif
