package io.emfs.pipeline.source.split;

import org.apache.flink.api.connector.source.SourceSplit;

/** One node as a split. It holds no position: samples are at-most-once telemetry, a restored reader takes what comes. */
public record NodeSplit(String node) implements SourceSplit {
    @Override
    public String splitId() {
        return node;
    }
}
