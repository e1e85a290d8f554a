package io.emfs.pipeline.link;

import com.google.protobuf.ByteString;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LinkConfig;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What both sides of a link have to agree on. Immutable; travels with the job.
 *
 * @param queues what the configuration says of queues
 */
public record LinkTerms(LinkConfig link, String queues) implements Serializable {

    public static LinkTerms of(EmfsConfig config) {
        return new LinkTerms(config.agent().link(), config.queuesText());
    }

    /** Equal where p1 to pn mean the same. */
    public ByteString queuesDigest() {
        return ByteString.copyFrom(sha256(queues));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
