/** Every tunable of eMFS, typed and validated; no logic. Records are immutable and travel with the Flink job. */
@NullMarked
package io.emfs.config;

import org.jspecify.annotations.NullMarked;
