package io.emfs.jobs;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.ProcessBirths;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.pipeline.executor.InstanceDirectory;
import io.emfs.state.FunctionKey;

/** The monitor's table of processes as the executor asks for it. Thread-safe. */
final class FunctionProcesses implements InstanceDirectory {
    private final ProcessTable table;
    private final ProcessBirths births;

    FunctionProcesses(ProcessTable table, EpochClock clock) {
        this.table = table;
        this.births = new ProcessBirths(new ProcFs(), clock);
    }

    @Override
    public int[] pidsOf(FunctionKey key) {
        return table.pidsOf(key);
    }

    @Override
    public boolean serves(FunctionKey key, int pid, long startTicks) {
        long knownNs = table.knownNs(key, pid);
        return knownNs != Long.MIN_VALUE && !births.isAfter(startTicks, knownNs);
    }
}
