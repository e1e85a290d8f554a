/** Retraining while the job runs: rows from the policy's subtasks to its coordinator, promoted models back. */
@NullMarked
package io.emfs.operators.training;

import org.jspecify.annotations.NullMarked;
