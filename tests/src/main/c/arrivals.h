#ifndef ARRIVALS_H
#define ARRIVALS_H

#include <stdint.h>

/*
 * A Poisson process: exponential gaps of mean 1/rate. The same seed and stream
 * give the same arrivals, whatever other streams run beside it.
 */
struct arrivals {
	uint64_t state;
	double mean_gap_ns;
	uint64_t next_ns; /* CLOCK_MONOTONIC */
};

void arrivals_start(struct arrivals *arrivals, uint64_t seed, uint32_t stream,
		    double rate_per_s, uint64_t start_ns);
void arrivals_advance(struct arrivals *arrivals);

#endif
