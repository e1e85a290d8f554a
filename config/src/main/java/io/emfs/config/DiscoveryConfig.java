package io.emfs.config;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code discovery}: functions nobody declared.
 *
 * @param env environment variables whose value names the function; the first that is set wins
 * @param slo the SLO of discovered functions; null for {@code none}
 */
public record DiscoveryConfig(List<String> env, @Nullable Slo slo) implements Serializable {
    /** The names Knative, the functions framework, Lambda and OpenWhisk set. */
    public static final DiscoveryConfig DEFAULT = new DiscoveryConfig(
            List.of("K_SERVICE", "FUNCTION_TARGET", "AWS_LAMBDA_FUNCTION_NAME", "__OW_ACTION_NAME"), null);

    /** Copies {@code env}. */
    public DiscoveryConfig {
        env = List.copyOf(env);
    }

    static DiscoveryConfig read(Section at) {
        return new DiscoveryConfig(at.list("env", DEFAULT.env), Slo.read(at));
    }
}
