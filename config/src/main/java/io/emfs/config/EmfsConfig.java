package io.emfs.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, validated.
 *
 * @param node the key's first half; {@code auto} is resolved to the host name
 * @param flink Flink options, passed through
 */
public record EmfsConfig(
        String node,
        List<FunctionConfig> functions,
        DiscoveryConfig discovery,
        List<WindowConfig> windows,
        MonitorConfig monitor,
        List<QueueConfig> queues,
        PolicyConfig policy,
        LearningConfig learning,
        HttpConfig http,
        StateConfig state,
        Map<String, String> flink)
        implements Serializable {}
