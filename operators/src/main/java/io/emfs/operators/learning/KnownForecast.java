package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import org.jspecify.annotations.Nullable;

/**
 * A forecast that holds until its function's profile or the model changes: a function's windows close more often than
 * something is learned of it. Immutable.
 */
public final class KnownForecast {
    private final FunctionProfile profile;
    private final ServedModel model;
    private final Trust trust;
    private final double[] mediansNs;
    private final double[] uppersNs;

    private KnownForecast(FunctionProfile profile, ServedModel model, Forecast made) {
        this.profile = profile;
        this.model = model;
        this.trust = Trust.in(made, profile);
        this.mediansNs = new double[made.queues()];
        this.uppersNs = new double[made.queues()];
        for (int queue = 1; queue <= mediansNs.length; queue++) {
            mediansNs[queue - 1] = made.medianNs(queue);
            uppersNs[queue - 1] = made.upperNs(queue);
        }
    }

    /** {@code known} if it still holds, or else a new one, made in {@code room}. */
    public static KnownForecast of(
            @Nullable KnownForecast known, FunctionProfile profile, ServedModel model, Forecast room) {
        if (known != null && known.isOf(profile, model)) {
            return known;
        }
        model.forecaster().forecast(profile, room);
        return new KnownForecast(profile, model, room);
    }

    /** Both are replaced when they change: comparing them in depth would cost more than to forecast. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOf(FunctionProfile other, ServedModel otherModel) {
        return profile == other && model == otherModel;
    }

    public Trust trust() {
        return trust;
    }

    /** Of p95 latency in {@code queue}, 1…n. */
    public double medianNs(int queue) {
        return mediansNs[queue - 1];
    }

    /** Of p95 latency in {@code queue}, 1…n: its upper quantile. */
    public double upperNs(int queue) {
        return uppersNs[queue - 1];
    }
}
