/** The job's side of the link: each TaskManager that runs a source or sink of it listens for agents. Knows no Flink. */
@NullMarked
package io.emfs.pipeline.link.job;

import org.jspecify.annotations.NullMarked;
