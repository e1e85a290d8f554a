package io.emfs.tests.quantum;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.bpf.libbpf.ProgramStatistics;

/** The result as JSON. Immutable. */
public final class QuantumJson {
    private static final double NS_PER_US = 1e3;

    private final QuantumResult result;

    public QuantumJson(QuantumResult result) {
        this.result = result;
    }

    public String render() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("idle", overshoot(result.idle()));
        root.set("saturated", overshoot(result.saturated()));
        root.set("beside_agent", overshoot(result.beside()));
        root.put("accounting_core_fraction", result.accountingCoreFraction());
        root.set("look_us", quartiles(result.look()));
        root.set("nothing_us", quartiles(result.noise()));
        ObjectNode sampler = root.putObject("sampler");
        sampler.set("sample_us", quartiles(result.sample()));
        sampler.put("core_fraction", result.samplerCoreFraction());
        ObjectNode rival = root.putObject("rival");
        rival.set("idle", figures(result.rivalIdle()));
        rival.set("saturated", figures(result.rivalSaturated()));
        rival.put("switch_us", result.switchWithout().p50Ns() / NS_PER_US);
        rival.set("switch_more_us", quartiles(result.switchMore()));
        return root.toPrettyString();
    }

    private static ObjectNode overshoot(OvershootResult result) {
        ObjectNode node = figures(result.overshoot());
        node.set("clock_error_us", quartiles(result.clockError()));
        node.put("looks_per_s", result.looksPerSecond());
        ObjectNode programs = node.putObject("programs");
        for (ProgramStatistics program : result.programs()) {
            ObjectNode cost = programs.putObject(program.program());
            cost.put("runs_per_s", program.runs() / result.seconds());
            cost.put("ns_per_run", (double) program.runTimeNs() / Math.max(1, program.runs()));
        }
        return node;
    }

    private static ObjectNode figures(Figures figures) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("p50_us", figures.p50Ns() / NS_PER_US);
        node.put("p95_us", figures.p95Ns() / NS_PER_US);
        node.put("max_us", figures.maxNs() / NS_PER_US);
        node.put("n", figures.n());
        return node;
    }

    private static ObjectNode quartiles(Figures figures) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("p25", figures.p25Ns() / NS_PER_US);
        node.put("p50", figures.p50Ns() / NS_PER_US);
        node.put("p75", figures.p75Ns() / NS_PER_US);
        return node;
    }
}
