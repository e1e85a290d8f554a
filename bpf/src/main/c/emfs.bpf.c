// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The request monitor. One request is: arrival of its last inbound payload byte, the application's
 * read, the first and the last response byte on their way out. Hooks were chosen by measuring them
 * against a client (DESIGN.md, decision 2). Function identity is the local end of the connection; which
 * ends and processes belong to a function is user space's to say, but for ports declared alone.
 *
 * Each hook has up to three programs of the same body; user space loads the one that this kernel takes.
 */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "emfs.h"
#include "maps.bpf.h"
#include "access.bpf.h"
#include "protocol.bpf.h"
#include "digest.bpf.h"
#include "turn.bpf.h"
#include "connection.bpf.h"
#include "process.bpf.h"

#define TCP_FIN 1 /* in tcp_skb_cb.tcp_flags; it takes a sequence number of its own */

/* Pure ACKs, keep-alive probes, retransmitted segments and a lone FIN are no arrival. */
static __always_inline int segment(struct sock *sk, struct sk_buff *skb)
{
	struct connection *connection;
	struct tcp_skb_cb *cb;
	__u32 seq, end_seq;

	if (!watched(local_port(sk)))
		return 0;
	connection = connection_of(sk);
	if (!connection)
		return 0;
	cb = (struct tcp_skb_cb *)((void *)skb + bpf_core_field_offset(struct sk_buff, cb));
	seq = LOAD(struct tcp_skb_cb, cb, seq);
	end_seq = LOAD(struct tcp_skb_cb, cb, end_seq) - (LOAD(struct tcp_skb_cb, cb, tcp_flags) & TCP_FIN);
	if (brings_news(connection, sk, seq, end_seq))
		arrived(connection, sk, skb, seq, end_seq);
	return 0;
}

SEC("fentry/tcp_rcv_established")
int BPF_PROG(segment_fentry, struct sock *sk, struct sk_buff *skb)
{
	return segment(sk, skb);
}

SEC("kprobe/tcp_rcv_established")
int BPF_KPROBE(segment_kprobe, struct sock *sk, struct sk_buff *skb)
{
	return segment(sk, skb);
}

SEC("raw_tp/tcp_probe")
int BPF_PROG(segment_raw_tp, struct sock *sk, struct sk_buff *skb)
{
	return segment(sk, skb);
}

/* Called whenever the application has taken, or peeked at, bytes of the stream. */
static __always_inline int read(struct sock *sk)
{
	struct connection *connection;

	if (!watched(local_port(sk)))
		return 0;
	connection = connection_of(sk);
	if (connection)
		was_read(connection, sk);
	return 0;
}

SEC("fentry/tcp_rcv_space_adjust")
int BPF_PROG(read_fentry, struct sock *sk)
{
	return read(sk);
}

SEC("kprobe/tcp_rcv_space_adjust")
int BPF_KPROBE(read_kprobe, struct sock *sk)
{
	return read(sk);
}

SEC("raw_tp/tcp_rcv_space_adjust")
int BPF_PROG(read_raw_tp, struct sock *sk)
{
	return read(sk);
}

static __always_inline int transmit(struct sk_buff *skb)
{
	struct sock *sk = LOAD(struct sk_buff, skb, sk);
	struct connection *connection;
	unsigned char *transport;
	struct tcphdr *header;
	__u32 words;
	__s32 payload;

	if (!sk || !watched(local_port(sk)))
		return 0;
	connection = find((__u64)sk);
	if (!connection)
		return 0;
	transport = LOAD(struct sk_buff, skb, head) + LOAD(struct sk_buff, skb, transport_header);
	header = (struct tcphdr *)transport;
	if (settings.typed_pointers) {
		header = bpf_rdonly_cast(transport, bpf_core_type_id_kernel(struct tcphdr));
		words = BPF_CORE_READ_BITFIELD(header, doff);
	} else {
		words = BPF_CORE_READ_BITFIELD_PROBED(header, doff);
	}
	payload = LOAD(struct sk_buff, skb, len) - (__u32)(transport - LOAD(struct sk_buff, skb, data)) - words * 4;
	if (payload > 0)
		sent(connection, sk, __builtin_bswap32(LOAD(struct tcphdr, transport, seq)), payload);
	return 0;
}

/* Before the queueing discipline, where one segment is still one buffer. */
SEC("fentry/__dev_queue_xmit")
int BPF_PROG(transmit_fentry, struct sk_buff *skb)
{
	return transmit(skb);
}

SEC("kprobe/__dev_queue_xmit")
int BPF_KPROBE(transmit_kprobe, struct sk_buff *skb)
{
	return transmit(skb);
}

SEC("raw_tp/net_dev_start_xmit")
int BPF_PROG(transmit_raw_tp, struct sk_buff *skb)
{
	return transmit(skb);
}

static __always_inline int state(struct sock *sk, int new_state)
{
	switch (new_state) {
	case TCP_LISTEN:
		listening(sk);
		break;
	case TCP_SYN_SENT:
		calling(sk);
		break;
	case TCP_ESTABLISHED:
		established(sk);
		break;
	case TCP_CLOSE:
		if (LOAD(struct sock, sk, __sk_common.skc_state) == TCP_LISTEN)
			unlistened(sk);
		else
			closed(sk);
		break;
	}
	return 0;
}

SEC("fentry/inet_sk_state_store")
int BPF_PROG(state_fentry, struct sock *sk, int new_state)
{
	return state(sk, new_state);
}

SEC("kprobe/inet_sk_state_store")
int BPF_KPROBE(state_kprobe, struct sock *sk, int new_state)
{
	return state(sk, new_state);
}

SEC("raw_tp/inet_sock_set_state")
int BPF_PROG(state_raw_tp, struct sock *sk, int old_state, int new_state)
{
	return state(sk, new_state);
}

/* The life of processes: rare, and these tracepoints are in every kernel. */
SEC("raw_tp/sched_process_fork")
int BPF_PROG(fork_raw_tp, struct task_struct *parent, struct task_struct *child)
{
	forked(parent, child);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(exec_raw_tp, struct task_struct *task)
{
	executed(task);
	return 0;
}

SEC("raw_tp/sched_process_exit")
int BPF_PROG(exit_raw_tp, struct task_struct *task)
{
	exited(task);
	return 0;
}

/* The kernel's tick on this CPU, by its names up to Linux 6.8 and from there on; 0 = it has another one. */
extern const void tick_sched_timer __ksym __weak;
extern const void tick_nohz_handler __ksym __weak;

static __always_inline bool is_tick(struct hrtimer *timer)
{
	void *function = LOAD(struct hrtimer, timer, function);

	return function == &tick_nohz_handler || function == &tick_sched_timer ||
	       (!&tick_nohz_handler && !&tick_sched_timer);
}

/* After a timer's handler; the tick's has just added to the running thread's CPU time. */
SEC("raw_tp/hrtimer_expire_exit")
int BPF_PROG(tick_raw_tp, struct hrtimer *timer)
{
	if (is_tick(timer))
		ticked();
	return 0;
}

/*
 * Before the current thread, which is `prev`, makes way. User space attaches it only while there is somebody in `nears`:
 * at all other times a switch of threads is none of our business.
 */
SEC("raw_tp/sched_switch")
int BPF_PROG(switch_raw_tp, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	if (!shared.nears)
		return 0;
	paused();
	goes_on(next);
	return 0;
}

/* Attached to nothing: user space runs it on the CPU for which it was told a deadline. */
SEC("raw_tp")
int BPF_PROG(look)
{
	ticked();
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
