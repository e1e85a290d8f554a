package io.emfs.config;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns YAML text into a {@link Tree}; reports syntax errors, repeated keys and aliases that contain themselves. */
final class YamlReader {
    private final IntFunction<Place> placeOfLine;
    private final Problems problems;
    private final Deque<Node> open = new ArrayDeque<>();

    private YamlReader(IntFunction<Place> placeOfLine, Problems problems) {
        this.placeOfLine = placeOfLine;
        this.problems = problems;
    }

    static YamlReader ofFile(String name, Problems problems) {
        return new YamlReader(line -> new Place(name, line), problems);
    }

    static YamlReader ofOverride(Problems problems) {
        return new YamlReader(line -> Place.OVERRIDE, problems);
    }

    /**
     * Null where nothing is to be read: the text is empty, or is no YAML, which was then reported.
     *
     * @param path the key that the text belongs to; empty for a whole file
     */
    @Nullable
    Tree read(String text, String path) {
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            return node == null ? null : convert(node, path);
        } catch (MarkedYAMLException e) {
            reportSyntax(lineOf(e), path, (e.getContext() == null ? "" : e.getContext() + ", ") + e.getProblem());
        } catch (ReaderException e) {
            long line = 1
                    + text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            reportSyntax((int) line, path, String.format("character U+%04X is not allowed", e.getCodePoint()));
        } catch (YAMLException e) {
            reportSyntax(1, path, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void reportSyntax(int line, String path, String what) {
        problems.add(placeOfLine.apply(line), path, (path.isEmpty() ? "" : path + ": ") + "not valid YAML: " + what);
    }

    private static int lineOf(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private Tree convert(Node node, String path) {
        Place place = place(node);
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(place, scalar.getValue(), scalar.getTag().equals(Tag.NULL));
        }
        if (open.contains(node)) {
            problems.add(place, path, path + ": an alias must not contain itself");
            return new Tree.Scalar(place, "", true);
        }
        open.push(node);
        Tree tree = node instanceof SequenceNode sequence
                ? new Tree.Sequence(place, items(sequence, path))
                : new Tree.Mapping(place, entries((MappingNode) node, path));
        open.pop();
        return tree;
    }

    private List<Tree> items(SequenceNode sequence, String path) {
        List<Node> nodes = sequence.getValue();
        Tree[] items = new Tree[nodes.size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = convert(nodes.get(i), path + "[" + i + "]");
        }
        return List.of(items);
    }

    private Map<String, Tree.Entry> entries(MappingNode mapping, String path) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(place, path, (path.isEmpty() ? "" : path + ": ") + "a key must be a single word");
                continue;
            }
            String key = Section.join(path, keyNode.getValue());
            Tree.Entry entry = new Tree.Entry(place, convert(tuple.getValueNode(), key));
            Tree.Entry first = entries.putIfAbsent(keyNode.getValue(), entry);
            if (first != null) {
                problems.add(place, key, key + ": given twice" + firstLine(first));
            }
        }
        return entries;
    }

    private static String firstLine(Tree.Entry first) {
        return first.place().line() == 0
                ? ""
                : ", first on line " + first.place().line();
    }

    private Place place(Node node) {
        return placeOfLine.apply(node.getStartMark().getLine() + 1);
    }
}
