package io.emfs.jobs.cli;

import io.emfs.config.ConfigException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One clear message on standard error instead of a stack trace, which goes to the debug log. */
final class Failures implements IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int BAD_CONFIGURATION = 2;

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult result) {
        LoggerFactory.getLogger(Failures.class).debug("failed", failure);
        if (failure instanceof ConfigException config) {
            commandLine.getErr().println(config.getMessage());
            int problems = config.problems().size();
            commandLine
                    .getErr()
                    .println(
                            problems == 1
                                    ? "1 problem; nothing was started"
                                    : problems + " problems; nothing was started");
            return BAD_CONFIGURATION;
        }
        commandLine.getErr().println("emfs: " + message(failure));
        return FAILED;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
