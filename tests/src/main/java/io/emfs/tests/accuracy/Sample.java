package io.emfs.tests.accuracy;

/** One quantity of one request, as it was and as the monitor reported it. */
record Sample(long trueNs, long reportedNs) {
    long errorNs() {
        return reportedNs - trueNs;
    }

    /** Whether it is off by no more than {@code absoluteNs} or by {@code relative} of the truth. */
    boolean within(long absoluteNs, double relative) {
        return Math.abs(errorNs()) <= Math.max((double) absoluteNs, relative * trueNs);
    }
}
