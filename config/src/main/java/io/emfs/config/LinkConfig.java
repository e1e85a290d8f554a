package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code agent.link}: how agents and a job on a Flink cluster speak with each other. Files are read where they are used: on
 * the agents' nodes and on those of TaskManagers.
 *
 * @param bind where a TaskManager listens for agents
 * @param ports it takes the first of them that is free
 * @param certificate PEM file with the own certificate and those above it; null for none
 * @param key PEM file with the key to it; null for none
 * @param ca PEM file with the certificates that the other side's must come from; null for none
 * @param tokenFile file with what agents show to be let in; null for none
 * @param insecure plain text, and whoever answers is believed
 * @param heartbeat how often both sides say that they are there
 * @param maxAgents that one TaskManager lets in
 */
public record LinkConfig(
        String bind,
        PortRange ports,
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String ca,
        @Nullable String tokenFile,
        boolean insecure,
        Duration heartbeat,
        int maxAgents)
        implements Serializable {
    /** Nobody listens and nobody connects. */
    public static final LinkConfig DEFAULT = new LinkConfig(
            "127.0.0.1", new PortRange(9470, 9479), null, null, null, null, false, Duration.ofSeconds(1), 10_000);

    private static final String NONE = "none";

    /** Whether a job listens: it has a certificate, or is told that it need not. */
    public boolean listens() {
        return certificate != null || insecure;
    }

    /** Whether an agent connects: it can tell the job from a stranger, or is told that it need not. */
    public boolean connects() {
        return ca != null || insecure;
    }

    static LinkConfig read(Section at) {
        LinkConfig config = new LinkConfig(
                at.optional("bind", ValueType.text(), DEFAULT.bind).value(),
                at.optional("ports", PortRange.TYPE, DEFAULT.ports).value(),
                file(at, "certificate"),
                file(at, "key"),
                file(at, "ca"),
                file(at, "token-file"),
                at.optional("insecure", ValueType.bool(), DEFAULT.insecure).value(),
                at.optional("heartbeat", ValueType.positiveDuration(), DEFAULT.heartbeat)
                        .value(),
                at.optional("max-agents", ValueType.integer(1, 1_000_000), DEFAULT.maxAgents)
                        .value());
        if (at.isUsable()) {
            config.rejectContradictions(at);
        }
        return config;
    }

    private static @Nullable String file(Section at, String key) {
        String file = at.optional(key, ValueType.text(), NONE).value();
        return file.equals(NONE) || file.isEmpty() ? null : file;
    }

    private void rejectContradictions(Section at) {
        if ((certificate == null) != (key == null)) {
            at.reject(
                    at.setting(certificate == null ? "key" : "certificate"),
                    "needs agent.link." + (certificate == null ? "certificate" : "key") + " as well");
        }
        if (insecure && (certificate != null || ca != null)) {
            at.reject(at.setting("insecure"), "must be false where agent.link has a certificate or ca: that is TLS");
        } else if (!HttpConfig.isLoopback(bind) && !listens()) {
            at.reject(
                    at.setting("bind"),
                    "must be a loopback address unless agent.link has certificate and key (TLS) or insecure: true");
        }
        if (certificate != null && key != null && ca == null && tokenFile == null) {
            at.reject(at.setting("certificate"), "needs agent.link.token-file or ca: else everybody is let in");
        }
    }
}
