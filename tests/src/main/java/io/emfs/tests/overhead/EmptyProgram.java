package io.emfs.tests.overhead;

import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.BpfProgram;
import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.tests.workload.NativePrograms;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A program that does nothing, run at every read from a TCP socket while it is open: the least that the kernel's timing
 * makes of a run.
 */
final class EmptyProgram implements AutoCloseable {
    private static final String NAME = "empty";

    private final BpfObject object;

    private EmptyProgram(BpfObject object) {
        this.object = object;
    }

    static EmptyProgram attach() throws IOException {
        BpfObject object = BpfObject.open(Files.readAllBytes(NativePrograms.emptyObject()));
        try {
            object.load().attach(NAME);
            return new EmptyProgram(object);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    HookCost cost() {
        ProgramStatistics statistics = object.programs().stream()
                .map(BpfProgram::statistics)
                .findFirst()
                .orElseThrow();
        return new HookCost(statistics.program(), statistics.runs(), statistics.runTimeNs());
    }

    @Override
    public void close() {
        object.close();
    }
}
