package io.llmgateway.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Pages of text and tables, from top to bottom, in A4 across. The font is embedded, so that no font
 * of the machine is looked for; it is the one that comes with PDFBox. What it has no glyph for is
 * shown as a box, and {@link #replaced} tells.
 */
final class PdfPages implements AutoCloseable {
  static final float WIDTH = PDRectangle.A4.getHeight() - 2 * PdfPages.MARGIN;

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final float MARGIN = 36;
  private static final float FOOT = 24;
  private static final float LEADING = 1.3f;
  private static final int BOX = 0x25A1;

  private final PDDocument document = new PDDocument();
  private final TrueTypeFont glyphs;
  private final CmapLookup cmap;
  private final PDType0Font font;
  private final Map<Integer, Float> widths = new HashMap<>();
  private PDPageContentStream page;
  private float y;
  private boolean replaced;

  PdfPages() throws IOException {
    try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
      glyphs = new TTFParser().parse(new RandomAccessReadBuffer(file));
    }
    cmap = glyphs.getUnicodeCmapLookup();
    font = PDType0Font.load(document, glyphs, true);
    turn();
  }

  /** Whether a character had to be replaced so far. */
  boolean replaced() {
    return replaced;
  }

  void line(String text, float size) throws IOException {
    for (String part : wrap(clean(text), size, WIDTH)) {
      room(size * LEADING);
      y -= size * LEADING;
      show(part, MARGIN, y, size);
    }
  }

  void space(float height) {
    y -= height;
  }

  /**
   * One row of a table; a cell that is too long for its column goes on below.
   *
   * @param columns their widths; a negative one is written to the right
   */
  void row(float size, float[] columns, List<String> cells) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < columns.length; i++) {
      lines.add(wrap(clean(cells.get(i)), size, Math.abs(columns[i]) - 4));
      height = Math.max(height, lines.get(i).size());
    }
    room(height * size * LEADING);
    float x = MARGIN;
    for (int i = 0; i < columns.length; i++) {
      float below = y;
      for (String line : lines.get(i)) {
        below -= size * LEADING;
        float indent = columns[i] < 0 ? -columns[i] - 4 - width(line, size) : 0;
        show(line, x + indent, below, size);
      }
      x += Math.abs(columns[i]);
    }
    y -= height * size * LEADING;
  }

  /** A thin line from margin to margin. */
  void rule() throws IOException {
    y -= 3;
    page.setLineWidth(0.5f);
    page.moveTo(MARGIN, y);
    page.lineTo(MARGIN + WIDTH, y);
    page.stroke();
  }

  /**
   * @param footer stands on each page, with the page's number
   * @return the file
   */
  byte[] end(String footer) throws IOException {
    page.close();
    int pages = document.getNumberOfPages();
    for (int i = 0; i < pages; i++) {
      try (PDPageContentStream foot =
          new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true)) {
        page = foot;
        show(clean(footer + "  ·  page " + (i + 1) + " of " + pages), MARGIN, FOOT, 7);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  private void room(float height) throws IOException {
    if (y - height < MARGIN) {
      page.close();
      turn();
    }
  }

  private void turn() throws IOException {
    PDPage next =
        new PDPage(new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth()));
    document.addPage(next);
    page = new PDPageContentStream(document, next);
    y = next.getMediaBox().getHeight() - MARGIN;
  }

  private void show(String text, float x, float at, float size) throws IOException {
    page.beginText();
    page.setFont(font, size);
    page.newLineAtOffset(x, at);
    page.showText(text);
    page.endText();
  }

  private float width(String text, float size) throws IOException {
    float width = 0;
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      int character = text.codePointAt(at);
      Float known = widths.get(character);
      if (known == null) {
        known = font.getStringWidth(Character.toString(character)) / 1000;
        widths.put(character, known);
      }
      width += known * size;
    }
    return width;
  }

  private String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean known = cmap.getGlyphId(c) != 0 && !Character.isISOControl(c);
              replaced |= !known;
              clean.appendCodePoint(known ? c : cmap.getGlyphId(BOX) == 0 ? '?' : BOX);
            });
    return clean.toString();
  }

  /** Breaks after a space where it can, else anywhere. */
  private List<String> wrap(String text, float size, float width) throws IOException {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (width(rest, size) > width && rest.codePointCount(0, rest.length()) > 1) {
      int end = rest.length();
      while (end > 1 && width(rest.substring(0, end), size) > width) {
        end = rest.offsetByCodePoints(end, -1);
      }
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space + 1 : end;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut);
    }
    lines.add(rest);
    return lines;
  }

  @Override
  public void close() throws IOException {
    document.close();
    glyphs.close();
  }
}
