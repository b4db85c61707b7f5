package io.llmgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraitsDocumentTest {
  @Test
  void saysAllThatIsKnown() {
    ModelTraits traits =
        new ModelTraits(
            Set.of("vision"),
            ToolCalling.PROMPT,
            Set.of("text", "audio"),
            Set.of("text"),
            128,
            5,
            new Filing(null, "page"),
            new Retirement(LocalDate.of(2027, 1, 31), "new", "notice"),
            false);
    assertEquals(
        ",'tool_calling':'prompt','input_modalities':['audio','text'],'output_modalities':['text'],"
            + "'max_tools':128,'schema_depth':5,'filing':'brand',"
            + "'retirement':{'date':'2027-01-31','replacement':'new'}",
        written(traits));
  }

  @Test
  void leavesOutWhatIsNot() {
    assertEquals(",'filing':'unknown'", written(ModelTraits.UNKNOWN));
  }

  @Test
  void aRumourHasNoDay() {
    ModelTraits traits =
        new ModelTraits(
            Set.of(),
            ToolCalling.UNKNOWN,
            Set.of(),
            Set.of(),
            0,
            0,
            new Filing("B-1", "list"),
            new Retirement(null, null, "rumour"),
            false);
    assertEquals(
        ",'filing':'filed','retirement':{'date':null,'replacement':null}", written(traits));
  }

  private static String written(ModelTraits traits) {
    JsonBytes out = new JsonBytes(64);
    TraitsDocument.write(traits, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }
}
