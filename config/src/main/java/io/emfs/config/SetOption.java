package io.emfs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code --set key=value}: {@code windows[0].size=2s}. The value is YAML; an empty one restores the default.
 * A list that the file does not have is the default one; an index equal to its length appends.
 *
 * @param key as written, for messages
 * @param steps the key taken apart: names and indices
 * @param value what to put there
 */
record SetOption(String key, List<Step> steps, Tree value) {
    // Flink's own keys have dots: all that follows is one key
    private static final String FLINK = "flink.";
    private static final Pattern STEP = Pattern.compile("(?:\\A|(?!\\A)\\.)([^.\\[\\]\\s]+)|\\[([0-9]{1,9})\\]");

    sealed interface Step {}

    record Name(String name) implements Step {}

    record Index(int index) implements Step {}

    /** Null if the text is no {@code key=value}; that was then reported. */
    static @Nullable SetOption parse(String text, Problems problems) {
        int equals = text.indexOf('=');
        List<Step> steps = equals < 0 ? List.of() : steps(text.substring(0, equals));
        if (steps.isEmpty()) {
            problems.add(Place.OVERRIDE, text, text + ": must be key=value with a key like windows[0].size");
            return null;
        }
        String key = text.substring(0, equals);
        Tree value = YamlReader.ofOverride(problems).read(text.substring(equals + 1), key);
        return new SetOption(key, steps, value == null ? new Tree.Scalar(Place.OVERRIDE, "", true) : value);
    }

    private static List<Step> steps(String key) {
        if (key.startsWith(FLINK) && key.length() > FLINK.length()) {
            return List.of(new Name("flink"), new Name(key.substring(FLINK.length())));
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(key).useAnchoringBounds(false);
        int at = 0;
        while (at < key.length() && matcher.region(at, key.length()).lookingAt()) {
            String name = matcher.group(1);
            steps.add(name == null ? new Index(Integer.parseInt(matcher.group(2))) : new Name(name));
            at = matcher.end();
        }
        boolean whole = at == key.length() && !steps.isEmpty() && steps.get(0) instanceof Name;
        return whole ? steps : List.of();
    }

    /** The tree with the value in its place; the tree itself, and a problem, where the key leads nowhere. */
    Tree.Mapping applyTo(Tree.Mapping root, Problems problems) {
        try {
            return (Tree.Mapping) put(root, "", 0);
        } catch (IllegalArgumentException e) {
            problems.add(Place.OVERRIDE, key, key + " = " + value.text() + ": " + e.getMessage());
            return root;
        }
    }

    private Tree put(@Nullable Tree present, String path, int depth) {
        if (depth == steps.size()) {
            return value;
        }
        Tree here = present == null || isNone(present) ? DefaultList.at(path) : present;
        Step step = steps.get(depth);
        return step instanceof Name name
                ? putName(here, path, name.name(), depth)
                : putIndex(here, path, ((Index) step).index(), depth);
    }

    private Tree putName(@Nullable Tree here, String path, String name, int depth) {
        Tree target = here == null ? new Tree.Mapping(Place.OVERRIDE, Map.of()) : here;
        if (!(target instanceof Tree.Mapping mapping)) {
            throw new IllegalArgumentException(
                    target instanceof Tree.Sequence
                            ? path + " is a list, write " + path + "[0]." + name
                            : path + " is a single value, it has no key " + name);
        }
        Tree changed = put(mapping.get(name), Section.join(path, name), depth + 1);
        // a key the file wrote stays the file's when only something below it changes
        Tree.Entry present = mapping.entries().get(name);
        Place place = present != null && depth + 1 < steps.size() ? present.place() : Place.OVERRIDE;
        return mapping.with(name, new Tree.Entry(place, changed));
    }

    private Tree putIndex(@Nullable Tree here, String path, int index, int depth) {
        Tree target = here == null ? new Tree.Sequence(Place.OVERRIDE, List.of()) : here;
        if (!(target instanceof Tree.Sequence sequence)) {
            throw new IllegalArgumentException(path + " is not a list");
        }
        int length = sequence.items().size();
        if (index > length) {
            throw new IllegalArgumentException("index " + index + " must be in 0.." + length + ", as " + path + " has "
                    + length + " (" + length + " appends)");
        }
        Tree item = index == length ? null : sequence.items().get(index);
        return sequence.with(index, put(item, path + "[" + index + "]", depth + 1));
    }

    // "slo: none" makes way for an SLO set key by key
    private static boolean isNone(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                && (scalar.isNull() || scalar.value().equals(Slo.NONE));
    }
}
