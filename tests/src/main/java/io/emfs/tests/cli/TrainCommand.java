package io.emfs.tests.cli;

import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.Retrained;
import io.emfs.operators.learning.Training;
import io.emfs.state.HeldOutErrors;
import io.emfs.tests.learning.RecordedLessons;
import io.emfs.tests.learning.RecordedTraining;
import io.emfs.tests.learning.SimulatedTraining;
import io.emfs.tests.learning.TrainingReport;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code emfs train}: makes a model, the one that ships with eMFS or one of a node's own. It needs no privilege. */
@Command(
        mixinStandardHelpOptions = true,
        name = "train",
        description = "Trains a model of latency in each queue.",
        footer = {
            "",
            "The shipped one: emfs train --from-simulation --seed 1 --out prior.pb",
            "A node's own: emfs run --record FILE, then emfs train --from FILE --out node.pb,",
            "then emfs run --set learning.model=node.pb. Training goes on from the shipped model",
            "where that is one for the recorded queues."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from-simulation", description = "On simulated functions.")
    private boolean fromSimulation;

    @Option(
            names = "--from",
            paramLabel = "RECORDING",
            arity = "1..*",
            description = "On what nodes have recorded while eMFS scheduled them.")
    private List<Path> recordings = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Replaces any of the simulation's parameters.")
    private @Nullable Path config;

    @Option(names = "--seed", description = "Of simulation and training; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the model goes, as protobuf.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Prints errors and provenance as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (fromSimulation != recordings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "expected either --from-simulation or --from RECORDING…: what to train on");
        }
        TrainingReport report = fromSimulation ? simulated() : recorded();
        PrintWriter console = spec.commandLine().getOut();
        console.println(json ? report.json() : report.text());
        console.flush();
        return 0;
    }

    private TrainingReport simulated() throws IOException {
        SimulationConfig parameters =
                config == null ? SimulationConfigReader.shipped() : SimulationConfigReader.read(config);
        Training training = SimulatedTraining.train(parameters, seed, System.err::println);
        HeldOutErrors errors = new HeldOutErrors(
                training.heldOutError(), training.incumbentError(), training.lastError(), Double.NaN, Double.NaN);
        return written(training.model(), errors);
    }

    private TrainingReport recorded() throws IOException, InterruptedException {
        if (config != null) {
            throw new ParameterException(spec.commandLine(), "--config is of the simulation, not of recordings");
        }
        Retrained trained = RecordedTraining.train(RecordedLessons.of(recordings, System.err::println), seed);
        return written(trained.model(), trained.errors());
    }

    private TrainingReport written(QueueModel model, HeldOutErrors errors) throws IOException {
        byte[] bytes = model.toBytes();
        try {
            Files.write(out, bytes);
        } catch (IOException e) {
            throw new IOException("cannot write " + out + ": " + e, e);
        }
        return new TrainingReport(out.toString(), bytes.length, model, errors);
    }
}
