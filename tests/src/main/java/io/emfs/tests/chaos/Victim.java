package io.emfs.tests.chaos;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A function that runs, and may be killed, stopped and moved at any moment. Thread-safe. */
final class Victim implements AutoCloseable {
    private static final int START_ATTEMPTS = 50;
    private static final int RETRY_MS = 20;

    private final ProcFs proc = new ProcFs();
    private final VictimPlan plan;
    private final int core;
    private final InnocentWatch watch;
    private final Map<Integer, ThreadPolicy> ownPolicies = new HashMap<>();
    private final List<Innocent> strangers = new ArrayList<>();
    private ReadyProcess process;

    private Victim(VictimPlan plan, int core, InnocentWatch watch, ReadyProcess process) {
        this.plan = plan;
        this.core = core;
        this.watch = watch;
        this.process = process;
        meet();
    }

    static Victim start(VictimPlan plan, int core, InnocentWatch watch) throws IOException, InterruptedException {
        return new Victim(plan, core, watch, launch(plan, core));
    }

    VictimPlan plan() {
        return plan;
    }

    /** SIGKILL, and another one in its place; the process id that is free now. */
    synchronized int restart() throws IOException, InterruptedException {
        int before = process.pid();
        watch.forget(strangers);
        ProcessHandle.of(before).ifPresent(ProcessHandle::destroyForcibly);
        process.close();
        process = launch(plan, core);
        meet();
        return before;
    }

    synchronized int pid() {
        return process.pid();
    }

    /** What the program printed last, once it was told to end. */
    synchronized String lastWords() throws IOException {
        process.close();
        return String.valueOf(process.process().output().readLine());
    }

    /** Its threads that are not as they were started, in words; those that somebody else made real-time apart. */
    synchronized List<String> changedThreads() {
        List<String> changed = new ArrayList<>();
        int main = process.pid();
        IntStream children = Arrays.stream(proc.processes())
                .filter(pid -> proc.parent(pid).filter(parent -> parent == main).isPresent());
        IntStream.concat(IntStream.of(main), children)
                .flatMap(pid -> Arrays.stream(proc.threads(pid)))
                .filter(tid -> strangers.stream().noneMatch(stranger -> stranger.tid() == tid))
                .forEach(tid -> ThreadSchedule.policyOf(tid)
                        .filter(now -> !now.equals(ownPolicies.getOrDefault(tid, plan.started())))
                        .ifPresent(now -> changed.add("thread " + tid + " of " + plan.name() + " is at " + now)));
        return changed;
    }

    /** A killed predecessor may hold the port for a moment yet. */
    private static ReadyProcess launch(VictimPlan plan, int core) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return ReadyProcess.start(plan.program(), core, Map.of(), plan.arguments());
            } catch (IOException inUse) {
                if (attempt == START_ATTEMPTS) {
                    throw inUse;
                }
                Thread.sleep(RETRY_MS);
            }
        }
    }

    private void meet() {
        ownPolicies.clear();
        strangers.clear();
        for (CrowdThread thread : process.threads()) {
            if (thread.started().realTime()) {
                strangers.add(
                        new Innocent(thread.tid(), ThreadSchedule.of(thread.started()), "stranger in " + plan.name()));
            } else {
                ownPolicies.put(thread.tid(), thread.started());
            }
        }
        watch.add(strangers);
    }

    @Override
    public synchronized void close() {
        watch.forget(strangers);
        process.close();
    }
}
