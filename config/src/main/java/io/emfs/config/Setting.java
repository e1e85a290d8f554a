package io.emfs.config;

/**
 * One value as read.
 *
 * @param key the full key
 * @param place where it was written; for a default, where its section was
 * @param text as written, for messages
 * @param value a placeholder when not {@code usable}
 * @param usable false when a problem was reported for it; rules that compare settings then pass it over
 * @param given false for a default
 */
record Setting<T>(String key, Place place, String text, T value, boolean usable, boolean given) {
    /** As other settings' messages refer to it. */
    @Override
    public String toString() {
        return key + " (" + text + ")";
    }
}
