package io.emfs.jobs;

import io.emfs.config.ConfigException;
import io.emfs.config.ConfigProblem;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LearningConfig;
import io.emfs.operators.learning.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code learning.model}: read before anything is started. */
final class ConfiguredModel {
    private ConfiguredModel() {}

    /** Throws {@link ConfigException} for a file that is no model for the configuration's queues. */
    static BaseModel of(EmfsConfig config) {
        String model = config.learning().model();
        if (model.equals(LearningConfig.SHIPPED)) {
            return BaseModel.SHIPPED;
        }
        try {
            return BaseModel.read(Path.of(model), config.queues());
        } catch (IOException e) {
            throw problem(model, "cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw problem(model, String.valueOf(e.getMessage()));
        }
    }

    private static ConfigException problem(String model, String reason) {
        return new ConfigException(List.of(new ConfigProblem(
                "configuration",
                0,
                "learning.model",
                "learning.model = " + model + ": must be " + LearningConfig.SHIPPED
                        + " or a file that emfs train wrote for these queues; " + reason)));
    }
}
