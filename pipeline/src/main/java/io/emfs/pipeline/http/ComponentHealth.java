package io.emfs.pipeline.http;

/**
 * The state of one component.
 *
 * @param detail what it does, or why it is down
 */
public record ComponentHealth(boolean up, String detail) {}
