package io.emfs.tests.overhead;

/**
 * What this JVM took while requests came at a rate.
 *
 * @param cores CPU time per time
 * @param perSecond the rate that was reached
 */
record AgentCpu(Watcher watcher, double cores, double perSecond) {}
