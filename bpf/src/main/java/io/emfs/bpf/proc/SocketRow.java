package io.emfs.bpf.proc;

import java.util.Optional;

/** One row of {@code /proc/PID/net/tcp}: {@code sl local_address rem_address st … inode}. */
public record SocketRow(int localPort, int remotePort, int state, long inode) {
    private static final int LOCAL_ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int TCP_ESTABLISHED = 1;
    private static final int TCP_LISTEN = 10;

    static Optional<SocketRow> parse(String line) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length <= INODE) {
            return Optional.empty();
        }
        return Optional.of(new SocketRow(
                port(columns[LOCAL_ADDRESS]),
                port(columns[REMOTE_ADDRESS]),
                Integer.parseInt(columns[STATE], 16),
                Long.parseLong(columns[INODE])));
    }

    public boolean listening() {
        return state == TCP_LISTEN;
    }

    public boolean established() {
        return state == TCP_ESTABLISHED;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
}
