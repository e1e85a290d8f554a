/** What the monitor costs a saturated server, the kernel and the agent, beside a rival written for the purpose. */
@NullMarked
package io.emfs.tests.overhead;

import org.jspecify.annotations.NullMarked;
