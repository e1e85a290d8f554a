/** The command line (picocli). */
@NullMarked
package io.emfs.jobs.cli;

import org.jspecify.annotations.NullMarked;
