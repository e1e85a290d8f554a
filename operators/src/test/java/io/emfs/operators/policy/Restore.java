package io.emfs.operators.policy;

import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.codec.Codec;
import io.emfs.state.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/** What a checkpoint and a restore make of a node's memory. Stateless. */
final class Restore {
    private Restore() {}

    static HeapMemory of(HeapMemory memory) throws IOException {
        ServedModel model = memory.model();
        HeapMemory restored = new HeapMemory(PolicyFixtures.SIX_QUEUES.size(), () -> model, memory.lessons());
        for (Map.Entry<String, FunctionStanding> entry : memory.standings().entrySet()) {
            restored.remember(entry.getKey(), throughBytes(Codecs.FUNCTION_STANDING, entry.getValue()));
            FunctionProfile profile = memory.profileOf(entry.getKey());
            if (profile != null) {
                restored.remember(entry.getKey(), throughBytes(Codecs.FUNCTION_PROFILE, profile));
            }
        }
        restored.remember(throughBytes(Codecs.NODE_STANDING, memory.node()));
        return restored;
    }

    private static <T> T throughBytes(Codec<T> codec, T value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.writeVersioned(value, new DataOutputStream(bytes));
        return codec.readVersioned(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
