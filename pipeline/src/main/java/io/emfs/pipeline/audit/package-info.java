/** What was done to which function, when and why, for whoever asks later. */
@NullMarked
package io.emfs.pipeline.audit;

import org.jspecify.annotations.NullMarked;
