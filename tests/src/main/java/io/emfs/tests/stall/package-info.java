/** What a demoted thread of a JVM costs the other threads of its function. */
@NullMarked
package io.emfs.tests.stall;

import org.jspecify.annotations.NullMarked;
