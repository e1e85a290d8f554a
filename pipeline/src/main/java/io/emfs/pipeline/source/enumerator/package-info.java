/** Which reader drains which node. */
@NullMarked
package io.emfs.pipeline.source.enumerator;

import org.jspecify.annotations.NullMarked;
