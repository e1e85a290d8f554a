package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Of the same figures for several seeds, each figure's worst: the largest, or of a coverage the farthest off. Stateless. */
final class WorstSeed {
    private static final double NOMINAL_COVERAGE = 0.8;

    private WorstSeed() {}

    static ObjectNode of(List<ObjectNode> seeds) {
        ObjectNode worst = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> figure : seeds.get(0).properties()) {
            String name = figure.getKey();
            List<JsonNode> values = seeds.stream()
                    .map(seed -> seed.get(name))
                    .filter(Objects::nonNull)
                    .toList();
            worst.set(name, worst(name, values));
        }
        return worst;
    }

    private static JsonNode worst(String name, List<JsonNode> values) {
        if (values.get(0).has("value")) {
            return max(values, ratio -> ratio.get("value").asDouble());
        }
        if (values.get(0) instanceof ObjectNode) {
            return of(values.stream().map(ObjectNode.class::cast).toList());
        }
        return max(
                values,
                name.equals("coverage80")
                        ? coverage -> Math.abs(coverage.asDouble() - NOMINAL_COVERAGE)
                        : JsonNode::asDouble);
    }

    private static JsonNode max(List<JsonNode> values, ToDoubleFunction<JsonNode> badness) {
        JsonNode worst = values.get(0);
        for (JsonNode value : values) {
            if (value.isNull() || (!worst.isNull() && badness.applyAsDouble(value) > badness.applyAsDouble(worst))) {
                worst = value;
            }
        }
        return worst;
    }
}
