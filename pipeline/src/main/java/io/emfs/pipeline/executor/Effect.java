package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;

/** Something that the executor has done. */
public sealed interface Effect permits Applied, ThreadApplied, Boosted {

    FunctionKey key();
}
