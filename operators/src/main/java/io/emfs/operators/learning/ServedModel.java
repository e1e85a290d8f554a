package io.emfs.operators.learning;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A model that decisions rest on. Immutable.
 *
 * @param name for the audit log: where it was trained, and when
 */
public record ServedModel(String name, QueueForecaster forecaster) {

    public static ServedModel of(QueueModel model) {
        ModelProvenance provenance = model.provenance();
        Instant trained = Instant.ofEpochMilli(provenance.trainedMs()).truncatedTo(ChronoUnit.SECONDS);
        return new ServedModel(provenance.source() + "@" + trained, model);
    }
}
