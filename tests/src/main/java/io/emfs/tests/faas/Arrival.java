package io.emfs.tests.faas;

/**
 * A request to come.
 *
 * @param atNs after the beginning
 * @param function position in {@link FaasFunction#ALL}
 */
record Arrival(long atNs, int function) {}
