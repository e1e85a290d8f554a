#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

static bool reject(const char *text, const char *why)
{
	fprintf(stderr, "loadgen: --target %s: %s\n", text, why);
	return false;
}

/* Splits off the host; what follows its colon, or NULL. */
static const char *split_host(const char *text, char *host, size_t size)
{
	bool bracketed = text[0] == '[';
	const char *begin = text + bracketed;
	const char *end = strchr(begin, bracketed ? ']' : ':');

	if (!end || (size_t)(end - begin) >= size || end[bracketed] != ':')
		return NULL;
	snprintf(host, size, "%.*s", (int)(end - begin), begin);
	return end + bracketed + 1;
}

static bool parse_host(struct target *target, const char *host)
{
	if (!strcmp(host, "localhost"))
		host = "127.0.0.1";
	if (inet_pton(AF_INET, host, &target->address.v4.sin_addr) == 1) {
		target->address.v4.sin_family = AF_INET;
		target->address_length = sizeof(target->address.v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &target->address.v6.sin6_addr) == 1) {
		target->address.v6.sin6_family = AF_INET6;
		target->address_length = sizeof(target->address.v6);
		return true;
	}
	return false;
}

static bool is_loopback(const struct target *target)
{
	if (target->address.any.sa_family == AF_INET)
		return ntohl(target->address.v4.sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&target->address.v6.sin6_addr);
}

static void set_port(struct target *target, unsigned int port)
{
	if (target->address.any.sa_family == AF_INET)
		target->address.v4.sin_port = htons(port);
	else
		target->address.v6.sin6_port = htons(port);
}

bool target_parse(struct target *target, const char *text)
{
	unsigned int port;
	int used = 0;
	const char *rest;

	memset(target, 0, sizeof(*target));
	rest = split_host(text, target->host, sizeof(target->host));
	if (!rest)
		return reject(text, "expected host:port:rate[:name], an IPv6 host in brackets");
	if (!parse_host(target, target->host))
		return reject(text, "the host is not an IP address");
	if (!is_loopback(target))
		return reject(text, "not a loopback address; load goes to this machine only");
	if (sscanf(rest, "%u:%lf%n", &port, &target->rate_per_s, &used) != 2 || !used ||
	    (rest[used] && rest[used] != ':'))
		return reject(text, "expected host:port:rate[:name]");
	if (port < 1 || port > 65535)
		return reject(text, "the port must be 1 to 65535");
	if (!(target->rate_per_s > 0 && target->rate_per_s <= 1e6))
		return reject(text, "the rate must be above 0 and at most 1000000 per second");
	set_port(target, port);
	snprintf(target->name, sizeof(target->name), "%s",
		 rest[used] ? rest + used + 1 : "");
	return true;
}
