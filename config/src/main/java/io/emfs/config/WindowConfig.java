package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/** {@code windows[]}; a slide equal to the size is a tumbling window. */
public record WindowConfig(String name, Duration size, Duration slide) implements Serializable {}
