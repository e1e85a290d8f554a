package io.emfs.tests.faas;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole comparison. Immutable; no record, for the rows to be worked out once. */
public final class FaasResult {
    private final FaasOptions options;
    private final Map<ServerKind, List<Baseline>> baselines;
    private final List<FaasPhaseResult> phases;
    private final List<FaasRow> rows;

    /**
     * Of what was measured.
     *
     * @param baselines each function alone
     * @param phases in the order in which they ran
     */
    public FaasResult(FaasOptions options, Map<ServerKind, List<Baseline>> baselines, List<FaasPhaseResult> phases) {
        this.options = options;
        this.baselines = Map.copyOf(baselines);
        this.phases = List.copyOf(phases);
        this.rows = phases.stream().flatMap(phase -> FaasRow.of(phase).stream()).toList();
    }

    public FaasOptions options() {
        return options;
    }

    /** Each function alone. */
    public Map<ServerKind, List<Baseline>> baselines() {
        return baselines;
    }

    /** In the order in which they ran. */
    public List<FaasPhaseResult> phases() {
        return phases;
    }

    /** All classes of a phase, then those of the next. */
    public List<FaasRow> rows() {
        return rows;
    }

    /** One for each round, in their order. */
    List<FaasRow> rows(double load, ServerKind servers, SizeClass size, FaasPolicy policy) {
        return rows.stream()
                .filter(row ->
                        row.load() == load && row.servers() == servers && row.size() == size && row.policy() == policy)
                .toList();
    }

    /** Empty for a policy that was not asked for. */
    Optional<FaasRow> row(double load, ServerKind servers, SizeClass size, FaasPolicy policy) {
        return FaasRow.overRounds(rows(load, servers, size, policy));
    }
}
