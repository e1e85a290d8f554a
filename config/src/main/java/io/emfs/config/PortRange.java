package io.emfs.config;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TCP ports, {@code first} to {@code last}; port 0 alone is any free one. */
public record PortRange(int first, int last) implements Serializable {
    static final String ALLOWED = "must be a port or LOW-HIGH, 0 <= LOW <= HIGH <= 65535, at most 1000 of them";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int MAX_PORT = 65535;
    private static final int MAX_PORTS = 1000;

    static final ValueType<PortRange> TYPE = new ValueType<>(ALLOWED, new PortRange(0, 0), PortRange::parse);

    /** {@code 9470} or {@code 9470-9479}; throws {@link IllegalArgumentException} for anything else. */
    public static PortRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first > last || last > MAX_PORT || last - first >= MAX_PORTS) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return new PortRange(first, last);
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
