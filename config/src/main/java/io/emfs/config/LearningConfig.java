package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/** {@code learning}: {@code exploration} is the share of windows in which a function with slack tries another queue. */
public record LearningConfig(boolean enabled, double exploration, Duration retrainEvery) implements Serializable {}
