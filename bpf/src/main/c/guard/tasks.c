/* SPDX-License-Identifier: Apache-2.0 */
#include "tasks.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory.h"

#define FIRST_BYTES (256 * 1024) /* 8192 threads */

static int link_fd = -1;
static struct {
	unsigned char *bytes;
	size_t length;
	size_t room;
} snapshot;

bool tasks_take(int agent_pidfd, int agents_link_fd)
{
	link_fd = syscall(SYS_pidfd_getfd, agent_pidfd, agents_link_fd, 0);
	return link_fd >= 0 && tasks_look();
}

static int by_tid(const void *a, const void *b)
{
	unsigned int first = ((const struct task_record *)a)->tid, second = ((const struct task_record *)b)->tid;

	return (first > second) - (first < second);
}

static bool read_all(int fd)
{
	ssize_t length;

	snapshot.length = 0;
	do {
		if (snapshot.room - snapshot.length < FIRST_BYTES) {
			snapshot.room += FIRST_BYTES;
			snapshot.bytes = must_have(realloc(snapshot.bytes, snapshot.room));
		}
		length = read(fd, snapshot.bytes + snapshot.length, FIRST_BYTES);
		if (length > 0)
			snapshot.length += length;
	} while (length > 0);
	return length == 0;
}

bool tasks_look(void)
{
	union bpf_attr attr = { .iter_create = { .link_fd = link_fd } };
	bool complete;
	int fd;

	if (link_fd < 0)
		return false;
	fd = syscall(SYS_bpf, BPF_ITER_CREATE, &attr, sizeof(attr));
	if (fd < 0)
		return false;
	complete = read_all(fd);
	close(fd);
	qsort(snapshot.bytes, tasks_count(), sizeof(struct task_record), by_tid);
	return complete;
}

size_t tasks_count(void)
{
	return snapshot.length / sizeof(struct task_record);
}

const struct task_record *tasks_at(size_t index)
{
	return (const struct task_record *)snapshot.bytes + index;
}

const struct task_record *tasks_find(pid_t pid, pid_t tid)
{
	struct task_record sought = { .tid = tid };
	const struct task_record *found =
		bsearch(&sought, snapshot.bytes, tasks_count(), sizeof(struct task_record), by_tid);

	return found && found->pid == (unsigned int)pid ? found : NULL;
}
