package io.emfs.bpf.monitor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.ring.RingBufferReader;
import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.config.MonitorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The monitor of one node: loads and attaches the BPF programs, finds the functions that run already, then yields events
 * from a reading thread of its own until closed. {@link #start} throws {@link NativeException} if the programs do not
 * load or a required hook does not attach; a hook that can be done without is reported by {@link #hooks()}.
 */
public final class RequestMonitor implements AutoCloseable {
    private static final String OBJECT = "/io/emfs/bpf/emfs.bpf.o";
    private static final int CONNECTION_KEY_BYTES = 8;
    private static final int LISTENER_KEY_BYTES = 8;

    private final BpfObject object;
    private final List<HookStatus> hooks;
    private final ProcessTable table;
    private final BpfMap counters;
    private final RingBufferReader ring;
    private final AmbiguousProcesses ambiguous = AmbiguousProcesses.logged(new ProcFs());
    private final MatcherThreads lookups = new MatcherThreads();
    private final ReaderThread reader;

    private RequestMonitor(EmfsConfig config, ProcessTable table, EpochClock clock, NodeEventListener listener) {
        this.table = table;
        object = open(config.monitor());
        try {
            object.load();
            FunctionIds ids = new FunctionIds(config.node());
            FunctionMatcher matcher = new FunctionMatcher(config, ambiguous);
            declarePorts(matcher, ids);
            hooks = attach();
            counters = object.map("counters");
            ring = new RingBufferReader(
                    object.map("events").fd(), config.monitor().ringBytes());
            ProcFs proc = new ProcFs();
            FunctionTracker tracker = new FunctionTracker(matcher, ids, table, proc, kernelSide(), listener, lookups);
            reader = new ReaderThread(
                    ring,
                    new EventDecoder(ids, clock, tracker, listener),
                    () -> new ProcessScan(proc).feed(tracker, clock.nowNs()));
        } catch (RuntimeException e) {
            lookups.close();
            object.close();
            throw e;
        }
    }

    /** Starts watching; {@code table} is kept up to date from now on, and {@code clock} dates the events. */
    public static RequestMonitor start(
            EmfsConfig config, ProcessTable table, EpochClock clock, NodeEventListener listener) {
        RequestMonitor monitor = new RequestMonitor(config, table, clock, listener);
        monitor.reader.start();
        return monitor;
    }

    /** Attaches every hook, reports, and detaches again; for {@code emfs doctor}. */
    public static List<HookStatus> probe(MonitorConfig config) {
        try (BpfObject object = open(config).load()) {
            return attachAll(object);
        }
    }

    public List<HookStatus> hooks() {
        return hooks;
    }

    public ProcessTable processes() {
        return table;
    }

    /** Processes that serve more than one function. */
    public AmbiguousProcesses ambiguousProcesses() {
        return ambiguous;
    }

    public long counter(KernelCounter counter) {
        return counters.sum(counter.slot());
    }

    /** Bytes in the ring that are not drained yet. */
    public long ringFillBytes() {
        return ring.fillBytes();
    }

    /** Connections that the kernel side tracks at this moment. */
    public int connections() {
        return object.map("connections").size(CONNECTION_KEY_BYTES);
    }

    /** Ports on which functions listen, in their network namespaces, as far as the kernel side knows. */
    public int listeners() {
        return object.map("listeners").size(LISTENER_KEY_BYTES);
    }

    /** Whether the reading thread is at work. */
    public boolean alive() {
        return reader.isAlive();
    }

    @Override
    public void close() {
        reader.stopAndJoin();
        lookups.close();
        ring.close();
        object.close();
    }

    private static BpfObject open(MonitorConfig config) {
        return BpfObject.open(elf())
                .maxEntries("events", config.ringBytes())
                .maxEntries("connections", config.maxSockets())
                .maxEntries("processes", config.maxProcesses());
    }

    private void declarePorts(FunctionMatcher matcher, FunctionIds ids) {
        BpfMap ports = object.map("declared_ports");
        for (FunctionConfig function : matcher.matchedByPortAlone()) {
            ports.put(
                    ids.idOf(function.name()),
                    Objects.requireNonNull(function.match().port()));
        }
    }

    private KernelSide kernelSide() {
        BpfMap processes = object.map("processes");
        BpfMap listeners = object.map("listeners");
        return new KernelSide() {
            @Override
            public void processServes(int pid, int functionId) {
                processes.put(functionId, pid);
            }

            @Override
            public void processGone(int pid) {
                processes.remove(pid);
            }

            @Override
            public void portServes(int networkNamespace, int port, int functionId) {
                listeners.put(functionId, networkNamespace, port);
            }
        };
    }

    private List<HookStatus> attach() {
        List<HookStatus> statuses = attachAll(object);
        for (HookStatus status : statuses) {
            if (status.hook().required() && !status.attached()) {
                throw new IllegalStateException("cannot watch " + status.hook().yields() + ": " + status.error());
            }
        }
        return statuses;
    }

    private static List<HookStatus> attachAll(BpfObject object) {
        return Arrays.stream(Hook.values())
                .map(hook -> {
                    try {
                        object.attach(hook.program());
                        return new HookStatus(hook, null);
                    } catch (NativeException e) {
                        return new HookStatus(hook, e.getMessage());
                    }
                })
                .toList();
    }

    private static byte[] elf() {
        try (InputStream in = RequestMonitor.class.getResourceAsStream(OBJECT)) {
            return Objects.requireNonNull(in, OBJECT + " is not on the class path")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(OBJECT, e);
        }
    }
}
