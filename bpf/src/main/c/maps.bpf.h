/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the programs share; capacities are set by user space before loading. */
#ifndef __MAPS_BPF_H__
#define __MAPS_BPF_H__

const volatile struct settings settings = {};

enum connection_state {
	STATE_FRESH,	   /* seen from its beginning, no request yet */
	STATE_IDLE,	   /* no request is known of */
	STATE_PENDING,	   /* a request has arrived */
	STATE_ANSWERED,	   /* it got its first response byte */
	STATE_UNSUPPORTED, /* nothing true can be said of it */
};

enum connection_role {
	ROLE_SERVER,
	ROLE_CLIENT,	     /* sends to its runtime */
	ROLE_CLIENT_WAITING, /* has asked for the next request */
};

/* Of the newest request. */
enum read_so_far {
	READ_NOTHING,
	READ_PART,
	READ_WHOLE, /* nothing more may come before its answer */
};

/* The CPU time of a thread, or of all threads of its process, at some moment. */
struct cpu_mark {
	__u64 runtime_ns;
	__u64 clock_ns; /* the CPU's clock when the kernel last added to the runtime, less ours at the mark */
	__u32 cpu;
	__u32 all_threads; /* 1 = of the process */
};

/*
 * One connection of a function, with the newest request on it. The kernel's socket lock orders what
 * happens to it; user space only evicts it.
 */
struct connection {
	/*
	 * The cache line that changes hands between the CPU of the arrival and that of the answer. The latter's alone is
	 * what completes the request answered last, until that is told: the next one may have arrived by then.
	 */
	__u64 owner; /* the socket's address; 0 = nobody has this place, CLAIMED = somebody is about to; not of displaced ones */
	__u64 arrival_ns;
	__u64 duration_ns; /* completes: to the newest response byte */
	__u64 on_cpu_ns;   /* completes */
	__u64 wait_ns;	   /* completes */
	__u32 function_id;
	__u32 first_seq; /* where the request begins */
	__u32 end_seq;	 /* where it ends, so far */
	__u32 sent_seq;	 /* where the response begins: what lies before it is older */
	__u8 incomplete; /* 1 = the request answered last is still to be told of */
	__u8 read_up;	 /* 1 = nothing has arrived since the last read */
	__u16 reserved;
	__u8 state;
	__u8 role;
	__u8 read;     /* enum read_so_far */
	__u8 examined; /* requests, up to EXAMINED_REQUESTS */
	/* the serving thread's own */
	__u32 bytes_in;	 /* completes */
	__u32 bytes_out; /* completes */
	union {
		__u64 read_ns;
		__u64 established_ns; /* in STATE_FRESH */
	};
	__u64 wait_mark_ns; /* of whom cpu_mark is, at the read */
	struct cpu_mark cpu_mark;
	__u32 tid;	/* the thread that read */
	__u32 pid;
	__u32 read_seq; /* where its first read ended */
	__u32 call_end; /* where the send(2) that began the response ends */
};
_Static_assert(sizeof(struct connection) == 128, "ConnectionDescriptor.SIZE_BYTES");
_Static_assert(__builtin_offsetof(struct connection, state) == 60, "ConnectionDescriptor.STATE_OFFSET");
_Static_assert(__builtin_offsetof(struct connection, bytes_in) == 64, "a cache line");

/*
 * A thread's turn: the request that it read last, from its read to its answer, and after that whatever it
 * goes on doing until it waits for something. It is the thread's own: no other thread touches it.
 */
struct turn {
	__u64 connection; /* of the request that waits for its answer; 0 = none does */
	__u64 arrival_ns;
	__u64 used_ns; /* CPU time since it began, up to the mark */
	__u64 marked_ns;
	struct cpu_mark mark;
	__u64 quantum_ns;  /* used_ns where the quantum at hand began */
	__u64 sleeps;	   /* of the thread so far, when the request was answered */
	__u32 function_id; /* 0 = it has none */
	__u32 first_seq;   /* of the request on its connection */
	__u32 drops;	   /* quanta used up, as far as user space knows */
	__u32 late;	   /* 1 = user space knows that it cannot meet its SLO */
	__u32 near;	   /* 1 = it is in `nears` */
	__u32 reserved;
};

/*
 * Of a thread that had less than a tick left when it was looked at: how much, wherever it goes on. Or of one
 * that is off the base queue and returns to it as soon as it waits for something.
 */
struct near {
	__u64 left_ns; /* CPU time until its quantum is over; NEVER: a tick or more */
	__u64 due_ns;  /* when its request will be late; NEVER likewise */
	__u64 told_ns; /* the newest deadline that user space was told, */
	__u32 cpu;     /* and for which CPU */
	__u32 reserved;
};

