package io.emfs.jobs.cli;

import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import io.emfs.jobs.cli.top.Screen;
import io.emfs.jobs.cli.top.TerminalSize;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetWindow;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code emfs fleet}: each function of a job on all its nodes. With {@code --watch} again and again until Ctrl-C, in place
 * where the output is a terminal.
 */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = "Shows each function of a job on all its nodes: latencies, rate, misses.")
final class FleetCommand implements Callable<Integer> {
    /** Also where windows slide more often. */
    private static final long SHORTEST_PAUSE_MS = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JOB",
            defaultValue = "emfs",
            description = "Name, id, or the beginning of an id; default: emfs.")
    private String job = "emfs";

    @Option(names = "--json", description = "Prints JSON; with --watch one object on each line.")
    private boolean json;

    @Option(names = "--watch", description = "Shows every window until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        try (ClusterClient client =
                cluster.client(options.load().config().state().dir())) {
            if (!watch) {
                show(client, (found, report) -> print(text(found, report)));
            } else if (!json && Screen.available()) {
                live(client);
            } else {
                watch(client, (found, report) -> print(json ? line(found, report) : FleetTable.of(report) + "\n"));
            }
            return 0;
        }
    }

    private void live(ClusterClient client) throws InterruptedException {
        show(client, (found, report) -> {}); // what is wrong is said before the screen changes
        Screen screen = Screen.open(spec.commandLine().getOut());
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "emfs-screen"));
        try {
            watch(client, (found, report) -> screen.draw(FleetTable.of(report), TerminalSize.now()));
        } finally {
            screen.close();
        }
    }

    private void watch(ClusterClient client, BiConsumer<ClusterJob, FleetReport> frames) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            FleetWindow window = show(client, frames).window();
            Thread.sleep(window == null ? SHORTEST_PAUSE_MS : Math.max(SHORTEST_PAUSE_MS, window.slideMs()));
        }
    }

    /** The job of that name may be another one each time: an upgrade ends one and starts the next. */
    private FleetReport show(ClusterClient client, BiConsumer<ClusterJob, FleetReport> frames) {
        ClusterJob found = client.job(job);
        FleetReport report = client.fleet(found);
        frames.accept(found, report);
        return report;
    }

    private String text(ClusterJob found, FleetReport report) {
        return json ? Json.of(FleetJson.of(found, report)) + "\n" : FleetTable.of(report);
    }

    private static String line(ClusterJob found, FleetReport report) {
        return Json.line(FleetJson.of(found, report)) + "\n";
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
