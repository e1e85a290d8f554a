package io.emfs.jobs.cli;

import io.emfs.bpf.probe.Finding;
import io.emfs.bpf.probe.Finding.Verdict;
import io.emfs.bpf.probe.FunctionProbe;
import io.emfs.bpf.probe.MachineProbe;
import io.emfs.config.EmfsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code emfs doctor}: exits with 1 if monitoring or scheduling does not work at all. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what works on this machine, and what to do about what does not.")
final class DoctorCommand implements Callable<Integer> {
    private static final int COLUMNS = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        EmfsConfig config = options.load().config();
        List<Finding> findings = new ArrayList<>(new MachineProbe().ask(config));
        findings.addAll(new FunctionProbe().ask(config));
        spec.commandLine().getOut().print(json ? Json.of(findings) + "\n" : table(findings));
        spec.commandLine().getOut().flush();
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILED) ? Failures.FAILED : 0;
    }

    private static String table(List<Finding> findings) {
        TextTable table = new TextTable(COLUMNS, List.of("", "SUBJECT", "DETAIL"));
        for (Finding finding : findings) {
            table.add(List.of(
                    finding.verdict().toString().toLowerCase(Locale.ROOT), finding.subject(), finding.detail()));
            if (!finding.remedy().isEmpty()) {
                table.add(List.of("", "", "→ " + finding.remedy()));
            }
        }
        return table.render();
    }
}
