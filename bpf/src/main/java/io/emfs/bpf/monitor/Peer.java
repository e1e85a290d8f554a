package io.emfs.bpf.monitor;

import io.emfs.state.FunctionKey;
import java.net.InetAddress;

/**
 * One client of one function; its port does not count, so that many connections are still one client.
 *
 * @param answered requests that got their first response byte
 * @param latencyNs sum of their times to first byte
 */
public record Peer(FunctionKey function, InetAddress address, long answered, long latencyNs) {}
