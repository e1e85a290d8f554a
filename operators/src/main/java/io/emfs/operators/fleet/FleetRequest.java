package io.emfs.operators.fleet;

import org.apache.flink.runtime.operators.coordination.CoordinationRequest;

/** Asks the windows' coordinator for a {@link FleetReport}. */
public record FleetRequest() implements CoordinationRequest {
    private static final long serialVersionUID = 1;
}
