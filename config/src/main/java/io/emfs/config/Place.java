package io.emfs.config;

/**
 * Where a key or value was written.
 *
 * @param source the file's name, or {@code --set}
 * @param line from 1; 0 where there is none
 */
record Place(String source, int line) {
    static final Place OVERRIDE = new Place(ConfigProblem.OVERRIDE, 0);
}
