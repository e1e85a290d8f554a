package io.emfs.bpf.probe;

import io.emfs.bpf.monitor.AmbiguousProcess;
import io.emfs.bpf.monitor.FunctionSurvey;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.state.FunctionKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells for each function that runs, or is declared and does not, whether eMFS may schedule it. */
public final class FunctionProbe {
    private static final Path CGROUP_V1_CPU = Path.of("/sys/fs/cgroup/cpu");
    private static final String RT_BUDGET = "cpu.rt_runtime_us";

    private final ProcFs proc = new ProcFs();

    public List<Finding> ask(EmfsConfig config) {
        FunctionSurvey survey = FunctionSurvey.take(config, proc);
        ProcessTable running = survey.processes();
        List<Finding> findings = new ArrayList<>();
        running.functions().stream()
                .map(key -> scheduling(key, running.pidsOf(key)))
                .forEach(findings::add);
        survey.ambiguous().stream()
                .map(process -> Finding.degraded("process " + process.pid(), process.detail(), AmbiguousProcess.REMEDY))
                .forEach(findings::add);
        config.functions().stream()
                .map(FunctionConfig::name)
                .filter(name -> running.pidsOf(new FunctionKey(config.node(), name)).length == 0)
                .filter(name -> survey.ambiguous().stream()
                        .noneMatch(process -> process.functions().contains(name)))
                .map(name -> Finding.ok("function " + name, "not running; it will be placed when it starts"))
                .forEach(findings::add);
        return findings;
    }

    private Finding scheduling(FunctionKey key, int[] pids) {
        String subject = "function " + key.function();
        List<String> refused = Arrays.stream(pids)
                .mapToObj(proc::cpuCgroup)
                .flatMap(Optional::stream)
                .distinct()
                .filter(FunctionProbe::withoutBudget)
                .toList();
        if (refused.isEmpty()) {
            return Finding.ok(subject, pids.length + " processes, real-time permitted");
        }
        return Finding.failed(
                subject,
                "the kernel refuses real-time in its cpu cgroup " + String.join(", ", refused),
                "give the group (and each of its parents) a budget: echo 950000 > " + CGROUP_V1_CPU + refused.get(0)
                        + "/" + RT_BUDGET + ", or use cgroup v2");
    }

    /** CONFIG_RT_GROUP_SCHED: a cgroup v1 cpu group without a real-time budget makes sched_setscheduler(2) fail with EPERM. */
    private static boolean withoutBudget(String group) {
        try {
            return KernelFile.read(CGROUP_V1_CPU.resolve(group.substring(1)).resolve(RT_BUDGET))
                    .equals("0");
        } catch (IOException noSuchController) {
            return false;
        }
    }
}
