package io.emfs.tests.chaos;

import io.emfs.tests.workload.NativePrograms;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Processes with the process ids of functions that have ended: whoever goes by the number alone takes them for those. */
final class Squatters implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final List<String> SCHEDULES = List.of("--thread", "other:-7", "--thread", "rr:71");

    private record Squatter(ReadyProcess process, List<Innocent> innocents) {}

    private final Deque<Squatter> squatters = new ArrayDeque<>();
    private final InnocentWatch watch;
    private final int core;
    private int count;

    Squatters(InnocentWatch watch, int core) {
        this.watch = watch;
        this.core = core;
    }

    /** Throws {@link IOException} if the kernel does not let us choose, or the process id is taken again. */
    void take(int pid) throws IOException {
        ReadyProcess process = ReadyProcess.start(NativePrograms.crowd(), core, Map.of(), arguments(pid));
        List<Innocent> innocents = process.threads().stream()
                .map(thread ->
                        new Innocent(thread.tid(), ThreadSchedule.of(thread.started()), "process id of a function"))
                .toList();
        watch.add(innocents);
        squatters.add(new Squatter(process, innocents));
        count++;
        if (squatters.size() > AT_ONCE) {
            leave(squatters.remove());
        }
    }

    /** How many there have been. */
    int count() {
        return count;
    }

    private static List<String> arguments(int pid) {
        List<String> arguments = new ArrayList<>(List.of("--as", Integer.toString(pid)));
        arguments.addAll(SCHEDULES);
        return arguments;
    }

    private void leave(Squatter squatter) {
        watch.forget(squatter.innocents());
        squatter.process().close();
    }

    @Override
    public void close() {
        squatters.forEach(this::leave);
    }
}
