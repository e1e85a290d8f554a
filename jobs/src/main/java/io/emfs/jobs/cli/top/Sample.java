package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the agent answered at one moment.
 *
 * @param functions of {@code /api/functions}
 * @param monitor of {@code /api/monitor}; missing where the agent has none yet
 */
public record Sample(JsonNode functions, JsonNode monitor) {}
