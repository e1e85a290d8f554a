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
public record DiscoveryConfig(List<String> env, @Nullable Slo slo) implements Serializable {}
