package io.emfs.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns aligned for a terminal: the first to the left, the others to the right unless asked otherwise. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean allLeft;

    private TextTable(boolean allLeft) {
        this.allLeft = allLeft;
    }

    /** Numbers: every column but the first to the right. */
    public static TextTable ofNumbers(String... header) {
        return new TextTable(false).row(header);
    }

    /** Text: every column to the left. */
    public static TextTable ofText(String... header) {
        return new TextTable(true).row(header);
    }

    public TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public String render() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                boolean left = allLeft || column == 0;
                line.append(column == 0 ? "" : GAP)
                        .append(left ? row.get(column) + padding : padding + row.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }
}
