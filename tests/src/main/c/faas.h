#ifndef FAAS_H
#define FAAS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "announce.h"

/* Where a thread stands; all but FAIR are priorities of SCHED_FIFO. */
enum rank {
	FAIR = 0,       /* SCHED_OTHER */
	WAITING = 20,
	RUNNING = 30,
	ANNOUNCING = 85, /* whoever is about to tell of a request, or arrivals would wait for the functions */
	SCHEDULING = 90,
};

/* A thread, or a process of one thread, with a request. */
struct worker {
	struct worker *next_of_bucket;
	struct worker *next;      /* of the policy's list */
	pid_t tid;
	int schedstat_fd;         /* -1: its CPU clock can be read */
	enum rank rank;
	uint64_t last_cpu_ns;
	uint64_t since_ns;        /* in the policy's list */
	uint64_t left_ns;         /* of its credit, or of its service */
};

struct policy {
	void (*started)(struct worker *worker);
	void (*woke)(struct worker *worker);
	void (*left)(struct worker *worker); /* sleeps, ended, or is gone */
	void (*timer)(void);
};

extern const struct policy faas_filter, faas_srtf;

extern struct filter_options {
	uint64_t slice_ns;      /* CPU time after which a request becomes FAIR */
	bool adapts;            /* SFS: the slice follows the arrivals, who waits too long becomes FAIR */
} filter_options;

extern struct counts {
	uint64_t requests;
	uint64_t dispatched;    /* RUNNING, as often as each was */
	uint64_t used_up;       /* their slice: FAIR */
	uint64_t overloaded;    /* waited too long: FAIR */
	uint64_t gone;          /* ended without a word */
} counts;

/* ---- faas_scheduler.c ---- */

/* Calls the policy's timer after so long; 0 never. */
void arm_timer(uint64_t ns);

/* ---- faas_worker.c ---- */

struct worker *worker_find(pid_t tid);
struct worker *worker_add(pid_t tid, uint64_t service_ns);
void worker_remove(struct worker *worker);

/* Both false once the thread is gone. */
bool worker_set_rank(struct worker *worker, enum rank rank);

/* Takes the CPU time since the last time, or since it was added, off left_ns, down to 0. */
bool worker_charge(struct worker *worker);

/* For a thread that is no worker. */
bool set_rank(pid_t tid, enum rank rank);

/* A list in the order of push; its head is RUNNING or about to be. */
struct worker_list {
	struct worker *first, **last;
};

void list_push(struct worker_list *list, struct worker *worker);
void list_remove(struct worker_list *list, struct worker *worker);

/* ---- faas_throttling.c ---- */

/*
 * No RT throttling until the program exits, where the kernel's fair server (Linux 6.12) guards other tasks in its
 * place.
 */
void throttling_suspend(void);

#endif
