/** A node with many functions and many connections. */
@NullMarked
package io.emfs.tests.scale;

import org.jspecify.annotations.NullMarked;
