package io.emfs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code emfs.yaml} and the {@code --set} overrides, in their order, and validates the whole.
 * Stateless. Throws one {@link ConfigException} with every problem of file and overrides.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /** Reads a file; one that cannot be read is a problem like any other. */
    public static LoadedConfig load(Path file, List<String> overrides) {
        try {
            return parse(file.toString(), Files.readString(file), overrides);
        } catch (IOException e) {
            throw new ConfigException(List.of(new ConfigProblem(file.toString(), 0, "", "cannot be read: " + e)));
        }
    }

    /** The defaults where there is no file, with overrides. */
    public static LoadedConfig defaults(List<String> overrides) {
        return parse("", "", overrides);
    }

    /**
     * Reads text.
     *
     * @param sourceName stands before the line number in problems
     * @param overrides {@code key=value} each, e.g. {@code windows[0].size=2s}; an empty value restores the default
     */
    public static LoadedConfig parse(String sourceName, String yaml, List<String> overrides) {
        Problems problems = new Problems();
        Tree.Mapping root = root(sourceName, yaml, problems);
        for (String override : overrides) {
            SetOption option = SetOption.parse(override, problems);
            root = option == null ? root : option.applyTo(root, problems);
        }
        Section section = new Section("", root, problems);
        EmfsConfig config = EmfsConfig.read(section);
        section.rejectUnknown();
        problems.throwIfAny();
        Map<String, String> given = new TreeMap<>();
        collect(root, "", given);
        return new LoadedConfig(config, given, YamlWriter.write(root));
    }

    private static Tree.Mapping root(String sourceName, String yaml, Problems problems) {
        Tree tree = YamlReader.ofFile(sourceName, problems).read(yaml, "");
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        if (tree != null && !tree.isNull()) {
            problems.add(
                    tree.place(), "", "must be a mapping with keys such as functions and queues, not " + tree.text());
        }
        return new Tree.Mapping(new Place(sourceName, 1), Map.of());
    }

    private static void collect(Tree tree, String path, Map<String, String> given) {
        if (tree instanceof Tree.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> collect(entry.value(), Section.join(path, key), given));
        } else if (tree instanceof Tree.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(sequence.items().get(i), path + "[" + i + "]", given);
            }
        } else if (tree instanceof Tree.Scalar scalar && !scalar.isNull()) {
            given.put(path, scalar.value());
        }
    }
}
