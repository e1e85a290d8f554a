package io.emfs.pipeline.executor;

import io.emfs.state.QueueChange;

/**
 * A queue change that was carried out.
 *
 * @param moved threads whose policy was set
 * @param unchanged threads that were at the target already
 * @param gone threads that ended meanwhile
 * @param foreign threads left alone because somebody else made them real-time
 * @param refused threads that the kernel would not let eMFS set
 * @param loopNs kernel event → last thread set, ns; 0 if none was
 */
public record Applied(QueueChange change, int moved, int unchanged, int gone, int foreign, int refused, long loopNs) {}
