package io.emfs.config;

import java.io.Serializable;

/** An inclusive range of real-time priorities, {@code low-high}; a single priority is a band of one. */
public record PriorityBand(int low, int high) implements Serializable {}
