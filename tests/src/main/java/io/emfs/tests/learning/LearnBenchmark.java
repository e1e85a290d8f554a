package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.tests.learning.simulation.PolicySimulation;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.Trajectory;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** {@code emfs bench learn}: simulates, trains, forecasts, scores, schedules; on all cores. Immutable. */
public final class LearnBenchmark {
    private static final String TRAIN = "train";

    private final SimulationConfig config;
    private final MethodTrainer trainer;
    private final Consumer<String> progress;

    /** {@code progress} is told what is done next. */
    public LearnBenchmark(SimulationConfig config, MethodTrainer trainer, Consumer<String> progress) {
        this.config = config;
        this.trainer = trainer;
        this.progress = progress;
    }

    /** The worst of each figure over {@code seeds} under {@code splits}, then each seed's own. */
    public ObjectNode run(List<Long> seeds) {
        Timings timings = new Timings();
        ObjectNode bySeed = JsonNodeFactory.instance.objectNode();
        List<ObjectNode> all = new ArrayList<>();
        for (long seed : seeds) {
            ObjectNode splits = run(seed, timings);
            all.add(splits);
            bySeed.set(Long.toString(seed), splits);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("splits", WorstSeed.of(all));
        json.set("seeds", bySeed);
        ObjectNode seconds = json.putObject("timings");
        timings.seconds().forEach((name, sum) -> seconds.put(name, sum / seeds.size()));
        return json;
    }

    private ObjectNode run(long seed, Timings timings) {
        List<Trajectory> training = simulate(TRAIN, seed, timings);
        progress.accept("seed " + seed + ": training");
        List<Method> methods = new ArrayList<>(trainer.train(training, config, seed, timings));
        methods.addAll(List.of(LastValue.LAST, LastValue.EWMA, new FunctionRidge()));
        ObjectNode splits = JsonNodeFactory.instance.objectNode();
        for (String split : List.of("test", "ood", "drift")) {
            List<Trajectory> trajectories = simulate(split, seed, timings);
            progress.accept("seed " + seed + ": forecasting " + split);
            ObjectNode report = timings.measure("score_s", () -> score(trajectories, methods, seed));
            progress.accept("seed " + seed + ": scheduling " + split);
            report.set("scheduling", timings.measure("schedule_s", () -> schedule(split, methods, seed)));
            splits.set(split, report);
        }
        return splits;
    }

    private List<Trajectory> simulate(String split, long seed, Timings timings) {
        int keys = config.split(split).keys();
        progress.accept("seed " + seed + ": simulating " + keys + " functions, " + split);
        boolean training = split.equals(TRAIN);
        TrajectorySimulation simulation = new TrajectorySimulation(config, config.split(split), seed, !training);
        return timings.measure(
                training ? "simulate_s" : "simulate_what_if_s",
                () -> LongStream.range(0, keys)
                        .parallel()
                        .mapToObj(simulation::simulate)
                        .toList());
    }

    private ObjectNode schedule(String split, List<Method> methods, long seed) {
        PolicySimulation simulation = new PolicySimulation(config, config.split(split), seed);
        return new SchedulingReport(simulation, config.scheduling().nodes(), config.queues())
                .of(methods, config.evaluation().resamples(), seed);
    }

    private ObjectNode score(List<Trajectory> trajectories, List<Method> methods, long seed) {
        List<Integer> at = config.evaluation().at();
        List<Forecasts> forecasts = methods.stream()
                .map(method -> Replay.of(method, trajectories, at, config.queues()))
                .toList();
        SplitScore score = new SplitScore(new Truth(trajectories, at), config, seed);
        return SplitReport.of(score, forecasts, config.evaluation().resamples(), seed);
    }
}
