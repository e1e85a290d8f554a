package io.emfs.jobs.cli;

import io.emfs.jobs.ClusterAccess;
import io.emfs.jobs.JobJar;
import io.emfs.jobs.cluster.ClusterRequest;
import io.emfs.jobs.cluster.ClusterStatus;
import io.emfs.jobs.cluster.HighAvailability;
import io.emfs.jobs.cluster.StandaloneCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs cluster}: a Flink cluster of three processes on this machine, to try on it what a cluster of many does. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "A Flink cluster on this machine: one JobManager and two TaskManagers, on loopback alone.",
        synopsisSubcommandLabel = "(start | stop | status | library)",
        subcommands = {
            ClusterCommand.Start.class,
            ClusterCommand.Stop.class,
            ClusterCommand.Status.class,
            ClusterCommand.Library.class
        })
final class ClusterCommand implements Runnable {
    private static final int LEFT_COLUMNS = 1;
    private static final int MAX_PORT = 65_535;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "start, stop, status or library?");
    }

    /** The cluster of {@code state.dir}. */
    private abstract static class Subcommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        CommandSpec spec() {
            return spec;
        }

        StandaloneCluster cluster() {
            PrintWriter err = spec.commandLine().getErr();
            return new StandaloneCluster(
                    ClusterAccess.standalone(options.load().config().state().dir()), line -> {
                        err.println("emfs: " + line);
                        err.flush();
                    });
        }

        void print(String text) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description =
                    "Starts it, and returns when jobs can be submitted; its files are in state.dir/cluster. Of one that"
                            + " runs, starts again as it was what has ended.")
    static final class Start extends Subcommand {
        @Option(
                names = "--port",
                paramLabel = "PORT",
                description = "Of Flink's REST, on 127.0.0.1; 0: any free one. Default: 8081.")
        private @Nullable Integer port;

        @Option(
                names = "--zookeeper",
                paramLabel = "HOST:PORT",
                description =
                        "A ZooKeeper, which keeps what the JobManager knows: when it was killed and is started again,"
                                + " its jobs go on from their checkpoints.")
        private @Nullable String zooKeeper;

        @Option(
                names = "--bare",
                description = "Without the job's jar in Flink's lib: each submit and upgrade sends it along.")
        private boolean bare;

        @Override
        public Integer call() {
            if (port != null && (port < 0 || port > MAX_PORT)) {
                throw new ParameterException(
                        spec().commandLine(), "--port = " + port + ": must be from 0 to " + MAX_PORT);
            }
            print(table(cluster().start(new ClusterRequest(Optional.ofNullable(port), zooKeeper(), bare))));
            return 0;
        }

        private Optional<HighAvailability> zooKeeper() {
            try {
                return Optional.ofNullable(zooKeeper).map(HighAvailability::new);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec().commandLine(), "--zookeeper = " + e.getMessage(), e);
            }
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Ends its processes, with the jobs that run there; their checkpoints stay.")
    static final class Stop extends Subcommand {
        @Override
        public Integer call() {
            cluster().stop();
            return 0;
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows its processes. Exits with 1 unless all of them run.")
    static final class Status extends Subcommand {
        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        @Override
        public Integer call() {
            ClusterStatus status = cluster().status();
            print(json ? Json.of(status) + "\n" : table(status));
            return status.running() ? 0 : Failures.FAILED;
        }
    }

    @Command(
            name = "library",
            mixinStandardHelpOptions = true,
            description =
                    "Puts the job's jar into DIR, Flink's lib on any machine of a cluster of your own, under the name"
                            + " that submit and upgrade know it by: then they send none.")
    static final class Library implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(index = "0", paramLabel = "DIR")
        private Path directory = Path.of("");

        @Override
        public Integer call() {
            try {
                spec.commandLine().getOut().println(JobJar.ofThisVersion().copyTo(directory));
                spec.commandLine().getOut().flush();
                return 0;
            } catch (IOException e) {
                throw new IllegalStateException("DIR = " + directory + ": cannot be written to (" + e + ")", e);
            }
        }
    }

    private static String table(ClusterStatus status) {
        if (status.processes().isEmpty()) {
            return "no cluster runs\n";
        }
        TextTable table = new TextTable(LEFT_COLUMNS, List.of("PROCESS", "PID", "STATE", "SLOTS", "FREE"));
        status.processes()
                .forEach(member -> table.add(List.of(
                        member.name(),
                        Long.toString(member.pid()),
                        member.running() ? "running" : "ended",
                        member.slots() == 0 ? "-" : Integer.toString(member.slots()),
                        member.slots() == 0 ? "-" : Integer.toString(member.freeSlots()))));
        boolean again = status.processes().stream().anyMatch(member -> !member.running());
        return table.render()
                + (status.address().isEmpty() ? "" : "--cluster " + status.address() + "\n")
                + (again ? "./emfs cluster start starts again what has ended\n" : "");
    }
}
