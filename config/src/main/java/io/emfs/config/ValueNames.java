package io.emfs.config;

/** How constants are written in the configuration and wherever it is shown. */
public final class ValueNames {
    private ValueNames() {}

    /** Kebab-case: {@code RAW_TRACEPOINT} is {@code raw-tracepoint}. */
    public static String of(Enum<?> constant) {
        return ValueType.kebab(constant);
    }
}
