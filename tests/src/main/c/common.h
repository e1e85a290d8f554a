#ifndef COMMON_H
#define COMMON_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_S 1000000000ull

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static inline void die(const char *subject)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, subject, strerror(errno));
	exit(1);
}

/* The value of an option; one that is not allowed ends the program. */
static inline double parse_number(const char *name, const char *text, double min, double max)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= min && value <= max)) {
		fprintf(stderr, "%s: --%s %s: allowed is %.15g to %.15g\n", program_invocation_short_name, name, text, min,
			max);
		exit(2);
	}
	return value;
}

#endif
