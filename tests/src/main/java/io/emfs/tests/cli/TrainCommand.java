package io.emfs.tests.cli;

import io.emfs.operators.learning.ModelProvenance;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.Training;
import io.emfs.tests.learning.SimulatedTraining;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code emfs train}: makes the model that ships with eMFS. It needs no privilege. */
@Command(
        mixinStandardHelpOptions = true,
        name = "train",
        description = "Trains a model of latency in each queue.",
        footer = {"", "The shipped one: emfs train --from-simulation --seed 1 --out prior.pb"})
final class TrainCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from-simulation", description = "On simulated functions.")
    private boolean fromSimulation;

    @Option(names = "--config", paramLabel = "FILE", description = "Replaces any of the simulation's parameters.")
    private @Nullable Path config;

    @Option(names = "--seed", description = "Of simulation and training; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the model goes, as protobuf.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (!fromSimulation) {
            throw new ParameterException(spec.commandLine(), "nothing to train on: --from-simulation is missing");
        }
        SimulationConfig parameters =
                config == null ? SimulationConfigReader.shipped() : SimulationConfigReader.read(config);
        Training training = SimulatedTraining.train(parameters, seed, System.err::println);
        QueueModel model = training.model();
        byte[] bytes = model.toBytes();
        Files.write(out, bytes);
        ModelProvenance provenance = model.provenance();
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                "%s: %d bytes, trained on %d windows of %d functions%n",
                out, bytes.length, provenance.rows(), provenance.keys());
        console.printf(
                "median error on functions held out: %.1f %%, last value: %.1f %%%n",
                PERCENT * training.heldOutError(), PERCENT * training.lastError());
        console.flush();
        return 0;
    }
}
