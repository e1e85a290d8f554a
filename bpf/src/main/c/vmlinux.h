/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kernel types that the BPF programs read, and of these only the fields it reads. CO-RE relocates each
 * access against the BTF of the kernel that the object is loaded on, so neither order nor size here
 * matter, and the object builds on a machine whose kernel has no BTF or is not the target's.
 */
#ifndef __VMLINUX_H__
#define __VMLINUX_H__

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef _Bool bool;

enum {
	false = 0,
	true = 1,
};

#define NULL ((void *)0)

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
};

enum {
	BPF_F_NO_PREALLOC = 1 << 0,
	BPF_F_MMAPABLE = 1 << 10,
};

enum {
	BPF_LOCAL_STORAGE_GET_F_CREATE = 1,
};

enum {
	BPF_TASK_ITER_PROC_THREADS = 2,
};

/* The kernel's state of an iteration; opaque. */
struct bpf_iter_task {
	__u64 opaque[3];
};

enum {
	BPF_RB_NO_WAKEUP = 1,
	BPF_RB_FORCE_WAKEUP = 2,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	int counter;
} atomic_t;

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct in6_addr {
	union {
		__u8 u6_addr8[16];
	} in6_u;
};

struct sock_common {
	__be32 skc_daddr;
	__u16 skc_num;
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
};

struct sk_buff;

struct sk_buff_head {
	struct sk_buff *next;
};

struct sock {
	struct sock_common __sk_common;
	struct sk_buff_head sk_receive_queue;
};

struct inet_sock {
	__be16 inet_sport;
};

struct tcp_sock {
	__u32 rcv_nxt;
	__u32 copied_seq;
	__u32 write_seq;
	__u64 tcp_clock_cache;
};

struct tcphdr {
	__be16 source;
	__be16 dest;
	__be32 seq;
	__be32 ack_seq;
	__u16 res1 : 4, doff : 4, flags : 8;
};

struct sk_buff {
	struct sock *sk;
	__u64 tstamp;
	char cb[48];
	unsigned int len;
	__u16 transport_header;
	unsigned char *head;
	unsigned char *data;
};

struct tcp_skb_cb {
	__u32 seq;
	__u32 end_seq;
	__u8 tcp_flags;
};

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long dx;
	unsigned long si;
	unsigned long orig_ax;
	/* for BPF_KPROBE */
	unsigned long di;
	unsigned long cx;
	unsigned long r8;
};
#else
struct user_pt_regs {
	__u64 regs[31];
};

struct pt_regs {
	__u64 regs[31];
	__s32 syscallno;
};
#endif

struct sched_entity {
	__u64 exec_start;
	__u64 sum_exec_runtime;
};

struct sched_info {
	unsigned long long run_delay;
};

struct signal_struct {
	atomic_t live;
	unsigned long long sum_sched_runtime;
};

struct mm_struct {
	unsigned long env_start;
	unsigned long env_end;
};

struct task_struct {
	int pid;
	int tgid;
	struct sched_entity se;
	struct sched_info sched_info;
	struct mm_struct *mm;
	struct signal_struct *signal;
	unsigned long nvcsw;
	__u64 start_boottime;
	unsigned int __state;
	int wake_cpu;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

struct hrtimer {
	void *function;
};

#pragma clang attribute pop

#endif /* __VMLINUX_H__ */
