package io.emfs.operators.fleet;

import io.emfs.config.Slo;
import io.emfs.state.LatencySketch;
import io.emfs.state.Percentiles;
import io.emfs.state.codec.LatencySketchCodec;
import io.emfs.state.codec.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one window saw of a function on some nodes. Mutable, not thread-safe. */
final class FunctionShare {
    private static final LatencySketchCodec SKETCHES = new LatencySketchCodec();
    private static final double WITHOUT_SLO = 0;
    private static final double MS_PER_S = 1e3;

    private final LatencySketch latency;
    private int nodes;
    private long missed;
    private @Nullable Slo slo;

    /** Takes ownership of {@code latency}. */
    FunctionShare(int nodes, long missed, @Nullable Slo slo, LatencySketch latency) {
        this.nodes = nodes;
        this.missed = missed;
        this.slo = slo;
        this.latency = latency;
    }

    /** Adds what was seen on other nodes; {@code other} stays as it is. Of two SLOs, the other's holds. */
    void merge(FunctionShare other) {
        merge(other.nodes, other.missed, other.slo, other.latency);
    }

    void merge(int moreNodes, long moreMissed, @Nullable Slo newSlo, LatencySketch moreLatency) {
        nodes += moreNodes;
        missed += moreMissed;
        slo = newSlo;
        latency.merge(moreLatency);
    }

    int nodes() {
        return nodes;
    }

    FleetFunction toFunction(String name, FleetWindow window) {
        Percentiles percentiles = latency.toPercentiles();
        return new FleetFunction(
                name,
                nodes,
                latency.count(),
                latency.count() * MS_PER_S / window.sizeMs(),
                missed,
                slo,
                percentiles.p50(),
                percentiles.p95(),
                percentiles.p99(),
                percentiles.max());
    }

    void write(DataOutput out) throws IOException {
        Varint.write(nodes, out);
        Varint.write(missed, out);
        Slo promised = slo;
        out.writeDouble(promised == null ? WITHOUT_SLO : promised.percentile());
        if (promised != null) {
            Varint.write(promised.latency().toNanos(), out);
        }
        SKETCHES.writeVersioned(latency, out);
    }

    static FunctionShare read(DataInput in) throws IOException {
        int nodes = (int) Varint.read(in);
        long missed = Varint.read(in);
        double percentile = in.readDouble();
        Slo slo = percentile == WITHOUT_SLO ? null : new Slo(percentile, Duration.ofNanos(Varint.read(in)));
        return new FunctionShare(nodes, missed, slo, SKETCHES.readVersioned(in));
    }
}
