/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Shared by the BPF programs and user space; io.emfs.bpf.ring.*Descriptor and io.emfs.bpf.monitor mirror it. */
#ifndef __EMFS_H__
#define __EMFS_H__

enum event_kind {
	EVENT_ANSWER = 1,
	EVENT_PROCESS = 2,
	EVENT_COMPLETION = 3,
	EVENT_THREAD = 4,
	EVENT_DEADLINE = 5,
};

enum answer_flags {
	ANSWER_DIGESTED = 1, /* counted in a digest too: it is here because it missed its SLO */
};

/* Kernel -> agent: a request got its first response byte. Times are CLOCK_MONOTONIC. */
struct answer_event {
	__u32 kind;
	__u32 function_id;
	__u64 arrival_ns; /* last inbound payload byte */
	__u64 queue_ns;   /* arrival -> application read */
	__u64 service_ns; /* read -> first response byte */
	__u32 tid;        /* the thread that read */
	__u32 flags;      /* ANSWER_*; 0 = plain */
};
_Static_assert(sizeof(struct answer_event) == 40, "AnswerEventDescriptor.SIZE_BYTES");

#define CPU_UNKNOWN (~0ULL)

/* Kernel -> agent: the response is over, as the next request's read or the close of the connection tells. */
struct completion_event {
	__u32 kind;
	__u32 function_id;
	__u64 time_ns;     /* when it was known */
	__u64 duration_ns; /* arrival -> last response byte */
	__u64 on_cpu_ns;   /* read -> last response byte, of the serving thread or, where they hand over, all; CPU_UNKNOWN */
	__u64 wait_ns;     /* in that time: runnable, not running */
	__u64 bytes_in;
	__u64 bytes_out;
	__u32 tid;
	__u32 reserved;
};
_Static_assert(sizeof(struct completion_event) == 64, "CompletionEventDescriptor.SIZE_BYTES");

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
#define ENVIRONMENT_MAX 16384

struct exec_event {
	struct process_event process;
	char environment[ENVIRONMENT_MAX];
};

enum thread_cause {
	THREAD_QUANTUM_EXPIRED = 1, /* within one request it used up the quantum of the queue it was in */
	THREAD_LATE = 2,	    /* its request can no longer meet the SLO */
	THREAD_REQUEST_ENDED = 3,   /* after one of these: it has answered, reads the next request, waited for one or ends */
};

/* Kernel -> agent: a single thread is to leave its function's queue, or to return to it. */
struct thread_event {
	__u32 kind;
	__u32 function_id;
	__u64 time_ns;
	__u64 start_ticks; /* of the thread: clock ticks since boot, as in /proc/PID/stat */
	__u64 on_cpu_ns;   /* that it has spent on the request */
	__u32 cause;	   /* enum thread_cause */
	__u32 pid;
	__u32 tid;
	__u32 drops; /* quanta used up within the request */
};
_Static_assert(sizeof(struct thread_event) == 48, "ThreadEventDescriptor.SIZE_BYTES");

/*
 * Kernel -> agent: if the thread that runs on the CPU goes on, its quantum or its request's time is over
 * before the next tick. The agent has the CPU checked at the deadline.
 */
struct deadline_event {
	__u32 kind;
	__u32 cpu;
	__u64 time_ns;
	__u64 deadline_ns;
};
_Static_assert(sizeof(struct deadline_event) == 24, "DeadlineEventDescriptor.SIZE_BYTES");

/* A local end of connections: where a function listens, or from where it called its runtime. */
struct end_key {
	__u32 netns; /* inode of the network namespace */
	__u32 port;  /* host byte order */
};

struct end {
	__u32 function_id;
	__u32 listeners; /* sockets that listen there; 0 = the end of a client */
};
_Static_assert(sizeof(struct end) == 8, "two words for BpfMap");

enum function_flags {
	FUNCTION_CLIENT = 1, /* it asks a runtime for its requests (the AWS Lambda runtime API) */
};

/*
 * Slot `function_id` of the `functions` array, mapped by user space; slot 0 is nobody's. At any moment
 * arrivals = answered + unanswered + unsupported + in flight. A request mostly arrives on another CPU than it
 * is answered on, and a cache line that both write costs more than all else: each has one, and what both
 * read is in a third.
 */
struct function {
	__u64 slo_ns;	 /* user space's: slower answers are always sent singly; 0 = none */
	__u64 demand_ns; /* user space's: CPU time that a request is expected to take; 0 = not known */
	__u32 digest;	 /* user space's: 1 + slot in `digests`, 0 = each request is sent */
	__u16 queue;	 /* user space's: its base queue, from 1; 0 = not placed, its threads are not accounted */
	__u16 flags;	 /* user space's: FUNCTION_* */
	__u64 unanswered;  /* the connection closed with the request pending */
	__u64 unsupported; /* the protocol turned out to hide where requests begin and end */
	__u64 hands_over;  /* 1 = a request of it was answered by another thread than the one that read it */
	__u64 read_mostly[2];
	__u64 arrivals;
	__u64 arriving[7];
	__u64 answered;
	__u64 bytes_in;
	__u64 bytes_out;
	__u64 answering[5];
};
_Static_assert(sizeof(struct function) == 192, "FunctionDescriptor.SIZE_BYTES");
_Static_assert(__builtin_offsetof(struct function, arrivals) == 64, "FunctionDescriptor.ARRIVALS_OFFSET");
_Static_assert(__builtin_offsetof(struct function, answered) == 128, "FunctionDescriptor.ANSWERED_OFFSET");

