package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.UsageRefused;
import io.llmgateway.chat.ChatEvent.UsageReported;
import io.llmgateway.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiUsageTest {
  private static final String TEXT = "{'choices':[{'index':0,'delta':{'content':'a'}}]}";
  private static final String STOP =
      "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'usage':null}";

  private static Usage usage(String json) {
    return UsageTranslator.usage(Answers.json(json));
  }

  private static Usage reported(List<ChatEvent> events) {
    List<UsageReported> reports = Answers.only(UsageReported.class, events);
    assertEquals(1, reports.size());
    assertEquals(reports.get(0), events.get(events.size() - 1));
    return reports.get(0).usage();
  }

  @Test
  void takesTheLastUsageAndNeverAddsThemUp() {
    assertEquals(
        Usage.of(10, 3),
        reported(
            Answers.stream(
                "{'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':10,"
                    + "'completion_tokens':1}}",
                "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':10,'completion_tokens':3}}")));
  }

  @Test
  void readsUsageInAChunkOfItsOwn() {
    assertEquals(
        Usage.of(10, 3),
        reported(
            Answers.stream(
                TEXT, STOP, "{'choices':[],'usage':{'prompt_tokens':10,'completion_tokens':3}}")));
  }

  @Test
  void readsUsageInsideTheChoice() {
    assertEquals(
        Usage.of(10, 3),
        reported(
            Answers.stream(
                TEXT,
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop','usage':"
                    + "{'prompt_tokens':10,'completion_tokens':3}}]}")));
  }

  @Test
  void readsUsageGluedToTheLastText() {
    assertEquals(
        Usage.of(10, 3),
        reported(
            Answers.stream(
                "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}],'usage':"
                    + "{'prompt_tokens':10,'completion_tokens':3}}")));
  }

  @Test
  void ignoresZerosThatStandInForAUsage() {
    assertEquals(
        Usage.of(10, 3),
        reported(
            Answers.stream(
                TEXT,
                "{'choices':[],'usage':{'prompt_tokens':10,'completion_tokens':3}}",
                "{'choices':[{'index':0,'finish_reason':'stop'}],'usage':{'prompt_tokens':0,"
                    + "'completion_tokens':0,'total_tokens':0}}")));
    List<ChatEvent> events =
        Answers.stream(TEXT, STOP, "{'choices':[],'usage':{'prompt_tokens':0}}");
    assertEquals(List.of(), Answers.only(UsageReported.class, events));
    assertEquals(List.of(), Answers.only(UsageRefused.class, events));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt_tokens':-5,'completion_tokens':3}",
        "{'prompt_tokens':5,'completion_tokens':-3}",
        "{'prompt_tokens':5,'completion_tokens':99999999999999999999999999}",
        "{'prompt_tokens':5,'completion_tokens':2000000000}",
        "{'prompt_tokens':5,'completion_tokens':1.5}",
        "{'prompt_tokens':5,'completion_tokens':3,'prompt_tokens_details':{'cached_tokens':6}}",
        "{'prompt_tokens':5,'completion_tokens':3,"
            + "'completion_tokens_details':{'reasoning_tokens':4}}",
        "{'total_tokens':8}",
      })
  void refusesAUsageThatCanNotBeTrue(String usage) {
    List<ChatEvent> events = Answers.stream(TEXT, STOP, "{'choices':[],'usage':" + usage + "}");
    UsageRefused refused = (UsageRefused) events.get(events.size() - 1);
    assertEquals(Answers.json(usage), refused.raw());
    assertTrue(!refused.reason().isBlank());
    assertEquals(List.of(), Answers.only(UsageReported.class, events));
  }

  @Test
  void readsDetailsByTheNamesOfAllProviders() {
    Usage expected = new Usage(10, 8, 4, 0, 5);
    assertEquals(
        expected,
        usage(
            "{'prompt_tokens':10,'completion_tokens':8,'prompt_tokens_details':{'cached_tokens':4},"
                + "'completion_tokens_details':{'reasoning_tokens':5}}"));
    assertEquals(
        expected,
        usage(
            "{'prompt_tokens':10,'completion_tokens':8,'prompt_cache_hit_tokens':4,"
                + "'prompt_cache_miss_tokens':6,'reasoning_tokens':5}"));
    assertEquals(
        expected,
        usage(
            "{'input_tokens':10,'output_tokens':8,'input_tokens_details':{'cached_tokens':4},"
                + "'output_tokens_details':{'reasoning_tokens':5}}"));
    assertEquals(
        new Usage(10, 8, 4, 2, 0),
        usage(
            "{'prompt_tokens':10,'completion_tokens':8,'cached_tokens':4,"
                + "'prompt_tokens_details':{'cache_creation_input_tokens':2}}"));
  }

  @Test
  void addsReasoningThatIsCountedBesideTheCompletion() {
    assertEquals(
        new Usage(10, 13, 0, 0, 5),
        usage(
            "{'prompt_tokens':10,'completion_tokens':8,'total_tokens':23,"
                + "'completion_tokens_details':{'reasoning_tokens':5}}"));
  }

  @Test
  void readsAUsageWithoutACompletionAsNoOutput() {
    assertEquals(Usage.of(10, 0), usage("{'prompt_tokens':10,'total_tokens':10}"));
  }
}
