package io.emfs.tests.learning.simulation;

import io.emfs.config.ConfigProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a parameter file over the same mapping of the shipped one, which has every key. One thread. */
final class YamlSection {
    private final String source;
    private final String path;
    private final Map<String, Node> given;
    private final Map<String, Node> defaults;
    private final Collection<ConfigProblem> problems;

    /** Reports keys that the shipped file does not have. */
    YamlSection(
            String source,
            String path,
            @Nullable Node given,
            MappingNode defaults,
            Collection<ConfigProblem> problems) {
        this.source = source;
        this.path = path;
        this.problems = problems;
        this.defaults = entries(defaults);
        this.given = given instanceof MappingNode mapping ? entries(mapping) : Map.of();
        if (given != null && !(given instanceof MappingNode)) {
            report(given, path, (path.isEmpty() ? "" : path + ": ") + "must be a mapping of " + this.defaults.keySet());
        }
        this.given.forEach((key, node) -> {
            if (!this.defaults.containsKey(key)) {
                report(
                        node,
                        join(key),
                        join(key) + ": unknown key, allowed: " + String.join(", ", this.defaults.keySet()));
            }
        });
    }

    /** Whether the file has it, so that it is not the shipped value. */
    boolean has(String key) {
        return given.containsKey(key);
    }

    YamlSection section(String key) {
        if (!(defaults.get(key) instanceof MappingNode below)) {
            throw new IllegalStateException(join(key) + " is no mapping in the shipped file");
        }
        return new YamlSection(source, join(key), given.get(key), below, problems);
    }

    int integer(String key, int min, int max) {
        return (int) number(node(key), key, min, max, true);
    }

    double decimal(String key, double min, double max) {
        return number(node(key), key, min, max, false);
    }

    Range range(String key, double min, double max) {
        return range(key, min, max, false);
    }

    /** Of whole numbers. */
    Range integers(String key, int min, int max) {
        return range(key, min, max, true);
    }

    List<Double> decimals(String key, double min, double max) {
        return numbers(key, min, max, false);
    }

    /** Ascending. */
    List<Integer> ascending(String key, int min, int max) {
        List<Integer> numbers =
                numbers(key, min, max, true).stream().map(Double::intValue).toList();
        if (!numbers.equals(numbers.stream().distinct().sorted().toList())) {
            reject(key, "must be ascending");
        }
        return numbers;
    }

    /** Reports the value of {@code key}. */
    void reject(String key, String allowed) {
        Node node = node(key);
        report(node, join(key), join(key) + " = " + text(node) + ": " + allowed);
    }

    private Range range(String key, double min, double max, boolean whole) {
        List<Double> ends = numbers(key, min, max, whole);
        if (ends.size() != 2 || ends.get(0) > ends.get(1)) {
            reject(key, "must be a range [low, high] within " + text(min) + ".." + text(max));
            return new Range(min, min);
        }
        return new Range(ends.get(0), ends.get(1));
    }

    private List<Double> numbers(String key, double min, double max, boolean whole) {
        if (!(node(key) instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            reject(key, "must be a list of numbers in " + text(min) + ".." + text(max));
            return List.of(min);
        }
        List<Double> numbers = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            numbers.add(number(item, key + "[" + numbers.size() + "]", min, max, whole));
        }
        return numbers;
    }

    private double number(Node node, String key, double min, double max, boolean whole) {
        try {
            double value = node instanceof ScalarNode scalar ? Double.parseDouble(scalar.getValue()) : Double.NaN;
            if (value >= min && value <= max && (!whole || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, with what is allowed
        }
        String kind = whole ? "a whole number" : "a number";
        report(
                node,
                join(key),
                join(key) + " = " + text(node) + ": must be " + kind + " in " + text(min) + ".." + text(max));
        return min;
    }

    private Node node(String key) {
        Node own = given.get(key);
        Node shipped = defaults.get(key);
        if (shipped == null) {
            throw new IllegalStateException(join(key) + " is not in the shipped file");
        }
        return own == null ? shipped : own;
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void report(Node node, String key, String message) {
        problems.add(new ConfigProblem(source, node.getStartMark().getLine() + 1, key, message));
    }

    private static Map<String, Node> entries(MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            entries.put(text(tuple.getKeyNode()), tuple.getValueNode());
        }
        return entries;
    }

    private static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(YamlSection::text).toList().toString();
        }
        return "{…}";
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
