package io.emfs.pipeline.executor;

/**
 * How a kernel setting was before eMFS changed it.
 *
 * @param path file under {@code /proc/sys}
 */
record SettingRecord(String path, String original) {}
