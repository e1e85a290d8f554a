#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "target.h"

struct connection;
struct request;

/* A target, what waits for it and what is connected to it. */
struct endpoint {
	struct target target;
	int index;
	struct request *first_waiting, **last_waiting;
	struct connection *idle;
	uint64_t open;
	uint64_t sent, completed, refused; /* after the warm-up */
	int head_length;
	char head[256];
};

/* keep_alive: connections per endpoint; 0 opens one per request. */
void exchange_start(int epoll_fd, uint64_t keep_alive);

/* Requests submitted and neither answered nor failed. */
uint64_t exchange_outstanding(void);

void endpoint_prepare(struct endpoint *endpoint, int index);

/* Sends a request now, or once one of its kept connections is free. */
void endpoint_submit(struct endpoint *endpoint, uint64_t scheduled_ns, bool measured);

/*
 * Gives waiting requests the connections that became free. Only between two
 * batches of events: it may free a connection with an event in the batch.
 */
void endpoint_start_waiting(struct endpoint *endpoint);

/* Connected, readable or closed; prints the line of a completed request. */
void connection_event(struct connection *c);

#endif
