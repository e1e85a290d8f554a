/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads as the agent's BPF iterator tells of them. Above all others in real time, a file of a process that just ends
 * must not be opened: see ../tasks.bpf.c.
 */
#ifndef EMFS_GUARD_TASKS_H
#define EMFS_GUARD_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "../tasks.h"

/* Takes a copy of the agent's link to the iterator; false if that is refused. */
bool tasks_take(int agent_pidfd, int agents_link_fd);

/* Looks anew; false without an iterator. What was found at the look before is gone. */
bool tasks_look(void);

/* Of the last look, in the order of tids. */
size_t tasks_count(void);
const struct task_record *tasks_at(size_t index);

/* NULL if there is no such thread. */
const struct task_record *tasks_find(pid_t pid, pid_t tid);

#endif
