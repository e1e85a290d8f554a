package io.emfs.config;

import java.util.regex.Pattern;

/** A {@link Tree} as YAML that {@link YamlReader} reads as the same tree, places apart. Stateless. */
final class YamlWriter {
    private static final String INDENT = "  ";

    /** What YAML takes for the text that it looks like; all else is quoted. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./%-]*(?<!null|NULL|Null)");

    private final StringBuilder text = new StringBuilder();

    private YamlWriter() {}

    static String write(Tree tree) {
        YamlWriter writer = new YamlWriter();
        if (isLeaf(tree)) {
            writer.leaf(tree);
        } else {
            writer.lines(tree, "");
        }
        return writer.text.toString();
    }

    /** Each line begins with {@code indent}, the first one too. */
    private void lines(Tree tree, String indent) {
        if (tree instanceof Tree.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                text.append(indent).append(quoted(key)).append(':');
                below(entry.value(), indent);
            });
        } else if (tree instanceof Tree.Sequence sequence) {
            sequence.items().forEach(item -> {
                text.append(indent).append('-');
                below(item, indent);
            });
        }
    }

    private void below(Tree tree, String indent) {
        if (isLeaf(tree)) {
            text.append(' ');
            leaf(tree);
        } else {
            text.append('\n');
            lines(tree, indent + INDENT);
        }
    }

    private void leaf(Tree tree) {
        if (tree instanceof Tree.Scalar scalar) {
            text.append(scalar.isNull() ? "null" : quoted(scalar.value()));
        } else {
            text.append(tree instanceof Tree.Mapping ? "{}" : "[]");
        }
        text.append('\n');
    }

    private static boolean isLeaf(Tree tree) {
        return tree instanceof Tree.Scalar
                || (tree instanceof Tree.Mapping mapping && mapping.entries().isEmpty())
                || (tree instanceof Tree.Sequence sequence && sequence.items().isEmpty());
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
