package io.emfs.tests.stream;

import io.emfs.state.FunctionKey;
import java.io.Serializable;

/**
 * Which functions there are, on which nodes, and which source hears of them: all of a node are heard by one. Immutable.
 *
 * @param count of all nodes together
 * @param nodes a multiple of {@code sources}
 */
record Functions(int count, int nodes, int sources) implements Serializable {
    Functions {
        if (nodes % sources != 0 || count % nodes != 0) {
            throw new IllegalArgumentException("functions=" + count + ", nodes=" + nodes + ", slots=" + sources
                    + ", expected each to be a multiple of the next");
        }
    }

    int ofSource() {
        return count / sources;
    }

    /** The {@code index}-th one, from 0, of a source. */
    FunctionKey key(int source, int index) {
        int function = index * sources + source;
        return new FunctionKey("node-" + (1 + function % nodes), "function-" + function);
    }
}
