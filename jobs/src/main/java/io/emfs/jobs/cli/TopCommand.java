package io.emfs.jobs.cli;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.emfs.config.Durations;
import io.emfs.jobs.cli.top.Sample;
import io.emfs.jobs.cli.top.Screen;
import io.emfs.jobs.cli.top.SortOrder;
import io.emfs.jobs.cli.top.TerminalSize;
import io.emfs.jobs.cli.top.TopFrame;
import io.emfs.jobs.cli.top.TopReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code emfs top}: functions, BPF programs, ring and maps of the running agent, live in a terminal until Ctrl-C; a single
 * frame of plain text where the output is none. While it runs, the kernel counts and times the programs.
 */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = "Shows functions and BPF programs of the running agent, live.")
final class TopCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** Below the term for which the agent keeps the programs' statistics on. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Between frames; default: 1s.")
    private String interval = "1s";

    @Option(names = "--once", description = "Prints one frame as plain text.")
    private boolean once;

    @Option(names = "--json", description = "Prints one JSON object per interval, each on a line.")
    private boolean json;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "latency",
            description = "Order of functions: ${COMPLETION-CANDIDATES}; default: latency.")
    private SortOrder sort = SortOrder.LATENCY;

    @Option(names = "--window", description = "Window to show; default: the shortest.")
    private @Nullable String window;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration pause = pause();
        AgentClient client = agent.client();
        if (json) {
            watch(client, pause, report -> print(Json.line(report) + "\n"));
        } else if (once || !Screen.available()) {
            once = true;
            watch(client, pause, report -> print(TopFrame.of(report).plain()));
        } else {
            live(client, pause);
        }
        return 0;
    }

    private void live(AgentClient client, Duration pause) throws IOException, InterruptedException {
        Screen screen = Screen.open(spec.commandLine().getOut());
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "emfs-screen"));
        try {
            watch(client, pause, report -> screen.draw(TopFrame.of(report), TerminalSize.now()));
        } finally {
            screen.close();
        }
    }

    private void watch(AgentClient client, Duration pause, Frames frames) throws IOException, InterruptedException {
        Sample before = sample(client);
        do {
            Thread.sleep(pause.toMillis());
            Sample now = sample(client);
            frames.show(TopReport.between(before, now, sort, window));
            before = now;
        } while (!once);
    }

    private static Sample sample(AgentClient client) throws IOException, InterruptedException {
        return new Sample(
                client.get("/api/functions"),
                client.find("/api/monitor?programs=true").orElse(MissingNode.getInstance()));
    }

    private Duration pause() {
        try {
            Duration pause = Durations.parse(interval);
            if (pause.compareTo(SHORTEST) >= 0 && pause.compareTo(LONGEST) <= 0) {
                return pause;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--interval: " + e.getMessage(), e);
        }
        throw new ParameterException(
                spec.commandLine(),
                "--interval=" + interval + ", must be from " + Durations.print(SHORTEST) + " to "
                        + Durations.print(LONGEST));
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private interface Frames {
        void show(TopReport report);
    }
}
