package io.emfs.jobs.cli;

import io.emfs.config.LoadedConfig;
import io.emfs.jobs.Agent;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs agent}: as {@code emfs run}, but a job on a Flink cluster decides ({@code emfs submit}). */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = {
            "Schedules this node's functions as a job on a Flink cluster decides, until it is told to stop.",
            "agent.job says where the job's TaskManagers listen, agent.link how both know each other."
        })
final class AgentCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(AgentCommand.class);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--dry-run", description = "Watches, and says what it is told to do; changes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        LoadedConfig loaded = options.load();
        Privileges privileges = Privileges.ofThisProcess();
        if (!privileges.canWatch()) {
            throw new IllegalStateException(privileges.explanation());
        }
        if (!privileges.missing().isEmpty()) {
            log.warn("{}", privileges.explanation());
        }
        Agent agent = Agent.linked(loaded, dryRun || !privileges.canSchedule());
        // the JVM ends when its shutdown hooks have: everything is put back before that, also on SIGTERM
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "emfs-shutdown"));
        ConfigWatch watch = new ConfigWatch(options, agent::reload);
        agent.start();
        watch.run();
        return 0;
    }
}
