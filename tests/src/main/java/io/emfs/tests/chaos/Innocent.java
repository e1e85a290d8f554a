package io.emfs.tests.chaos;

/**
 * A thread that is nobody's function: however it is scheduled, it stays so.
 *
 * @param where it runs, for whoever reads that it was touched
 */
record Innocent(int tid, ThreadSchedule started, String where) {}
