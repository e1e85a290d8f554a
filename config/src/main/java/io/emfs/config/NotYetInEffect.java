package io.emfs.config;

import java.util.List;
import java.util.Map;

/** The keys that are read and validated but that nothing acts on in this version. Shrinks as features arrive. */
public final class NotYetInEffect {
    private static final List<Rule> RULES =
            List.of(Rule.key("policy.ranking"), Rule.key("policy.late"), Rule.below("learning."));

    private NotYetInEffect() {}

    /** Those that were written down, as {@code key = value}, sorted by key; defaults are not listed. Pure. */
    public static List<String> among(LoadedConfig loaded) {
        return loaded.given().entrySet().stream()
                .filter(given -> RULES.stream().anyMatch(rule -> rule.matches(given)))
                .map(given -> given.getKey() + " = " + given.getValue())
                .toList();
    }

    /** A {@code key} that ends in a dot stands for all below it. */
    private record Rule(String key) {
        static Rule key(String key) {
            return new Rule(key);
        }

        static Rule below(String prefix) {
            return new Rule(prefix);
        }

        boolean matches(Map.Entry<String, String> given) {
            return key.endsWith(".")
                    ? given.getKey().startsWith(key)
                    : given.getKey().equals(key);
        }
    }
}
