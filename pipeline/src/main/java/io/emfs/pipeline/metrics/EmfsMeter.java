package io.emfs.pipeline.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/** Every meter of eMFS as Prometheus shows it; the only place where their names are written. */
public enum EmfsMeter {
    /** Kernel event that caused a queue change → the change's last sched_setattr returned. */
    LOOP("emfs_loop_seconds", Meter.Type.TIMER, "seconds", "reason"),

    /** Kernel event that caused a single thread's change → its sched_setattr returned. */
    THREAD_LOOP("emfs_thread_loop_seconds", Meter.Type.TIMER, "seconds", "cause"),

    /** Queue changes carried out. */
    CHANGES("emfs_changes_total", Meter.Type.COUNTER, "changes", "reason"),

    /** Changes of single threads carried out. */
    THREAD_CHANGES("emfs_thread_changes_total", Meter.Type.COUNTER, "changes", "cause"),

    /** Starving threads that were given a quantum at the top of p1. */
    BOOSTS("emfs_starvation_boosts_total", Meter.Type.COUNTER, "boosts", "node", "function"),

    /** Threads off their function's queue that others of their process waited for. */
    LIFTS("emfs_inversion_lifts_total", Meter.Type.COUNTER, "lifts", "node", "function"),

    /** Threads found at a place that they had inherited from one which deviated from its function, and moved to it. */
    HEIRS_BROUGHT_HOME("emfs_executor_heirs_brought_home_total", Meter.Type.COUNTER, "threads"),

    /** Lines of the audit log that were lost: the disk did not keep up or failed. */
    AUDIT_LOST("emfs_audit_lost_total", Meter.Type.COUNTER, "lines"),

    /** 1 if the function is scheduled in real time, 0 if by nice levels and slices. */
    REAL_TIME("emfs_function_real_time", Meter.Type.GAUGE, "functions", "node", "function"),

    /** Changes that a newer one of the same function or thread overtook before they were carried out. */
    CHANGES_CONFLATED("emfs_executor_changes_conflated_total", Meter.Type.COUNTER, "changes"),

    /** Changes given up half-way: the journal could not be written, or a defect. */
    CHANGES_FAILED("emfs_executor_changes_failed_total", Meter.Type.COUNTER, "changes"),

    /** Threads whose policy was set. */
    THREADS_MOVED("emfs_executor_threads_moved_total", Meter.Type.COUNTER, "threads"),

    /** Threads that ended before their policy was set (ESRCH); harmless. */
    THREADS_GONE("emfs_executor_threads_gone_total", Meter.Type.COUNTER, "threads"),

    /** Threads left alone, because somebody else made them real-time. */
    THREADS_FOREIGN("emfs_executor_threads_foreign_total", Meter.Type.COUNTER, "threads"),

    /** Threads that the kernel would not let eMFS set; the log says why and what to do. */
    THREADS_REFUSED("emfs_executor_threads_refused_total", Meter.Type.COUNTER, "threads", "errno"),

    /** How often the guard put everything back because the agent hung; it placed everything anew when it went on. */
    GUARD_LAPSES("emfs_guard_lapses_total", Meter.Type.COUNTER, "lapses"),

    /** Requests of functions that got their first response byte, as the kernel side counts them. */
    REQUESTS("emfs_kernel_requests_total", Meter.Type.COUNTER, "requests"),

    /** Connections of functions that closed with a request pending. */
    UNANSWERED("emfs_kernel_unanswered_total", Meter.Type.COUNTER, "requests"),

    /** What the kernel side could not track for want of room: by map. */
    UNTRACKED("emfs_kernel_untracked_total", Meter.Type.COUNTER, "entries", "map"),

    /** Bytes in the BPF ring buffer that wait to be read. */
    RING_FILL("emfs_ring_fill_bytes", Meter.Type.GAUGE, "bytes"),

    /** The most bytes that the reader has found waiting since the monitor started. */
    RING_HIGH_WATER("emfs_ring_high_water_bytes", Meter.Type.GAUGE, "bytes"),

    /** Size of the BPF ring buffer. */
    RING_CAPACITY("emfs_ring_capacity_bytes", Meter.Type.GAUGE, "bytes"),

    /** Records read from the BPF ring buffer. */
    EVENTS("emfs_monitor_events_total", Meter.Type.COUNTER, "events"),

    /** How far behind the kernel the ring's reader was at most in the last 15 to 20 s, or is now. */
    READER_LAG("emfs_reader_lag_seconds", Meter.Type.GAUGE, "seconds"),

    /** Entries of a BPF hash table, counted by walking it. */
    MAP_ENTRIES("emfs_map_entries", Meter.Type.GAUGE, "entries", "map"),

    /** Entries that a BPF hash table has room for. */
    MAP_CAPACITY("emfs_map_capacity", Meter.Type.GAUGE, "entries", "map"),

