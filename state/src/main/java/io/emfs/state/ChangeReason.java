package io.emfs.state;

/** Why a function was given its queue. */
public enum ChangeReason {
    /** First placement, by the SLO. */
    INITIAL,
    /** A further process of a placed function: the same queue, applied to it too. */
    INSTANCE,
    /** The SLO was missed in {@code promote-after} windows in a row. */
    SLO_MISSED,
    /** The latency stayed below half the bound for {@code demote-after} windows in a row. */
    SLO_MET,
    /** A promotion after which the node's requests missed their SLOs no less often is undone. */
    TAKEN_BACK,
    /** The same queue, another rank in it: the demand of the node's functions stands in a new order. */
    RANKED,
    /** The latency stayed far below the bound: the next queue is tried, for the model to learn from. */
    EXPLORED
}
