package io.emfs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** Guesses which key was meant. Pure. */
final class NearestKey {
    private NearestKey() {}

    /** {@code did you mean policy?}, or all known keys if none is near. */
    static String hint(String unknown, Collection<String> known) {
        int reach = Math.max(1, unknown.length() / 2);
        return known.stream()
                .filter(key -> distance(unknown, key) <= reach)
                .min(Comparator.comparingInt(key -> distance(unknown, key)))
                .map(key -> "did you mean " + key + "?")
                .orElse("known here: " + String.join(", ", new TreeSet<>(known)));
    }

    /** Levenshtein distance. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
