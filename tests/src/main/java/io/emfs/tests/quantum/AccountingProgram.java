package io.emfs.tests.quantum;

import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Runs {@code accounting} and reads its figures. Throws {@link IOException} with the program's message if it fails. */
final class AccountingProgram {
    private static final Pattern LINE = Pattern.compile(
            "^(\\S+) n=(\\d+) p25=(\\S+) p50=(\\S+) p75=(\\S+) p95=(\\S+) max=(\\S+)$", Pattern.MULTILINE);

    /** Where it begins; it moves what it measures to the last core. */
    private static final int CORE = 0;

    private AccountingProgram() {}

    /** What a function loses to an interrupt: {@code look}, {@code sample}, and, for the noise, {@code nothing}. */
    static Map<String, Figures> interrupts() throws IOException, InterruptedException {
        return run("interrupts", NativePrograms.accountingObject().toString());
    }

    /** How late quanta end by a perf event per thread. */
    static Figures overshoot(int threads) throws IOException, InterruptedException {
        return one(run("overshoot", Integer.toString(threads)), "overshoot");
    }

    /** A context switch {@code without} such events and {@code with} them, and how much {@code more} that is. */
    static Map<String, Figures> switches() throws IOException, InterruptedException {
        return run("switches");
    }

    static Figures one(Map<String, Figures> figures, String name) {
        Figures found = figures.get(name);
        if (found == null) {
            throw new IllegalArgumentException("accounting printed no " + name + ", only " + figures.keySet());
        }
        return found;
    }

    static Map<String, Figures> parse(String output) {
        Map<String, Figures> figures = new HashMap<>();
        LINE.matcher(output).results().forEach(line -> figures.put(line.group(1), figures(line)));
        return figures;
    }

    private static Figures figures(MatchResult line) {
        return new Figures(
                Integer.parseInt(line.group(2)),
                Double.parseDouble(line.group(3)),
                Double.parseDouble(line.group(4)),
                Double.parseDouble(line.group(5)),
                Double.parseDouble(line.group(6)),
                Double.parseDouble(line.group(7)));
    }

    private static Map<String, Figures> run(String... arguments) throws IOException, InterruptedException {
        try (PinnedProcess process =
                PinnedProcess.start(NativePrograms.accounting(), CORE, Map.of(), List.of(arguments))) {
            String output = String.join("\n", process.output().lines().toList());
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException("accounting exit=" + exitCode + ": " + process.errors());
            }
            return parse(output);
        }
    }
}
