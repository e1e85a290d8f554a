package io.emfs.pipeline.http;

import java.util.Map;

/** One URL of {@link NodeEndpoint}. Called on several threads at once, which it may block. */
public interface Resource {

    /** From {@code /} on. */
    String path();

    /** What it shows, in a few words, for the index. */
    String purpose();

    Content get();

    /** As {@link #get()}, with the first value of each parameter of the URL's query. */
    default Content get(Map<String, String> query) {
        return get();
    }
}
