package io.emfs.pipeline.link.job;

import com.google.protobuf.ByteString;
import io.emfs.pipeline.link.FrameException;
import io.emfs.pipeline.link.FrameException.Fault;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.NodeEvent;
import io.emfs.state.codec.Codecs;
import io.emfs.state.codec.NodeEventCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events out of a frame; what is none, or not the node's to tell, is a {@link FrameException}. Stateless. */
final class EventDecoder {
    private EventDecoder() {}

    static List<NodeEvent> decode(Events frame, String node) throws FrameException {
        List<NodeEvent> events = new ArrayList<>(frame.getEventCount());
        for (ByteString bytes : frame.getEventList()) {
            if (NodeEventCodec.isConfiguration(bytes.size() > 1 ? bytes.byteAt(1) : 0)) {
                // the job's configuration is not an agent's to change; and decoding one takes memory
                throw new FrameException(Fault.GARBAGE, ConfigurationChanged.class.getSimpleName() + " of an agent");
            }
            NodeEvent event = decode(bytes);
            if (!event.key().node().equals(node)) {
                throw new FrameException(
                        Fault.GARBAGE, "an event of node " + event.key().node() + " from the agent of node " + node);
            }
            events.add(event);
        }
        return events;
    }

    private static NodeEvent decode(ByteString bytes) throws FrameException {
        try (DataInputStream in = new DataInputStream(bytes.newInput())) {
            return Codecs.NODE_EVENT.readVersioned(in);
        } catch (IOException | RuntimeException e) {
            throw new FrameException(Fault.GARBAGE, "an event that is none", e);
        }
    }
}
