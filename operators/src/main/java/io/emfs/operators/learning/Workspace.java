package io.emfs.operators.learning;

/** Room for what lies between a profile and its forecast, used again and again. Not thread-safe. */
final class Workspace {
    final float[] pooled = new float[FeatureVectors.POOLED];
    final float[] base = new float[FeatureVectors.BASE];
    final float[] hidden = new float[NetworkShape.HIDDEN];
    final float[] embedding = new float[NetworkShape.EMBEDDING];
    final float[] common = new float[NetworkShape.WIDTH];
    final float[] commonLinear = new float[NetworkShape.OUTPUTS];
    final float[] first = new float[NetworkShape.WIDTH];
    final float[] second = new float[NetworkShape.WIDTH];
    final float[] out = new float[NetworkShape.OUTPUTS];
    final float[] linear = new float[NetworkShape.OUTPUTS];
    final float[] factors = new float[FactorisationMachine.FACTORS];
}