    /**
     * Runs of a BPF program. It stands still unless statistics are on: while somebody asks for {@code
     * /api/monitor?programs=true}, or always with {@code sysctl kernel.bpf_stats_enabled=1}.
     */
    PROGRAM_RUNS("emfs_bpf_program_run_total", Meter.Type.COUNTER, "runs", "program"),

    /** Time spent in a BPF program; stands still when {@link #PROGRAM_RUNS} does. */
    PROGRAM_RUN_TIME("emfs_bpf_program_run_seconds_total", Meter.Type.COUNTER, "seconds", "program"),

    /** Processes of functions tracked at this moment. */
    PROCESSES("emfs_processes", Meter.Type.GAUGE, "processes"),

    /** Running processes that serve more than one function, which eMFS cannot tell apart; the log names them. */
    AMBIGUOUS_PROCESSES("emfs_monitor_ambiguous_processes", Meter.Type.GAUGE, "processes"),

    /** 1 for each hook that is attached, 0 for one that this kernel refuses; and in which way. */
    HOOK("emfs_hook_attached", Meter.Type.GAUGE, "hooks", "hook", "way"),

    /** Connections of which nothing true can be told, by what they speak; their requests drive no policy. */
    UNSUPPORTED("emfs_unsupported_connections_total", Meter.Type.COUNTER, "connections", "protocol"),

    /** Answers to requests of which a part had come in and was not read yet: counted here and nowhere else. */
    UNREAD("emfs_unread_requests_total", Meter.Type.COUNTER, "requests"),

    /** Connections that found a full accept queue, in the network namespaces of functions. */
    LISTEN_OVERFLOWS("emfs_listen_overflows_total", Meter.Type.COUNTER, "connections"),

    /** Entries forgotten to make room in a full map, by map; they are known again when they matter. */
    EVICTED("emfs_evicted_total", Meter.Type.COUNTER, "entries", "kind"),

    /** Functions whose requests the kernel aggregates at present. */
    DIGESTED_FUNCTIONS("emfs_digested_functions", Meter.Type.GAUGE, "functions"),

    /**
     * Events that did not reach the job; {@code channel-full}: the job lags, {@code ring-full}: the reader does, and
     * requests are lost, {@code ring-full-process}: the same for the life of processes, {@code ring-full-thread}: for
     * threads that leave their queue or return, {@code ring-full-deadline}: some quanta end up to a tick too late, {@code
     * link-down}: no job on a cluster was there to take them.
     */
    EVENTS_DROPPED("emfs_events_dropped_total", Meter.Type.COUNTER, "events", "node", "cause"),

    /** Connections to the agent's own HTTP that were closed; {@code crowded}: too many, {@code silent}: it asked for nothing. */
    HTTP_REFUSED("emfs_http_refused_total", Meter.Type.COUNTER, "connections", "cause"),

    /** How long nobody took events before the job beside the agent that does now: an upgrade's gap; 0 for the first job. */
    JOB_ABSENCE("emfs_job_absence_seconds", Meter.Type.GAUGE, "seconds", "node"),

    /** The function's queue: 1 is the most urgent, 0 none yet. */
    QUEUE("emfs_function_queue", Meter.Type.GAUGE, "queue", "node", "function"),

