/** The node's face: metrics, health and API over HTTP. */
@NullMarked
package io.emfs.pipeline.http;

import org.jspecify.annotations.NullMarked;
