package io.emfs.config;

/**
 * One difference between two configurations.
 *
 * @param key a function or window by its name, everything else by its full key
 * @param before empty for what was not there
 * @param after empty for what is no more
 * @param live whether it can take effect while the agent and its job run
 */
public record ConfigChange(String key, String before, String after, boolean live) {
    @Override
    public String toString() {
        return key + ": " + (before.isEmpty() ? "none" : before) + " → " + (after.isEmpty() ? "none" : after);
    }
}
