#include <netinet/tcp.h>
#include <sys/socket.h>

#include "common.h"
#include "truth.h"

void socket_prepare(int fd)
{
	int on = 1;

	/* Without it a small second piece waits for the ACK of the first, up to 40 ms. */
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)))
		die("TCP_NODELAY");
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)))
		die("SO_TIMESTAMPNS");
}

void sleep_ns(uint64_t ns)
{
	struct timespec left = { .tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S };

	while (ns && nanosleep(&left, &left) && errno == EINTR)
		;
}

static uint64_t realtime_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Stamps are of CLOCK_REALTIME; converted at once, before the two clocks drift apart. */
static uint64_t monotonic_ns(uint64_t stamp_ns)
{
	uint64_t before_ns = now_ns();
	uint64_t realtime = realtime_ns();
	uint64_t after_ns = now_ns();

	return (before_ns + after_ns) / 2 - (realtime - stamp_ns);
}

static uint64_t stamp_of(struct msghdr *message)
{
	struct timespec stamp;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
			memcpy(&stamp, CMSG_DATA(c), sizeof(stamp));
			return monotonic_ns(stamp.tv_sec * NS_PER_S + stamp.tv_nsec);
		}
	}
	return 0;
}

ssize_t receive_stamped(int fd, void *bytes, size_t size, int flags, uint64_t *stamp_ns)
{
	_Alignas(struct cmsghdr) char control[256];
	struct iovec vector = { bytes, size };
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n;

	do {
		n = recvmsg(fd, &message, flags);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		*stamp_ns = stamp_of(&message);
	return n;
}

void send_all(int fd, const char *bytes, size_t length, uint64_t *begin_ns, uint64_t *end_ns)
{
	while (length) {
		ssize_t n;

		*begin_ns = now_ns();
		n = send(fd, bytes, length, MSG_NOSIGNAL);
		*end_ns = now_ns();
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die("send");
		bytes += n;
		length -= n;
	}
}
