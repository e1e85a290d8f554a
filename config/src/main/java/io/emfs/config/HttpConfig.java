package io.emfs.config;

import java.io.Serializable;

/** {@code http}: where metrics and API are served. */
public record HttpConfig(String bind, int port) implements Serializable {}
