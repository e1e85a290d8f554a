/* SPDX-License-Identifier: Apache-2.0 */
#include "restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "messages.h"
#include "proc.h"

#define MAX_PASSES 16
#define PID_LIMIT (4 * 1024 * 1024) /* PID_MAX_LIMIT of the kernel */
#define MAX_SAID 8

struct process {
	pid_t pid;
	pid_t parent;
	const struct policy *original; /* NULL: none of ours */
	bool journalled;
};

struct restoration {
	const struct journal *journal;
	struct report report;
	struct process *processes; /* sorted by pid */
	size_t process_count, process_room;
	struct ids ids;
};

/* Threads dealt with, a bit each; one restore at a time. */
static uint8_t seen[PID_LIMIT / 8];

static bool see(pid_t tid)
{
	uint8_t bit = 1 << tid % 8;
	bool first = tid > 0 && tid < PID_LIMIT && !(seen[tid / 8] & bit);

	if (first)
		seen[tid / 8] |= bit;
	return first;
}

uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

/* ---- single threads ---- */

static void count_error(struct report *report, pid_t tid, int error)
{
	if (error == -ESRCH) {
		report->gone++;
		return;
	}
	if (report->failed++ < MAX_SAID)
		say("thread %d was not put back: %s", tid, strerror(-error));
}

static void apply(struct report *report, pid_t tid, const struct policy *original)
{
	int error = policy_apply(tid, original);

	if (error)
		count_error(report, tid, error);
	else
		report->restored++;
}

/* Where the slice is all that eMFS may have changed: it is set whether or not it differs, which cannot be told. */
static void reset_slice(struct restoration *all, pid_t tid, const struct policy *current,
			const struct policy *original)
{
	if (original->slice_known && !policy_is_real_time(current) && journal_covers(all->journal, current))
		policy_apply(tid, original);
}

static void restore_thread(struct restoration *all, const struct thread *thread)
{
	struct policy current;
	int error;

	if (proc_task(thread->pid, thread->tid).start_ticks != thread->start_ticks) {
		all->report.gone++;
		return;
	}
	see(thread->tid);
	error = policy_read(thread->tid, &current);
	if (error)
		count_error(&all->report, thread->tid, error);
	else if (policy_same(&current, &thread->original))
		reset_slice(all, thread->tid, &current, &thread->original);
	else if (!journal_covers(all->journal, &current))
		all->report.foreign++;
	else
		apply(&all->report, thread->tid, &thread->original);
}

/* A thread that is in no journal, but may have inherited a policy of ours. */
static void restore_heir(struct restoration *all, pid_t tid, const struct policy *original, bool real_time_only)
{
	struct policy current;
	int error = policy_read(tid, &current);

	if (error) {
		count_error(&all->report, tid, error);
		return;
	}
	if (!journal_covers(all->journal, &current) || (real_time_only && !policy_is_real_time(&current)))
		return;
	if (policy_same(&current, original))
		reset_slice(all, tid, &current, original);
	else
		apply(&all->report, tid, original);
}

/* ---- heirs ---- */

static int by_pid(const void *a, const void *b)
{
	return ((const struct process *)a)->pid - ((const struct process *)b)->pid;
}

static void survey(struct restoration *all)
{
	proc_look();
	proc_processes(&all->ids);
	all->process_count = 0;
	for (size_t i = 0; i < all->ids.count; i++) {
		pid_t pid = all->ids.id[i];
		struct task task = proc_task(pid, pid);
		const struct instance *instance = journal_instance(all->journal, pid);
		bool journalled = instance && instance->start_ticks == task.start_ticks;

		if (task.start_ticks == PROC_GONE)
			continue;
		all->processes = with_room(all->processes, all->process_count, &all->process_room,
					   sizeof(struct process));
		all->processes[all->process_count++] = (struct process){
			.pid = pid,
			.parent = task.parent,
			.original = journalled ? &instance->original : NULL,
			.journalled = journalled,
		};
	}
	qsort(all->processes, all->process_count, sizeof(struct process), by_pid);
}

/* A process that is not journalled itself was as its nearest journalled ancestor was. */
static void trace_descent(struct restoration *all)
{
	bool found = true;

	while (found) {
		found = false;
		for (size_t i = 0; i < all->process_count; i++) {
			struct process *child = &all->processes[i], *parent;

			if (child->original)
				continue;
			parent = bsearch(&(struct process){ .pid = child->parent }, all->processes,
					 all->process_count, sizeof(struct process), by_pid);
			if (parent && parent->original) {
				child->original = parent->original;
				found = true;
			}
		}
	}
}

/* Whether any thread was met that was not seen before. */
static bool restore_heirs(struct restoration *all)
{
	bool met = false;

	survey(all);
	trace_descent(all);
	for (size_t i = 0; i < all->process_count; i++) {
		const struct process *process = &all->processes[i];

		if (!process->original)
			continue;
		proc_threads(process->pid, &all->ids);
		for (size_t j = 0; j < all->ids.count; j++) {
			pid_t tid = all->ids.id[j];

			if (see(tid)) {
				restore_heir(all, tid, process->original, !process->journalled);
				met = true;
			}
		}
	}
	return met;
}

/* ---- settings ---- */

static bool restore_setting(const struct setting *setting)
{
	int fd = open(setting->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	bool written = fd >= 0 && dprintf(fd, "%s\n", setting->original) > 0;

	if (!written)
		say("%s was not set back to %s: %s", setting->path, setting->original, strerror(errno));
	if (fd >= 0)
		close(fd);
	return written;
}

struct report restore(const struct journal *journal)
{
	struct restoration all = { .journal = journal };
	uint64_t begin_ns = monotonic_ns();
	bool met = journal->thread_count > 0;

	memset(seen, 0, sizeof(seen));
	proc_look();
	for (size_t i = 0; i < journal->thread_count; i++)
		restore_thread(&all, &journal->threads[i]);
	for (int pass = 0; met && pass < MAX_PASSES; pass++)
		met = restore_heirs(&all);
	for (size_t i = 0; i < journal->setting_count; i++) {
		if (restore_setting(&journal->settings[i]))
			all.report.sysctls++;
		else
			all.report.failed++;
	}
	free(all.processes);
	free(all.ids.id);
	all.report.duration_ns = monotonic_ns() - begin_ns;
	return all.report;
}
