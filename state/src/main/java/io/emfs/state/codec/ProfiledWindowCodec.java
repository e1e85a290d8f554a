package io.emfs.state.codec;

import io.emfs.state.ProfiledWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Summary, profile. */
public final class ProfiledWindowCodec implements Codec<ProfiledWindow> {
    public static final int VERSION = 1;

    @Override
    public Class<ProfiledWindow> type() {
        return ProfiledWindow.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(ProfiledWindow value, DataOutput out) throws IOException {
        Codecs.WINDOW_SUMMARY.writeVersioned(value.summary(), out);
        Codecs.FUNCTION_PROFILE.writeVersioned(value.profile(), out);
    }

    @Override
    public ProfiledWindow read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new ProfiledWindow(Codecs.WINDOW_SUMMARY.readVersioned(in), Codecs.FUNCTION_PROFILE.readVersioned(in));
    }
}
