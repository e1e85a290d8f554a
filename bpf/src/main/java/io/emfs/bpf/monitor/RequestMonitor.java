package io.emfs.bpf.monitor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfFeatures;
import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.CommandedProgram;
import io.emfs.bpf.libbpf.MappedArray;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.ring.RingBufferReader;
import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.config.MonitorConfig;
import io.emfs.config.MonitorConfig.Arrival;
import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of one node: loads and attaches the BPF programs, finds the functions that run already, then yields events
 * from a reading thread of its own until closed. {@link #start} throws {@link NativeException} if the programs do not
 * load or a required hook does not attach; a hook that can be done without is reported by {@link #hooks()}.
 */
public final class RequestMonitor implements AutoCloseable {
    private static final String OBJECT = "/io/emfs/bpf/emfs.bpf.o";

    /** Looks at the thread that runs on a CPU. */
    private static final String LOOK = "look";

    private static final long HOUSEKEEPING_INTERVAL_MS = 1_000;

    /** Listening sockets outnumber functions where some have several. */
    private static final int MIN_ENDS = 16_384;

    private final AttachedObject attached;
    private final ProcessTable table;
    private final FunctionIds ids;
    private final FunctionTable functions;
    private final Placements placements;
    private final MappedArray digests;
    private final MappedKernelSide kernel;
    private final MappedArray shared;
    private final ConnectionTable connections;
    private final @Nullable PacketStamps stamps;
    private final DigestCollector collector;
    private final BpfMap counters;
    private final ConnectionEviction eviction;
    private final PeerView peers;
    private final ListenOverflows listenOverflows;
    private final RingBufferReader ring;
    private final AmbiguousProcesses ambiguous = AmbiguousProcesses.logged(new ProcFs());
    private final MatcherThreads lookups = new MatcherThreads();
    private final PeriodicThread housekeeping;
    private final DeadlineThread deadlines;
    private final FunctionMatcher matcher;
    private final FunctionTracker tracker;
    private final EpochClock clock;
    private EmfsConfig current;
    private final ReaderThread reader;
    private final MonitorStatistics statistics;

    private RequestMonitor(EmfsConfig config, ProcessTable table, EpochClock clock, NodeEventListener listener) {
        this.table = table;
        this.clock = clock;
        this.current = config;
        MonitorConfig monitor = config.monitor();
        attached = AttachedObject.of(Hook.of(config.policy()), typed -> open(config, typed), monitor.attach());
        BpfObject object = attached.object();
        try {
            requireHooks();
            ids = new FunctionIds(config.node(), monitor.maxFunctions());
            functions = new FunctionTable(object.map("functions"), monitor.maxFunctions());
            placements = new Placements(config, ids, functions);
            digests = new MappedArray(object.map("digests"), monitor.maxDigests(), DigestDescriptor.SIZE_BYTES);
            collector = new DigestCollector(monitor, ids, functions, digests, clock, listener);
            counters = object.map("counters");
            shared = new MappedArray(object.map(SharedDescriptor.MAP), 1, SharedDescriptor.SIZE_BYTES);
            connections = new ConnectionTable(object, monitor.maxSockets(), shared.slot(0));
            eviction = new ConnectionEviction(connections, () -> counter(KernelCounter.CONNECTIONS_FULL));
            Runnable switchesMatter = () -> {};
            Runnable periodic = eviction;
            @Nullable String switches = attached.program(Hook.SWITCH);
            if (switches != null) {
                SwitchHook hook = new SwitchHook(
                        object, switches, () -> shared.slot(0).getLongVolatile(SharedDescriptor.NEARS_OFFSET));
                switchesMatter = hook::needed;
                periodic = () -> {
                    eviction.run();
                    hook.run();
                };
            }
            housekeeping = new PeriodicThread("emfs-housekeeping", periodic, HOUSEKEEPING_INTERVAL_MS);
            ring = new RingBufferReader(object.map("events").fd(), monitor.ringBytes());
            matcher = new FunctionMatcher(config, ambiguous);
            kernel = new MappedKernelSide(object, functions);
            declare(config, matcher);
            peers = new PeerView(object.map("peers"), ids);
            ProcFs proc = new ProcFs();
            listenOverflows = new ListenOverflows(proc, table);
            tracker = new FunctionTracker(matcher, ids, table, proc, kernel, listener, lookups, clock);
            deadlines = new DeadlineThread(BpfFeatures.possibleCpus(), CommandedProgram.of(object, LOOK)::runOn);
            ReaderMeter meter = new ReaderMeter(new EventDecoder(
                    ids, clock, tracker::onProcess, deadlines, switchesMatter, functions::inFlight, listener));
            statistics = new MonitorStatistics(object, connections, ring, meter);
            stamps = monitor.arrival() == Arrival.INGRESS ? PacketStamps.begin(shared.slot(0)) : null;
            reader = new ReaderThread(
                    ring,
                    meter,
                    () -> new ProcessScan(proc).feed(tracker, clock.nowNs()),
                    this::tick,
                    monitor.flush().toNanos());
        } catch (RuntimeException e) {
            lookups.close();
            attached.close();
            throw e;
        }
    }

    /** Starts watching; {@code table} is kept up to date from now on, and {@code clock} dates the events. */
    public static RequestMonitor start(
            EmfsConfig config, ProcessTable table, EpochClock clock, NodeEventListener listener) {
        RequestMonitor monitor = new RequestMonitor(config, table, clock, listener);
        monitor.deadlines.start();
        monitor.reader.start();
        monitor.housekeeping.start();
        return monitor;
    }

    /** Attaches every hook, reports, and detaches again; for {@code emfs doctor}. */
    public static List<HookStatus> probe(EmfsConfig config) {
        try (AttachedObject attached = AttachedObject.of(
                Hook.of(config.policy()),
                typed -> open(config, typed),
                config.monitor().attach())) {
            return attached.hooks();
        }
    }

    public List<HookStatus> hooks() {
        return attached.hooks();
    }

    /**
     * Accounts the function's threads from now on: each has the quanta of its base queue and of those below, and each of
     * its requests is known to be late once it can no longer meet the SLO. Thread-safe; one load for the kernel side.
     *
     * @param queue the function's base queue; p1 is 1
     * @param demandNs CPU time that a request is expected to take; 0 if that is not known
     * @throws IllegalArgumentException if there is no such queue, or the function is another node's
     */
    public void place(FunctionKey key, int queue, long demandNs) {
        placements.place(key, queue, demandNs);
    }

    /**
     * Goes by the functions and SLOs of this configuration from now on. Processes of functions that are declared otherwise
     * or no longer are let go, those of functions that are new are looked for among what runs, and all processes of
     * functions are announced again. All else stays as it was. Reads proc(5) on the calling thread; one call at a time.
     *
     * @param released told of each process that is let go and lives on
     */
    public void follow(EmfsConfig config, IntConsumer released) {
        EmfsConfig before = current;
        current = config;
        for (FunctionConfig function : matcher.matchedByPortAlone()) {
            kernel.portIsNobodys(Objects.requireNonNull(function.match().port()));
        }
        matcher.follow(config);
        declare(config, matcher);
        placements.follow(config);
        long nowNs = clock.nowNs();
        ProcessScan scan = new ProcessScan(new ProcFs());
        for (FunctionKey key : ids.keys()) {
            if (!isRecognisedAlike(key.function(), before, config)) {
                tracker.recheck(key, scan, nowNs, released);
            }
        }
        scan.feed(tracker, nowNs);
        tracker.announce(nowNs);
    }

    private static boolean isRecognisedAlike(String function, EmfsConfig before, EmfsConfig after) {
        return before.discovery().env().equals(after.discovery().env())
                && before.function(function)
                        .map(FunctionConfig::match)
                        .equals(after.function(function).map(FunctionConfig::match));
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

    /** Requests of all functions that got their first response byte. */
    public long answered() {
        return IntStream.rangeClosed(1, ids.size())
                .mapToLong(functions::answered)
                .sum();
    }

    /** What the kernel has counted of each function that the monitor knows of. */
    public Map<FunctionKey, RequestTotals> totals() {
        Map<FunctionKey, RequestTotals> totals = new LinkedHashMap<>();
        int id = 0;
        for (FunctionKey key : ids.keys()) {
            totals.put(key, functions.totals(++id));
        }
        return totals;
    }

    /** What the kernel has counted of one function; nothing if the monitor does not know it. */
    public RequestTotals totals(FunctionKey key) {
        return ids.find(key).map(functions::totals).orElse(RequestTotals.NONE);
    }

    /** The clients of all functions, as far as {@code monitor.max-peers} keeps them. */
    public List<Peer> peers() {
        return peers.all();
    }

    /** Connections that found the accept queue full, in the network namespaces of functions. */
    public long listenOverflows() {
        return listenOverflows.total();
    }

    /** Functions aggregated in the kernel at present. */
    public int digestedFunctions() {
        return collector.active();
    }

    /** How often, once a second, a function was to be aggregated and {@code monitor.max-digests} were in use. */
    public long digestsRefused() {
        return collector.refused();
    }

    /** How often a function was not watched because {@code monitor.max-functions} are. */
    public long functionsRefused() {
        return ids.refused();
    }

    /** Idle connections forgotten to make room. */
    public long connectionsEvicted() {
        return eviction.evicted();
    }

    /** What the monitor tells of itself. */
    public MonitorStatistics statistics() {
        return statistics;
    }

    /** Bytes in the ring that are not drained yet. */
    public long ringFillBytes() {
        return ring.fillBytes();
    }

    /** Connections that the kernel side tracks at this moment. */
    public int connections() {
        return connections.entries();
    }

    /** Connections with a request that waits for its answer at this moment; walks them all. */
    public int pendingConnections() {
        return connections.pending();
    }

    /** Ports on which functions listen, in their network namespaces, as far as the kernel side knows. */
    public int listeners() {
        return statistics.entries("ends");
    }

    /** Whether the reading thread is at work. */
    public boolean alive() {
        return reader.isAlive();
    }

    @Override
    public void close() {
        placements.close();
        reader.stopAndJoin();
        deadlines.close();
        lookups.close();
        housekeeping.close();
        collector.close();
        if (stamps != null) {
            stamps.close();
        }
        ring.close();
        kernel.close();
        connections.close();
        digests.close();
        functions.close();
        attached.close();
        shared.close();
    }

    private static BpfObject open(EmfsConfig config, boolean typedPointers) {
        MonitorConfig monitor = config.monitor();
        return BpfObject.open(elf())
                .maxEntries("events", monitor.ringBytes())
                .maxEntries("functions", monitor.maxFunctions() + 1)
                .maxEntries("digests", monitor.maxDigests())
                .maxEntries(ConnectionTable.PLACES, ConnectionTable.places(monitor.maxSockets()))
                .maxEntries(ConnectionTable.DISPLACED, monitor.maxSockets())
                .maxEntries("ends", Math.max(MIN_ENDS, monitor.maxFunctions()))
                .maxEntries("declared_ports", Math.max(1, monitor.maxFunctions()))
                .maxEntries("processes", monitor.maxProcesses())
                .maxEntries("peers", Math.max(1, monitor.maxPeers()))
                .constants(
                        SettingsDescriptor.of(config, typedPointers, typedPointers && BpfFeatures.threadIterators()));
    }

    /** On the ring's reading thread, every {@code monitor.flush}. */
    private void tick() {
        if (stamps != null) {
            stamps.refresh();
        }
        collector.tick();
    }

    private void requireHooks() {
        for (HookStatus status : attached.hooks()) {
            if (status.hook().required() && !status.attached()) {
                throw new IllegalStateException("cannot watch " + status.hook().yields() + ": " + status.error());
            }
        }
    }

    private void declare(EmfsConfig config, FunctionMatcher matcher) {
        for (FunctionConfig function : matcher.matchedByPortAlone()) {
            ids.idOf(function.name())
                    .ifPresent(id -> kernel.portBelongs(
                            Objects.requireNonNull(function.match().port()), id));
        }
        for (FunctionConfig function : config.functions()) {
            Slo slo = function.slo();
            if (slo != null) {
                ids.idOf(function.name())
                        .ifPresent(id -> functions.slo(id, slo.latency().toNanos()));
            }
        }
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
