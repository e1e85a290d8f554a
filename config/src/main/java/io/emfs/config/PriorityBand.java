package io.emfs.config;

import java.io.Serializable;

/** An inclusive range of real-time priorities, {@code low-high}; a single priority is a band of one. */
public record PriorityBand(int low, int high) implements Serializable {
    /** SCHED_RR priority of the agent itself; every queue stays below. */
    public static final int AGENT_PRIORITY = 90;

    static final ValueType<PriorityBand> TYPE = ValueType.of(
            "must be LOW-HIGH or one priority, 1 <= LOW <= HIGH <= " + (AGENT_PRIORITY - 1) + " (the agent runs at "
                    + AGENT_PRIORITY + ")",
            new PriorityBand(1, 1),
            PriorityBand::parse,
            band -> 1 <= band.low && band.low <= band.high && band.high < AGENT_PRIORITY);

    /**
     * Reads {@code 72-81} or {@code 50}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static PriorityBand parse(String text) {
        // from 1, so that a sign is no separator
        int dash = text.indexOf('-', 1);
        return dash < 0
                ? new PriorityBand(Integer.parseInt(text), Integer.parseInt(text))
                : new PriorityBand(
                        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    /** How many priorities there are in it. */
    public int width() {
        return high - low + 1;
    }

    /** As the configuration writes it. */
    @Override
    public String toString() {
        return low == high ? Integer.toString(low) : low + "-" + high;
    }
}
