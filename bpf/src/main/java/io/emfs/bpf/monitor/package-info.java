/** The request monitor: loads the BPF programs, tracks the functions of the node, yields events. */
@NullMarked
package io.emfs.bpf.monitor;

import org.jspecify.annotations.NullMarked;
