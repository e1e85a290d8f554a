package io.emfs.state;

/**
 * Names a slice within a function's state. By window name and time, never by the window's place in the configuration:
 * a restored job may have other windows.
 *
 * @param window {@code windows[].name}
 * @param startMs epoch ms, inclusive
 * @param endMs epoch ms, exclusive
 */
public record SliceKey(String window, long startMs, long endMs) {}
