package io.emfs.pipeline.channel;

import io.emfs.state.WindowSummary;

/**
 * What the job last concluded about a function: a window's summary and the queue the function is in.
 *
 * @param queue 1…n, p1 is the most urgent; 0 if none was given yet
 */
public record FunctionStatus(WindowSummary summary, int queue) {}
