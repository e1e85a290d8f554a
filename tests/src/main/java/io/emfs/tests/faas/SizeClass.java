package io.emfs.tests.faas;

import java.util.Arrays;

/** Functions by how long they take alone, as they were declared and whatever the scale of a run. */
public enum SizeClass {
    UNDER_50_MS("<50ms", 0, 50),
    UNDER_150_MS("50-150ms", 50, 150),
    UNDER_400_MS("150-400ms", 150, 400),
    OVER_1_S(">1s", 1000, Double.POSITIVE_INFINITY),
    ALL("all", 0, Double.POSITIVE_INFINITY);

    private final String title;
    private final double fromMs;
    private final double toMs;

    SizeClass(String title, double fromMs, double toMs) {
        this.title = title;
        this.fromMs = fromMs;
        this.toMs = toMs;
    }

    public String title() {
        return title;
    }

    /** The class, other than {@link #ALL}, of a function that takes so long alone. */
    static SizeClass of(double isolatedMs) {
        return Arrays.stream(values())
                .filter(size -> size != ALL && size.includes(isolatedMs))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("isolatedMs=" + isolatedMs + " is in no class"));
    }

    boolean includes(double isolatedMs) {
        return isolatedMs >= fromMs && isolatedMs < toMs;
    }
}
