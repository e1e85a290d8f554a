package io.emfs.state;

/** The key of all state: one function on one node. */
public record FunctionKey(String node, String function) {
    @Override
    public String toString() {
        return node + "/" + function;
    }
}
