package io.emfs.tests.learning.simulation;

/**
 * A set of functions that are drawn alike.
 *
 * @param name {@code train}, {@code test}, …
 * @param keys how many
 * @param coRunners functions beside each
 * @param utilisation of the core, by all sources
 * @param serviceCv of each function
 * @param changeWindow before which service time or rate changes; 0 = never
 * @param changeFactor at least 1
 */
public record Split(
        String name,
        int keys,
        Range coRunners,
        Range utilisation,
        Range serviceCv,
        int changeWindow,
        Range changeFactor) {}
