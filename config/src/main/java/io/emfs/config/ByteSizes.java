package io.emfs.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as the configuration writes them: a whole number, alone for bytes or with KiB, MiB, GiB. Pure. */
public final class ByteSizes {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,10})(KiB|MiB|GiB|)");

    private ByteSizes() {}

    /**
     * Reads {@code 8MiB} or {@code 8388608} into bytes.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("size=" + text + ", must be like 512KiB, 8MiB");
        }
        return Long.parseLong(matcher.group(1)) * bytesOf(matcher.group(2));
    }

    /** The form with the largest unit that is exact. */
    public static String print(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            if (bytes != 0 && bytes % bytesOf(unit) == 0) {
                return bytes / bytesOf(unit) + unit;
            }
        }
        return Long.toString(bytes);
    }

    private static long bytesOf(String unit) {
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L;
        };
    }
}
