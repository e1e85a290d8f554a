package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.IntPredicate;

/** One split's figures as JSON: errors in percent, everything else in parts or queues. Stateless. */
final class SplitReport {
    /** The method that all others are compared to. */
    static final String OURS = "pte";

    private static final double P90 = 0.9;

    private SplitReport() {}

    static ObjectNode of(SplitScore score, List<Forecasts> all, int resamples, long seed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        errors(json, score, all, score.pooled(), true);
        put(json, "noise_floor", score.noiseFloor().quantile(0.5));
        ObjectNode ratios = json.putObject("ratios");
        for (Forecasts ours : all) {
            if (!ours.method().equals(OURS)) {
                continue;
            }
            KeyedErrors own = score.whatIf(ours, score.pooled());
            for (Forecasts other : all) {
                if (other != ours) {
                    KeyedErrors theirs = score.whatIf(other, score.pooled());
                    Ratio ratio = Ratio.of(own, theirs, score.keys(), resamples, seed);
                    ratios.set(other.method(), json(ratio));
                }
            }
            put(json, "coverage80", score.coverage(ours));
        }
        choices(json, score, all);
        ObjectNode byK = json.putObject("by_k");
        for (int asked = 0; asked < score.at().size(); asked++) {
            int only = asked;
            errors(byK.putObject(score.at().get(asked).toString()), score, all, k -> k == only, false);
        }
        return json;
    }

    private static void errors(
            ObjectNode json, SplitScore score, List<Forecasts> all, IntPredicate which, boolean tails) {
        for (Forecasts forecasts : all) {
            KeyedErrors whatIf = score.whatIf(forecasts, which);
            KeyedErrors realised = score.realised(forecasts, which);
            put(json.withObject("/whatif"), forecasts.method(), whatIf.quantile(0.5));
            put(json.withObject("/realised"), forecasts.method(), realised.quantile(0.5));
            if (tails) {
                put(json.withObject("/whatif_p90"), forecasts.method(), whatIf.quantile(P90));
                put(json.withObject("/realised_p90"), forecasts.method(), realised.quantile(P90));
            }
        }
    }

    private static void choices(ObjectNode json, SplitScore score, List<Forecasts> all) {
        ObjectNode choices = json.putObject("choices");
        score.choices(all).forEach((method, choice) -> {
            ObjectNode node = choices.putObject(method);
            put(node, "regret", choice.regret());
            put(node, "violations", choice.violations());
            put(node, "overpromotion", choice.overpromotion());
        });
        if (choices.has(OURS)) {
            put(
                    json,
                    "regret_ratio",
                    choices.at("/" + OURS + "/regret").asDouble()
                            / choices.at("/ladder/regret").asDouble());
            json.set("violations", choices.at("/" + OURS + "/violations"));
            json.set("overpromotion", choices.at("/" + OURS + "/overpromotion"));
        }
    }

    static ObjectNode json(Ratio ratio) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "value", ratio.value());
        put(node, "low", ratio.low());
        put(node, "high", ratio.high());
        return node;
    }

    /** JSON has no NaN. */
    private static void put(ObjectNode node, String key, double value) {
        node.put(key, Double.isFinite(value) ? (Double) value : null);
    }
}
