/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EMFS_GUARD_WATCH_H
#define EMFS_GUARD_WATCH_H

#include <sys/types.h>

/*
 * Watches the agent until it ends or sends us away, and restores what is left when it ends or lets its lease lapse.
 * Returns the exit code. agents_link_fd is the agent's iterator over tasks, see tasks.h; -1 if it has none.
 *
 * stdin: a pipe of which the agent holds the only other end; 'q' sends us away, its end is the agent's.
 * stdout: a pipe to the agent: "armed", then what happens, a line each.
 * stderr: the agent's own, for what happens when there is no agent any more.
 */
int watch(int directory, pid_t agent, int agents_link_fd);

#endif
