package io.emfs.state;

/** A window together with what was known of the function once the window was seen. */
public record ProfiledWindow(WindowSummary summary, FunctionProfile profile) implements Signal {
    @Override
    public FunctionKey key() {
        return summary.key();
    }
}
