package io.emfs.tests.workload;

import java.util.List;

/** How a workload's process is scheduled, as chrt(1) is told. */
public enum Rank {
    /** Like any other process; set explicitly, because this JVM may run in real time and children inherit. */
    NORMAL("-o 0"),

    /** Above all functions and below the agent, so that arrivals on a full core are on time; its children are normal. */
    ABOVE_FUNCTIONS("-R -f 89");

    private final String chrtOptions;

    Rank(String chrtOptions) {
        this.chrtOptions = chrtOptions;
    }

    List<String> chrtArguments() {
        return List.of(chrtOptions.split(" "));
    }
}
