package io.emfs.tests.accuracy;

import io.emfs.state.Quantity;

/**
 * One quantity of one request, as it was and as the monitor reported it.
 *
 * @param lowerNs what it was at least, by the clocks of client and server alone
 * @param upperNs what it was at most
 */
record Sample(long trueNs, long lowerNs, long upperNs, long reportedNs) {
    static Sample of(TruthRecord truth, Quantity quantity, long reportedNs) {
        return new Sample(truth.ns(quantity), truth.lowerNs(quantity), truth.upperNs(quantity), reportedNs);
    }

    long errorNs() {
        return reportedNs - trueNs;
    }

    /** Whether client and server cannot tell the report from the truth without the kernel's stamps. */
    boolean insideBounds() {
        return reportedNs >= lowerNs && reportedNs <= upperNs;
    }

    /** Whether it is off by no more than {@code absoluteNs} or by {@code relative} of the truth. */
    boolean within(long absoluteNs, double relative) {
        return Math.abs(errorNs()) <= Math.max((double) absoluteNs, relative * trueNs);
    }
}
