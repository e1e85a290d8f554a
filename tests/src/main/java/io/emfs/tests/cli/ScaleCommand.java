package io.emfs.tests.cli;

import io.emfs.jobs.cli.Json;
import io.emfs.tests.scale.AgentScale;
import io.emfs.tests.scale.AgentScaleReport;
import io.emfs.tests.scale.ScaleMeasurement;
import io.emfs.tests.scale.ScalePlan;
import io.emfs.tests.scale.ScaleReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench scale}: fails if a function or a request was lost for which there was room. */
@Command(
        mixinStandardHelpOptions = true,
        name = "scale",
        description = "Many functions and kept-alive connections on one node: none is lost, and memory is bounded.")
final class ScaleCommand implements Callable<Integer> {
    @Option(names = "--functions", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "10000")
    private int functions;

    @Option(names = "--connections", description = "Held at once; default: ${DEFAULT-VALUE}.", defaultValue = "50000")
    private int connections;

    @Option(
            names = "--laps",
            description = "Requests on each connection; default: ${DEFAULT-VALUE}.",
            defaultValue = "4")
    private int laps;

    @Option(
            names = "--rate",
            description = "Requests a second in all; default: ${DEFAULT-VALUE}.",
            defaultValue = "5000")
    private int perSecond;

    @Option(
            names = "--max-sockets",
            description = "monitor.max-sockets, the connections there is room for; default: ${DEFAULT-VALUE}.",
            defaultValue = "65536")
    private int maxSockets;

    @Option(
            names = "--base-port",
            description = "The first of the functions' ports; default: ${DEFAULT-VALUE}.",
            defaultValue = "10000")
    private int basePort;

    @Option(names = "--agent", description = "With a whole agent; default: with the monitor alone.")
    private boolean agent;

    @Mixin
    private ReportOption result = new ReportOption();

    @Override
    public Integer call() throws Exception {
        ScalePlan plan = new ScalePlan(basePort, functions, connections, laps, perSecond, maxSockets);
        return agent ? measureAgent(plan) : measureMonitor(plan);
    }

    private int measureMonitor(ScalePlan plan) throws Exception {
        ScaleReport report = new ScaleReport(new ScaleMeasurement(plan).run());
        result.report(report.text(), Json.of(report.json()));
        return report.outcome().complaints().isEmpty() ? 0 : 1;
    }

    private int measureAgent(ScalePlan plan) throws Exception {
        AgentScaleReport report = new AgentScaleReport(plan, new AgentScale(plan).run());
        result.report(report.text(), Json.of(report.json()));
        return report.complete() ? 0 : 1;
    }
}
