package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/** {@code state}: {@code dir} holds checkpoints and the journal of changed threads. */
public record StateConfig(String dir, Duration checkpointInterval) implements Serializable {}
