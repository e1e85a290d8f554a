package io.emfs.bpf.monitor;

/** The places in the kernel where eMFS looks; each is one BPF program. */
public enum Hook {
    SEGMENT("on_segment", "tcp_probe", "arrival of a request's bytes", true),
    DATA_READY("on_data_ready", "sk_data_ready", "arrival of bytes that rode the handshake", false),
    READ("on_read", "sock_recv_length", "the application's read", true),
    TRANSMIT("on_transmit", "net_dev_start_xmit", "the first response byte", true),
    STATE("on_state", "inet_sock_set_state", "listening and closing sockets", true),
    FORK("on_fork", "sched_process_fork", "processes a function forks", false),
    EXEC("on_exec", "sched_process_exec", "functions told by their environment", false),
    EXIT("on_exit", "sched_process_exit", "processes that end", true);

    private final String program;
    private final String tracepoint;
    private final String yields;
    private final boolean required;

    Hook(String program, String tracepoint, String yields, boolean required) {
        this.program = program;
        this.tracepoint = tracepoint;
        this.yields = yields;
        this.required = required;
    }

    public String program() {
        return program;
    }

    /** The raw tracepoint that the program is attached to. */
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
