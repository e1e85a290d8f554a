package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.FmBaseline;
import io.emfs.operators.learning.Lesson;
import io.emfs.operators.learning.ModelTrainer;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.TrainerOptions;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.operators.learning.Trust;
import io.emfs.operators.learning.XgbBaseline;
import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How well each method forecasts functions of a real machine: one is left out, the others are trained on, and each window of
 * the one is forecast from those before it, in the queue that it was in. Strictly causal. Immutable.
 *
 * <p>{@code pte} goes on from the shipped model, as on a node that retrains; {@code prior} is that model as it is; all others
 * know the recording alone.
 */
public final class LeaveOneOut {
    private static final int RESAMPLES = 2000;
    private static final String PTE = "pte";

    private final RecordedLessons recorded;
    private final FeatureVectors features;
    private final long seed;
    private final Consumer<String> progress;

    public LeaveOneOut(RecordedLessons recorded, long seed, Consumer<String> progress) {
        this.recorded = recorded;
        this.features = FeatureVectors.of(recorded.queues(), 1);
        this.seed = seed;
        this.progress = progress;
    }

    /** Throws {@link IllegalArgumentException} if too few functions were recorded to leave one out. */
    public ObjectNode run() {
        List<FunctionKey> functions =
                recorded.lessons().stream().map(Lesson::key).distinct().toList();
        if (functions.size() < DataLogger.LEAST_KEYS_TO_HOLD_OUT) {
            throw new IllegalArgumentException("functions=" + functions.size() + " were recorded, expected at least "
                    + DataLogger.LEAST_KEYS_TO_HOLD_OUT);
        }
        Map<String, Score> scores = new LinkedHashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            progress.accept("without " + functions.get(i).function() + ", " + (i + 1) + " of " + functions.size());
            FunctionKey leftOut = functions.get(i);
            for (Method method : methods(leftOut)) {
                scores.computeIfAbsent(method.name(), name -> new Score()).add(i, lessons(leftOut, true), method);
            }
        }
        return report(functions.size(), scores);
    }

    private List<Lesson> lessons(FunctionKey function, boolean own) {
        return recorded.lessons().stream()
                .filter(lesson -> lesson.key().equals(function) == own)
                .toList();
    }

    private List<Method> methods(FunctionKey leftOut) {
        DataLogger rows = new DataLogger(seed);
        for (Lesson lesson : lessons(leftOut, false)) {
            @Nullable TrainingRow row = lesson.row(features);
            if (row != null) {
                rows.add(row);
            }
        }
        @Nullable QueueModel prior = BaseModel.SHIPPED.forQueues(recorded.queues());
        TrainerOptions options = TrainerOptions.DEFAULT.withSource("recording");
        ModelTrainer trainer = new ModelTrainer(features, options);
        List<Method> methods = new ArrayList<>();
        methods.add(new ForecastMethod(PTE, trainer.train(rows, prior, seed).model()));
        if (prior != null) {
            methods.add(new ForecastMethod("prior", prior));
            methods.add(
                    new ForecastMethod("cold", trainer.train(rows, null, seed).model()));
        }
        methods.add(new ForecastMethod(
                "noemb",
                new ModelTrainer(features, options.withoutEmbedding())
                        .train(rows, null, seed)
                        .model()));
        methods.add(new ForecastMethod("xgb", XgbBaseline.train(features, rows, seed)));
        methods.add(new ForecastMethod("fm", FmBaseline.train(features, rows, seed)));
        methods.addAll(List.of(LastValue.LAST, LastValue.EWMA, new FunctionRidge()));
        return methods;
    }

    private ObjectNode report(int functions, Map<String, Score> scores) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Score pte = scores.getOrDefault(PTE, new Score());
        root.put("functions", functions)
                .put("windows", recorded.lessons().size())
                .put("forecasts", pte.errors.count());
        ObjectNode methods = root.putObject("realised");
        scores.forEach((name, score) -> {
            Ratio ratio = Ratio.of(pte.errors, score.errors, functions, RESAMPLES, seed);
            ObjectNode method = methods.putObject(name)
                    .put("median", score.errors.quantile(0.5))
                    .put("p90", score.errors.quantile(0.9));
            if (score.bounded > 0) {
                method.put("coverage80", (double) score.covered / score.bounded);
            }
            method.putObject("pte_to_it")
                    .put("ratio", ratio.value())
                    .put("low", ratio.low())
                    .put("high", ratio.high());
        });
        return root;
    }

    /** One method over all functions. */
    private final class Score {
        private final KeyedErrors errors = new KeyedErrors();
        private int covered;
        private int bounded;

        /** From the window on from which the embedding is used. */
        void add(int number, List<Lesson> lessons, Method method) {
            Adaptation function = method.adapt();
            double[] lnP95 = new double[features.queues()];
            double[] lnUpper = new double[features.queues()];
            for (int window = 0; window < lessons.size(); window++) {
                Lesson lesson = lessons.get(window);
                if (window >= Trust.NETWORK_WINDOWS) {
                    function.predict(lnP95, lnUpper);
                    int queue = lesson.seen().queue() - 1;
                    double truth = Math.log(lesson.seen().latencyP95Ns());
                    errors.add(number, lnP95[queue], truth);
                    if (!Double.isNaN(lnUpper[queue])) {
                        bounded++;
                        covered += truth <= lnUpper[queue] ? 1 : 0;
                    }
                }
                function.observe(lesson.seen());
            }
        }
    }
}
