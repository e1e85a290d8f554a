package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import io.emfs.tests.learning.simulation.Trajectory;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", "windows: {count: 12}");
    private static final List<Method> METHODS = List.of(LastValue.LAST, LastValue.EWMA, new FunctionRidge());
    private static final List<Integer> AT = List.of(0, 1, 3, 5);

    @Test
    void doesNotLookAhead() {
        List<Trajectory> trajectories = simulate(4);
        List<Trajectory> altered = new ArrayList<>();
        for (int key = 0; key < 4; key++) {
            // from window 5 on, another function's windows
            List<SimulatedWindow> windows =
                    new ArrayList<>(trajectories.get(key).windows().subList(0, 5));
            windows.addAll(trajectories.get((key + 1) % 4).windows().subList(5, 12));
            altered.add(new Trajectory(key, 1, windows));
        }
        for (Method method : METHODS) {
            Forecasts before = Replay.of(method, trajectories, AT, 6);
            Forecasts after = Replay.of(method, altered, AT, 6);
            for (int key = 0; key < 4; key++) {
                for (int asked = 0; asked < AT.size(); asked++) {
                    assertThat(after.lnP95(key, asked)).containsExactly(before.lnP95(key, asked));
                }
                assertThat(after.lnP95(key, 0)).containsOnly(Double.NaN);
                assertThat(after.lnP95(key, 3)).doesNotContain(Double.NaN);
            }
        }
    }

    @Test
    void forecastsTheLastWindowThatCounted() {
        SimulatedWindow first = simulate(1).get(0).windows().get(0);
        SimulatedWindow second = simulate(1).get(0).windows().get(1);
        Trajectory trajectory = new Trajectory(
                0,
                1,
                List.of(
                        new SimulatedWindow(first.seen(), true, null),
                        new SimulatedWindow(second.seen(), false, null),
                        first));
        double lnFirst = Math.log(first.seen().latencyP95Ns());
        Forecasts forecasts = Replay.of(LastValue.LAST, List.of(trajectory), List.of(1, 2), 2);
        assertThat(forecasts.lnP95(0, 0)).containsExactly(lnFirst, lnFirst);
        assertThat(forecasts.lnP95(0, 1)).containsExactly(lnFirst, lnFirst);
        assertThat(forecasts.lnUpper80(0, 1)).containsOnly(Double.NaN);
    }

    private static List<Trajectory> simulate(int keys) {
        TrajectorySimulation simulation = new TrajectorySimulation(CONFIG, CONFIG.split("test"), 1, false);
        List<Trajectory> trajectories = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            trajectories.add(simulation.simulate(key));
        }
        return trajectories;
    }
}
