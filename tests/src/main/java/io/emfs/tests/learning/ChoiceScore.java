package io.emfs.tests.learning;

import io.emfs.tests.learning.simulation.WhatIf;

/**
 * How good choices of a queue under an SLO were. One thread.
 *
 * <p>The best choice is the least urgent queue that the policy may choose whose p95 meets the bound. What is chosen costs ln(p95 by the bound), if
 * that is above 0, and a tenth for each queue more urgent than need be.
 */
final class ChoiceScore {
    private static final double COST_OF_URGENCY = 0.1;

    private int choices;
    private int violations;
    private double regretSum;
    private double overpromotionSum;

    /** The bound is met by one of the queues up to {@code lowest} at least. */
    void add(WhatIf truth, double lnBound, int lowest, int chosen) {
        int oracle = 1;
        double best = Double.POSITIVE_INFINITY;
        for (int queue = 1; queue <= lowest; queue++) {
            best = Math.min(best, truth.lnP95(queue));
            if (truth.lnP95(queue) <= lnBound) {
                oracle = queue;
            }
        }
        choices++;
        int urgency = Math.max(0, oracle - chosen);
        regretSum += Math.max(0, truth.lnP95(chosen) - Math.max(lnBound, best)) + COST_OF_URGENCY * urgency;
        if (truth.lnP95(chosen) > lnBound) {
            violations++;
        } else {
            overpromotionSum += urgency;
        }
    }

    int choices() {
        return choices;
    }

    double regret() {
        return regretSum / choices;
    }

    /** Share of the choices that miss the bound though another queue meets it. */
    double violations() {
        return (double) violations / choices;
    }

    /** Queues above the best choice, on average over choices that meet the bound. */
    double overpromotion() {
        return overpromotionSum / (choices - violations);
    }
}
