package io.emfs.tests.workload;

import java.util.List;

/** How a workload's process is scheduled, by commands that replace themselves with it. */
public enum Rank {
    /** Like any other process; set explicitly, because this JVM may run in real time and children inherit. */
    NORMAL("chrt -o 0"),

    /** Above all functions and below the agent, so that arrivals on a full core are on time; its children are normal. */
    ABOVE_FUNCTIONS("chrt -R -f 89"),

    /** Above the agent too: a clock that stops while the agent runs would measure the agent. */
    ABOVE_ALL("chrt -R -f 95"),

    /** Until it waits. */
    FIFO("chrt -f 50"),

    /** In turns with its like. */
    ROUND_ROBIN("chrt -r 50"),

    LEAST_NICE("nice -n -20 chrt -o 0"),

    NICEST("nice -n 19 chrt -o 0");

    private final String wrapper;

    Rank(String wrapper) {
        this.wrapper = wrapper;
    }

    List<String> wrapper() {
        return List.of(wrapper.split(" "));
    }
}
