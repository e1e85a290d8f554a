package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.BpfProgram;
import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.libbpf.Table;
import io.emfs.bpf.ring.RingBufferReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a {@link RequestMonitor} tells of itself. Thread-safe; each figure is read when it is asked for, and all but
 * {@link #tables} are cheap. After the monitor is closed, asking throws {@link io.emfs.bpf.NativeException}.
 */
public final class MonitorStatistics {
    private static final Map<String, KernelCounter> REFUSALS = Map.of(
            "connections", KernelCounter.CONNECTIONS_FULL,
            "processes", KernelCounter.PROCESSES_FULL,
            "ends", KernelCounter.ENDS_FULL);

    private final List<BpfProgram> programs;
    private final List<Table> tables;
    private final BpfMap counters;
    private final RingBufferReader ring;
    private final ReaderMeter reader;

    MonitorStatistics(BpfObject loaded, ConnectionTable connections, RingBufferReader ring, ReaderMeter reader) {
        programs = loaded.programs();
        tables = loaded.hashTables().stream()
                .map(table -> table.name().equals(ConnectionTable.DISPLACED) ? connections : (Table) table)
                .toList();
        counters = loaded.map("counters");
        this.ring = ring;
        this.reader = reader;
    }

    public List<BpfProgram> loadedPrograms() {
        return programs;
    }

    /** Those that fill up; some are walked to count their entries. */
    public List<Table> tablesThatFill() {
        return tables;
    }

    /** Runs of each loaded program; they are counted while {@link io.emfs.bpf.libbpf.RunTimeStatistics} are on. */
    public List<ProgramStatistics> programs() {
        return programs.stream().map(BpfProgram::statistics).toList();
    }

    public RingUse ring() {
        return new RingUse(ring.capacityBytes(), ring.fillBytes(), ring.highWaterBytes());
    }

    /** How full the hash tables are. The kernel keeps no count of entries: each table is walked. */
    public List<TableFill> tables() {
        return tables.stream()
                .map(table -> new TableFill(
                        table.name(), table.entries(), table.capacity(), table.entryBytes(), refused(table.name())))
                .toList();
    }

    /** Entries of one table, which is walked; throws {@link IllegalArgumentException} if there is none by that name. */
    int entries(String table) {
        return tables.stream()
                .filter(each -> each.name().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hash table " + table))
                .entries();
    }

    public Map<KernelCounter, Long> counters() {
        Map<KernelCounter, Long> values = new EnumMap<>(KernelCounter.class);
        for (KernelCounter counter : KernelCounter.values()) {
            values.put(counter, counters.sum(counter.slot()));
        }
        return values;
    }

    /** Records read from the ring so far. */
    public long events() {
        return reader.records();
    }

    /**
     * How far behind the kernel the reader was in the last 15 to 20 s at most, or is now: the age of a record when it had
     * been handled, or of one that still waits.
     */
    public long readerLagNs() {
        OptionalLong waitingSince = ring.oldestUnreadNs();
        long waitingNs = waitingSince.isPresent() ? System.nanoTime() - waitingSince.getAsLong() : 0;
        return Math.max(reader.recentLagNs(), waitingNs);
    }

    private long refused(String table) {
        KernelCounter counter = REFUSALS.get(table);
        return counter == null ? 0 : counters.sum(counter.slot());
    }
}
