package io.emfs.operators.learning;

import io.emfs.config.QueueConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that is served until one was trained on the node's own functions. It was trained in simulation
 * ({@code emfs train --from-simulation}), for the default queues.
 */
public final class Prior {
    /** Beside this class. */
    public static final String RESOURCE = "prior.pb";

    private static final Logger log = LoggerFactory.getLogger(Prior.class);

    private Prior() {}

    /** Null, and said so, if the queues are not those it was trained for. */
    public static @Nullable QueueModel of(List<QueueConfig> queues) {
        try (@Nullable InputStream in = Prior.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            return QueueModel.fromBytes(in.readAllBytes(), FeatureVectors.of(queues, 1));
        } catch (IllegalArgumentException e) {
            log.warn("learning: the shipped prior is not used, the ladder decides: {}", e.getMessage());
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
