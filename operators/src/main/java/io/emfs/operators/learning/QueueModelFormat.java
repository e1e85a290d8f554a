package io.emfs.operators.learning;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A model as protobuf, written by hand, for one message needs no compiler:
 *
 * <pre>
 * message QueueModel {
 *   uint32 schema = 1;                          // FeatureVectors.SCHEMA
 *   repeated double quanta_seconds = 2;         // all numbers packed
 *   uint32 cores = 3;
 *   uint32 embedding = 4;                       // 0 = none
 *   repeated float scaling_means = 5;
 *   repeated float scaling_factors = 6;
 *   repeated float network = 7;                 // each member's, one behind the other
 *   repeated float machine = 8;
 *   string trainer = 9;
 *   sint64 seed = 10;
 *   uint32 rows = 11;
 *   uint32 keys = 12;
 *   double held_out_error = 13;
 *   int64 trained_ms = 14;
 *   string source = 15;
 * }
 * </pre>
 */
final class QueueModelFormat {
    private QueueModelFormat() {}

    static byte[] write(QueueModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            ModelProvenance provenance = model.provenance();
            out.writeUInt32(1, FeatureVectors.SCHEMA);
            out.writeByteArray(2, packed(model.features().quantaSeconds()));
            out.writeUInt32(3, model.features().cores());
            out.writeUInt32(4, model.networks().shape().embedding);
            out.writeByteArray(5, packed(model.scaling().means()));
            out.writeByteArray(6, packed(model.scaling().factors()));
            out.writeByteArray(7, packed(model.networks().weights()));
            out.writeByteArray(8, packed(model.machine().weights()));
            out.writeString(9, provenance.trainer());
            out.writeSInt64(10, provenance.seed());
            out.writeUInt32(11, provenance.rows());
            out.writeUInt32(12, provenance.keys());
            out.writeDouble(13, provenance.heldOutError());
            out.writeInt64(14, provenance.trainedMs());
            out.writeString(15, provenance.source());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} if it is no model, or one of another schema. */
    static QueueModel read(byte[] bytes) {
        Fields fields = new Fields();
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                fields.read(in, tag);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no model: " + e.getMessage(), e);
        }
        return fields.model();
    }

    private static byte[] packed(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] packed(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    /** What has been read; fields of later versions are skipped. */
    private static final class Fields {
        private int schema;
        private double[] quantaSeconds = {};
        private int cores;
        private int embedding;
        private float @Nullable [] means;
        private float @Nullable [] factors;
        private float @Nullable [] network;
        private float @Nullable [] machine;
        private String trainer = "";
        private long seed;
        private int rows;
        private int keys;
        private double heldOutError;
        private long trainedMs;
        private String source = "";

        void read(CodedInputStream in, int tag) throws IOException {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> schema = in.readUInt32();
                case 2 -> quantaSeconds = doubles(in.readByteArray());
                case 3 -> cores = in.readUInt32();
                case 4 -> embedding = in.readUInt32();
                case 5 -> means = floats(in.readByteArray());
                case 6 -> factors = floats(in.readByteArray());
                case 7 -> network = floats(in.readByteArray());
                case 8 -> machine = floats(in.readByteArray());
                case 9 -> trainer = in.readString();
                case 10 -> seed = in.readSInt64();
                case 11 -> rows = in.readUInt32();
                case 12 -> keys = in.readUInt32();
                case 13 -> heldOutError = in.readDouble();
                case 14 -> trainedMs = in.readInt64();
                case 15 -> source = in.readString();
                default -> in.skipField(tag);
            }
        }

        QueueModel model() {
            if (schema != FeatureVectors.SCHEMA) {
                throw new IllegalArgumentException(
                        "model has feature schema=" + schema + ", expected " + FeatureVectors.SCHEMA);
            }
            return new QueueModel(
                    new FeatureVectors(quantaSeconds, cores),
                    new Scaling(required("means", means), required("factors", factors)),
                    Ensemble.of(NetworkShape.of(embedding > 0), required("network", network)),
                    new FactorisationMachine(required("machine", machine)),
                    new ModelProvenance(trainer, seed, rows, keys, heldOutError, trainedMs, source));
        }

        private static float[] required(String name, float @Nullable [] values) {
            if (values == null) {
                throw new IllegalArgumentException("model has no " + name);
            }
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("model has " + value + " in " + name);
                }
            }
            return values;
        }

        private static float[] floats(byte[] packed) {
            float[] values = new float[packed.length / Float.BYTES];
            ByteBuffer.wrap(packed)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }

        private static double[] doubles(byte[] packed) {
            double[] values = new double[packed.length / Double.BYTES];
            ByteBuffer.wrap(packed)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
            return values;
        }
    }
}
