package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.jobs.recording.RecordingProgress;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.recording.RecordedScheduler;
import io.emfs.tests.recording.ScenarioRecording;
import io.emfs.tests.workload.InterferenceOptions;
import io.emfs.tests.workload.SinglePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs bench recording}: makes the recordings that the demo shows where it cannot run. */
@Command(
        mixinStandardHelpOptions = true,
        name = "recording",
        description = "Records a short and a long function on one core, under the kernel's default scheduler and under"
                + " eMFS. Those of the build lie in tests/src/main/resources/io/emfs/tests/recording.")
final class RecordingCommand implements Callable<Integer> {
    private static final Duration WARMUP = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Where to.")
    private Path directory = Path.of("");

    @Option(names = "--load", description = "Offered utilisation; default: ${DEFAULT-VALUE}.", defaultValue = "0.8")
    private double load;

    @Option(names = "--phase", description = "How long each; default: ${DEFAULT-VALUE}.", defaultValue = "25s")
    private String phase = "";

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InterferenceOptions options = InterferenceOptions.builder()
                .phase(Durations.parse(phase))
                .warmup(WARMUP)
                .drain(DRAIN)
                .loads(List.of(load))
                .seed(seed)
                .build();
        // nothing of this machine's goes into the recordings: not its name, nor functions that happen to run on it
        String yaml = "node: demo\ndiscovery: {env: []}\n" + AgentProcess.interferenceYaml(options);
        try (RecordedScheduler kernel =
                new RecordedScheduler(directory.resolve(ScenarioRecording.DEFAULT.fileName()), yaml, null)) {
            record(options, kernel, ScenarioRecording.DEFAULT);
        }
        try (AgentProcess agent = AgentProcess.forInterference(options, List.of());
                RecordedScheduler emfs =
                        new RecordedScheduler(directory.resolve(ScenarioRecording.EMFS.fileName()), yaml, agent)) {
            record(options, emfs, ScenarioRecording.EMFS);
        }
        return 0;
    }

    private void record(InterferenceOptions options, RecordedScheduler scheduler, ScenarioRecording recording)
            throws IOException, InterruptedException {
        SinglePhase.run(options, scheduler);
        RecordingProgress recorded = scheduler.recorded();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %d events, %d bytes, %d lost%n",
                        directory.resolve(recording.fileName()), recorded.events(), recorded.bytes(), recorded.lost());
        spec.commandLine().getOut().flush();
    }
}
