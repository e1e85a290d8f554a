/* One thread for all connections: it runs in real time, and its children and threads would not. */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"
#include "truth.h"

#define CONNECTIONS_MAX 64
#define NO_REQUEST UINT64_MAX

struct line {
	int fd;
	uint64_t index; /* of the request under way, or NO_REQUEST */
	size_t received;
};

static struct {
	const union address *address;
	socklen_t address_length;
	size_t response_bytes;
	struct record *records;
	uint64_t next, done;
	char *request; /* room for the head, then the body */
	struct line lines[CONNECTIONS_MAX];
} client;

static int open_connection(void)
{
	int fd = socket(client.address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, &client.address->any, client.address_length))
		die("connect");
	socket_prepare(fd);
	return fd;
}

static size_t write_head(uint64_t index)
{
	char length[64] = "";

	if (options.request_bytes)
		snprintf(length, sizeof(length), "Content-Length: %llu\r\n", (unsigned long long)options.request_bytes);
	return sprintf(client.request, "%s /%llu HTTP/1.1\r\nHost: localhost\r\n%s%s%s\r\n",
		       options.request_bytes ? "POST" : "GET", (unsigned long long)index, length,
		       options.expect_continue ? "Expect: 100-continue\r\n" : "",
		       options.fresh ? "Connection: close\r\n" : "");
}

static void await_continue(int fd)
{
	char got[sizeof(CONTINUE)] = "";
	uint64_t ignored;

	for (size_t used = 0; used < strlen(CONTINUE);) {
		ssize_t n = receive_stamped(fd, got + used, strlen(CONTINUE) - used, 0, &ignored);

		if (n <= 0)
			die("100 Continue");
		used += n;
	}
	if (strcmp(got, CONTINUE)) {
		fprintf(stderr, "truth: expected 100 Continue, got %s\n", got);
		exit(1);
	}
}

static void send_request(struct line *line)
{
	struct record *record = &client.records[line->index];
	size_t head = write_head(line->index), total = head + options.request_bytes, sent = 0;

	memset(client.request + head, 'x', options.request_bytes);
	if (options.expect_continue) {
		send_all(line->fd, client.request, head, &record->sent_begin_ns, &record->sent_end_ns);
		await_continue(line->fd);
		sent = head;
	}
	for (uint64_t part = 1; part <= options.upload_parts; part++) {
		size_t end = part == options.upload_parts ? total : total * part / options.upload_parts;

		if (end <= sent)
			continue;
		sleep_ns(part > 1 ? options.upload_gap_ms * 1000000 : 0);
		send_all(line->fd, client.request + sent, end - sent, &record->sent_begin_ns, &record->sent_end_ns);
		sent = end;
	}
	if (options.half_close) {
		sleep_ns(FIN_DELAY_NS);
		if (shutdown(line->fd, SHUT_WR))
			die("shutdown");
	}
}

static void begin(struct line *line)
{
	if (line->fd < 0)
		line->fd = open_connection();
	line->index = client.next++;
	line->received = 0;
	send_request(line);
}

static void end_connection(struct line *line)
{
	close(line->fd);
	line->fd = -1;
}

static void await_end_of_stream(int fd)
{
	char ignored[64];

	while (recv(fd, ignored, sizeof(ignored), 0) > 0)
		;
}

static void complete(struct line *line)
{
	line->index = NO_REQUEST;
	client.done++;
	if (options.fresh) {
		await_end_of_stream(line->fd);
		end_connection(line);
	}
	sleep_ns(options.pause_us * 1000);
}

static void receive(struct line *line)
{
	static char bytes[1 << 18];
	struct record *record = &client.records[line->index];
	uint64_t stamp_ns = 0;
	ssize_t n = receive_stamped(line->fd, bytes, sizeof(bytes), MSG_DONTWAIT, &stamp_ns);
	uint64_t now = now_ns();

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0)
		die("response");
	if (!line->received) {
		record->first_received_ns = now;
		record->first_stamp_ns = stamp_ns;
		record->first_received_bytes = n;
	}
	line->received += n;
	record->last_received_ns = now;
	record->last_stamp_ns = stamp_ns;
	if (line->received >= client.response_bytes)
		complete(line);
}

static void await_responses(void)
{
	struct pollfd watched[CONNECTIONS_MAX];

	for (uint64_t i = 0; i < options.connections; i++)
		watched[i] = (struct pollfd){ .fd = client.lines[i].fd, .events = POLLIN };
	if (poll(watched, options.connections, -1) < 0 && errno != EINTR)
		die("poll");
	for (uint64_t i = 0; i < options.connections; i++)
		if (watched[i].revents && client.lines[i].index != NO_REQUEST)
			receive(&client.lines[i]);
}

void truth_send(const union address *address, socklen_t address_length, size_t response_bytes,
		struct record *records)
{
	client.address = address;
	client.address_length = address_length;
	client.response_bytes = response_bytes;
	client.records = records;
	client.request = malloc(1024 + options.request_bytes);
	if (!client.request)
		die("memory");
	for (uint64_t i = 0; i < options.connections; i++)
		client.lines[i] = (struct line){ .fd = -1, .index = NO_REQUEST };
	while (client.done < options.requests) {
		for (uint64_t i = 0; i < options.connections; i++)
			if (client.lines[i].index == NO_REQUEST && client.next < options.requests)
				begin(&client.lines[i]);
		await_responses();
	}
	for (uint64_t i = 0; i < options.connections; i++)
		if (client.lines[i].fd >= 0)
			end_connection(&client.lines[i]);
	free(client.request);
}
