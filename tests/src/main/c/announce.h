#ifndef ANNOUNCE_H
#define ANNOUNCE_H

#include <stdint.h>

enum announced {
	ACCEPTS, /* the thread that accepts connections; workers inherit its scheduling */
	STARTED, /* a worker has read its request */
	SLEEPS,
	WOKE,
	ENDED,   /* a worker has answered */
};

/* fibserver -> faas_scheduler, through a pipe: smaller than PIPE_BUF, so that it arrives whole. */
struct announcement {
	uint32_t tid;
	uint32_t event;
	uint64_t service_ns; /* of CPU; with STARTED, 0 if the server does not know */
};

#endif