enum quantity {
	QUANTITY_LATENCY,
	QUANTITY_QUEUE_DELAY,
	QUANTITY_SERVICE,
	QUANTITY_DURATION,
	QUANTITY_ON_CPU,
	QUANTITY_RUN_QUEUE_WAIT,
	QUANTITIES,
};

/* Bins are linear within a power of two; below the first one a value counts as 0, above the last one as that. */
#define BINS_LOG2	6
#define BINS_PER_OCTAVE (1 << BINS_LOG2)
#define FIRST_OCTAVE	8 /* 256 ns */
#define OCTAVES		28 /* to 68 s */
#define DIGEST_BINS	(OCTAVES * BINS_PER_OCTAVE)

/*
 * A bin is one word, so that a value takes one atomic addition: in the lower BIN_COUNT_BITS how many fell into it, above
 * them the sum of how far they were into it, in fractions of its width. Neither overflows before 2^28 values of a flush.
 */
#define BIN_COUNT_BITS	  28
#define BIN_FRACTION_LOG2 8
#define MANTISSA_LOG2	  (BINS_LOG2 + BIN_FRACTION_LOG2)

/* What is seldom written of a histogram, beside that of the others. */
struct histogram_head {
	__u64 max_ns;
	__u64 touched; /* bit i: a bin of octave FIRST_OCTAVE + i may be above 0 */
	__u64 zeros;
};

/* One function's requests since user space, which has it mapped, last emptied it. */
struct digest {
	struct histogram_head heads[QUANTITIES];
	__u64 reserved[6];
	__u64 bins[QUANTITIES][DIGEST_BINS];
};
_Static_assert(sizeof(struct histogram_head) == 24, "DigestDescriptor.HEAD_BYTES");
_Static_assert(__builtin_offsetof(struct digest, bins) == 192, "DigestDescriptor.BINS_OFFSET; cache lines");
_Static_assert(sizeof(struct digest) == 192 + QUANTITIES * DIGEST_BINS * 8, "DigestDescriptor.SIZE_BYTES");

/* A client without its port: a peer that opens many connections is one. */
struct peer_key {
	__u32 function_id;
	__u32 family;
	__u8 address[16];
};

struct peer {
	__u64 answered;
	__u64 latency_ns; /* sum */
};

/* Slots of the per-CPU `counters` array; io.emfs.bpf.monitor.KernelCounter mirrors it. */
enum counter {
	COUNTER_DROPPED_ANSWERS,     /* the ring was full */
	COUNTER_DROPPED_COMPLETIONS, /* the ring was full */
	COUNTER_DROPPED_PROCESSES,   /* the ring was full */
	COUNTER_UNANSWERED,          /* connections closed with a request pending */
	COUNTER_SOCKETS_FULL,        /* no room to track a connection */
	COUNTER_PROCESSES_FULL,      /* no room to track a process */
	COUNTER_ENDS_FULL,           /* no room to track a listener */
	COUNTER_TLS,                 /* connections that turned out to be unsupported */
	COUNTER_HTTP2,
	COUNTER_PIPELINED,
	COUNTER_UPGRADED,
	COUNTER_UNREAD, /* answers to requests of which a part was not read yet: no truth can be told of them */
	COUNTER_DROPPED_THREADS,   /* the ring was full; what a thread is to leave its queue for is tried again at the next tick */
	COUNTER_DROPPED_DEADLINES, /* the ring was full: the next tick has to do */
	COUNTER_TURNS_FULL,	   /* no memory to account a thread */
	COUNTERS,
};

#define MAX_QUEUES 16

/* Data that programs and user space share. */
struct shared {
	/*
	 * User space's: CLOCK_REALTIME less CLOCK_MONOTONIC, which changes only when somebody sets the clock. 0 = packets
	 * are not stamped when they come in.
	 */
	__u64 realtime_offset_ns;
	__u64 read_mostly[7];
	__u64 connections; /* tracked */
	__u64 nears;	   /* entries in `nears` */
};
_Static_assert(sizeof(struct shared) == 80, "SharedDescriptor.SIZE_BYTES");

/* Fixed before the programs are loaded. */
struct settings {
	__u32 peers;	      /* 1 = keep the per-peer view */
	__u32 typed_pointers; /* 1 = the kernel has bpf_rdonly_cast */
	__u32 queues;	      /* how many there are; 0 = quanta are not enforced */
	__u32 late;	      /* 1 = tell requests that can no longer meet their SLO */
	__u32 places_log2;    /* of the entries of `connections` */
	__u32 max_connections;
	__u32 thread_iterators; /* 1 = the kernel has bpf_iter_task_new */
	__u32 reserved;
	__u64 tick_ns;	      /* the period of the kernel's tick */
	__u64 quantum_ns[MAX_QUEUES];
};
_Static_assert(sizeof(struct settings) == 168, "SettingsDescriptor.SIZE_BYTES");

#endif /* __EMFS_H__ */