    /** Last inbound byte → first outbound byte, in the newest window. */
    LATENCY("emfs_function_latency_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "window", "quantile"),

    /** Last inbound byte → application read, in the newest window. */
    QUEUE_DELAY(
            "emfs_function_queue_delay_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "window", "quantile"),

    /** Application read → first outbound byte, in the newest window. */
    SERVICE("emfs_function_service_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "window", "quantile"),

    /** Last inbound byte → last outbound byte, in the newest window. */
    DURATION("emfs_function_duration_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "window", "quantile"),

    /** CPU time of the serving thread per request, in the newest window. */
    ON_CPU("emfs_function_on_cpu_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "window", "quantile"),

    /** How long the serving thread was runnable and did not run, per request, in the newest window. */
    RUN_QUEUE_WAIT(
            "emfs_function_run_queue_wait_seconds",
            Meter.Type.GAUGE,
            "seconds",
            "node",
            "function",
            "window",
            "quantile"),

    /** Requests that wait for their answer at this moment. */
    IN_FLIGHT("emfs_function_requests_in_flight", Meter.Type.GAUGE, "requests", "node", "function"),

    /** What became of requests: {@code answered}, {@code unanswered} or {@code unsupported}. */
    FUNCTION_REQUESTS("emfs_function_requests_total", Meter.Type.COUNTER, "requests", "node", "function", "outcome"),

    /** Requests answered per second, in the newest window. */
    RATE("emfs_function_requests_per_second", Meter.Type.GAUGE, "requests", "node", "function", "window"),

    /** What the model in use expects of the next window, at the SLO's percentile; absent where it is not trusted. */
    FORECAST("emfs_function_forecast_seconds", Meter.Type.GAUGE, "seconds", "node", "function", "quantile"),

    /** Mean error of forecasts of a function's p95, 0.1 is 10 %: of the {@code model}, or of the {@code last} value. */
    FORECAST_ERROR("emfs_function_forecast_error_ratio", Meter.Type.GAUGE, "ratio", "node", "function", "by"),

    /** 1 for what the function's next move would be decided on: the {@code model}, by name, or the ladder, and why. */
    DECISION_BASIS("emfs_function_decision_basis", Meter.Type.GAUGE, "functions", "node", "function", "basis", "model"),

    /** Windows that forecasts of a function were compared with. */
    FORECASTS_JUDGED("emfs_function_forecasts_judged_total", Meter.Type.COUNTER, "forecasts", "node", "function"),

    /** Share of the last fifty or so of them at or below the forecast's 80 % quantile: 0.8 is meant. */
    FORECAST_COVERAGE("emfs_function_forecast_coverage_ratio", Meter.Type.GAUGE, "ratio", "node", "function"),

    /**
     * Trainings of the model on the node's own functions: {@code promoted}, {@code rejected} for being worse than the model
     * in use on functions held out, or {@code failed}.
     */
    RETRAININGS("emfs_learning_retrainings_total", Meter.Type.COUNTER, "trainings", "node", "outcome"),

    /** How long the last training took; NaN before the first one. */
    RETRAINING_TIME("emfs_learning_retraining_seconds", Meter.Type.GAUGE, "seconds", "node"),

    /**
     * Median error of p95 forecasts on functions held out, in the last training, 0.1 is 10 %: of the {@code candidate}, the
     * {@code incumbent}, the {@code last} value, and, trained on the same rows, a factorisation {@code machine} and boosted
     * {@code trees}.
     */
    HELD_OUT_ERROR("emfs_learning_held_out_error_ratio", Meter.Type.GAUGE, "ratio", "node", "of"),

    /** Windows that a model would be trained on now. */
    TRAINING_ROWS("emfs_learning_rows", Meter.Type.GAUGE, "rows", "node"),

    /** Functions that {@link #TRAINING_ROWS} are of. */
    TRAINING_FUNCTIONS("emfs_learning_functions", Meter.Type.GAUGE, "functions", "node"),

    /** 1 while a job on a cluster takes this node's events, else 0. */
    LINK_UP("emfs_link_up", Meter.Type.GAUGE, "links", "node"),

    /** Endpoints of the job that have let the agent in, at this moment. */
    LINK_ENDPOINTS("emfs_link_endpoints", Meter.Type.GAUGE, "endpoints", "node"),

    /** How often an endpoint let the agent in, the first time included. */
    LINK_CONNECTIONS("emfs_link_connections_total", Meter.Type.COUNTER, "connections", "node"),

    /** How often an endpoint refused the agent, or sent what is no frame. */
    LINK_REFUSALS("emfs_link_refusals_total", Meter.Type.COUNTER, "refusals", "node"),

    /** Frames over the link: {@code sent} or {@code received}. */
    LINK_FRAMES("emfs_link_frames_total", Meter.Type.COUNTER, "frames", "node", "direction"),

    /** Bytes of them, without HTTP/2's and TLS's own. */
    LINK_BYTES("emfs_link_bytes_total", Meter.Type.COUNTER, "bytes", "node", "direction"),

    /** Commands that came a second time after the link had broken; they were not carried out again. */
    LINK_REPEATED("emfs_link_repeated_commands_total", Meter.Type.COUNTER, "commands", "node"),

    /** From this agent to the job and back, at the last heartbeat. */
    LINK_ROUND_TRIP("emfs_link_round_trip_seconds", Meter.Type.GAUGE, "seconds", "node"),

    /** Promotions that led to the model in use; 0 is the one that eMFS started with. Kept over restarts. */
    MODEL_VERSION("emfs_learning_model_version", Meter.Type.GAUGE, "version", "node");

    private final String meterName;
    private final Meter.Type type;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> tags;

    EmfsMeter(String meterName, Meter.Type type, String unit, String... tags) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.tags = List.of(tags);
    }

    public String meterName() {
        return meterName;
    }

    public Meter.Type type() {
        return type;
    }

    public String unit() {
        return unit;
    }

    /** The tags' keys, in order. */
    public List<String> tags() {
        return tags;
    }

    /** The keys with these values, as Micrometer takes them. */
    public String[] tagged(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(meterName + ": tags=" + tags + ", values=" + List.of(values));
        }
        String[] keysAndValues = new String[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            keysAndValues[2 * i] = tags.get(i);
            keysAndValues[2 * i + 1] = values[i];
        }
        return keysAndValues;
    }
}
