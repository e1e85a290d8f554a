package io.emfs.state;

import java.util.Arrays;

/**
 * CPU that the functions beside one use, by the queue they are in. Immutable.
 *
 * <p>The unit is the share of the cores that functions run on: 1.0 in all queues together is a node without idle time.
 */
public final class NodeLoad {
    private final double[] utilisations;

    /** One utilisation per queue, p1 first. */
    public NodeLoad(double... utilisations) {
        this.utilisations = utilisations.clone();
    }

    /** No other function on a node with that many queues. */
    public static NodeLoad none(int queues) {
        return new NodeLoad(new double[queues]);
    }

    public int queues() {
        return utilisations.length;
    }

    /** Of the functions in {@code queue}, 1…n. */
    public double at(int queue) {
        return utilisations[queue - 1];
    }

    /** Of those in more urgent queues. */
    public double above(int queue) {
        return sum(0, queue - 1);
    }

    /** Of those in less urgent queues. */
    public double below(int queue) {
        return sum(queue, utilisations.length);
    }

    public double total() {
        return sum(0, utilisations.length);
    }

    private double sum(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += utilisations[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeLoad load && Arrays.equals(utilisations, load.utilisations);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utilisations);
    }

    @Override
    public String toString() {
        return "NodeLoad" + Arrays.toString(utilisations);
    }
}
