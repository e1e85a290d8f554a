package io.emfs.state;

/**
 * What a user is shown of learning. Immutable.
 *
 * @param model name of the one in use; empty while there is none
 * @param version promotions that led to it, those before a restart included; 0 is the model eMFS started with
 * @param rows windows that a model would be trained on now
 * @param functions that they are of
 * @param promotions models that took their predecessor's place since the job started
 * @param rejections models that were worse on functions held out
 * @param failures trainings that brought forth nothing
 * @param seconds that the last training took; NaN before the first one
 * @param errors of the last training
 */
public record LearningReport(
        String model,
        int version,
        int rows,
        int functions,
        long promotions,
        long rejections,
        long failures,
        double seconds,
        HeldOutErrors errors) {
    public static final LearningReport NONE = new LearningReport("", 0, 0, 0, 0, 0, 0, Double.NaN, HeldOutErrors.NONE);
}
