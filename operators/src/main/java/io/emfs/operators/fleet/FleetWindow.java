package io.emfs.operators.fleet;

import java.io.Serializable;

/** The configured window that the fleet is seen through. Immutable. */
public record FleetWindow(String name, long sizeMs, long slideMs) implements Serializable {
    private static final long serialVersionUID = 1;
}
