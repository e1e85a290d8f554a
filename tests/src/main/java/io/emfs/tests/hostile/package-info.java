/** Traffic that no decent client sends, and what it must not do to the monitor. */
@NullMarked
package io.emfs.tests.hostile;

import org.jspecify.annotations.NullMarked;
