package io.emfs.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as aligned text for a terminal: the first columns to the left, the others to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(int leftColumns, List<String> header) {
        this.leftColumns = leftColumns;
        rows.add(header);
    }

    public void add(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("cells=" + cells + ", columns=" + rows.get(0));
        }
        rows.add(cells);
    }

    /** Each line ends with a line feed and has no trailing blanks. */
    public String render() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String padded(String cell, int column) {
        String blanks = " ".repeat(width(column) - cell.length());
        return column < leftColumns ? cell + blanks : blanks + cell;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
