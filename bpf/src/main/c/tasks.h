/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the task iterator writes; io.emfs.bpf.proc.TaskIterator and the guard read it. */
#ifndef __EMFS_TASKS_H__
#define __EMFS_TASKS_H__

struct task_record {
	unsigned int pid; /* of the process */
	unsigned int tid;
	unsigned int parent; /* process */
	unsigned short runnable;
	unsigned short cpu; /* where it runs, waits, or ran last */
	unsigned long long start_ns; /* CLOCK_BOOTTIME */
	unsigned long long ran_ns;   /* CPU time as of the last clock tick or switch */
	unsigned long long process_start_ns; /* CLOCK_BOOTTIME */
};
_Static_assert(sizeof(struct task_record) == 40, "TaskIterator.RECORD_BYTES");

#endif
