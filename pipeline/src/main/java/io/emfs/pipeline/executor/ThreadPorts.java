package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadScheduler;

/** What the executor asks of the kernel: sched(7) and proc(5). */
public record ThreadPorts(ThreadScheduler scheduler, ThreadLister threads, ProcessTree processes) {}
