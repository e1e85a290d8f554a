package io.emfs.tests.cli;

import io.emfs.jobs.cli.CommandProvider;
import java.util.List;

/** Adds this module's commands to the command line. */
public final class WorkloadCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand(), new BenchCommand(), new TrainCommand());
    }
}
