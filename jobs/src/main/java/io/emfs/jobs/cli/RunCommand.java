package io.emfs.jobs.cli;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.config.LoadedConfig;
import io.emfs.jobs.Agent;
import io.emfs.jobs.recording.EventRecorder;
import io.emfs.state.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs run}: the agent of one node, in the foreground, until SIGTERM or Ctrl-C; SIGHUP reads the configuration again. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Schedules this node's functions until it is told to stop.")
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--dry-run", description = "Watches and decides, and says what it would do; changes nothing.")
    private boolean dryRun;

    @Option(names = "--record", paramLabel = "FILE", description = "Records to FILE meanwhile, as emfs record does.")
    private @Nullable Path recording;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadedConfig loaded = options.load();
        Privileges privileges = Privileges.ofThisProcess();
        if (!privileges.canWatch()) {
            throw new IllegalStateException(privileges.explanation());
        }
        if (!privileges.missing().isEmpty()) {
            log.warn("{}", privileges.explanation());
        }
        Agent agent = new Agent(loaded, dryRun || !privileges.canSchedule(), recorder(loaded));
        // the JVM ends when its shutdown hooks have: everything is put back before that, also on SIGTERM
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "emfs-shutdown"));
        ConfigWatch watch = new ConfigWatch(options, agent::reload);
        agent.start();
        watch.run();
        return 0;
    }

    private @Nullable EventRecorder recorder(LoadedConfig loaded) throws IOException {
        long startedNs = new EpochClock().nowNs();
        return recording == null
                ? null
                : EventRecorder.start(
                        recording, false, new RecordingHeader(loaded.config().node(), startedNs, loaded.yaml()));
    }
}
