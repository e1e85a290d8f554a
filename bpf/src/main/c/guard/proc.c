/* SPDX-License-Identifier: Apache-2.0 */
#include "proc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "tasks.h"

#define TICK_NS 10000000 /* USER_HZ is 100 on every machine */

#define STAT_BYTES 1024 /* the name has at most 64, the 51 numbers at most 21 each, most of them few */
#define STAT_PARENT 4   /* fields as proc_pid_stat(5) counts them */
#define STAT_START 22

static bool iterates;

void proc_look(void)
{
	iterates = tasks_look();
}

static ssize_t read_stat(pid_t pid, pid_t tid, char *text)
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	length = read(fd, text, STAT_BYTES - 1);
	close(fd);
	if (length >= 0)
		text[length] = '\0';
	return length;
}

struct task proc_task(pid_t pid, pid_t tid)
{
	struct task task = { .start_ticks = PROC_GONE };
	char text[STAT_BYTES], *field;

	if (iterates) {
		const struct task_record *found = tasks_find(pid, tid);

		if (found)
			task = (struct task){ .parent = found->parent, .start_ticks = found->start_ns / TICK_NS };
		return task;
	}
	if (read_stat(pid, tid, text) <= 0)
		return task;
	field = strrchr(text, ')'); /* the name in parentheses may hold any of the separators */
	for (int number = 2; field && number < STAT_START; number++) {
		if (number == STAT_PARENT)
			task.parent = atoi(field);
		field = strchr(field, ' ');
		if (field)
			field++;
	}
	if (field)
		task.start_ticks = strtoull(field, NULL, 10);
	return task;
}

static void add(struct ids *ids, pid_t id)
{
	ids->id = with_room(ids->id, ids->count, &ids->room, sizeof(*ids->id));
	ids->id[ids->count++] = id;
}

static void list(const char *directory, struct ids *ids)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;

	ids->count = 0;
	if (!entries)
		return;
	while ((entry = readdir(entries))) {
		if (isdigit((unsigned char)entry->d_name[0]))
			add(ids, atoi(entry->d_name));
	}
	closedir(entries);
}

/* Threads of the process; without one, the processes of the machine, which have their first thread's number. */
static void select_tasks(unsigned int pid, struct ids *ids)
{
	ids->count = 0;
	for (size_t i = 0; i < tasks_count(); i++) {
		const struct task_record *task = tasks_at(i);

		if (pid ? task->pid == pid : task->pid == task->tid)
			add(ids, task->tid);
	}
}

void proc_processes(struct ids *ids)
{
	if (iterates)
		select_tasks(0, ids);
	else
		list("/proc", ids);
}

void proc_threads(pid_t pid, struct ids *ids)
{
	char path[64];

	if (iterates) {
		select_tasks(pid, ids);
		return;
	}
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	list(path, ids);
}
