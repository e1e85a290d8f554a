package io.emfs.tests.learning.simulation;

import io.emfs.config.ConfigException;
import io.emfs.config.ConfigProblem;
import io.emfs.tests.learning.simulation.SimulationConfig.Dynamics;
import io.emfs.tests.learning.simulation.SimulationConfig.Evaluation;
import io.emfs.tests.learning.simulation.SimulationConfig.RequestMix;
import io.emfs.tests.learning.simulation.SimulationConfig.Scheduling;
import io.emfs.tests.learning.simulation.SimulationConfig.Service;
import io.emfs.tests.learning.simulation.SimulationConfig.Windows;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code learn.yaml}. Throws {@link ConfigException} with every problem: key, value and what is allowed. Stateless. */
public final class SimulationConfigReader {
    private static final String SHIPPED = "learn.yaml";
    private static final double NS_PER_MS = 1e6;

    /** Fits the number of lists that a core can tell apart. */
    private static final int MAX_QUEUES = 16;

    private static final int MAX_CO_RUNNERS = 40;

    private SimulationConfigReader() {}

    public static SimulationConfig shipped() {
        return parse(SHIPPED, "");
    }

    public static SimulationConfig read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException(List.of(new ConfigProblem(file.toString(), 0, "", "cannot be read: " + e)));
        }
    }

    /** {@code yaml} may have any part of the shipped file; the rest is as shipped. */
    public static SimulationConfig parse(String source, String yaml) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        @Nullable Node given = compose(source, yaml, problems);
        SimulationConfig config = config(new YamlSection(source, "", given, shippedTree(), problems));
        if (!problems.isEmpty()) {
            throw new ConfigException(new ArrayList<>(problems));
        }
        return config;
    }

    private static @Nullable Node compose(String source, String yaml, Set<ConfigProblem> problems) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(new ConfigProblem(source, line, "", "no YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            problems.add(new ConfigProblem(source, 0, "", "no YAML: " + e.getMessage()));
        }
        return null;
    }

    private static MappingNode shippedTree() {
        try (InputStream in =
                Objects.requireNonNull(SimulationConfigReader.class.getResourceAsStream(SHIPPED), SHIPPED)) {
            return (MappingNode) new Yaml().compose(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SimulationConfig config(YamlSection root) {
        Windows windows = windows(root.section("windows"));
        YamlSection service = root.section("service");
        YamlSection node = root.section("node");
        YamlSection splits = root.section("splits");
        return new SimulationConfig(
                quanta(root.section("queues")),
                windows,
                evaluation(root.section("evaluation"), windows.count()),
                new Service(service.range("mean-ms", 0.01, 600_000), service.range("co-runner-ratio", 0.0001, 10_000)),
                requests(root.section("requests")),
                new SimulationConfig.Node(node.range("switch-cost-us", 0, 10_000), node.range("background", 0, 0.5)),
                dynamics(root.section("dynamics")),
                scheduling(root.section("scheduling")),
                Stream.of("train", "test", "ood", "drift")
                        .map(name -> split(name, splits.section(name), windows.count()))
                        .toList());
    }

    private static List<Long> quanta(YamlSection at) {
        List<Double> quantaMs = at.decimals("quanta-ms", 0.001, 60_000);
        if (quantaMs.size() < 2 || quantaMs.size() > MAX_QUEUES) {
            at.reject("quanta-ms", "must be 2.." + MAX_QUEUES + " quanta");
        }
        return quantaMs.stream().map(ms -> Math.round(ms * NS_PER_MS)).toList();
    }

    private static Windows windows(YamlSection at) {
        return new Windows(
                at.integer("count", 2, 10_000),
                at.integer("warm-up", 0, 1_000),
                at.integer("requests", 1, 100_000),
                at.range("seconds", 0.01, 86_400),
                at.integer("min-requests", 1, 100_000));
    }

    /** Of the shipped windows of adaptation, those that there are; given ones must all be there. */
    private static Evaluation evaluation(YamlSection at, int windows) {
        List<Integer> evaluated = at.has("at")
                ? at.ascending("at", 0, windows - 1)
                : below(windows, at.ascending("at", 0, Integer.MAX_VALUE));
        List<Integer> pooled = at.ascending("pooled", 0, at.has("pooled") ? windows - 1 : Integer.MAX_VALUE);
        if (!at.has("pooled")) {
            List<Integer> common = pooled.stream().filter(evaluated::contains).toList();
            pooled = common.isEmpty() ? evaluated : common;
        } else if (!evaluated.containsAll(pooled)) {
            at.reject("pooled", "must be some of evaluation.at = " + evaluated);
        }
        return new Evaluation(
                evaluated,
                pooled,
                at.integer("replicas", 1, 1_000),
                at.integer("resamples", 1, 1_000_000),
                at.range("slo-factor", 1, 1_000));
    }

    private static List<Integer> below(int windows, List<Integer> all) {
        return all.stream().filter(window -> window < windows).toList();
    }

    private static RequestMix requests(YamlSection at) {
        return new RequestMix(
                at.integers("io-phases", 0, 100),
                at.range("io-ratio", 0, 100),
                at.range("batch-mean", 1, 1_000),
                at.range("interarrival-cv", 1, 100),
                at.integers("concurrency", 1, 100_000));
    }

    private static Dynamics dynamics(YamlSection at) {
        return new Dynamics(
                at.decimal("rate-drift", 0, 2),
                at.decimal("rate-reversion", 0, 1),
                at.decimal("queue-move", 0, 1),
                at.decimal("co-runner-move", 0, 1));
    }

    private static Scheduling scheduling(YamlSection at) {
        return new Scheduling(
                at.integer("nodes", 1, 100_000),
                at.integer("seconds", 1, 1_000_000),
                at.integer("warm-up-seconds", 0, 1_000_000));
    }

    private static Split split(String name, YamlSection at, int windows) {
        return new Split(
                name,
                at.integer("keys", 1, 1_000_000),
                at.integers("co-runners", 0, MAX_CO_RUNNERS),
                at.range("utilisation", 0.01, 1.2),
                at.range("service-cv", 0, 10),
                at.has("change-window")
                        ? at.integer("change-window", 0, windows - 1)
                        : Math.min(at.integer("change-window", 0, Integer.MAX_VALUE), windows / 2),
                at.range("change-factor", 1, 100));
    }
}
