#ifndef TRUTH_H
#define TRUTH_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"
#define PARTS_MAX 64

/* Loopback's packets are full at 65 483 bytes: what is longer than this came in more than one. */
#define PACKET_MAX_BYTES 65535

/* And what is sent in one call and is no longer than this leaves as one. */
#define ONE_PACKET_BYTES 32768

/*
 * A FIN that is close behind is merged into the packet before and gives it its stamp. So both sides let the other one
 * read first.
 */
#define FIN_DELAY_NS 200000

struct options {
	uint64_t requests;
	uint64_t connections;
	uint16_t port;
	int server_core;
	bool ipv6;
	bool fresh; /* a connection per request */
	bool defer_accept;
	bool half_close;
	bool expect_continue;
	bool headers_first;
	uint64_t accept_delay_ms;
	uint64_t request_bytes; /* of the body */
	uint64_t upload_parts, upload_gap_ms;
	uint64_t response_bytes; /* of the body */
	uint64_t response_parts, response_gap_ms;
	uint64_t pause_us; /* between a response and the next request */
};

extern struct options options;

/*
 * What both sides know of one request, CLOCK_MONOTONIC; 0 = unknown. A stamp is the moment at which the kernel took
 * the packet off the loopback device (SO_TIMESTAMPNS), which no scheduler delays and no BPF program measures.
 */
struct record {
	uint64_t sent_begin_ns, sent_end_ns;   /* around the send of the last request byte */
	uint64_t arrival_stamp_ns;             /* of the packet with that byte */
	uint64_t read_ns;                      /* the server has it */
	uint64_t first_begin_ns, first_end_ns; /* around the send of the first response byte */
	uint64_t first_stamp_ns, first_received_ns, first_received_bytes;
	uint64_t last_begin_ns, last_end_ns;   /* around the send of the last response byte */
	uint64_t last_stamp_ns, last_received_ns;
};

/* The response, as the pieces that are sent with a gap between them. */
struct response {
	struct {
		const char *bytes;
		size_t length;
	} parts[PARTS_MAX];
	uint64_t count;
	size_t total;
};

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* Serves in the calling process until all requests are answered and all connections closed. */
void truth_serve(int listener, const struct response *response, struct record *records);

/* Sends all requests from the calling thread. */
void truth_send(const union address *address, socklen_t address_length, size_t response_bytes,
		struct record *records);

/* ---- truth_socket.c ---- */

void socket_prepare(int fd);
void sleep_ns(uint64_t ns);

/* As recv(2), and when the newest packet of what was read came in. */
ssize_t receive_stamped(int fd, void *bytes, size_t size, int flags, uint64_t *stamp_ns);

/* All of it, blocking; when the call began that took the last byte, and when it ended. */
void send_all(int fd, const char *bytes, size_t length, uint64_t *begin_ns, uint64_t *end_ns);

#endif
