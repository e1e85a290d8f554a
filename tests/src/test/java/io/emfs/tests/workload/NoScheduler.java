package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Schedules nothing; remembers its calls. */
final class NoScheduler implements SchedulerUnderTest {
    final List<String> calls = new ArrayList<>();

    @Override
    public String name() {
        return "none";
    }

    @Override
    public void start() {
        calls.add("start");
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    @Override
    public Optional<String> queueOf(String function) {
        calls.add("queueOf " + function);
        return Optional.of("p1");
    }
}
