package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.ServedModel;
import io.emfs.tests.learning.simulation.PolicySimulation;
import io.emfs.tests.learning.simulation.ScheduledFunction;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What forecasts are for: the same nodes scheduled by the policy with each model, and by the ladder alone. Immutable.
 *
 * <p>Of functions, not of requests, lest the quickest decide: {@code missed} is the mean share of a function's requests later
 * than its SLO, {@code slo_unmet} the share of functions with more than 5 % of such, {@code urgency} how many queues above
 * the last one a function was on average.
 */
final class SchedulingReport {
    private static final String LADDER = "ladder";

    /** What an SLO of the 95th percentile allows. */
    private static final double ALLOWED = 0.05;

    private final PolicySimulation simulation;
    private final int nodes;
    private final int queues;

    SchedulingReport(PolicySimulation simulation, int nodes, int queues) {
        this.simulation = simulation;
        this.nodes = nodes;
        this.queues = queues;
    }

    /**
     * With those of the methods that are networks: XGBoost would take longer than everything else. On all cores. The ratio
     * compares our misses with the ladder's, over nodes.
     */
    ObjectNode of(List<Method> methods, int resamples, long seed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<PolicySimulation.Node> drawn =
                LongStream.range(0, nodes).parallel().mapToObj(simulation::node).toList();
        List<List<ScheduledFunction>> byLadder = scheduled(drawn, null);
        json.set(LADDER, figures(byLadder));
        for (Method method : methods) {
            if (method instanceof ForecastMethod learned && learned.model() instanceof QueueModel) {
                List<List<ScheduledFunction>> scheduled =
                        scheduled(drawn, new ServedModel(method.name(), learned.model()));
                json.set(method.name(), figures(scheduled));
                if (method.name().equals(SplitReport.OURS)) {
                    json.set(
                            "missed_ratio",
                            SplitReport.json(Ratio.ofMeans(missed(scheduled), missed(byLadder), resamples, seed)));
                }
            }
        }
        return json;
    }

    private static List<List<ScheduledFunction>> scheduled(
            List<PolicySimulation.Node> nodes, @Nullable ServedModel model) {
        return nodes.parallelStream()
                .map(node -> node.simulate(model).stream()
                        .filter(function -> function.requests() > 0)
                        .toList())
                .toList();
    }

    private ObjectNode figures(List<List<ScheduledFunction>> scheduled) {
        List<ScheduledFunction> all = scheduled.stream().flatMap(List::stream).toList();
        return JsonNodeFactory.instance
                .objectNode()
                .put("missed", mean(all.stream().mapToDouble(SchedulingReport::missed)))
                .put("slo_unmet", mean(all.stream().mapToDouble(function -> missed(function) > ALLOWED ? 1 : 0)))
                .put("urgency", queues - mean(all.stream().mapToDouble(ScheduledFunction::meanQueue)));
    }

    /** Of each node, summed over its functions. */
    private static double[] missed(List<List<ScheduledFunction>> scheduled) {
        return scheduled.stream()
                .mapToDouble(functions ->
                        functions.stream().mapToDouble(SchedulingReport::missed).sum())
                .toArray();
    }

    private static double missed(ScheduledFunction function) {
        return (double) function.missed() / function.requests();
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(Double.NaN);
    }
}
