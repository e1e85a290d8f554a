package io.emfs.state;

import io.emfs.config.LoadedConfig;

/**
 * From here on in the stream another configuration holds. It travels as it was written down, so that whoever reads it fills
 * in the defaults of its own version.
 *
 * @param timestampNs also tells which of two configurations is the newer
 */
public record ConfigurationChanged(String node, long timestampNs, LoadedConfig configuration) implements NodeEvent {
    /** Of no function: no name is empty. */
    @Override
    public FunctionKey key() {
        return new FunctionKey(node, "");
    }
}
