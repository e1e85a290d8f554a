/** A node's event stream as a file: written while it happens, read to have the job decide on it again. */
@NullMarked
package io.emfs.state.recording;

import org.jspecify.annotations.NullMarked;
