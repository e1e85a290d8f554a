/** What is learned about each function. */
@NullMarked
package io.emfs.operators.learning;

import org.jspecify.annotations.NullMarked;
