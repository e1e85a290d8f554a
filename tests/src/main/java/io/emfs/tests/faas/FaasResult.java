package io.emfs.tests.faas;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole comparison.
 *
 * @param baselines each function alone
 * @param phases in the order in which they ran
 */
public record FaasResult(FaasOptions options, Map<ServerKind, List<Baseline>> baselines, List<FaasPhaseResult> phases) {
    public FaasResult {
        baselines = Map.copyOf(baselines);
        phases = List.copyOf(phases);
    }

    /** All classes of a phase, then those of the next. */
    public List<FaasRow> rows() {
        return phases.stream().flatMap(phase -> FaasRow.of(phase).stream()).toList();
    }

    /** One for each round, in their order. */
    List<FaasRow> rows(double load, ServerKind servers, SizeClass size, FaasPolicy policy) {
        return rows().stream()
                .filter(row ->
                        row.load() == load && row.servers() == servers && row.size() == size && row.policy() == policy)
                .toList();
    }

    /** Empty for a policy that was not asked for. */
    Optional<FaasRow> row(double load, ServerKind servers, SizeClass size, FaasPolicy policy) {
        return FaasRow.overRounds(rows(load, servers, size, policy));
    }
}
