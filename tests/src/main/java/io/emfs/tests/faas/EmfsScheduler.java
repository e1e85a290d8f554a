package io.emfs.tests.faas;

import io.emfs.config.Durations;
import io.emfs.tests.agent.AgentProcess;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent, told each function's port and SLO; a fresh one that has learnt nothing yet. */
final class EmfsScheduler implements PhaseScheduler {
    private final List<Baseline> functions;
    private final List<String> overrides;
    private @Nullable AgentProcess agent;

    EmfsScheduler(List<Baseline> functions, List<String> overrides) {
        this.functions = functions;
        this.overrides = overrides;
    }

    @Override
    public void begin(FunctionServers servers) throws IOException, InterruptedException {
        AgentProcess started = AgentProcess.of(yaml(servers), AgentProcess.DEFAULT_PORT, overrides);
        agent = started;
        started.start();
    }

    private String yaml(FunctionServers servers) {
        StringBuilder yaml = new StringBuilder("functions:\n");
        for (int i = 0; i < functions.size(); i++) {
            yaml.append(entry(functions.get(i), servers.of(i).port()));
        }
        return yaml.toString();
    }

    static String entry(Baseline baseline, int port) {
        return "  - {name: " + baseline.function().name() + ", match: {port: " + port + "}, slo: {percentile: "
                + baseline.slo().percentile() + ", latency: "
                + Durations.print(baseline.slo().latency()) + "}}\n";
    }

    @Override
    public QueueHistory queues() throws IOException {
        return agent == null ? QueueHistory.NONE : QueueHistory.in(agent.stateDirectory());
    }

    @Override
    public double cpuS() {
        return agent == null ? 0 : agent.cpuS();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        AgentProcess running = agent;
        if (running != null) {
            running.close();
        }
    }
}
