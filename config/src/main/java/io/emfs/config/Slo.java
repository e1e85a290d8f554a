package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * A service level objective: the {@code percentile} of a function's latency is to stay within {@code latency}.
 *
 * @param percentile in percent, e.g. 95
 * @param latency last inbound byte → first outbound byte
 */
public record Slo(double percentile, Duration latency) implements Serializable {}
