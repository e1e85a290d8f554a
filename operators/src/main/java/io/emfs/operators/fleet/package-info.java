/** The view of all nodes: what subtasks see of functions goes to the windows' coordinator, which adds it up when asked. */
@NullMarked
package io.emfs.operators.fleet;

import org.jspecify.annotations.NullMarked;
