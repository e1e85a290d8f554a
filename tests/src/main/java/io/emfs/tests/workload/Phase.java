package io.emfs.tests.workload;

/** Who runs and who schedules. */
public enum Phase {
    /** The short function alone under the default scheduler: what it would get without interference. */
    IDEAL,
    /** Both functions under the default scheduler. */
    DEFAULT,
    /** Both functions under the {@link SchedulerUnderTest}. */
    SCHEDULED
}
