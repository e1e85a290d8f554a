package io.emfs.tests.overhead;

/**
 * A figure that must not exceed a limit.
 *
 * @param valid whether it was measured as it must be: every request seen, the rate reached
 */
public record Target(String name, double value, double limit, boolean valid) {
    public boolean met() {
        return valid && value <= limit;
    }
}
