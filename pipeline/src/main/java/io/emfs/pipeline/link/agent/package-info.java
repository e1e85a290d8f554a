/** The agent's side of the link. */
@NullMarked
package io.emfs.pipeline.link.agent;

import org.jspecify.annotations.NullMarked;
