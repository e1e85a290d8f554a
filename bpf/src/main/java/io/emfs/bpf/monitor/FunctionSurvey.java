package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.EmfsConfig;

/** Which functions run at this moment, found without the kernel side's help: what a dry run and the doctor show. */
public final class FunctionSurvey {
    private static final KernelSide NOBODY = new KernelSide() {
        @Override
        public void processServes(int pid, int functionId) {}

        @Override
        public void processGone(int pid) {}

        @Override
        public void endServes(int networkNamespace, int port, int functionId, int listeners) {}

        @Override
        public void functionIsClient(int functionId) {}
    };

    private FunctionSurvey() {}

    public static ProcessTable take(EmfsConfig config, ProcFs proc) {
        ProcessTable table = new ProcessTable();
        FunctionTracker tracker = new FunctionTracker(
                new FunctionMatcher(config),
                new FunctionIds(config.node(), config.monitor().maxFunctions()),
                table,
                proc,
                NOBODY,
                event -> {},
                (pid, lookup) -> lookup.run());
        new ProcessScan(proc).feed(tracker, 0);
        return table;
    }
}
