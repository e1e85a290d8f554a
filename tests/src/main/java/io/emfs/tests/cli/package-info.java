/** The commands that drive workloads: {@code emfs demo} and {@code emfs bench}. */
@NullMarked
package io.emfs.tests.cli;

import org.jspecify.annotations.NullMarked;
