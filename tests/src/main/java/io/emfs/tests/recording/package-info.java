/** The interference scenario as recordings, which the demo and tests replay where the real thing cannot run. */
@NullMarked
package io.emfs.tests.recording;

import org.jspecify.annotations.NullMarked;
