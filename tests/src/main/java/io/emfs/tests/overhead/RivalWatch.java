package io.emfs.tests.overhead;

import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rival as a process of its own, on the core where eMFS's monitor runs too. */
final class RivalWatch implements Watch {
    private static final String ATTACHED = "attached";
    private static final Pattern REQUESTS = Pattern.compile("^requests=(\\d+) ", Pattern.MULTILINE);
    private static final Pattern COST =
            Pattern.compile("^program=(\\S+) runs=(\\d+) run_time_ns=(\\d+)$", Pattern.MULTILINE);

    private final PinnedProcess process;

    private RivalWatch(PinnedProcess process) {
        this.process = process;
    }

    static RivalWatch start(int port, int core) throws IOException {
        List<String> arguments = List.of(NativePrograms.rivalObject().toString(), Integer.toString(port));
        PinnedProcess process = PinnedProcess.start(NativePrograms.rival(), core, Map.of(), arguments);
        if (!ATTACHED.equals(process.output().readLine())) {
            process.close();
            throw new IOException("rival did not attach: " + process.errors());
        }
        return new RivalWatch(process);
    }

    @Override
    public Sighting end() throws IOException, InterruptedException {
        process.close(); // it reports on SIGTERM
        return parse(process.output().lines().collect(Collectors.joining("\n")));
    }

    /** Throws {@link IllegalArgumentException} if the report has no count. */
    static Sighting parse(String report) {
        long requests = REQUESTS.matcher(report)
                .results()
                .mapToLong(result -> Long.parseLong(result.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rival's report has no requests: \"" + report + "\""));
        return new Sighting(
                requests, COST.matcher(report).results().map(RivalWatch::cost).toList());
    }

    private static HookCost cost(MatchResult line) {
        return new HookCost(line.group(1), Long.parseLong(line.group(2)), Long.parseLong(line.group(3)));
    }
}
