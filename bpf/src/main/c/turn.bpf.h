/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Turns of threads, their quanta and their lateness. Threads are looked at in the kernel's own tick, after it
 * has brought the CPU time up to date, which costs no interrupt. If a quantum will be over before the next
 * tick, user space is told when, and runs `look` on that CPU then. A thread that is preempted before is told
 * of anew when it goes on.
 */
#ifndef __TURN_BPF_H__
#define __TURN_BPF_H__

#define TICKS_NS 10000000 /* of USER_HZ */

/* The deadline is told so much later than it is, that clocks which differ a little do not make it too early. */
#define SLACK_NS 30000

/* A deadline is at least so far away, since telling it takes about as long. */
#define MIN_NS 50000

/* A process with more is not worth asking them all, twice for a request. */
#define MAX_THREADS 256

static __always_inline bool accounted(void)
{
	return settings.queues || settings.late;
}

/*
 * CPU time of the current thread without a hook at each context switch: the kernel's sum lags behind by
 * what has run since exec_start, whose clock differs from ours by a constant that cancels out.
 */
static __always_inline void mark_cpu(struct cpu_mark *mark, __u64 now)
{
	struct task_struct *task = bpf_get_current_task_btf();

	mark->runtime_ns = task->se.sum_exec_runtime;
	mark->clock_ns = task->se.exec_start - now;
	mark->cpu = bpf_get_smp_processor_id();
	mark->all_threads = 0;
}

/* From the mark to `runtime_ns`, which is that of the same, but of now. */
static __always_inline __u64 ran_to(__u64 runtime_ns, const struct cpu_mark *mark, __u64 now)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__s64 ran_ns = runtime_ns - mark->runtime_ns;

	/* after a migration the clocks are two CPUs' and do not cancel out: it lags by a tick at most */
	if (mark->cpu == bpf_get_smp_processor_id())
		ran_ns -= (task->se.exec_start - now) - mark->clock_ns;
	return ran_ns < 0 ? 0 : ran_ns;
}

/* What the current thread, which was marked `wall_ns` ago, has run since. */
static __always_inline __u64 ran_since(const struct cpu_mark *mark, __u64 now, __u64 wall_ns)
{
	__u64 ran_ns = ran_to(bpf_get_current_task_btf()->se.sum_exec_runtime, mark, now);

	return ran_ns > wall_ns ? wall_ns : ran_ns;
}

/*
 * Of all threads that a process has, as far as the kernel has brought it up to date: a tick, where one runs. The CPU time
 * is also that of those it had; how long they waited is gone with them.
 */
struct process_time {
	__u64 runtime_ns;
	__u64 wait_ns;
};

/* Of the current process; false where the kernel cannot be asked (before Linux 6.7), or it has too many threads. */
static __noinline bool process_time(struct process_time *sum)
{
	struct task_struct *task = bpf_get_current_task_btf(), *thread;
	struct bpf_iter_task threads;
	__u32 counted = 0;

	if (!sum || !settings.thread_iterators)
		return false;
	sum->runtime_ns = task->signal->sum_sched_runtime;
	sum->wait_ns = 0;
	bpf_iter_task_new(&threads, task, BPF_TASK_ITER_PROC_THREADS);
	while ((thread = bpf_iter_task_next(&threads)) && counted < MAX_THREADS) {
		sum->runtime_ns += thread->se.sum_exec_runtime;
		sum->wait_ns += thread->sched_info.run_delay;
		counted++;
	}
	bpf_iter_task_destroy(&threads);
	return counted < MAX_THREADS;
}

static __always_inline struct turn *turn_of(struct task_struct *task)
{
	struct turn *turn = bpf_task_storage_get(&turns, task, NULL, 0);

	return turn && turn->function_id ? turn : NULL;
}

static __always_inline void account(struct turn *turn, __u64 now)
{
	turn->used_ns += ran_since(&turn->mark, now, now - turn->marked_ns);
	turn->marked_ns = now;
	mark_cpu(&turn->mark, now);
}

static __always_inline bool emit_thread(struct task_struct *task, const struct turn *turn, enum thread_cause cause,
					__u32 drops, __u64 now)
{
	struct thread_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		count(COUNTER_DROPPED_THREADS);
		return false;
	}
	event->kind = EVENT_THREAD;
	event->function_id = turn->function_id;
	event->time_ns = now;
	event->start_ticks = BPF_CORE_READ(task, start_boottime) / TICKS_NS;
	event->on_cpu_ns = turn->used_ns;
	event->cause = cause;
	event->pid = BPF_CORE_READ(task, tgid);
	event->tid = BPF_CORE_READ(task, pid);
	event->drops = drops;
	bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
	return true;
}

