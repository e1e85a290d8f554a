package io.emfs.tests.kernel;

import io.emfs.bpf.probe.Capability;
import io.emfs.bpf.proc.ProcFs;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that loads BPF programs and sets real-time priorities. With {@code -Demfs.kernel=required} it always runs; else it
 * is skipped where a capability is missing, and says which.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresKernel.Privileged.class)
public @interface RequiresKernel {

    /** The condition behind the annotation. */
    class Privileged implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if ("required".equals(System.getProperty("emfs.kernel"))) {
                return ConditionEvaluationResult.enabled("required");
            }
            Set<Capability> missing = Capability.missing(new ProcFs());
            return missing.stream().anyMatch(Capability::required)
                    ? ConditionEvaluationResult.disabled("missing capabilities: " + missing)
                    : ConditionEvaluationResult.enabled("privileged");
        }
    }
}
