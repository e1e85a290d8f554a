package io.emfs.state.recording;

/**
 * What a recording begins with.
 *
 * @param node whose events it holds
 * @param startedNs epoch ns
 * @param config the recorder's configuration as YAML, overrides included: a replay decides by it unless told otherwise
 */
public record RecordingHeader(String node, long startedNs, String config) {}
