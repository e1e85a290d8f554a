/** Writes a node's events to a file while they happen. */
@NullMarked
package io.emfs.jobs.recording;

import org.jspecify.annotations.NullMarked;
