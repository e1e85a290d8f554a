/** What everything that listens has to bound. */
@NullMarked
package io.emfs.pipeline.net;

import org.jspecify.annotations.NullMarked;
