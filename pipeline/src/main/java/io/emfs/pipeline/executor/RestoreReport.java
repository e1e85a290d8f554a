package io.emfs.pipeline.executor;

/**
 * What a restore did.
 *
 * @param restored threads put back
 * @param gone journalled threads that have ended
 * @param foreign threads left alone, because somebody else changed them since
 * @param failed threads and settings that could not be put back; the journal is kept while there are any
 * @param sysctls kernel settings put back
 */
public record RestoreReport(int restored, int gone, int foreign, int failed, int sysctls) {
    public boolean complete() {
        return failed == 0;
    }
}
