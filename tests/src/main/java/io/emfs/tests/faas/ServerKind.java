package io.emfs.tests.faas;

import java.util.Locale;

/** How a function's server serves its requests. */
public enum ServerKind {
    /** A fresh process for each. */
    PROCESS,
    /** A fresh thread for each. */
    THREAD;

    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
