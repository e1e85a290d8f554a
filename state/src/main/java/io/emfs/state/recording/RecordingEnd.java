package io.emfs.state.recording;

/**
 * How a recording ends.
 *
 * @param complete whether its recorder ended it; false if that was killed
 * @param events how many can be read
 * @param lost events that happened and are not in it; 0 if it is not complete, for then nobody counted
 * @param tornBytes bytes of an unfinished block at the end, which are skipped
 */
public record RecordingEnd(boolean complete, long events, long lost, long tornBytes) {}