static __always_inline bool has_left_base(const struct turn *turn)
{
	return turn->drops || turn->late;
}

/* A full ring leaves the thread where it is, to be tried again. */
static __always_inline void return_to_base(struct turn *turn, struct task_struct *task, __u64 now)
{
	if (!has_left_base(turn) || !emit_thread(task, turn, THREAD_REQUEST_ENDED, turn->drops, now))
		return;
	turn->drops = 0;
	turn->late = 0;
}

static __always_inline void forget_near(struct turn *turn, struct task_struct *task)
{
	__u32 tid = task->pid;

	if (!turn->near)
		return;
	turn->near = 0;
	bpf_map_delete_elem(&nears, &tid);
	__sync_fetch_and_add(&shared.nears, -1);
}

/* The current thread has read from a request, or from one more part of it. */
static __always_inline void begin_turn(const struct connection *connection, struct sock *sk,
				       const struct function *function, __u64 now)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct turn *turn;

	if (!accounted() || !function || !function->queue)
		return;
	turn = bpf_task_storage_get(&turns, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!turn) {
		count(COUNTER_TURNS_FULL);
		return;
	}
	turn->arrival_ns = connection->arrival_ns;
	if (turn->connection == (__u64)sk && turn->first_seq == connection->first_seq)
		return;
	if (has_left_base(turn)) {
		account(turn, now);
		return_to_base(turn, task, now);
	}
	forget_near(turn, task);
	turn->connection = (__u64)sk;
	turn->first_seq = connection->first_seq;
	turn->function_id = connection->function_id;
	turn->used_ns = 0;
	turn->quantum_ns = 0;
	turn->marked_ns = now;
	mark_cpu(&turn->mark, now);
}

/* Nobody waits for the thread any more: what it does from now on counts until it waits for something. */
static __always_inline void end_request(struct turn *turn, struct task_struct *task, __u64 now)
{
	account(turn, now);
	return_to_base(turn, task, now);
	forget_near(turn, task);
	turn->connection = 0;
	turn->quantum_ns = turn->used_ns;
	turn->sleeps = task->nvcsw;
}

/* The current thread has sent the first bytes of an answer, or has none to give. */
static __always_inline void end_turn(struct sock *sk, __u64 now)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct turn *turn;

	if (!accounted())
		return;
	turn = turn_of(task);
	/* the answer to an earlier request is no end of the one at hand */
	if (turn && (!turn->connection || turn->connection == (__u64)sk))
		end_request(turn, task, now);
}

static __always_inline void thread_ended(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct turn *turn;
	__u64 now;

	if (!accounted())
		return;
	turn = turn_of(task);
	if (!turn)
		return;
	now = bpf_ktime_get_ns();
	account(turn, now);
	return_to_base(turn, task, now);
	forget_near(turn, task);
	turn->function_id = 0;
}

/* A thread or process that is started off the base queue has inherited that, but not the request. */
static __always_inline void thread_began(struct task_struct *child)
{
	struct turn *parent;
	struct turn nothing = {};

	if (!accounted())
		return;
	parent = turn_of(bpf_get_current_task_btf());
	if (!parent || !has_left_base(parent))
		return;
	nothing.function_id = parent->function_id;
	emit_thread(child, &nothing, THREAD_REQUEST_ENDED, 0, bpf_ktime_get_ns());
}

/* The answer may have been another thread's to give, or the client has gone, unnoticed by the turn. */
static __always_inline bool is_over(const struct turn *turn)
{
	struct connection *connection;

	if (!turn->connection)
		return false;
	connection = find(turn->connection);
	return !connection || connection->state != STATE_PENDING || connection->first_seq != turn->first_seq;
}

/* When the request of the current thread will be late if the thread goes on. */
static __always_inline __u64 check_lateness(struct turn *turn, const struct function *function,
					    struct task_struct *task, __u64 now)
{
	__u64 due_ns = turn->arrival_ns + function->slo_ns;
	__u64 demand_ns = function->demand_ns;

	if (!settings.late || !function->slo_ns || !turn->connection || turn->late)
		return NEVER;
	/* while it runs, the time left and the CPU time to come shrink alike: it is late now, or only when time is up */
	if (now + (demand_ns > turn->used_ns ? demand_ns - turn->used_ns : 0) <= due_ns)
		return due_ns;
	if (is_over(turn))
		end_request(turn, task, now);
	else if (emit_thread(task, turn, THREAD_LATE, turn->drops, now))
		turn->late = 1;
	return NEVER;
}

