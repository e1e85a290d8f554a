package io.emfs.state;

/** What a function's queue was decided on. */
public enum Basis {
    /** No latency decided: the SLO named the queue, a trial ended, or the function stays where it is. */
    NONE,
    /** The learned model named the queue. */
    MODEL,
    /** The ladder: learning is off, or there is no model for these queues. */
    LADDER_NO_MODEL,
    /** The ladder: too few windows of the function are known. */
    LADDER_YOUNG,
    /** The ladder: what the model says is no number. */
    LADDER_NOT_FINITE,
    /** The ladder: for this function the model has fared worse than the guess that nothing changes. */
    LADDER_WORSE_THAN_LAST,
    /** The ladder: the model is trusted, but had not seen the miss coming, or knows no queue that would do. */
    LADDER_UNFORESEEN
}
