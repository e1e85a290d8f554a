package io.emfs.tests.learning;

import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.Trajectory;
import io.emfs.tests.learning.simulation.WhatIf;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came true, for each function at each asked window. Immutable. */
final class Truth {
    private final List<Trajectory> trajectories;
    private final List<Integer> at;

    Truth(List<Trajectory> trajectories, List<Integer> at) {
        this.trajectories = trajectories;
        this.at = at;
    }

    int keys() {
        return trajectories.size();
    }

    /** Windows of adaptation at which is asked. */
    List<Integer> at() {
        return at;
    }

    double isolatedP95Ns(int key) {
        return trajectories.get(key).isolatedP95Ns();
    }

    SimulatedWindow window(int key, int asked) {
        return trajectories.get(key).windows().get(at.get(asked));
    }

    WhatIf whatIf(int key, int asked) {
        return Objects.requireNonNull(window(key, asked).whatIf(), "simulated without the truth");
    }

    /** The last window that counted before; null if there was none. */
    @Nullable
    SimulatedWindow before(int key, int asked) {
        for (int window = at.get(asked) - 1; window >= 0; window--) {
            SimulatedWindow seen = trajectories.get(key).windows().get(window);
            if (seen.counted()) {
                return seen;
            }
        }
        return null;
    }

    /** Whether a method can know anything of the function; without adaptation, nobody does. */
    boolean comparable(int key, int asked) {
        return at.get(asked) == 0 || before(key, asked) != null;
    }
}
