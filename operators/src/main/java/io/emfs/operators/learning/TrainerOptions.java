package io.emfs.operators.learning;

/**
 * Hyper-parameters of {@link ModelTrainer}. Immutable.
 *
 * @param embedding false for the same network without the function's embedding: a baseline
 * @param members networks that forecast together
 * @param epochs passes over the rows, from scratch
 * @param warmEpochs passes over the rows, from a model that there is
 * @param learningRate of AdaGrad
 * @param decay of the weights towards 0, per step; found in simulation
 */
public record TrainerOptions(
        boolean embedding,
        int members,
        int epochs,
        int warmEpochs,
        int minibatch,
        double learningRate,
        double decay,
        String source) {
    public static final TrainerOptions DEFAULT = new TrainerOptions(true, 1, 30, 4, 32, 0.03, 1e-4, "node");

    public TrainerOptions withoutEmbedding() {
        return new TrainerOptions(false, members, epochs, warmEpochs, minibatch, learningRate, decay, source);
    }

    public TrainerOptions withEpochs(int newEpochs, int newWarmEpochs) {
        return new TrainerOptions(embedding, members, newEpochs, newWarmEpochs, minibatch, learningRate, decay, source);
    }

    public TrainerOptions withSource(String newSource) {
        return new TrainerOptions(embedding, members, epochs, warmEpochs, minibatch, learningRate, decay, newSource);
    }
}
