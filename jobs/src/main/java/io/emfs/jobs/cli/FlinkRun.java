package io.emfs.jobs.cli;

import io.emfs.jobs.Submission;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The main class of the job's jar: {@code flink run -d emfs-job.jar --config F}. Which cluster, and which savepoint, Flink's
 * command line knows.
 */
@Command(
        name = "flink run -d emfs-job.jar",
        mixinStandardHelpOptions = true,
        description = "Puts the job of eMFS on the cluster that Flink's command line has chosen.")
public final class FlinkRun implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    /** Exits only if it fails: afterwards Flink's command line goes on. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new FlinkRun())
                .setExecutionExceptionHandler(new Failures())
                .execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws Exception {
        Submission.execute(options.load());
        return 0;
    }
}
