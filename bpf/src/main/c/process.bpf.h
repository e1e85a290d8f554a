/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Whose processes and listening sockets are whose. */
#ifndef __PROCESS_BPF_H__
#define __PROCESS_BPF_H__

static __always_inline void emit_process(enum process_cause cause, __u32 function_id, __u32 pid, __u32 parent_pid,
					 const struct end_key *end)
{
	struct process_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		count(COUNTER_DROPPED_PROCESSES);
		return;
	}
	event->kind = EVENT_PROCESS;
	event->function_id = function_id;
	event->time_ns = bpf_ktime_get_ns();
	event->cause = cause;
	event->pid = pid;
	event->parent_pid = parent_pid;
	event->port = end ? end->port : 0;
	event->netns = end ? end->netns : 0;
	event->environment_bytes = 0;
	bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
}

static __always_inline bool adopt(__u32 pid, __u32 function_id)
{
	if (bpf_map_update_elem(&processes, &pid, &function_id, BPF_ANY) == 0)
		return true;
	count(COUNTER_PROCESSES_FULL);
	return false;
}

static __always_inline void adopt_reader(struct connection *connection)
{
	__u32 pid = current_pid();

	if (!bpf_map_lookup_elem(&processes, &pid) && adopt(pid, connection->function_id))
		emit_process(PROCESS_READ, connection->function_id, pid, 0, NULL);
}

static __always_inline void serve(const struct end_key *key, __u32 function_id)
{
	struct end *known = bpf_map_lookup_elem(&ends, key);
	struct end fresh = {.function_id = function_id, .listeners = 1};

	watch(key->port);
	if (known && known->function_id == function_id)
		__sync_fetch_and_add(&known->listeners, 1);
	else if (bpf_map_update_elem(&ends, key, &fresh, BPF_ANY) != 0)
		count(COUNTER_ENDS_FULL);
}

/* listen(2) runs in the listener's own process. */
static __always_inline void listening(struct sock *sk)
{
	struct end_key key = local_end(sk, local_port(sk));
	__u32 pid = current_pid(), port = key.port, id = 0;
	__u32 *function_id = bpf_map_lookup_elem(&declared_ports, &port);

	if (!function_id)
		function_id = bpf_map_lookup_elem(&processes, &pid);
	if (function_id)
		id = *function_id;
	if (!id)
		bpf_map_delete_elem(&ends, &key); /* of one that listened here before */
	else if (adopt(pid, id))
		serve(&key, id);
	emit_process(PROCESS_LISTEN, id, pid, 0, &key);
}

/* The port is free again by now, and skc_num is 0 where the kernel had chosen it. */
static __always_inline void unlistened(struct sock *sk)
{
	struct end_key key = local_end(sk, __builtin_bswap16(LOAD(struct inet_sock, sk, inet_sport)));
	struct end *end = bpf_map_lookup_elem(&ends, &key);

	if (!end)
		return;
	if (end->listeners > 1)
		__sync_fetch_and_add(&end->listeners, -1);
	else
		bpf_map_delete_elem(&ends, &key);
}

/* connect(2) of a function that asks its runtime for requests. */
static __always_inline void calling(struct sock *sk)
{
	__u32 pid = current_pid();
	__u32 *function_id = bpf_map_lookup_elem(&processes, &pid);
	struct connection fresh = {.state = STATE_IDLE, .role = ROLE_CLIENT};
	struct connection *known = find((__u64)sk);
	struct function *function;

	if (!function_id)
		return;
	function = function_of(*function_id);
	if (!function || !(function->flags & FUNCTION_CLIENT))
		return;
	fresh.function_id = *function_id;
	if (known) { /* an earlier connect(2) of the socket */
		fresh.owner = known->owner;
		*known = fresh;
	} else {
		track((__u64)sk, &fresh);
	}
}

static __always_inline void forked(struct task_struct *parent, struct task_struct *child)
{
	__u32 parent_pid = BPF_CORE_READ(parent, tgid), pid = BPF_CORE_READ(child, tgid);
	__u32 *function_id;

	thread_began(child);
	if (pid == parent_pid)
		return;
	function_id = bpf_map_lookup_elem(&processes, &parent_pid);
	if (function_id && adopt(pid, *function_id))
		emit_process(PROCESS_FORK, *function_id, pid, parent_pid, NULL);
}

/* The environment was written by the execve(2) that ends here, so its pages are there. */
static __always_inline __u64 copy_environment(struct exec_event *event, struct task_struct *task)
{
	unsigned long start = BPF_CORE_READ(task, mm, env_start);
	__u64 bytes = BPF_CORE_READ(task, mm, env_end) - start;

	event->process.environment_bytes = bytes;
	if (bytes > ENVIRONMENT_MAX)
		bytes = ENVIRONMENT_MAX;
	if (bpf_probe_read_user(event->environment, bytes, (void *)start)) {
		event->process.environment_bytes = 0;
		return 0;
	}
	return bytes;
}

static __always_inline void executed(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid), slot = 0;
	struct exec_event *event = bpf_map_lookup_elem(&scratch, &slot);
	__u32 *function_id = bpf_map_lookup_elem(&processes, &pid);
	__u64 copied;

	if (!event)
		return;
	event->process.kind = EVENT_PROCESS;
	event->process.function_id = function_id ? *function_id : 0;
	event->process.time_ns = bpf_ktime_get_ns();
	event->process.cause = PROCESS_EXEC;
	event->process.pid = pid;
	event->process.parent_pid = 0;
	event->process.port = 0;
	event->process.netns = 0;
	copied = copy_environment(event, task);
	if (bpf_ringbuf_output(&events, event, sizeof(event->process) + copied, BPF_RB_FORCE_WAKEUP))
		count(COUNTER_DROPPED_PROCESSES);
}

static __always_inline void exited(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	__u32 *function_id = bpf_map_lookup_elem(&processes, &pid);

	thread_ended();
	if (!function_id || BPF_CORE_READ(task, signal, live.counter) > 0)
		return;
	emit_process(PROCESS_EXIT, *function_id, pid, 0, NULL);
	bpf_map_delete_elem(&processes, &pid);
}

#endif /* __PROCESS_BPF_H__ */
