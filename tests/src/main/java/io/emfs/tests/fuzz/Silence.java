package io.emfs.tests.fuzz;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that say nothing, all at once; each stays until the other side ends it. One thread.
 *
 * @param opened as many as were asked for, or as this process may have files
 * @param endedByPeer how many of them the other side had closed in the end
 * @param servedMeanwhile whether somebody who had something to say was answered while the silent ones were there
 */
record Silence(int opened, int endedByPeer, boolean servedMeanwhile) {
    /** What this process needs besides, and the other end's share where that is in it, too. */
    private static final int SPARE_FILES = 4000;

    private static final int LOOK_MS = 100;

    /** Asks the other side for something; may fail. */
    @FunctionalInterface
    interface Question {
        boolean isAnswered();
    }

    /**
     * Blocks until the other side has closed all of them, or {@code limitMs} are over.
     *
     * @param question is put again and again until it is answered
     */
    static Silence keep(int port, int wanted, long limitMs, Question question) throws InterruptedException {
        List<SocketChannel> open = new ArrayList<>();
        try {
            int count = Math.min(wanted, room());
            for (int i = 0; i < count; i++) {
                open.add(connect(port));
            }
            long endNs = System.nanoTime() + limitMs * 1_000_000;
            boolean served = question.isAnswered();
            int ended = ended(open);
            while ((ended < count || !served) && System.nanoTime() < endNs) {
                Thread.sleep(LOOK_MS);
                served = served || question.isAnswered();
                ended = ended(open);
            }
            return new Silence(count, ended, served);
        } finally {
            open.forEach(Silence::close);
        }
    }

    private static int room() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, free - SPARE_FILES));
    }

    private static SocketChannel connect(int port) {
        try {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("connecting to port " + port, e);
        }
    }

    private static int ended(List<SocketChannel> channels) {
        int ended = 0;
        for (SocketChannel channel : channels) {
            if (hasEnded(channel)) {
                ended++;
            }
        }
        return ended;
    }

    /** What the other side says of itself is passed over. */
    private static boolean hasEnded(SocketChannel channel) {
        ByteBuffer said = ByteBuffer.allocate(256);
        try {
            int count;
            do {
                said.clear();
                count = channel.read(said);
            } while (count > 0);
            return count < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if all was well. */
    List<String> complaints(String where) {
        List<String> complaints = new ArrayList<>();
        if (opened == 0) {
            complaints.add("no connection that says nothing was tried at " + where);
        }
        if (endedByPeer < opened) {
            complaints.add(where + " left " + (opened - endedByPeer) + " of " + opened
                    + " connections open that said nothing");
        }
        if (!servedMeanwhile) {
            complaints.add(where + " served nobody besides " + opened + " connections that said nothing");
        }
        return complaints;
    }
}
