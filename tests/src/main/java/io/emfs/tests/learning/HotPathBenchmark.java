package io.emfs.tests.learning;

import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.ModelTrainer;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.TrainerOptions;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the model costs each function and window: its profile's update, and forecasts for six queues. JMH runs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class HotPathBenchmark {
    private static final double[] QUANTA_SECONDS = {0.02, 0.04, 0.08, 0.16, 0.32, 0.5};
    private static final int FUNCTIONS = 50;
    private static final int WINDOWS = 10;

    private final Observation[] windows = new Observation[FUNCTIONS * WINDOWS];
    private final Forecast forecast = new Forecast(QUANTA_SECONDS.length);
    private FunctionProfile early = FunctionProfile.EMPTY;
    private FunctionProfile profile = FunctionProfile.EMPTY;
    private QueueModel model = train();
    private int next;

    /** The weights do not matter here, so that random windows will do. */
    private QueueModel train() {
        SplittableRandom random = new SplittableRandom(1);
        FeatureVectors features = new FeatureVectors(QUANTA_SECONDS, 1);
        DataLogger rows = new DataLogger(1);
        for (int i = 0; i < windows.length; i++) {
            windows[i] = window(random);
            if (i % WINDOWS == 0) {
                profile = FunctionProfile.EMPTY;
            }
            TrainingRow row = TrainingRow.of(features, TrainingRow.hash("f" + i / WINDOWS), profile, windows[i]);
            if (row != null) {
                rows.add(row);
            }
            profile = profile.next(windows[i]);
        }
        return new ModelTrainer(features, TrainerOptions.DEFAULT.withEpochs(1, 1))
                .train(rows, null, 1)
                .model();
    }

    private static Observation window(SplittableRandom random) {
        double cpuNs = 1e6 * (1 + random.nextDouble());
        double p95Ns = cpuNs * (1 + 5 * random.nextDouble());
        double[] loads = random.doubles(QUANTA_SECONDS.length, 0, 0.15).toArray();
        return new Observation(
                1 + random.nextInt(QUANTA_SECONDS.length),
                1,
                1 + 20 * random.nextDouble(),
                p95Ns / 2,
                p95Ns,
                1.3 * p95Ns,
                cpuNs / 10,
                cpuNs,
                1.5 * cpuNs,
                p95Ns / 4,
                random.nextInt(4),
                new NodeLoad(loads));
    }

    @Setup
    public void setUp() {
        early = FunctionProfile.EMPTY.next(windows[0]);
    }

    @Benchmark
    public FunctionProfile update() {
        next = next == windows.length - 1 ? 0 : next + 1;
        return profile.next(windows[next]);
    }

    @Benchmark
    public double sixForecasts() {
        model.forecast(profile, forecast);
        return forecast.upperNs(6);
    }

    @Benchmark
    public double sixForecastsOfANewFunction() {
        model.forecast(early, forecast);
        return forecast.upperNs(6);
    }
}
