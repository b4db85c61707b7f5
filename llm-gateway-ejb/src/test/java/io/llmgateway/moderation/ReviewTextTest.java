package io.llmgateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewTextTest {
  @Test
  void takesOutWhatDatabasesRefuse() {
    assertEquals("a\uFFFDb😀\uFFFD", ReviewText.clean("a\0b😀\uD83D", 100));
    assertEquals("\uFFFDx", ReviewText.clean("\uDE00x", 100));
    assertEquals("ab\uFFFD", ReviewText.clean("ab😀", 3));
  }

  @Test
  void cutsNoCharacterInTwo() {
    String text = "x".repeat(ReviewText.PIECE - 1) + "😀" + "y".repeat(ReviewText.PIECE);
    List<String> pieces = ReviewText.pieces(text);
    assertEquals(text, String.join("", pieces));
    assertEquals("x".repeat(ReviewText.PIECE - 1), pieces.get(0));
    assertTrue(pieces.stream().allMatch(piece -> piece.length() <= ReviewText.PIECE));
    assertEquals(List.of(), ReviewText.pieces(""));
  }

  @Test
  void keepsABeginning() {
    ReviewText.Beginning text = new ReviewText.Beginning(5);
    text.write("abc".toCharArray(), 0, 3);
    assertFalse(text.more());
    text.write("defg".toCharArray(), 0, 4);
    assertEquals("abcde", text.toString());
    assertTrue(text.more());
  }
}
