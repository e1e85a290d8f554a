package io.emfs.operators.learning;

/** Room for what lies between a profile and its forecast, used again and again. Not thread-safe. */
final class Workspace {
    /** The encoder's input; behind {@link HistoryFeatures#COMMON} that of one queue. */
    final float[] pooled = new float[FeatureVectors.POOLED];

    /** The base network's input; behind {@link FeatureVectors#SHARED} that of one queue. */
    final float[] base = new float[FeatureVectors.BASE];

    /** The encoder's input of each queue, one behind the other. */
    final float[] views;

    /** The base network's input of each queue, one behind the other. */
    final float[] candidates;

    /** What networks said of each queue. */
    final float[] locations;

    final float[] widths;
    final float[] squares;

    final float[] slopes = new float[HistoryFeatures.SLOPES];
    final float[] commonHidden = new float[NetworkShape.HIDDEN];
    final float[] hidden = new float[NetworkShape.HIDDEN];
    final float[] embedding = new float[NetworkShape.EMBEDDING];
    final float[] common = new float[NetworkShape.WIDTH];
    final float[] commonLinear = new float[NetworkShape.OUTPUTS];
    final float[] first = new float[NetworkShape.WIDTH];
    final float[] second = new float[NetworkShape.WIDTH];
    final float[] out = new float[NetworkShape.OUTPUTS];
    final float[] linear = new float[NetworkShape.OUTPUTS];
    final float[] factors = new float[FactorisationMachine.FACTORS];

    /** For forecasts of so many queues at once. */
    Workspace(int queues) {
        views = new float[queues * HistoryFeatures.QUEUE];
        candidates = new float[queues * FeatureVectors.CANDIDATE];
        locations = new float[queues];
        widths = new float[queues];
        squares = new float[queues];
    }

    /** The one queue that {@link #pooled} and {@link #base} are of becomes the {@code place}th of all. */
    void place(int place) {
        System.arraycopy(pooled, HistoryFeatures.COMMON, views, place * HistoryFeatures.QUEUE, HistoryFeatures.QUEUE);
        System.arraycopy(
                base, FeatureVectors.SHARED, candidates, place * FeatureVectors.CANDIDATE, FeatureVectors.CANDIDATE);
    }
}
