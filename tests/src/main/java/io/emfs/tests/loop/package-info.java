/** How long the loop takes from kernel event to system call. */
@NullMarked
package io.emfs.tests.loop;

import org.jspecify.annotations.NullMarked;
