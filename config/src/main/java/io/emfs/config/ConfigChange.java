package io.emfs.config;

/**
 * One difference between two configurations.
 *
 * @param key a function or window by its name, everything else by its full key
 * @param before empty for what was not there
 * @param after empty for what is no more
 * @param way how it can take effect
 */
public record ConfigChange(String key, String before, String after, Way way) {

    /** The least that a change takes. */
    public enum Way {
        /** While agent and job run. */
        LIVE,
        /** By a savepoint of the job, from which another is started. */
        UPGRADE,
        /** With the agent's next start. */
        RESTART
    }

    @Override
    public String toString() {
        return key + ": " + (before.isEmpty() ? "none" : before) + " → " + (after.isEmpty() ? "none" : after);
    }
}
