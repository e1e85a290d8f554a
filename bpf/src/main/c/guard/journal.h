/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an agent changed and how it was before: the file "journal", as JournalFormat writes it. The first word on a
 * thread or setting stands.
 */
#ifndef EMFS_GUARD_JOURNAL_H
#define EMFS_GUARD_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"
#include "policy.h"

struct level { /* a policy that eMFS gives out */
	int number;
	int low;
	int high;
	int nice;
};

struct thread {
	pid_t pid;
	pid_t tid;
	uint64_t start_ticks;
	struct policy original;
};

struct instance { /* the newest journalled process of its number */
	pid_t pid;
	uint64_t start_ticks;
	struct policy original; /* of its first journalled thread */
};

struct setting {
	const char *path;
	const char *original;
};

struct journal {
	char *text; /* settings point into it */
	struct level *levels;
	size_t level_count, level_room;
	struct thread *threads;
	size_t thread_count, thread_room;
	struct instance *instances;
	size_t instance_count, instance_room;
	struct setting *settings;
	size_t setting_count, setting_room;
	struct table thread_places, instance_places;
	size_t damaged_lines;
};

/*
 * Reads what is complete of the journal in the directory. True if it could be told what there is to restore, which is
 * nothing without a journal and with another boot's; else it has been said why not.
 */
bool journal_load(struct journal *journal, int directory);
void journal_free(struct journal *journal);

/* The journalled process of that number; NULL if there is none. */
const struct instance *journal_instance(const struct journal *journal, pid_t pid);

/* Whether eMFS may have put a thread there. */
bool journal_covers(const struct journal *journal, const struct policy *policy);

#endif
