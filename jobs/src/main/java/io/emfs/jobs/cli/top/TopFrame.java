package io.emfs.jobs.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link TopReport} as lines for a terminal. */
public final class TopFrame {
    private static final String UNKNOWN = "-";
    private static final int LEFT_COLUMNS_OF_FUNCTIONS = 2;
    private static final int LEFT_COLUMNS_OF_PROGRAMS = 2;
    private static final double PERCENT = 100;

    private final List<FrameLine> lines = new ArrayList<>();

    private TopFrame() {}

    public static TopFrame of(TopReport report) {
        TopFrame frame = new TopFrame();
        frame.title(report);
        frame.functions(report.functions());
        MonitorReport monitor = report.monitor();
        if (monitor == null) {
            frame.section(List.of(FrameLine.plain("the agent does not tell of its monitor")));
        } else {
            frame.programs(monitor);
            frame.ring(monitor.ring());
            frame.maps(monitor.maps());
        }
        return frame;
    }

    /** Without escape codes; each line ends with a line feed. */
    public String plain() {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }

    List<FrameLine> lines() {
        return lines;
    }

    private void title(TopReport report) {
        long missed = report.functions().stream()
                .filter(line -> Boolean.FALSE.equals(line.sloMet()))
                .count();
        lines.add(FrameLine.plain("eMFS: functions " + report.functions().size() + ", SLO missed " + missed
                + (report.window() == null ? "" : ", window " + report.window())));
    }

    private void functions(List<FunctionLine> functions) {
        FrameTable table = new FrameTable(
                LEFT_COLUMNS_OF_FUNCTIONS,
                "FUNCTION",
                "NODE",
                "QUEUE",
                "SLO",
                "MET",
                "RATE/s",
                "P50 ms",
                "P95 ms",
                "P99 ms",
                "QUEUE P95 ms",
                "ON-CPU P95 ms",
                "IN-FLIGHT",
                "INSTANCES");
        for (FunctionLine line : functions) {
            Objective slo = line.slo();
            table.add(
                    Boolean.FALSE.equals(line.sloMet()),
                    line.function(),
                    line.node(),
                    line.queue() == 0 ? UNKNOWN : "p" + line.queue(),
                    slo == null ? "none" : slo.text(),
                    met(line.sloMet()),
                    oneDecimal(line.ratePerSecond()),
                    oneDecimal(line.p50Ms()),
                    oneDecimal(line.p95Ms()),
                    oneDecimal(line.p99Ms()),
                    oneDecimal(line.queueP95Ms()),
                    oneDecimal(line.onCpuP95Ms()),
                    Long.toString(line.inFlight()),
                    Integer.toString(line.instances()));
        }
        section(functions.isEmpty() ? List.of(FrameLine.plain("no function has been seen yet")) : table.lines());
    }

    private void programs(MonitorReport monitor) {
        if (monitor.programsError() != null) {
            section(List.of(FrameLine.plain("BPF programs are not counted: " + monitor.programsError())));
            return;
        }
        FrameTable table = new FrameTable(LEFT_COLUMNS_OF_PROGRAMS, "PROGRAM", "HOOK", "RUNS/s", "NS/RUN", "CPU %");
        double runsPerSecond = 0;
        double cpuPercent = 0;
        for (ProgramLine line : monitor.programs()) {
            runsPerSecond += line.runsPerSecond();
            cpuPercent += line.cpuPercent();
            table.add(
                    false,
                    line.program(),
                    line.section(),
                    oneDecimal(line.runsPerSecond()),
                    line.nsPerRun() == null ? UNKNOWN : decimals(0, line.nsPerRun()),
                    decimals(3, line.cpuPercent()));
        }
        table.add(false, "all", "", oneDecimal(runsPerSecond), "", decimals(3, cpuPercent));
        section(table.lines());
    }

    private void ring(RingLine ring) {
        FrameTable table = new FrameTable(
                1, "RING", "EVENTS/s", "DROPPED/s", "DROPPED", "READER LAG ms", "FILL %", "HIGH WATER %", "BYTES");
        table.add(
                ring.droppedPerSecond() > 0,
                "events",
                oneDecimal(ring.eventsPerSecond()),
                oneDecimal(ring.droppedPerSecond()),
                Long.toString(ring.dropped()),
                decimals(2, ring.readerLagMs()),
                percent(ring.fillBytes(), ring.capacityBytes()),
                percent(ring.highWaterBytes(), ring.capacityBytes()),
                Long.toString(ring.capacityBytes()));
        section(table.lines());
    }

    private void maps(List<MapLine> maps) {
        FrameTable table =
                new FrameTable(1, "MAP", "ENTRIES", "CAPACITY", "FILL %", "BYTES/ENTRY", "REFUSED/s", "REFUSED");
        for (MapLine map : maps) {
            table.add(
                    map.refusedPerSecond() > 0,
                    map.map(),
                    Long.toString(map.entries()),
                    Long.toString(map.capacity()),
                    percent(map.entries(), map.capacity()),
                    Integer.toString(map.entryBytes()),
                    oneDecimal(map.refusedPerSecond()),
                    Long.toString(map.refused()));
        }
        section(table.lines());
    }

    private void section(List<FrameLine> section) {
        lines.add(FrameLine.plain(""));
        lines.addAll(section);
    }

    private static String met(@Nullable Boolean met) {
        return met == null ? UNKNOWN : met ? "yes" : "NO";
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? UNKNOWN : oneDecimal(PERCENT * part / whole);
    }

    private static String oneDecimal(@Nullable Double value) {
        return value == null ? UNKNOWN : decimals(1, value);
    }

    private static String decimals(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
