package io.emfs.operators.learning;

import java.util.Arrays;
import java.util.List;

/**
 * Networks of one shape that differ in where their training began: together they err less than each alone, and where they
 * disagree, nothing that they were trained on was like what they are asked. Immutable, thread-safe.
 */
final class Ensemble {
    private final Network[] members;

    Ensemble(List<Network> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members=0, expected at least 1");
        }
        this.members = members.toArray(Network[]::new);
    }

    /** Of the weights of all members, one behind the other. */
    static Ensemble of(NetworkShape shape, float[] weights) {
        int count = weights.length / shape.weights();
        if (count < 1 || count * shape.weights() != weights.length) {
            throw new IllegalArgumentException(
                    "weights=" + weights.length + ", expected a multiple of " + shape.weights());
        }
        Network[] members = new Network[count];
        for (int i = 0; i < count; i++) {
            members[i] =
                    new Network(shape, Arrays.copyOfRange(weights, i * shape.weights(), (i + 1) * shape.weights()));
        }
        return new Ensemble(List.of(members));
    }

    int size() {
        return members.length;
    }

    NetworkShape shape() {
        return members[0].shape();
    }

    Network member(int i) {
        return members[i];
    }

    /** The same, with all widths multiplied. */
    Ensemble widened(double factor) {
        return new Ensemble(
                Arrays.stream(members).map(member -> member.widened(factor)).toList());
    }

    /** Of all members, one behind the other. */
    float[] weights() {
        int each = shape().weights();
        float[] weights = new float[each * members.length];
        for (int i = 0; i < members.length; i++) {
            System.arraycopy(members[i].weights(), 0, weights, i * each, each);
        }
        return weights;
    }

    /** Location and width of the first {@code queues} candidates in {@code work}, to its locations and widths. */
    void forecast(Workspace work, int queues) {
        Arrays.fill(work.locations, 0, queues, 0);
        Arrays.fill(work.widths, 0, queues, 0);
        Arrays.fill(work.squares, 0, queues, 0);
        float share = 1f / members.length;
        for (Network member : members) {
            member.begin(work);
            for (int place = 0; place < queues; place++) {
                member.candidate(work, place);
                work.locations[place] += share * work.out[0];
                work.widths[place] += share * work.out[1];
                work.squares[place] += share * work.out[0] * work.out[0];
            }
        }
        for (int place = 0; place < queues; place++) {
            double width = Math.exp(work.widths[place]);
            double dispute = Math.max(0, work.squares[place] - work.locations[place] * work.locations[place]);
            // the variance of a Laplace distribution is twice the square of its width
            work.widths[place] = (float) Math.sqrt(width * width + dispute / 2);
        }
    }
}
