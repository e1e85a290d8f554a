package io.emfs.bpf.monitor;

import io.emfs.state.NodeEvent;

/** Takes the monitor's events, on the ring's reading thread; must neither block for long nor throw. */
@FunctionalInterface
public interface NodeEventListener {
    void onEvent(NodeEvent event);
}
