package io.emfs.jobs.recording;

/**
 * How far a recording has come.
 *
 * @param events written
 * @param bytes the file's size
 * @param lost events that happened and are not in it: the kernel's ring or the writer's queue was full
 */
public record RecordingProgress(long events, long bytes, long lost) {}
