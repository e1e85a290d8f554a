package io.emfs.tests.chaos;

import io.emfs.tests.workload.NativePrograms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that are no functions, on each core, with threads of every kind. */
record Bystanders(List<ReadyProcess> processes) implements AutoCloseable {
    private static final List<String> SCHEDULES = List.of(
            "other:-11",
            "other:-3",
            "other:7",
            "other:19",
            "other:4:reset",
            "other:0:slice=3000",
            "batch:3",
            "batch:-5:reset",
            "idle:0",
            "rr:75",
            "rr:71",
            "rr:40:reset",
            "fifo:50");

    static Bystanders start(List<Integer> cores) throws IOException {
        List<String> arguments = new ArrayList<>();
        SCHEDULES.forEach(schedule -> arguments.addAll(List.of("--thread", schedule)));
        List<ReadyProcess> processes = new ArrayList<>();
        for (int core : cores) {
            processes.add(ReadyProcess.start(NativePrograms.crowd(), core, Map.of(), arguments));
        }
        return new Bystanders(processes);
    }

    /** All their threads, the main ones too, as they are now: to be called before an agent runs. */
    List<Innocent> innocents() {
        List<Innocent> innocents = new ArrayList<>();
        for (ReadyProcess process : processes) {
            add(process.pid(), "main thread of a bystander", innocents);
            process.threads().forEach(thread -> add(thread.tid(), "bystander started " + thread.started(), innocents));
        }
        return innocents;
    }

    private static void add(int tid, String where, List<Innocent> innocents) {
        innocents.add(new Innocent(tid, ThreadSchedule.of(tid).orElseThrow(), where));
    }

    @Override
    public void close() {
        processes.forEach(ReadyProcess::close);
    }
}
