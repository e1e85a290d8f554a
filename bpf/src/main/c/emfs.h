/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by emfs.bpf.c and user space; io.emfs.bpf.ring.*Descriptor mirror it. */
#ifndef __EMFS_H__
#define __EMFS_H__

enum event_kind {
	EVENT_REQUEST = 1,
	EVENT_PROCESS = 2,
};

enum request_flags {
	REQUEST_UNREAD = 1, /* answered before the application read all of it: queue_ns is 0 */
};

/* Kernel -> agent: a request got its first response byte. Times are CLOCK_MONOTONIC. */
struct request_event {
	__u32 kind;
	__u32 function_id;
	__u64 arrival_ns; /* last inbound payload byte */
	__u64 queue_ns;   /* arrival -> application read */
	__u64 service_ns; /* read -> first response byte */
	__u32 tid;        /* the thread that read */
	__u32 flags;      /* REQUEST_*; 0 = plain */
};
_Static_assert(sizeof(struct request_event) == 40, "RequestEventDescriptor.SIZE_BYTES");

enum process_cause {
	PROCESS_LISTEN = 1, /* it listens; function_id is 0 where only user space can tell whose it is */
	PROCESS_EXEC = 2,
	PROCESS_FORK = 3, /* a process of a function forked it */
	PROCESS_READ = 4, /* it read from a connection of the function */
	PROCESS_EXIT = 5, /* its last thread ended */
};

/* Kernel -> agent: the life of processes. */
struct process_event {
	__u32 kind;
	__u32 function_id; /* 0 = not known to the kernel side */
	__u64 time_ns;
	__u32 cause;
	__u32 pid;
	__u32 parent_pid; /* PROCESS_FORK only */
	__u32 port;       /* PROCESS_LISTEN only */
	__u32 netns;      /* PROCESS_LISTEN only */
	__u32 environment_bytes; /* PROCESS_EXEC only: size of the environment, 0 = not readable */
};
_Static_assert(sizeof(struct process_event) == 40, "ProcessEventDescriptor.SIZE_BYTES");

/*
 * PROCESS_EXEC: the process_event and as much of the environment as fits. User space would have to wait
 * to read it from /proc: for the execve(2), and for the memory map of a process that may not get to run.
 */
#define ENVIRONMENT_MAX 8192

struct exec_event {
	struct process_event process;
	char environment[ENVIRONMENT_MAX];
};

struct listener_key {
	__u32 netns; /* inode of the network namespace */
	__u32 port;  /* host byte order */
};

/* Slots of the per-CPU `counters` array; io.emfs.bpf.monitor.KernelCounter mirrors it. */
enum counter {
	COUNTER_REQUESTS,           /* request events handed to the ring, or dropped there */
	COUNTER_DROPPED_REQUESTS,   /* the ring was full */
	COUNTER_DROPPED_PROCESSES,  /* the ring was full */
	COUNTER_UNANSWERED,         /* connections closed with a request pending */
	COUNTER_SOCKETS_FULL,       /* no room to track a connection */
	COUNTER_PROCESSES_FULL,     /* no room to track a process */
	COUNTERS,
};

#endif /* __EMFS_H__ */
