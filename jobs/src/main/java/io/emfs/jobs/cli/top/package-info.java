/** What {@code emfs top} shows and how; all but the screen is pure. */
@NullMarked
package io.emfs.jobs.cli.top;

import org.jspecify.annotations.NullMarked;
