/** The job graph, the embedded cluster that runs it on one node, and the agent around it. */
@NullMarked
package io.emfs.jobs;

import org.jspecify.annotations.NullMarked;
