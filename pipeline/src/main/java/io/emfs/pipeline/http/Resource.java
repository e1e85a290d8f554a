package io.emfs.pipeline.http;

/** One URL of {@link NodeEndpoint}. Called on several threads at once, which it may block. */
public interface Resource {

    /** From {@code /} on. */
    String path();

    /** What it shows, in a few words, for the index. */
    String purpose();

    Content get();
}
