/* SPDX-License-Identifier: Apache-2.0 */
/* How Linux schedules one thread: sched_getattr(2), sched_setattr(2). */
#ifndef EMFS_GUARD_POLICY_H
#define EMFS_GUARD_POLICY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct policy {
	int number;        /* of sched(7), without flags */
	int priority;      /* 1..99 in real time, else 0 */
	int nice;          /* of no consequence in real time */
	bool reset_on_fork;
	uint64_t slice_ns; /* EEVDF's, outside real time; 0 = the default */
	bool slice_known;  /* false in what was written before slices were */
};

/* 0, or a negative errno. */
int policy_read(pid_t tid, struct policy *policy);
int policy_apply(pid_t tid, const struct policy *policy);

bool policy_is_real_time(const struct policy *policy);

/* Equal in effect, but for the slice: the kernel does not tell a default one from another. */
bool policy_same(const struct policy *a, const struct policy *b);

#endif
