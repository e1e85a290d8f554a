package io.emfs.tests.learning;

import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.Trajectory;
import java.util.List;

/**
 * What a method forecasts of functions it has never seen, strictly from the windows before: each window is forecast first,
 * and shown afterwards if it counts. Stateless.
 */
final class Replay {
    private Replay() {}

    /** At the windows {@code at} of each trajectory. */
    static Forecasts of(Method method, List<Trajectory> trajectories, List<Integer> at, int queues) {
        Forecasts forecasts = new Forecasts(method.name(), trajectories.size(), at.size(), queues);
        for (int key = 0; key < trajectories.size(); key++) {
            Adaptation adaptation = method.adapt();
            List<SimulatedWindow> windows = trajectories.get(key).windows();
            int asked = 0;
            for (int window = 0; window < windows.size() && asked < at.size(); window++) {
                if (at.get(asked) == window) {
                    adaptation.predict(forecasts.lnP95(key, asked), forecasts.lnUpper80(key, asked));
                    asked++;
                }
                if (windows.get(window).counted()) {
                    adaptation.observe(windows.get(window).seen());
                }
            }
        }
        return forecasts;
    }
}
