package io.emfs.pipeline.link.job;

import io.emfs.pipeline.link.LinkTerms;
import java.util.HashMap;
import java.util.Map;

/**
 * The endpoints of one JVM, one per attempt of a job, however many sources and sinks share it. {@link #HERE} is static because
 * these know nothing of each other but the attempt. Thread-safe.
 */
public final class JobEndpoints {
    public static final JobEndpoints HERE = new JobEndpoints();

    private final Map<String, Shared> open = new HashMap<>();

    private static final class Shared {
        private final JobEndpoint endpoint;
        private int users;

        Shared(JobEndpoint endpoint) {
            this.endpoint = endpoint;
        }
    }

    /** A use of an endpoint, which is closed with the last of them. */
    public final class Use implements AutoCloseable {
        private final String attempt;
        private final JobEndpoint endpoint;
        private boolean over;

        private Use(String attempt, JobEndpoint endpoint) {
            this.attempt = attempt;
            this.endpoint = endpoint;
        }

        public JobEndpoint endpoint() {
            return endpoint;
        }

        @Override
        public void close() {
            synchronized (open) {
                if (!over) {
                    over = true;
                    leave(attempt);
                }
            }
        }
    }

    /** Throws {@link IllegalStateException} that names the key if it cannot listen. */
    public Use open(LinkTerms terms, String attempt) {
        synchronized (open) {
            Shared shared = open.get(attempt);
            if (shared == null) {
                shared = new Shared(new JobEndpoint(terms, attempt));
                open.put(attempt, shared);
            }
            shared.users++;
            return new Use(attempt, shared.endpoint);
        }
    }

    private void leave(String attempt) {
        Shared shared = open.get(attempt);
        if (shared != null && --shared.users == 0) {
            open.remove(attempt);
            shared.endpoint.close();
        }
    }
}
