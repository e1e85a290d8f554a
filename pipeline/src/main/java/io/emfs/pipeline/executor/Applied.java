package io.emfs.pipeline.executor;

import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;

/**
 * A queue change that was carried out.
 *
 * @param mode {@link Mode#RT}, or {@link Mode#FAIR} where real time is not configured or not permitted
 * @param moved threads whose policy was set
 * @param unchanged threads that were at the target already
 * @param gone threads that ended meanwhile
 * @param foreign threads left alone because somebody else made them real-time
 * @param refused threads that the kernel would not let eMFS set
 * @param loopNs kernel event → last thread set, ns; 0 if none was
 */
public record Applied(
        QueueChange change, Mode mode, int moved, int unchanged, int gone, int foreign, int refused, long loopNs)
        implements Effect {
    @Override
    public FunctionKey key() {
        return change.key();
    }
}
