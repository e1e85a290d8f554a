package io.emfs.operators.policy;

/** Whether a function may move, as far as that is not its own affair. A move that is refused stays wished for. */
@FunctionalInterface
interface MoveGate {
    MoveGate OPEN = to -> true;

    /** {@code to} is another queue than the function's. */
    boolean permits(int to);
}
