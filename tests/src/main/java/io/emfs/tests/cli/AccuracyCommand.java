package io.emfs.tests.cli;

import io.emfs.tests.accuracy.Accuracy;
import io.emfs.tests.accuracy.AccuracyCase;
import io.emfs.tests.accuracy.AccuracyJson;
import io.emfs.tests.accuracy.AccuracyTable;
import io.emfs.tests.accuracy.CaseResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code emfs bench accuracy}: the monitor against the truth that client and server know. */
@Command(
        mixinStandardHelpOptions = true,
        name = "accuracy",
        description =
                "How far the monitor's times are from what client and server measure themselves, on traffic of many shapes.",
        footer = {
            "",
            "ttfb: median error ≤ 20 µs, p95 ≤ 100 µs; duration: 95 %% within 50 µs or 1 %%;",
            "p99 of a window within 2 %%; every request counted once."
        })
final class AccuracyCommand implements Callable<Integer> {
    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "CASE",
            converter = CaseConverter.class,
            completionCandidates = CaseTitles.class,
            description = "Some of: ${COMPLETION-CANDIDATES}; default: all.")
    private List<AccuracyCase> cases = new ArrayList<>(List.of(AccuracyCase.values()));

    @Option(
            names = "--requests",
            description = "Of each case, in each mode; default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int requests;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        List<CaseResult> results;
        try (TerminalProgress progress = new TerminalProgress()) {
            results = new Accuracy(cases, requests, bench.overrides(), progress).run();
        }
        bench.report(new AccuracyTable(results).render(), new AccuracyJson(results).render());
        return 0;
    }

    static final class CaseConverter implements ITypeConverter<AccuracyCase> {
        @Override
        public AccuracyCase convert(String title) {
            try {
                return AccuracyCase.of(title);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class CaseTitles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(AccuracyCase.values()).map(AccuracyCase::title).iterator();
        }
    }
}
