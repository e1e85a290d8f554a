package io.emfs.bpf.monitor;

import io.emfs.config.MonitorConfig.Attach;
import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Late;
import io.emfs.config.PolicyConfig.Quanta;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events in the kernel that eMFS looks at; each has a BPF program for every way to get there. */
public enum Hook {
    SEGMENT("segment", "tcp_probe", "tcp_rcv_established", "arrival of a request's bytes", true),
    READ("read", "tcp_rcv_space_adjust", "tcp_rcv_space_adjust", "the application's read", true),
    TRANSMIT("transmit", "net_dev_start_xmit", "__dev_queue_xmit", "response bytes", true),
    STATE("state", "inet_sock_set_state", "inet_sk_state_store", "listening and closing sockets", true),
    FORK("fork", "sched_process_fork", null, "processes a function forks", false),
    EXEC("exec", "sched_process_exec", null, "functions told by their environment", false),
    EXIT("exit", "sched_process_exit", null, "processes that end", true),
    TICK("tick", "hrtimer_expire_exit", null, "quanta, and requests that are late", false),
    SWITCH("switch", "sched_switch", null, "quanta of threads that share a core, in time", false);

    private final String base;
    private final String tracepoint;
    private final @Nullable String function;
    private final String yields;
    private final boolean required;

    Hook(String base, String tracepoint, @Nullable String function, String yields, boolean required) {
        this.base = base;
        this.tracepoint = tracepoint;
        this.function = function;
        this.yields = yields;
        this.required = required;
    }

    /** Those that a configuration has a use for. */
    static Set<Hook> of(PolicyConfig policy) {
        boolean accounted = policy.quanta() == Quanta.ENFORCE || policy.late() == Late.YIELD;
        return accounted ? EnumSet.allOf(Hook.class) : EnumSet.complementOf(EnumSet.of(TICK, SWITCH));
    }

    /** The program for one way; null if there is none. */
    @Nullable
    String program(Attach way) {
        return way != Attach.RAW_TRACEPOINT && function == null ? null : base + suffix(way);
    }

    private static String suffix(Attach way) {
        return switch (way) {
            case FENTRY -> "_fentry";
            case KPROBE -> "_kprobe";
            case RAW_TRACEPOINT -> "_raw_tp";
            case AUTO -> throw new IllegalArgumentException("auto is no way to attach");
        };
    }

    /** Where in the kernel that way leads. */
    public String target(Attach way) {
        return way == Attach.RAW_TRACEPOINT || function == null ? tracepoint : function;
    }

    /** The raw tracepoint of this event, which also names it. */
    public String tracepoint() {
        return tracepoint;
    }

    /** What is lost without it. */
    public String yields() {
        return yields;
    }

    /** Whether the monitor is of use at all without it. */
    public boolean required() {
        return required;
    }
}
