package io.emfs.operators.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Bounded memory of what functions have shown. No function can crowd out the others; once it is full, each new row takes the
 * place of a random one, so that the past fades. Rows of short histories stay as long as their function is there: they are
 * few, and new functions are forecast from them. Not thread-safe.
 */
public final class DataLogger {
    /** About 15 MB. */
    public static final int MAX_ROWS = 32_768;

    public static final int MAX_ROWS_PER_KEY = 40;

    /** Functions of which there is to be a row before a model trained on them serves. */
    public static final int MIN_KEYS = 200;

    private static final int HELD_OUT_ONE_IN = 10;

    /** Fewer would judge by one function's peculiarities. */
    private static final int LEAST_HELD_OUT = 2;

    /** Functions from which on {@link #LEAST_HELD_OUT} can be spared. */
    public static final int LEAST_KEYS_TO_HOLD_OUT = 6;

    private final int maxRows;
    private final SplittableRandom random;
    private final List<TrainingRow> rows = new ArrayList<>();
    private final Map<Long, List<Integer>> placesByKey = new HashMap<>();

    public DataLogger(long seed) {
        this(MAX_ROWS, seed);
    }

    DataLogger(int maxRows, long seed) {
        this.maxRows = maxRows;
        this.random = new SplittableRandom(seed);
    }

    public void add(TrainingRow row) {
        List<Integer> places = placesByKey.computeIfAbsent(row.key(), key -> new ArrayList<>());
        if (places.size() >= MAX_ROWS_PER_KEY) {
            rows.set(replaceable(places), row);
        } else if (rows.size() < maxRows) {
            places.add(rows.size());
            rows.add(row);
        } else {
            int place = random.nextInt(rows.size());
            forget(rows.get(place).key(), place);
            placesByKey.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(place);
            rows.set(place, row);
        }
    }

    private int replaceable(List<Integer> places) {
        int place = places.get(random.nextInt(places.size()));
        while (rows.get(place).windows() < Trust.NETWORK_WINDOWS && hasLongHistory(places)) {
            place = places.get(random.nextInt(places.size()));
        }
        return place;
    }

    private boolean hasLongHistory(List<Integer> places) {
        return places.stream().anyMatch(place -> rows.get(place).windows() >= Trust.NETWORK_WINDOWS);
    }

    private void forget(long key, int place) {
        List<Integer> places = placesByKey.getOrDefault(key, List.of());
        places.remove((Integer) place);
        if (places.isEmpty()) {
            placesByKey.remove(key);
        }
    }

    public int size() {
        return rows.size();
    }

    public int keys() {
        return placesByKey.size();
    }

    /** Whether a function's rows judge models instead of training them: one function in ten, always the same ones. */
    public static boolean heldOut(long key) {
        return Long.remainderUnsigned(TrainingRow.mix(key), HELD_OUT_ONE_IN) == 0;
    }

    /** A copy of the rows that models are trained on. */
    public List<TrainingRow> training() {
        Set<Long> heldOut = heldOutKeys();
        return rows.stream().filter(row -> !heldOut.contains(row.key())).toList();
    }

    /** A copy of the rows that models are judged by; none where there are too few functions to spare any. */
    public List<TrainingRow> validation() {
        Set<Long> heldOut = heldOutKeys();
        return rows.stream().filter(row -> heldOut.contains(row.key())).toList();
    }

    /** A copy of all rows. */
    public List<TrainingRow> rows() {
        return List.copyOf(rows);
    }

    /** Those of {@link #heldOut}; a node of few functions may have none of them, and then those next to it are. */
    private Set<Long> heldOutKeys() {
        Set<Long> keys = placesByKey.keySet().stream()
                .filter(DataLogger::heldOut)
                .collect(Collectors.toCollection(HashSet::new));
        if (keys.size() < LEAST_HELD_OUT && placesByKey.size() >= LEAST_KEYS_TO_HOLD_OUT) {
            placesByKey.keySet().stream()
                    .filter(key -> !keys.contains(key))
                    .sorted(Comparator.comparingLong(TrainingRow::mix))
                    .limit(LEAST_HELD_OUT - keys.size())
                    .toList()
                    .forEach(keys::add);
        }
        return keys;
    }
}
