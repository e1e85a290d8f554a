package io.emfs.state;

/**
 * What travels from the windows to the policy: on one road, so that what is urgent passes the windows by without a thread
 * or a queue between, and the order of one function's events is kept.
 */
public sealed interface Signal permits NodeEvent, WindowSummary {

    FunctionKey key();
}
