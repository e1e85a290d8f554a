package io.emfs.state;

/**
 * What a user is shown of a function after each window.
 *
 * @param queue the base queue after the window, 1…n
 */
public record FunctionReport(WindowSummary summary, FunctionProfile profile, int queue) {}
