package io.emfs.tests.accuracy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.state.Quantity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as JSON; what was not measured is null. Immutable. */
public final class AccuracyJson {
    private static final double NS_PER_US = 1e3;

    private final List<CaseResult> results;

    public AccuracyJson(List<CaseResult> results) {
        this.results = List.copyOf(results);
    }

    public String render() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("cases").addAll(results.stream().map(AccuracyJson::node).toList());
        return root.toPrettyString();
    }

    private static ObjectNode node(CaseResult result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        boolean errors = result.errors().n() > 0;
        node.put("case", result.traffic().title());
        node.put("mode", result.mode().name().toLowerCase(Locale.ROOT));
        node.put("quantity", result.traffic().judged() == Quantity.LATENCY ? "ttfb" : "duration");
        node.put("requests", result.requests());
        node.put("n", result.n());
        if (result.byRequest()) {
            node.put("events", result.events());
        }
        node.put("median_err_us", errors ? result.errors().medianNs() / NS_PER_US : null);
        node.put("median_abs_err_us", errors ? result.errors().medianAbsNs() / NS_PER_US : null);
        node.put("p95_abs_err_us", errors ? result.errors().p95AbsNs() / NS_PER_US : null);
        node.put("within_50us_or_1pct", errors ? result.errors().within() : null);
        node.put("inside_bounds", errors ? result.errors().insideBounds() : null);
        node.put("p50_rel_err", known(result.window().p50()));
        node.put("p95_rel_err", known(result.window().p95()));
        node.put("p99_rel_err", known(result.window().p99()));
        node.put("truth_uncertainty_p95_us", result.uncertaintyNs() / NS_PER_US);
        node.put("target_met", result.targetMet());
        return node;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
