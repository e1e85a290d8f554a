package io.emfs.config;

import java.io.Serializable;

/**
 * Where agents look for the job: every address of {@code host}, at every port.
 *
 * @param host a name or address
 */
public record EndpointConfig(String host, PortRange ports) implements Serializable {
    static final String ALLOWED = "must be HOST:PORT or HOST:LOW-HIGH, such as 10.0.0.7:9470 or [::1]:9470-9479";

    /** Throws {@link IllegalArgumentException} for anything but {@code HOST:PORT} and {@code HOST:LOW-HIGH}. */
    public static EndpointConfig parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException(ALLOWED);
        }
        PortRange ports = PortRange.parse(text.substring(colon + 1));
        if (host.isBlank() || ports.first() == 0) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return new EndpointConfig(host, ports);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + ports;
    }
}
