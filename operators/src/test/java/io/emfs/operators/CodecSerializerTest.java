package io.emfs.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.FunctionKey;
import io.emfs.state.LatencySketch;
import io.emfs.state.QueuePlacement;
import io.emfs.state.RequestAnswered;
import io.emfs.state.WindowSlice;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class CodecSerializerTest {
    private static final QueuePlacement PLACEMENT = QueuePlacement.initial(2, 24_000_000, 1_000);

    @Test
    void readsWhatItWroteAfterTravellingWithTheJob() throws Exception {
        TypeSerializer<QueuePlacement> serializer =
                InstantiationUtil.clone(new CodecSerializer<>(QueuePlacement.class));
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(PLACEMENT, out);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);

        assertThat(serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer())))
                .isEqualTo(PLACEMENT);
        assertThat(serializer).isEqualTo(new CodecSerializer<>(QueuePlacement.class));
        assertThat(serializer).hasToString("QueuePlacement version=1 (newest supported version=1)");
    }

    @Test
    void copiesOnlyWhatIsMutable() {
        CodecSerializer<WindowSlice> slices = new CodecSerializer<>(WindowSlice.class);
        WindowSlice slice = new WindowSlice();
        WindowSlice copy = slices.copy(slice);
        copy.add(new RequestAnswered(new FunctionKey("n", "f"), 1, 2, 3, 4, 1, false));
        CodecSerializer<QueuePlacement> placements = new CodecSerializer<>(QueuePlacement.class);

        assertThat(slice.count()).isZero();
        assertThat(slices.isImmutableType()).isFalse();
        assertThat(new CodecSerializer<>(LatencySketch.class).isImmutableType()).isFalse();
        assertThat(placements.isImmutableType()).isTrue();
        assertThat(placements.copy(PLACEMENT)).isSameAs(PLACEMENT);
    }

    @Test
    void acceptsASnapshotOfItsOwnVersion() throws IOException {
        TypeSerializerSnapshot<QueuePlacement> current = snapshot(QueuePlacement.class, 1);
        TypeSerializerSnapshot<QueuePlacement> restored = throughBytes(snapshot(QueuePlacement.class, 1));

        assertThat(current.resolveSchemaCompatibility(restored).isCompatibleAsIs())
                .isTrue();
        assertThat(restored.restoreSerializer()).isEqualTo(new CodecSerializer<>(QueuePlacement.class));
    }

    @Test
    void migratesFromAnOlderVersion() throws IOException {
        TypeSerializerSnapshot<QueuePlacement> current = snapshot(QueuePlacement.class, 2);
        TypeSerializerSnapshot<QueuePlacement> older = throughBytes(snapshot(QueuePlacement.class, 1));

        assertThat(current.resolveSchemaCompatibility(older).isCompatibleAfterMigration())
                .isTrue();
    }

    @Test
    void refusesANewerVersionAndSaysWhich() throws IOException {
        TypeSerializerSnapshot<QueuePlacement> current = snapshot(QueuePlacement.class, 1);
        TypeSerializerSnapshot<QueuePlacement> newer = throughBytes(snapshot(QueuePlacement.class, 7));

        assertThat(current.resolveSchemaCompatibility(newer).isIncompatible()).isTrue();
        assertThat(newer.restoreSerializer()).hasToString("QueuePlacement version=7 (newest supported version=1)");
    }

    @Test
    @SuppressWarnings("unchecked") // the very mistake that must be noticed
    void refusesAnotherType() throws IOException {
        TypeSerializerSnapshot<?> other = throughBytes(snapshot(WindowSlice.class, 1));

        assertThat(snapshot(QueuePlacement.class, 1)
                        .resolveSchemaCompatibility((TypeSerializerSnapshot<QueuePlacement>) other)
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void refusesASnapshotOfATypeThatIsNoMore() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF("io.emfs.state.Gone");
        out.writeInt(1);

        assertThatThrownBy(() -> new CodecSerializerSnapshot<>()
                        .readSnapshot(
                                1,
                                new DataInputDeserializer(out.getCopyOfBuffer()),
                                getClass().getClassLoader()))
                .isInstanceOf(IOException.class)
                .hasMessage("state of unknown type io.emfs.state.Gone");
    }

    @Test
    void servesEveryStreamedAndStoredType() {
        List<TypeInformation<?>> types = List.of(
                TypeInformations.FUNCTION_KEY,
                TypeInformations.NODE_EVENT,
                TypeInformations.SLICE_KEY,
                TypeInformations.WINDOW_SLICE,
                TypeInformations.WINDOW_SUMMARY,
                TypeInformations.FUNCTION_PROFILE,
                TypeInformations.QUEUE_PLACEMENT,
                TypeInformations.QUEUE_CHANGE,
                TypeInformations.FUNCTION_REPORT);
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);

        assertThat(types)
                .allSatisfy(type -> assertThat(type.createSerializer(config)).isInstanceOf(CodecSerializer.class));
    }

    private static <T> TypeSerializerSnapshot<T> snapshot(Class<T> type, int version) {
        return new CodecSerializerSnapshot<>(type, version);
    }

    private static <T> TypeSerializerSnapshot<T> throughBytes(TypeSerializerSnapshot<T> snapshot) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), CodecSerializerTest.class.getClassLoader());
    }
}
