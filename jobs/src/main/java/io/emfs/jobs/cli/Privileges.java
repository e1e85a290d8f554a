package io.emfs.jobs.cli;

import io.emfs.bpf.probe.Capability;
import io.emfs.bpf.proc.ProcFs;
import java.util.Set;
import java.util.stream.Collectors;

/** What an agent is good for that lacks some capabilities(7). */
public record Privileges(Set<Capability> missing) {
    private static final Set<Capability> TO_WATCH = Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON);

    public static Privileges ofThisProcess() {
        return new Privileges(Capability.missing(new ProcFs()));
    }

    public boolean canWatch() {
        return TO_WATCH.stream().noneMatch(missing::contains);
    }

    public boolean canSchedule() {
        return canWatch() && !missing.contains(Capability.CAP_SYS_NICE);
    }

    /** What is missing, and what still works; to be shown unless nothing is missing. */
    public String explanation() {
        return "missing " + list() + ". " + consequence()
                + " Run as root, or grant what is missing; ./emfs doctor tells more.";
    }

    /** What is missing, and what for. */
    public String list() {
        return missing.stream()
                .sorted()
                .map(capability -> capability + " (to " + capability.purpose() + ")")
                .collect(Collectors.joining(", "));
    }

    private String consequence() {
        if (!canWatch()) {
            return "The agent cannot watch requests; status, doctor and checking a configuration still work.";
        }
        return canSchedule()
                ? "Functions of other users are found only by the port that they open while eMFS runs."
                : "It watches and decides, as with --dry-run, but changes nothing.";
    }
}
