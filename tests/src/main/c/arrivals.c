#include <math.h>

#include "arrivals.h"

/* splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators". */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* In (0, 1]: its logarithm is finite. */
static double next_uniform(uint64_t *state)
{
	return ((next_random(state) >> 11) + 1) * 0x1p-53;
}

void arrivals_start(struct arrivals *arrivals, uint64_t seed, uint32_t stream,
		    double rate_per_s, uint64_t start_ns)
{
	uint64_t mixed = seed + stream * 0xd1342543de82ef95ull;

	/* Neighbouring seeds must not give shifted copies of one sequence. */
	arrivals->state = next_random(&mixed);
	arrivals->mean_gap_ns = 1e9 / rate_per_s;
	arrivals->next_ns = start_ns;
	arrivals_advance(arrivals);
}

void arrivals_advance(struct arrivals *arrivals)
{
	double gap_ns = -log(next_uniform(&arrivals->state)) * arrivals->mean_gap_ns;

	arrivals->next_ns += (uint64_t)gap_ns;
}
