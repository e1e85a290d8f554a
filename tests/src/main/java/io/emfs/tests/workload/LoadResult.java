package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run of the load generator measured, per target in the order of {@link LoadOptions#targets}. */
public record LoadResult(List<TargetResult> targets) {
    private static final Pattern TARGET_COUNTS =
            Pattern.compile("# target=(\\d+) sent=(\\d+) completed=(\\d+) errors=\\d+ refused=(\\d+)");

    public LoadResult {
        targets = List.copyOf(targets);
    }

    public long sent() {
        return sum(TargetResult::sent);
    }

    public long completed() {
        return sum(TargetResult::completed);
    }

    public long errors() {
        return sum(TargetResult::errors);
    }

    public long refused() {
        return sum(TargetResult::refused);
    }

    /** Throws {@link IllegalArgumentException} on anything loadgen does not print, a cut-off report included. */
    static LoadResult parse(List<String> lines) {
        List<List<CompletedRequest>> requests = new ArrayList<>();
        List<TargetResult> targets = new ArrayList<>();
        for (String line : lines) {
            Matcher counts = TARGET_COUNTS.matcher(line);
            if (counts.matches()) {
                targets.add(target(counts, at(requests, targets.size())));
            } else if (!line.startsWith("#")) {
                CompletedRequest request = CompletedRequest.parse(line);
                at(requests, request.target()).add(request);
            }
        }
        if (lines.isEmpty() || !lines.get(lines.size() - 1).startsWith("# sent=")) {
            throw new IllegalArgumentException("loadgen's report has no summary, lines=" + lines.size());
        }
        return new LoadResult(targets);
    }

    private static TargetResult target(Matcher counts, List<CompletedRequest> requests) {
        long completed = Long.parseLong(counts.group(3));
        if (completed != requests.size()) {
            throw new IllegalArgumentException(
                    "loadgen's report is cut off: completed=" + completed + ", lines=" + requests.size());
        }
        return new TargetResult(requests, Long.parseLong(counts.group(2)), Long.parseLong(counts.group(4)));
    }

    private static List<CompletedRequest> at(List<List<CompletedRequest>> requests, int target) {
        while (requests.size() <= target) {
            requests.add(new ArrayList<>());
        }
        return requests.get(target);
    }

    private long sum(ToLongFunction<TargetResult> count) {
        return targets.stream().mapToLong(count).sum();
    }
}
