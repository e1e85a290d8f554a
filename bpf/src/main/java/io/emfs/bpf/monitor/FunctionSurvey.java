package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.EmfsConfig;
import io.emfs.state.InstanceStarted;
import java.util.List;

/**
 * Which functions run at this moment, found without the kernel side's help: what the doctor shows.
 *
 * @param ambiguous processes of more than one function
 */
public record FunctionSurvey(ProcessTable processes, List<AmbiguousProcess> ambiguous) {
    private static final KernelSide NOBODY = new KernelSide() {
        @Override
        public void processServes(int pid, int functionId) {}

        @Override
        public void processGone(int pid) {}

        @Override
        public void endServes(int networkNamespace, int port, int functionId, int listeners) {}

        @Override
        public void endGone(int networkNamespace, int port) {}

        @Override
        public long cpusOf(int pid) {
            return InstanceStarted.UNKNOWN_CPUS;
        }

        @Override
        public void functionIsClient(int functionId) {}
    };

    public static FunctionSurvey take(EmfsConfig config, ProcFs proc) {
        ProcessTable table = new ProcessTable();
        AmbiguousProcesses ambiguous = new AmbiguousProcesses(proc, process -> {});
        FunctionTracker tracker = new FunctionTracker(
                new FunctionMatcher(config, ambiguous),
                new FunctionIds(config.node(), config.monitor().maxFunctions()),
                table,
                proc,
                NOBODY,
                event -> {},
                (pid, lookup) -> lookup.run(),
                new EpochClock());
        new ProcessScan(proc).feed(tracker, 0);
        return new FunctionSurvey(table, ambiguous.all());
    }
}
