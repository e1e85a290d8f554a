package io.emfs.config;

/** The sched(7) policies a queue may map to. */
public enum SchedulingClass {
    OTHER,
    RR,
    FIFO
}
