#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stdint.h>

struct arrival {
	uint64_t at_ns; /* in the file from the start of sending, then of CLOCK_MONOTONIC; UINT64_MAX: no more */
	int target;
};

/* Reads lines "ns target", in the order of time, and begins at start_ns; an invalid line ends the program. */
void schedule_load(const char *path, int targets, uint64_t start_ns);

/* The arrival that is due next. */
struct arrival schedule_next(void);
void schedule_advance(void);

#endif
