package io.emfs.tests.learning.simulation;

import java.util.List;

/**
 * One simulated node. Nothing of it is shown to who learns.
 *
 * @param functions the observed one first, then its co-runners
 * @param background what nobody watches; empty or one
 */
public record NodeSpec(List<SourceSpec> functions, List<SourceSpec> background, long switchCostNs, long windowNs) {
    public NodeSpec {
        functions = List.copyOf(functions);
        background = List.copyOf(background);
    }

    /** All sources, as {@link SimulatedCore} numbers them: functions first. */
    public SourceSpec[] sources() {
        SourceSpec[] sources = functions.toArray(new SourceSpec[functions.size() + background.size()]);
        for (int i = 0; i < background.size(); i++) {
            sources[functions.size() + i] = background.get(i);
        }
        return sources;
    }

    /** Of the core, by all sources. */
    public double utilisation() {
        return functions.stream().mapToDouble(SourceSpec::utilisation).sum()
                + background.stream().mapToDouble(SourceSpec::utilisation).sum();
    }
}
