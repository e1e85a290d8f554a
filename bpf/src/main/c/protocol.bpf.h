/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tells by its first bytes what is read or sent. Payload sits in pages that BPF cannot map, but the
 * system call that moves it runs in the thread at hand, and its buffer is right there. io_uring and
 * sendfile have no such buffer: their connections are taken for what they most likely are.
 */
#ifndef __PROTOCOL_BPF_H__
#define __PROTOCOL_BPF_H__

#if defined(__TARGET_ARCH_x86)
#define SYSCALL_NR(regs)   ((regs)->orig_ax)
#define SYSCALL_ARG2(regs) ((regs)->si)
#define SYSCALL_ARG3(regs) ((regs)->dx)
enum { SYS_READ = 0, SYS_WRITE = 1, SYS_READV = 19, SYS_WRITEV = 20,
       SYS_SENDTO = 44, SYS_RECVFROM = 45, SYS_SENDMSG = 46, SYS_RECVMSG = 47 };
#elif defined(__TARGET_ARCH_arm64)
#define SYSCALL_NR(regs)   ((regs)->syscallno)
#define SYSCALL_ARG2(regs) ((regs)->regs[1])
#define SYSCALL_ARG3(regs) ((regs)->regs[2])
enum { SYS_READ = 63, SYS_WRITE = 64, SYS_READV = 65, SYS_WRITEV = 66,
       SYS_SENDTO = 206, SYS_RECVFROM = 207, SYS_SENDMSG = 211, SYS_RECVMSG = 212 };
#else
#error "neither x86-64 nor arm64"
#endif

enum direction {
	INBOUND,
	OUTBOUND,
};

#define ALL_BYTES 0x7fffffff

/* The beginning of a system call's buffer. */
struct call {
	union {
		char text[40];
		__u64 words[5];
	};
	__u64 base;
	__u64 bytes; /* of the whole call; ALL_BYTES where it has several buffers */
};

struct user_iovec {
	__u64 base;
	__u64 bytes;
};

#define USER_MSGHDR_IOV 16 /* struct user_msghdr of every 64-bit ABI */

static __always_inline bool read_call(enum direction direction, struct call *call)
{
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
	__s64 nr = (int)SYSCALL_NR(regs);
	__u64 at = SYSCALL_ARG2(regs);
	struct user_iovec buffer = {};

	__builtin_memset(call, 0, sizeof(*call));
	if (nr == (direction == INBOUND ? SYS_READ : SYS_WRITE) ||
	    nr == (direction == INBOUND ? SYS_RECVFROM : SYS_SENDTO)) {
		buffer.base = at;
		call->bytes = SYSCALL_ARG3(regs);
	} else {
		if (nr == (direction == INBOUND ? SYS_RECVMSG : SYS_SENDMSG)) {
			if (bpf_probe_read_user(&at, sizeof(at), (void *)(at + USER_MSGHDR_IOV)))
				return false;
		} else if (nr != (direction == INBOUND ? SYS_READV : SYS_WRITEV)) {
			return false;
		}
		if (bpf_probe_read_user(&buffer, sizeof(buffer), (void *)at))
			return false;
		call->bytes = ALL_BYTES;
	}
	call->base = buffer.base;
	if (bpf_probe_read_user(call->text, sizeof(call->text), (void *)buffer.base) == 0)
		return true;
	/* the buffer may end before the text and the page with it */
	return bpf_probe_read_user(call->text, 8, (void *)buffer.base) == 0;
}

/* Eight characters as the word that they are in memory. */
#define WORD(a, b, c, d, e, f, g, h)                                                                       \
	((__u64)(a) | (__u64)(b) << 8 | (__u64)(c) << 16 | (__u64)(d) << 24 | (__u64)(e) << 32 |           \
	 (__u64)(f) << 40 | (__u64)(g) << 48 | (__u64)(h) << 56)
#define FOUR(a, b, c, d) ((__u32)WORD(a, b, c, d, 0, 0, 0, 0))

/* A request that is nothing but a head. */
static __always_inline bool begins_bodyless(const struct call *call)
{
	__u32 method = (__u32)call->words[0];

	return method == FOUR('G', 'E', 'T', ' ') || method == FOUR('H', 'E', 'A', 'D');
}

/* Whether a head ends with the first `bytes` of the buffer. */
static __always_inline bool ends_head(const struct call *call, __u32 bytes)
{
	__u32 end = 0;

	return bytes >= sizeof(end) && bytes <= call->bytes &&
	       bpf_probe_read_user(&end, sizeof(end), (void *)(call->base + bytes - sizeof(end))) == 0 &&
	       end == FOUR('\r', '\n', '\r', '\n');
}

static __always_inline bool begins_tls(const struct call *call)
{
	return (call->words[0] & 0xffff) == 0x0316; /* a handshake record of TLS 1.x */
}

static __always_inline bool begins_http2(const struct call *call)
{
	return call->words[0] == WORD('P', 'R', 'I', ' ', '*', ' ', 'H', 'T');
}

static __always_inline bool begins_response(const struct call *call)
{
	return (call->words[0] & 0x00ffffffffffffff) == WORD('H', 'T', 'T', 'P', '/', '1', '.', 0);
}

/* 100 Continue, 103 Early Hints: the response is still to come. */
static __always_inline bool begins_interim_response(const struct call *call)
{
	return begins_response(call) && call->text[9] == '1';
}

static __always_inline bool begins_upgrade(const struct call *call)
{
	return begins_interim_response(call) && call->text[10] == '0' && call->text[11] == '1';
}

/* GET /2018-06-01/runtime/invocation/next (the AWS Lambda runtime API) */
static __always_inline bool asks_for_next(const struct call *call)
{
	return call->words[0] == WORD('G', 'E', 'T', ' ', '/', '2', '0', '1') &&
	       call->words[2] == WORD('r', 'u', 'n', 't', 'i', 'm', 'e', '/') &&
	       call->words[3] == WORD('i', 'n', 'v', 'o', 'c', 'a', 't', 'i') &&
	       (call->words[4] & 0x00ffffffffffffff) == WORD('o', 'n', '/', 'n', 'e', 'x', 't', 0);
}

/* POST /2018-06-01/runtime/invocation/ID/response, or …/error */
static __always_inline bool answers_runtime(const struct call *call)
{
	return call->words[0] == WORD('P', 'O', 'S', 'T', ' ', '/', '2', '0') &&
	       call->words[2] == WORD('/', 'r', 'u', 'n', 't', 'i', 'm', 'e') &&
	       call->words[3] == WORD('/', 'i', 'n', 'v', 'o', 'c', 'a', 't');
}

#endif /* __PROTOCOL_BPF_H__ */
