package io.emfs.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the configuration writes them: a whole number and one of ns, us, ms, s, m, h. Pure.
 * What {@link #print} returns, {@link #parse} reads back exactly.
 */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,19})(ns|us|ms|s|m|h)");

    private Durations() {}

    /**
     * Reads {@code 24ms}, {@code 1s}, {@code 5m}.
     *
     * @throws IllegalArgumentException if the text has another form or exceeds 2^63 ns (292 years)
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("duration=" + text + ", must be like 24ms, 1s, 5m");
        }
        BigInteger nanos = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(nanosOf(matcher.group(2))));
        if (nanos.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("duration=" + text + ", must be below 2^63 ns");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** The form with the largest unit that is exact: {@code 1500ms}, {@code 2s}; zero is {@code 0s}. */
    public static String print(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        for (String unit : new String[] {"h", "m", "s", "ms", "us"}) {
            if (nanos % nanosOf(unit) == 0) {
                return nanos / nanosOf(unit) + unit;
            }
        }
        return nanos + "ns";
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}
