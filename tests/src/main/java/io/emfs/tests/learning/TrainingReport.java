package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.operators.learning.ModelProvenance;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.HeldOutErrors;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a training has brought forth, for people and for programs.
 *
 * @param file that the model went to
 */
public record TrainingReport(String file, int bytes, QueueModel model, HeldOutErrors errors) {
    private static final double PERCENT = 100;

    /** Errors are parts, not percents. */
    public String json() {
        ModelProvenance provenance = model.provenance();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("file", file)
                .put("bytes", bytes)
                .put("model", ServedModel.of(model).name());
        root.putObject("provenance")
                .put("source", provenance.source())
                .put("trained", Instant.ofEpochMilli(provenance.trainedMs()).toString())
                .put("seed", provenance.seed())
                .put("windows", provenance.rows())
                .put("functions", provenance.keys())
                .put("trainer", provenance.trainer());
        root.putObject("held_out_median_error")
                .put("model", number(errors.candidate()))
                .put("before", number(errors.incumbent()))
                .put("last", number(errors.last()))
                .put("fm", number(errors.machine()))
                .put("xgb", number(errors.trees()));
        return root.toPrettyString();
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                "%s: %d bytes, trained on %d windows of %d functions%n"
                        + "median error on functions held out: %s; last value: %s; model before: %s; FM: %s; XGBoost: %s",
                file,
                bytes,
                model.provenance().rows(),
                model.provenance().keys(),
                percent(errors.candidate()),
                percent(errors.last()),
                percent(errors.incumbent()),
                percent(errors.machine()),
                percent(errors.trees()));
    }

    private static String percent(double error) {
        return Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.1f %%", PERCENT * error);
    }

    /** JSON has no NaN. */
    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
