#ifndef TARGET_H
#define TARGET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

/* host:port:rate[:name]; an IPv6 host stands in brackets. */
struct target {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address;
	socklen_t address_length;
	double rate_per_s;
	char host[64];
	char name[64];
};

/* False after a message on stderr; only loopback addresses pass. */
bool target_parse(struct target *target, const char *text);

#endif
