/** The real agent as a process of its own, as a user starts it. */
@NullMarked
package io.emfs.tests.agent;

import org.jspecify.annotations.NullMarked;
