/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who runs, since when, and whose child it is: what /proc/PID/task/TID/stat tells, without a path to it. To open a
 * file of a process that just ends means to wait, spinning, until the directory entry is gone (shrink_dcache_parent);
 * and if whoever ends waits for the CPU of the one that spins, both do so for ever.
 */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>

#include "tasks.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("iter/task")
int emfs_tasks(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	struct task_record record = {};

	if (!task)
		return 0; /* the end */
	record.pid = task->tgid;
	record.tid = task->pid;
	record.parent = task->real_parent->tgid;
	record.runnable = task->__state == 0;
	record.cpu = task->wake_cpu;
	record.start_ns = task->start_boottime;
	record.ran_ns = task->se.sum_exec_runtime;
	record.process_start_ns = task->group_leader->start_boottime;
	bpf_seq_write(context->meta->seq, &record, sizeof(record));
	return 0;
}