/* How much CPU time the quantum of the current thread has left; NEVER if it has no end, or was over just now. */
static __always_inline __u64 check_quantum(struct turn *turn, const struct function *function,
					   struct task_struct *task, __u64 now)
{
	__u32 queue = function->queue + turn->drops;
	__u64 quantum_ns, spent_ns;

	if (!function->queue || queue >= settings.queues || queue > MAX_QUEUES)
		return NEVER;
	quantum_ns = settings.quantum_ns[(queue - 1) & (MAX_QUEUES - 1)];
	spent_ns = turn->used_ns - turn->quantum_ns;
	if (spent_ns < quantum_ns)
		return quantum_ns - spent_ns;
	if (is_over(turn)) {
		end_request(turn, task, now);
	} else if (emit_thread(task, turn, THREAD_QUANTUM_EXPIRED, turn->drops + 1, now)) {
		turn->drops++;
		turn->quantum_ns += quantum_ns;
	}
	return NEVER;
}

/* The thread that `near` is of goes on, or begins to run, on this CPU. */
static __always_inline void tell_deadline(struct near *near, __u64 now)
{
	__u64 over_ns = near->left_ns == NEVER ? NEVER : now + (near->left_ns > MIN_NS ? near->left_ns : MIN_NS);
	__u64 deadline_ns = (near->due_ns < over_ns ? near->due_ns : over_ns) + SLACK_NS;
	__u32 cpu = bpf_get_smp_processor_id();
	struct deadline_event *event;

	if (near->left_ns == NEVER && near->due_ns == NEVER)
		return;
	if (near->told_ns > now && near->cpu == cpu)
		return; /* by then it cannot have come farther than it would have without a pause */
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count(COUNTER_DROPPED_DEADLINES);
		return;
	}
	near->told_ns = deadline_ns;
	near->cpu = cpu;
	event->kind = EVENT_DEADLINE;
	event->cpu = cpu;
	event->time_ns = now;
	event->deadline_ns = deadline_ns;
	bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
}

static __always_inline struct near *near_of(struct turn *turn, struct task_struct *task)
{
	__u32 tid = task->pid;
	struct near fresh = {};

	if (!turn->near) {
		if (bpf_map_update_elem(&nears, &tid, &fresh, BPF_ANY)) {
			count(COUNTER_TURNS_FULL);
			return NULL;
		}
		turn->near = 1;
		__sync_fetch_and_add(&shared.nears, 1);
	}
	return bpf_map_lookup_elem(&nears, &tid);
}

/* Looks at the current thread; returns what is left if that is less than a tick, or if it is to be seen waiting. */
static __always_inline struct near *check(struct turn *turn, struct task_struct *task, __u64 now)
{
	struct function *function = function_of(turn->function_id);
	__u64 due_ns, left_ns;
	struct near *near;

	if (!function)
		return NULL;
	account(turn, now);
	if (!turn->connection && task->nvcsw != turn->sleeps) {
		end_request(turn, task, now); /* it has waited for something since */
		return NULL;
	}
	due_ns = check_lateness(turn, function, task, now);
	left_ns = check_quantum(turn, function, task, now);
	if (left_ns > settings.tick_ns)
		left_ns = NEVER;
	if (due_ns - now > settings.tick_ns)
		due_ns = NEVER;
	if (left_ns == NEVER && due_ns == NEVER && (turn->connection || !has_left_base(turn))) {
		forget_near(turn, task);
		return NULL;
	}
	near = near_of(turn, task);
	if (near) {
		near->left_ns = left_ns;
		near->due_ns = due_ns;
	}
	return near;
}

/* The current thread goes on. */
static __always_inline void ticked(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct turn *turn = turn_of(task);
	struct near *near;
	__u64 now;

	if (!turn)
		return;
	now = bpf_ktime_get_ns();
	near = check(turn, task, now);
	if (near)
		tell_deadline(near, now);
}

/* The current thread makes way; the kernel has just brought its CPU time up to date. */
static __always_inline void paused(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct turn *turn = turn_of(task);

	if (turn && turn->near)
		check(turn, task, bpf_ktime_get_ns());
}

static __always_inline void goes_on(struct task_struct *task)
{
	__u32 tid = LOAD(struct task_struct, task, pid);
	struct near *near = bpf_map_lookup_elem(&nears, &tid);

	if (near)
		tell_deadline(near, bpf_ktime_get_ns());
}

#endif /* __TURN_BPF_H__ */
