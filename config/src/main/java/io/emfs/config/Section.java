package io.emfs.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mapping while it is read. Every key that is asked for is a known one; {@link #rejectUnknown} reports the others.
 * Nothing is thrown: a value that is not allowed is reported and read as a placeholder.
 */
final class Section {
    private static final ValueType<String> ANY_TEXT = new ValueType<>("must be a single value", "", text -> text);

    private final String path;
    private final Tree.Mapping mapping;
    private final Problems problems;
    private final Map<String, Optional<Setting<?>>> known = new LinkedHashMap<>();
    private final List<Section> children = new ArrayList<>();

    Section(String path, Tree.Mapping mapping, Problems problems) {
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    <T> Setting<T> required(String key, ValueType<T> type) {
        Tree tree = find(key);
        if (tree == null) {
            problems.add(mapping.place(), join(path, key), join(path, key) + ": missing, " + type.allowed());
            return remember(key, new Setting<>(join(path, key), mapping.place(), "", type.placeholder(), false, false));
        }
        return remember(key, parse(join(path, key), tree, type));
    }

    <T> Setting<T> optional(String key, ValueType<T> type, T fallback) {
        Tree tree = find(key);
        return remember(key, tree == null ? fallback(key, fallback) : parse(join(path, key), tree, type));
    }

    /** Null where the key is missing. */
    <T> @Nullable Setting<T> optional(String key, ValueType<T> type) {
        Tree tree = find(key);
        return tree == null ? null : remember(key, parse(join(path, key), tree, type));
    }

    /** A mapping with keys of its own choice. */
    Setting<Map<String, String>> texts(String key) {
        Tree tree = find(key);
        Map<String, String> texts = new LinkedHashMap<>();
        if (tree == null) {
            return remember(key, fallback(key, texts));
        }
        boolean usable = tree instanceof Tree.Mapping;
        if (tree instanceof Tree.Mapping entries) {
            for (Map.Entry<String, Tree.Entry> entry : entries.entries().entrySet()) {
                Setting<String> text = parse(
                        join(join(path, key), entry.getKey()), entry.getValue().value(), ANY_TEXT);
                usable &= text.usable();
                texts.put(entry.getKey(), text.value());
            }
        } else {
            reportKind(key, tree, "must be a mapping of names to values");
        }
        return remember(key, new Setting<>(join(path, key), tree.place(), tree.text(), texts, usable, true));
    }

    /** A list of single values. */
    List<String> list(String key, List<String> fallback) {
        Tree tree = find(key);
        if (tree instanceof Tree.Sequence sequence) {
            List<String> texts = new ArrayList<>();
            for (Tree item : sequence.items()) {
                texts.add(parse(join(path, key) + "[" + texts.size() + "]", item, ValueType.text())
                        .value());
            }
            return texts;
        }
        if (tree != null) {
            reportKind(key, tree, "must be a list");
        }
        return fallback;
    }

    /** An empty section where the key is missing or, which is reported, no mapping. */
    Section section(String key) {
        Section section = has(key) ? section(key, "must be a mapping") : null;
        return section == null ? open(key, new Tree.Mapping(placeOf(key), Map.of())) : section;
    }

    /** Null where the key is missing or, which is reported, no mapping. */
    @Nullable
    Section section(String key, String allowed) {
        Tree tree = find(key);
        if (tree instanceof Tree.Mapping below) {
            return open(key, below);
        }
        if (tree != null) {
            reportKind(key, tree, allowed);
        }
        return null;
    }

    /** The mappings of a list; null where the key is missing or, which is reported, no list. */
    @Nullable
    List<Section> sections(String key) {
        Tree tree = find(key);
        if (!(tree instanceof Tree.Sequence sequence)) {
            if (tree != null) {
                reportKind(key, tree, "must be a list");
            }
            return null;
        }
        List<Section> rows = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Tree item = sequence.items().get(i);
            String row = key + "[" + i + "]";
            if (item instanceof Tree.Mapping below) {
                rows.add(open(row, below));
            } else {
                reportKind(row, item, "must be a mapping");
            }
        }
        return rows;
    }

    /** Items of a list, whatever they are; 0 for anything else. */
    int length(String key) {
        return find(key) instanceof Tree.Sequence sequence ? sequence.items().size() : 0;
    }

    /** Whether the key has this single value. */
    boolean says(String key, String word) {
        return find(key) instanceof Tree.Scalar scalar && scalar.value().equals(word);
    }

    /** Whether the key is there, whatever its value. */
    boolean has(String key) {
        return find(key) != null;
    }

    /** Whether no key at all is there. */
    boolean isEmpty() {
        return mapping.entries().isEmpty();
    }

    /** Where the key was written; the section's own place where it was not. */
    Place placeOf(String key) {
        Tree.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.place() : entry.place();
    }

    Place place() {
        return mapping.place();
    }

    String path() {
        return path;
    }

    /** Whether all that was read so far was allowed. */
    boolean isUsable() {
        return known.values().stream().flatMap(Optional::stream).allMatch(Setting::usable);
    }

    /** A value that was read before. */
    Setting<?> setting(String key) {
        return known.getOrDefault(key, Optional.empty())
                .orElseThrow(() -> new IllegalStateException("not read: " + join(path, key)));
    }

    void reject(Setting<?> setting, String allowed) {
        problems.add(setting, allowed);
    }

    void reject(Place place, String key, String message) {
        problems.add(place, key, key + message);
    }

    /** Reports each row whose value of {@code key} an earlier row has, too. */
    static void rejectRepeated(List<Section> rows, String key) {
        Map<Object, Setting<?>> firsts = new HashMap<>();
        for (Section row : rows) {
            Setting<?> setting = row.setting(key);
            Setting<?> first = setting.usable() ? firsts.putIfAbsent(setting.value(), setting) : null;
            if (first != null) {
                row.reject(setting, "must be unique, but is also " + first.key());
            }
        }
    }

    /** Reports every key nobody asked for, here and below. */
    void rejectUnknown() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.containsKey(key)) {
                reject(entry.place(), join(path, key), ": unknown key, " + NearestKey.hint(key, known.keySet()));
            }
        });
        children.forEach(Section::rejectUnknown);
    }

    private @Nullable Tree find(String key) {
        known.putIfAbsent(key, Optional.empty());
        return mapping.get(key);
    }

    private Section open(String key, Tree.Mapping below) {
        Section child = new Section(join(path, key), below, problems);
        children.add(child);
        return child;
    }

    private <T> Setting<T> remember(String key, Setting<T> setting) {
        known.put(key, Optional.of(setting));
        return setting;
    }

    private <T> Setting<T> fallback(String key, T value) {
        return new Setting<>(join(path, key), placeOf(key), String.valueOf(value), value, true, false);
    }

    private <T> Setting<T> parse(String key, Tree tree, ValueType<T> type) {
        if (tree instanceof Tree.Scalar scalar && !scalar.isNull()) {
            try {
                T value = type.parser().apply(scalar.value());
                return new Setting<>(key, tree.place(), tree.text(), value, true, true);
            } catch (IllegalArgumentException e) {
                // reported below, with what is allowed
            }
        }
        Setting<T> rejected = new Setting<>(key, tree.place(), tree.text(), type.placeholder(), false, true);
        problems.add(rejected, type.allowed());
        return rejected;
    }

    private void reportKind(String key, Tree tree, String allowed) {
        String full = join(path, key);
        problems.add(tree.place(), full, full + " = " + tree.text() + ": " + allowed);
    }
}