#define NEVER (~0ULL)

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} events SEC(".maps");

/*
 * Connections by the address of their struct sock, forgotten on close because addresses are reused. Each has a place
 * of its own, which takes no search and shares no cache line, unless another one has it already: then it is in
 * `displaced`.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64);
	__type(value, struct connection);
} displaced SEC(".maps");

/* Freed with the thread; a lookup follows two pointers of its task_struct. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct turn);
} turns SEC(".maps");

/* A switch of threads can only look up the one that comes by its number. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32); /* tid */
	__type(value, struct near);
} nears SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32); /* tgid */
	__type(value, __u32);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct end_key);
	__type(value, struct end);
} ends SEC(".maps");

/* Functions matched by nothing but a port: whoever listens there is theirs. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u32);
} declared_ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16384);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct function);
} functions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct digest);
} digests SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct peer_key);
	__type(value, struct peer);
} peers SEC(".maps");

/*
 * Ports that were an end of some function: sockets on all others are told by one load. Data and not a map, which
 * would have to be looked up first; user space has it mapped.
 */
__u8 watched_ports[65536] SEC(".bss.ports");

volatile struct shared shared SEC(".bss.shared");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, COUNTERS);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

/* Too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct exec_event);
} scratch SEC(".maps");

static __always_inline void count(enum counter counter)
{
	__u32 slot = counter;
	__u64 *value = bpf_map_lookup_elem(&counters, &slot);

	if (value)
		(*value)++;
}

#define CLAIMED 1 /* no address: the place is being written */

static __always_inline __u32 place_of(__u64 address)
{
	__u32 low;

	/* to the verifier the address may be a pointer: it allows no arithmetic with one, but a copy of its half */
	asm volatile("%0 = %1" : "=w"(low) : "w"((__u32)address));
	/* Fibonacci hashing: the upper bits of the product depend on all bits of the address */
	return low * 0x9e3779b1U >> (32 - settings.places_log2);
}

static __always_inline struct connection *find(__u64 address)
{
	__u32 place = place_of(address);
	struct connection *connection = bpf_map_lookup_elem(&connections, &place);

	if (connection && *(volatile __u64 *)&connection->owner == address)
		return connection;
	return bpf_map_lookup_elem(&displaced, &address);
}

/* It is not tracked yet. */
static __always_inline struct connection *track(__u64 address, struct connection *fresh)
{
	__u32 place = place_of(address);
	struct connection *connection = bpf_map_lookup_elem(&connections, &place);

	if (__sync_fetch_and_add(&shared.connections, 1) >= settings.max_connections)
		goto full;
	if (connection && __sync_val_compare_and_swap(&connection->owner, 0, CLAIMED) == 0) {
		fresh->owner = CLAIMED;
		*connection = *fresh;
		__sync_lock_test_and_set(&connection->owner, address); /* after what it is the address of */
		return connection;
	}
	if (bpf_map_update_elem(&displaced, &address, fresh, BPF_NOEXIST) != 0)
		goto full;
	return bpf_map_lookup_elem(&displaced, &address);
full:
	__sync_fetch_and_add(&shared.connections, -1);
	count(COUNTER_SOCKETS_FULL);
	return NULL;
}

static __always_inline void forget(__u64 address)
{
	__u32 place = place_of(address);
	struct connection *connection = bpf_map_lookup_elem(&connections, &place);

	/* user space may have evicted it by now */
	if ((connection && __sync_val_compare_and_swap(&connection->owner, address, 0) == address) ||
	    bpf_map_delete_elem(&displaced, &address) == 0)
		__sync_fetch_and_add(&shared.connections, -1);
}

static __always_inline struct function *function_of(__u32 function_id)
{
	return bpf_map_lookup_elem(&functions, &function_id);
}

/*
 * A wake-up costs more than the event that asks for it, and delays the response that is on its way out: the reader looks
 * for most events by itself, every few milliseconds while there is traffic. Requests that were too slow share one.
 */
#define WAKEUP_INTERVAL_NS 2000000

static __u64 woken_ns;

static __always_inline __u64 wakeup_flags(__u64 now_ns)
{
	if ((__s64)(now_ns - woken_ns) < WAKEUP_INTERVAL_NS) /* an event may be older than the last one */
		return BPF_RB_NO_WAKEUP;
	woken_ns = now_ns;
	return BPF_RB_FORCE_WAKEUP;
}

#endif /* __MAPS_BPF_H__ */
