package io.emfs.tests.count;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Sent against seen.
 *
 * @param counters the kernel side's own counters, at the end
 */
public record CountResult(List<HookWay> hooks, List<CaseCount> cases, Map<String, Long> counters) {
    public CountResult {
        hooks = List.copyOf(hooks);
        cases = List.copyOf(cases);
        counters = Map.copyOf(counters);
    }

    public boolean equal() {
        return cases.stream().allMatch(CaseCount::equal);
    }

    public long sum(ToLongFunction<CaseCount> count) {
        return cases.stream().mapToLong(count).sum();
    }
}
