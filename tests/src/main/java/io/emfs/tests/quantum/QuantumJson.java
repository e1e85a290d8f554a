package io.emfs.tests.quantum;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
        node.put("ticks_per_core_s", result.ticksPerSecond());
        node.put("tick_core_fraction", result.tickFraction());
        node.put("looks_per_s", result.looksPerSecond());
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
