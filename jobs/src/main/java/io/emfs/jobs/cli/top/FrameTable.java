package io.emfs.jobs.cli.top;

import io.emfs.jobs.cli.TextTable;
import io.emfs.jobs.cli.top.FrameLine.Style;
import java.util.ArrayList;
import java.util.List;

/** An aligned table some of whose rows are alerts. */
final class FrameTable {
    private final TextTable table;
    private final List<Style> styles = new ArrayList<>();

    FrameTable(int leftColumns, String... header) {
        table = new TextTable(leftColumns, List.of(header));
        styles.add(Style.HEADER);
    }

    void add(boolean alert, String... cells) {
        table.add(List.of(cells));
        styles.add(alert ? Style.ALERT : Style.PLAIN);
    }

    List<FrameLine> lines() {
        List<String> texts = table.render().lines().toList();
        List<FrameLine> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(new FrameLine(texts.get(i), styles.get(i)));
        }
        return lines;
    }
}
