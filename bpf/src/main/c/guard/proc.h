/* SPDX-License-Identifier: Apache-2.0 */
/* Who runs, since when, and whose child it is: by the agent's iterator (tasks.h), or else by proc(5). */
#ifndef EMFS_GUARD_PROC_H
#define EMFS_GUARD_PROC_H

#include <stdint.h>
#include <sys/types.h>

#define PROC_GONE UINT64_MAX

struct task {
	pid_t parent;
	uint64_t start_ticks; /* clock ticks since boot: tells a thread from a later one of its number */
};

/* With an iterator, everything is as of the last look. */
void proc_look(void);

/* The thread, or the process's main thread; PROC_GONE as its start if it has ended. */
struct task proc_task(pid_t pid, pid_t tid);

struct ids {
	pid_t *id;
	size_t count;
	size_t room;
};

/* Replaces the content of ids; it stays empty if the process is gone. */
void proc_processes(struct ids *ids);
void proc_threads(pid_t pid, struct ids *ids);

#endif
