package io.llmgateway.model.reasoning;

import static io.llmgateway.model.PreparedModel.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.model.reasoning.ThinkingSwitch.Style;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingSwitchTest {

  /** Each column is what one provider takes for the same wish. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TYPE|low high max|0|{'reasoning_effort':'medium'}|{'thinking':{'type':'enabled'},'reasoning_effort':'high'}",
        "TYPE|low high max|0|{'reasoning_effort':'xhigh'}|{'thinking':{'type':'enabled'},'reasoning_effort':'max'}",
        "TYPE|low high max|0|{'reasoning_effort':'none'}|{'thinking':{'type':'disabled'}}",
        "TYPE|low high max|0|{'thinking':{'type':'disabled'},'reasoning_effort':'low'}|{'thinking':{'type':'disabled'}}",
        "TYPE||32000|{'reasoning_effort':'low'}|{'thinking':{'type':'enabled','budget_tokens':1024}}",
        "TYPE||0|{'thinking':{'type':'adaptive'}}|{}",
        "TYPE||0|{'enable_thinking':false}|{'thinking':{'type':'disabled'}}",
        "ENABLED||0|{'thinking':{'type':'enabled'}}|{'thinking':{'enabled':true}}",
        "FLAG||16384|{'reasoning_effort':'max'}|{'enable_thinking':true,'thinking_budget':16384}",
        "FLAG||16384|{'thinking':{'type':'enabled','budget_tokens':10}}|{'enable_thinking':true,'thinking_budget':100}",
        "FLAG||16384|{'reasoning':{'max_tokens':2000}}|{'enable_thinking':true,'thinking_budget':2000}",
        "FLAG||16384|{'reasoning':{'enabled':false}}|{'enable_thinking':false}",
        "FLAG||0|{'thinking_budget':0}|{'enable_thinking':false}",
        "TEMPLATE||0|{'chat_template_kwargs':{'a':1},'reasoning_effort':'high'}|{'chat_template_kwargs':{'a':1,'enable_thinking':true}}",
        "EFFORT|low medium high|0|{'reasoning':{'effort':'xhigh'}}|{'reasoning_effort':'high'}",
        "EFFORT|minimal low high|0|{'enable_thinking':false}|{'reasoning_effort':'minimal'}",
        "EFFORT|low medium high|0|{'thinking':{'type':'enabled','budget_tokens':20000}}|{'reasoning_effort':'high'}",
        "FIXED||0|{'reasoning_effort':'high','enable_thinking':true}|{}",
      })
  void saysTheWishInTheProvidersWords(
      Style style, String efforts, long most, String asked, String sent) {
    ThinkingSwitch thinking =
        new ThinkingSwitch(
            style, efforts == null ? List.of() : List.of(efforts.split(" ")), 100, most);
    if (most == 0) {
      thinking = new ThinkingSwitch(style, thinking.efforts(), 0, 0);
    }

    assertEquals(json(sent), thinking.fitting(json(asked), new ArrayList<>()));
  }

  @Test
  void whatIsTakenAsItIsIsNoAdjustment() {
    JsonObject body = json("{'model':'m','reasoning_effort':'low'}");
    List<String> adjusted = new ArrayList<>();

    JsonObject fitted =
        new ThinkingSwitch(Style.EFFORT, List.of("low", "high"), 0, 0).fitting(body, adjusted);

    assertSame(body, fitted);
    assertEquals(List.of(), adjusted);
  }

  @Test
  void tellsWhichOfTheClientsFieldsChanged() {
    List<String> adjusted = new ArrayList<>();

    JsonObject fitted =
        new ThinkingSwitch(Style.FLAG, List.of(), 0, 0)
            .fitting(
                json("{'model':'m','reasoning_effort':'low','enable_thinking':true}"), adjusted);

    assertEquals(json("{'model':'m','enable_thinking':true}"), fitted);
    assertEquals(List.of("reasoning_effort"), adjusted);
  }

  @Test
  void refusesWhatIsNoSwitch() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ThinkingSwitch(Style.EFFORT, List.of("enormous"), 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new ThinkingSwitch(Style.FLAG, List.of(), 10, 5));
  }
}
